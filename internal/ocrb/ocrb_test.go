package ocrb_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/mrz"
	ocr "vouchdesk/internal/ocrb"
	"vouchdesk/internal/resident"
)

var today = resident.Date{Year: 2026, Month: 11, Day: 22}

// TestMain tries fewer drawn zones than rapid does by itself: a reading under
// the race detector takes seconds. -rapid.checks=500 tries more.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "12"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

var update = flag.Bool("update", false, "draw the golden pictures anew")

func golden(f mrz.Format) string {
	return filepath.Join("testdata", "golden", strings.ToLower(string(f))+".png")
}

// TestGolden reads a committed picture of each format in every orientation.
func TestGolden(t *testing.T) {
	for format, text := range specimens(t) {
		if *update {
			o := plain()
			o.pitch, o.turn, o.blur, o.grain, o.print, o.shade = 12, 0.02, 0.7, 5, 10, 0.2
			var b bytes.Buffer
			if err := png.Encode(&b, photograph(text, o)); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden(format), b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		f, err := os.Open(golden(format))
		if err != nil {
			t.Fatal(err)
		}
		m, err := png.Decode(f)
		if err != nil || f.Close() != nil {
			t.Fatal(err)
		}
		for way, g := range orientations(m.(*image.Gray)) {
			t.Run(fmt.Sprintf("ok/%s-%d", format, way+1), func(t *testing.T) {
				z, err := ocr.Read(t.Context(), g, today)
				if err != nil {
					t.Fatal(err)
				}
				if z.Text() != text || !z.Valid() || z.Result.Format != format {
					t.Errorf("read as %s, valid %t:\n%s\nwant\n%s", z.Result.Format, z.Valid(), z.Text(), text)
				}
				if way != 5 {
					return
				}
				cut := z.Cut(g, 900) // upright, whichever way the picture lay
				again, err := ocr.Read(t.Context(), cut, today)
				if err != nil || apart(again.Text(), text) > 2 || again.Quad[0].X > again.Quad[1].X || again.Quad[0].Y > again.Quad[3].Y {
					t.Errorf("what is cut out is %v, at %v, and reads\n%s\n%v", cut.Rect, again.Quad, again.Text(), err)
				}
			})
		}
	}
}

// apart counts the characters that differ.
func apart(a, b string) int {
	if len(a) != len(b) {
		return max(len(a), len(b))
	}
	n := 0
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// TestNothing: pictures without a zone have none, and soon.
func TestNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	noise := image.NewGray(image.Rect(0, 0, 1280, 720))
	for i := range noise.Pix {
		noise.Pix[i] = byte(r.IntN(256))
	}
	bars := image.NewGray(image.Rect(0, 0, 1280, 720))
	for i := range bars.Pix {
		if i%1280/9%2 == 0 && i/1280/16%3 > 0 {
			bars.Pix[i] = 255
		}
	}
	prose := strings.Repeat("IT WAS A BRIGHT COLD DAY IN APRIL AND THE CL", 1)
	page := strings.TrimSuffix(strings.Repeat(prose+"\n", 12), "\n")
	for name, g := range map[string]*image.Gray{
		"none/white": filled(800, 600, 255), "none/black": filled(800, 600, 0), "none/one-pixel": filled(1, 1, 9),
		"none/thin": filled(20000, 2, 9), "none/noise": noise, "none/bars": bars,
		"none/page-of-text": photograph(page, plain()),
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			if z, err := ocr.Read(t.Context(), g, today); !errors.Is(err, ocr.ErrNone) {
				t.Errorf("read %q, %v", z.Text(), err)
			}
			if took := time.Since(began); took > time.Minute {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func filled(w, h int, v byte) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = v
	}
	return g
}

// TestDigitsThatDoNotFit: a zone that is printed wrongly is shown as it is
// printed. Nothing is made to fit.
func TestDigitsThatDoNotFit(t *testing.T) {
	right := specimens(t)
	for name, c := range map[string]struct{ text, failed string }{
		"number":    {strings.Replace(right[mrz.TD3], "925665416", "925665417", 1), mrz.CheckNumber},
		"composite": {right[mrz.TD3][:88] + "1", mrz.CheckComposite},
		"birth":     {strings.Replace(right[mrz.MRVA], "400907", "400901", 1), mrz.CheckBirth},
		"card":      {strings.Replace(right[mrz.TD1], "320415", "320418", 1), mrz.CheckExpiry},
	} {
		t.Run(name, func(t *testing.T) {
			if strings.Count(c.text, "\n") == 0 || c.text == right[mrz.TD3] {
				t.Fatal("the specimen was not changed")
			}
			z, err := ocr.Read(t.Context(), photograph(c.text, plain()), today)
			if err != nil {
				t.Fatal(err)
			}
			if z.Text() != c.text || z.Valid() || !strings.Contains(strings.Join(z.Result.Failed(), " "), c.failed) || z.Marked(ocr.Mended) != 0 {
				t.Errorf("valid %t, failed %v, %d mended:\n%s\nwant\n%s", z.Valid(), z.Result.Failed(), z.Marked(ocr.Mended), z.Text(), c.text)
			}
		})
	}
}

// TestWhatCannotStandThere is shown as it is printed, and does not parse.
func TestWhatCannotStandThere(t *testing.T) {
	text := strings.Replace(specimens(t)[mrz.TD3], "GBR8", "1398", 1)
	z, err := ocr.Read(t.Context(), photograph(text, plain()), today)
	if err != nil {
		t.Fatal(err)
	}
	if z.Text() != text || z.Fault == nil || z.Valid() {
		t.Errorf("valid %t, %v:\n%s", z.Valid(), z.Fault, z.Text())
	}
}

func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ocr.Read(ctx, photograph(specimens(t)[mrz.TD3], plain()), today); !errors.Is(err, ocr.ErrStopped) {
		t.Errorf("error %v", err)
	}
	g := image.NewGray(image.Rect(0, 0, 4000, 3000))
	r := rand.New(rand.NewPCG(3, 3))
	for i := range g.Pix {
		g.Pix[i] = byte(r.IntN(256))
	}
	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := ocr.Read(ctx, g, today)
	if err == nil || time.Since(began) > 10*time.Second {
		t.Errorf("error %v after %v", err, time.Since(began))
	}
}

func TestAPartOfAPicture(t *testing.T) {
	text := specimens(t)[mrz.TD2]
	g := photograph(text, plain())
	wide := image.NewGray(image.Rect(-40, -30, g.Rect.Dx()+50, g.Rect.Dy()+60))
	for y := range g.Rect.Dy() {
		copy(wide.Pix[wide.PixOffset(0, y):], g.Pix[y*g.Stride:][:g.Rect.Dx()])
	}
	part := wide.SubImage(g.Rect).(*image.Gray)
	z, err := ocr.Read(t.Context(), part, today)
	if err != nil || z.Text() != text {
		t.Errorf("%v:\n%s", err, z.Text())
	}
}

func TestNothingIsPrinted(t *testing.T) {
	z, err := ocr.Read(t.Context(), photograph(specimens(t)[mrz.TD3], plain()), today)
	if err != nil {
		t.Fatal(err)
	}
	var logged strings.Builder
	slog.New(slog.NewTextHandler(&logged, nil)).Info("read", "zone", z)
	inside := struct{ Zone ocr.Zone }{z}
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("read", "zone", z, "inside", inside)
	if err := json.NewEncoder(&logged).Encode(map[string]any{"zone": &z, "inside": inside}); err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprintf("%v %+v %#v %s %x", z, z, z, z, z) + logged.String()
	for _, secret := range []string{"SPECIMEN", "ROSA", "925665416", "880417"} {
		if strings.Contains(all, secret) {
			t.Errorf("%s is printed", secret)
		}
	}
}
