package scan_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"vouchdesk/internal/scan"
)

// TestRate counts what is read of a set of pictures that is too large to keep
// here: a folder with PGM files and a manifest.jsonl that names each with its
// text. A wrong text fails; the counts are for the log.
func TestRate(t *testing.T) {
	dir := os.Getenv("VOUCHDESK_QR_SET")
	if dir == "" {
		t.Skip("needs a folder of pictures in VOUCHDESK_QR_SET")
	}
	f, err := os.Open(filepath.Join(dir, "manifest.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	all, hit := map[string]int{}, map[string]int{}
	var read, missed []time.Duration
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var it struct{ PGM, Name, Degrade, Expected string }
		if err := json.Unmarshal(lines.Bytes(), &it); err != nil {
			t.Fatal(err)
		}
		g := pgm(t, it.PGM)
		began := time.Now()
		found, err := scan.New("").Codes(t.Context(), g)
		took := time.Since(began)
		all[it.Degrade]++
		switch {
		case err != nil:
			t.Errorf("%s: %v", it.Name, err)
		case len(found) == 0:
			missed = append(missed, took)
		case found[0].Text != it.Expected:
			t.Errorf("%s: wrong text", it.Name)
		default:
			hit[it.Degrade]++
			read = append(read, took)
		}
	}
	t.Logf("read %d of %d", len(read), len(read)+len(missed))
	for name, n := range all {
		t.Logf("%-10s %d of %d", name, hit[name], n)
	}
	for name, d := range map[string][]time.Duration{"read": read, "missed": missed} {
		if slices.Sort(d); len(d) > 0 {
			t.Logf("%s: median %v, 95 %% %v", name, d[len(d)/2], d[len(d)*95/100])
		}
	}
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
