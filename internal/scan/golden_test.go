package scan_test

import (
	"encoding/json"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"rsc.io/qr"

	"vouchdesk/internal/scan"
)

// bent draws a code by a map from pixels to modules, four samples a pixel.
func bent(t *testing.T, w, h int, text string, ink, paper float64, at func(x, y float64) (u, v float64)) scene {
	t.Helper()
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	s := newScene(w, h, 0)
	for i := range s.g.Pix {
		sum := 0.0
		for k := range 4 {
			u, v := at(float64(i%w)+0.25+0.5*float64(k&1), float64(i/w)+0.25+0.5*float64(k>>1))
			if u >= 0 && v >= 0 && u < float64(c.Size) && v < float64(c.Size) && c.Black(int(u), int(v)) {
				sum += ink
			} else {
				sum += paper
			}
		}
		s.g.Pix[i] = uint8(sum / 4)
	}
	return s
}

// goldens are drawn by `GOLDEN=1 go test -run TestGolden`, for looking at and
// for telling a change of what is read from a change of what is drawn.
func goldens(t *testing.T) map[string]*image.Gray {
	flat := func(size float64) func(x, y float64) (float64, float64) {
		return func(x, y float64) (float64, float64) { return (x-160)/size + 20.5, (y-120)/size + 20.5 }
	}
	tilted := func(x, y float64) (float64, float64) {
		x, y = (x-160)/200, (y-120)/200
		w := 1 + 0.3*x - 0.2*y
		return 20.5 + 52*x*1.05/w, 20.5 + 52*(y*1.1+0.1*x)/w
	}
	curled := func(x, y float64) (float64, float64) {
		return 20.5 + 30*math.Asin(min(0.99, max(-0.99, (x-160)/135))), (y-120)/4.4 + 20.5
	}
	creased := func(x, y float64) (float64, float64) {
		v := (y-120)/4.4 + 20.5
		if v > 24 {
			v = 24 + (v-24)*1.12
		}
		return (x-160)/4.4 + 20.5, v
	}
	glared := bent(t, 320, 240, letterText, 40, 190, flat(4.2))
	for i := range glared.g.Pix {
		d := (math.Pow(float64(i%320)-190, 2) + math.Pow(float64(i/320)-110, 2)) / 900
		glared.g.Pix[i] = uint8(min(255, float64(glared.g.Pix[i])+180*math.Exp(-d)))
	}
	return map[string]*image.Gray{
		"blurred":   scene{softened(bent(t, 320, 240, letterText, 30, 220, flat(4.2)).g, 1)}.noisy(2),
		"creased":   bent(t, 320, 240, letterText, 40, 210, creased).noisy(4),
		"curled":    bent(t, 320, 240, letterText, 40, 210, curled).noisy(4),
		"dark":      bent(t, 320, 240, letterText, 14, 44, flat(4.2)).noisy(6),
		"enrolment": bent(t, 320, 240, "VDE:SPECIMEN", 20, 230, flat(4)).noisy(4),
		"glare":     glared.noisy(4),
		"inverted":  bent(t, 320, 240, letterText, 220, 30, flat(4.2)).noisy(4),
		"nothing":   newScene(320, 240, 140).noisy(30),
		"other":     bent(t, 320, 240, "https://example.org/help", 20, 230, flat(4)).noisy(4),
		"tilted":    bent(t, 320, 240, letterText, 40, 210, tilted).noisy(4),
	}
}

// TestGolden reads the pictures that are kept here and compares with what was
// read of them.
func TestGolden(t *testing.T) {
	dir := filepath.Join("testdata", "golden")
	reads := filepath.Join(dir, "reads.json")
	r := shared()
	if os.Getenv("GOLDEN") != "" {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, g := range goldens(t) {
			f, err := os.Create(filepath.Join(dir, name+".png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, g); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.png"))
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	got := map[string][]scan.Found{}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := png.Decode(f)
		_ = f.Close()
		g, ok := m.(*image.Gray)
		if err != nil || !ok {
			t.Fatal(name, err)
		}
		found, err := r.All(t.Context(), g)
		if err != nil {
			t.Fatal(name, err)
		}
		got[filepath.Base(name)] = found
	}
	if os.Getenv("GOLDEN") != "" {
		b, err := json.MarshalIndent(got, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(reads, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(reads)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string][]scan.Found
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
