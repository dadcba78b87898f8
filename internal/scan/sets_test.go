package scan_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/scan"
)

// shot is a line of a manifest. Expected is nil where nobody knows the text:
// then any that passes its error correction counts.
type shot struct {
	Set, Group, Degrade, Name, PGM, Format string
	Expected                               *string
	Nothing                                bool
}

// peer is a decoder that is measured on the same pixels.
type peer struct {
	name string
	read func(ctx context.Context, g *image.Gray, s shot) []string
}

// score is what a decoder did with a set.
type score struct {
	all, read, other int
	took             []time.Duration
}

// TestSets reads sets of pictures that are too large to keep here and prints
// what it and its peers read: `make bench-scan` runs it. It fails if anything
// is read where nothing is.
func TestSets(t *testing.T) {
	dir := os.Getenv("VOUCHDESK_SCAN_SETS")
	if dir == "" {
		t.Skip("needs the folder that .ci/scan-sets made in VOUCHDESK_SCAN_SETS")
	}
	shots := manifests(t, dir)
	r := scan.New(t.TempDir())
	defer r.Close()
	if _, err := r.Codes(t.Context(), newScene(64, 64, 255).g); err != nil { // compiles the second reader
		t.Fatal(err)
	}
	peers := append([]peer{ours(r), {"gozxing", plainly}}, installed()...)
	scores := map[string]map[string]*score{}
	var sets []string
	for _, s := range shots {
		g := pgm(t, s.PGM)
		for _, p := range peers {
			began := time.Now()
			texts := p.read(t.Context(), g, s)
			took := time.Since(began)
			for _, set := range []string{s.Set, s.Set + "/" + s.Group} {
				if scores[set] == nil {
					scores[set] = map[string]*score{}
					sets = append(sets, set)
				}
				if scores[set][p.name] == nil {
					scores[set][p.name] = &score{}
				}
				scores[set][p.name].count(s, texts, took)
			}
			if p.name == "ours" && s.Nothing && len(texts) > 0 {
				t.Errorf("%s: read where nothing is", s.Name)
			}
		}
	}
	slices.Sort(sets)
	var names []string
	for _, p := range peers {
		names = append(names, p.name)
	}
	report(os.Stdout, sets, names, scores)
}

func manifests(t *testing.T, dir string) (all []shot) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "manifest.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append([]string{filepath.Join(dir, "manifest.jsonl")}, files...) {
		f, err := os.Open(name)
		if err != nil {
			t.Log(err)
			continue
		}
		for lines := bufio.NewScanner(f); lines.Scan(); {
			var s shot
			if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
				t.Fatal(err)
			}
			if s.Group == "" {
				s.Group = s.Degrade
			}
			all = append(all, s)
		}
		_ = f.Close()
	}
	if len(all) == 0 {
		t.Fatal("no pictures: run .ci/scan-sets first")
	}
	return all
}

func pgm(t *testing.T, path string) *image.Gray {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var w, h int
	if _, err := fmt.Fscanf(bytes.NewReader(b), "P5\n%d %d\n255\n", &w, &h); err != nil || len(b) < w*h {
		t.Fatal(path, err)
	}
	return &image.Gray{Pix: b[len(b)-w*h:], Stride: w, Rect: image.Rect(0, 0, w, h)}
}

func ours(r *scan.Reader) peer {
	return peer{"ours", func(ctx context.Context, g *image.Gray, s shot) (texts []string) {
		look := r.Codes
		if s.Format != "" || s.Nothing {
			look = r.All
		}
		found, err := look(ctx, g)
		if err != nil {
			return nil
		}
		for _, f := range found {
			texts = append(texts, f.Text)
		}
		return texts
	}}
}

func plainly(_ context.Context, g *image.Gray, _ shot) []string {
	text, err := gozxingReads(g)
	if err != nil {
		return nil
	}
	return []string{text}
}

// installed are the programs that are there. Their times are with a process
// started and a file read for each picture.
func installed() (all []peer) {
	run := func(ctx context.Context, name string, args ...string) string {
		out, err := exec.CommandContext(ctx, name, args...).Output()
		if err != nil {
			return ""
		}
		return string(out)
	}
	if _, err := exec.LookPath("zbarimg"); err == nil {
		all = append(all, peer{"zbarimg", func(ctx context.Context, _ *image.Gray, s shot) []string {
			if s.Format != "" {
				return nil
			}
			if text := run(ctx, "zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", s.PGM); text != "" {
				return []string{text}
			}
			return nil
		}})
	}
	if _, err := exec.LookPath("ZXingReader"); err == nil {
		all = append(all, peer{"zxing-cpp", func(ctx context.Context, _ *image.Gray, s shot) (texts []string) {
			format := map[string]string{"code_128": "Code128", "data_matrix": "DataMatrix", "aztec": "Aztec", "pdf417": "PDF417"}[s.Format]
			if format == "" {
				format = "QRCode"
			}
			for _, part := range strings.Split(run(ctx, "ZXingReader", "-format", format, s.PGM), "Text:       \"")[1:] {
				text, _, _ := strings.Cut(part, "\"\nBytes:")
				texts = append(texts, text)
			}
			return texts
		}})
	}
	return all
}

func (c *score) count(s shot, texts []string, took time.Duration) {
	c.all++
	c.took = append(c.took, took)
	even := func(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }
	switch {
	case len(texts) == 0:
	case !s.Nothing && slices.ContainsFunc(texts, func(text string) bool {
		return s.Expected == nil || even(text) == even(*s.Expected)
	}):
		c.read++
	default:
		c.other++
	}
}

func report(w io.Writer, sets, names []string, scores map[string]map[string]*score) {
	_, _ = fmt.Fprintf(w, "%-32s %6s", "set", "n")
	for _, n := range names {
		_, _ = fmt.Fprintf(w, " | %-10s %6s %6s %8s %8s", n, "read", "other", "median", "p95 ms")
	}
	_, _ = fmt.Fprintln(w)
	for _, set := range sets {
		_, _ = fmt.Fprintf(w, "%-32s %6d", set, scores[set][names[0]].all)
		for _, n := range names {
			c := scores[set][n]
			slices.Sort(c.took)
			ms := func(i int) float64 { return float64(c.took[i].Microseconds()) / 1000 }
			_, _ = fmt.Fprintf(w, " | %-10s %6d %6d %8.1f %8.1f", n, c.read, c.other, ms(len(c.took)/2), ms(len(c.took)*95/100))
		}
		_, _ = fmt.Fprintln(w)
	}
}

// TestSteps prints of each set what each step still reads, and how long it
// takes of those pictures that no step before has read.
func TestSteps(t *testing.T) {
	dir := os.Getenv("VOUCHDESK_SCAN_SETS")
	if dir == "" {
		t.Skip("needs the folder that .ci/scan-sets made in VOUCHDESK_SCAN_SETS")
	}
	r := scan.New(t.TempDir())
	defer r.Close()
	if _, err := r.Codes(t.Context(), newScene(64, 64, 255).g); err != nil {
		t.Fatal(err)
	}
	scores := map[string]map[string]*score{}
	for _, s := range manifests(t, dir) {
		if s.Format != "" {
			continue
		}
		if scores[s.Set] == nil {
			scores[s.Set] = map[string]*score{}
		}
		r.Walk(t.Context(), pgm(t, s.PGM), func(step string, d time.Duration, read bool) {
			c := scores[s.Set][step]
			if c == nil {
				c = &score{}
				scores[s.Set][step] = c
			}
			c.all++
			c.took = append(c.took, d)
			if read {
				c.read++
			}
		})
	}
	for set, steps := range scores {
		fmt.Printf("%s\n%12s %6s %6s %9s %9s\n", set, "step", "tried", "read", "mean ms", "p95 ms")
		for _, name := range scan.Steps() {
			c := steps[name]
			if c == nil {
				continue
			}
			slices.Sort(c.took)
			total := time.Duration(0)
			for _, d := range c.took {
				total += d
			}
			ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
			fmt.Printf("%12s %6d %6d %9.1f %9.1f\n", name, c.all, c.read, ms(total)/float64(c.all), ms(c.took[c.all*95/100]))
		}
	}
}
