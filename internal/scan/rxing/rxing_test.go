package rxing_test

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"rsc.io/qr"

	"vouchdesk/internal/scan/rxing"
)

// cache is the compiled form that all tests share: compiling takes long under
// the race detector.
var cache string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "rxing")
	if err != nil {
		panic(err)
	}
	cache = filepath.Join(dir, "compiled")
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func drawn(t testing.TB, text string, size int) *image.Gray {
	t.Helper()
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	side := (c.Size + 8) * size
	g := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			g.Pix[y*side+x] = 255
			if c.Black(x/size-4, y/size-4) {
				g.Pix[y*side+x] = 0
			}
		}
	}
	return g
}

var hard = rxing.How{Formats: []rxing.Format{rxing.QR}, Hard: true}

// TestASpoiltCacheIsMadeAnew: what a power cut left of it must not keep the
// reader from working, now or at the next start.
func TestASpoiltCacheIsMadeAnew(t *testing.T) {
	first := rxing.New(cache)
	if err := first.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	first.Close()
	dir := filepath.Join(t.TempDir(), "compiled")
	if err := os.CopyFS(dir, os.DirFS(cache)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	all, err := filepath.Glob(filepath.Join(dir, "wazero-*", "*"))
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	for _, path := range all {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		clear(b[min(4096, len(b)):]) // wazero takes what is left for whole, and panics in it
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := rxing.New(dir)
	defer r.Close()
	if f, ok, err := r.Read(t.Context(), drawn(t, "hello", 4), hard); err != nil || !ok || f.Text != "hello" {
		t.Errorf("%v, %v, %v", f, ok, err)
	}
}

func TestRead(t *testing.T) {
	r := rxing.New(cache)
	defer r.Close()
	for _, text := range []string{"hello", "VLA" + strings.Repeat("ABC234", 20), "Llŷn, Sir Fôn", "日本"} {
		f, ok, err := r.Read(t.Context(), drawn(t, text, 4), hard)
		if err != nil || !ok || f != (rxing.Found{Format: rxing.QR, Text: text}) {
			t.Errorf("%q: %v %v %v", text, f, ok, err)
		}
	}
	if f, ok, err := r.Read(t.Context(), image.NewGray(image.Rect(0, 0, 300, 200)), hard); ok || err != nil {
		t.Errorf("nothing: %v %v", f, err)
	}
	s, err := os.Stat(cache)
	if err != nil || (runtime.GOOS != "windows" && s.Mode().Perm() != 0o700) {
		t.Errorf("the cache: %v, %v", s, err)
	}
}

// A reading ends soon after its context, wherever it is; the next one works.
func TestReadStopped(t *testing.T) {
	r := rxing.New(cache)
	defer r.Close()
	if err := r.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	large := drawn(t, strings.Repeat("a page full of it ", 50), 24)
	for i := range large.Pix {
		large.Pix[i] ^= byte(i * i >> 7 & 0x7f)
	}
	for _, after := range []time.Duration{0, time.Millisecond, 5 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		began := time.Now()
		_, ok, err := r.Read(ctx, large, rxing.How{Formats: hard.Formats, Hard: true, Filter: true})
		took := time.Since(began)
		cancel()
		if ok || !errors.Is(err, rxing.ErrTrap) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after %v: %v, %v", after, ok, err)
		}
		if took > after+2*time.Second {
			t.Errorf("after %v it took %v", after, took)
		}
		if _, ok, err := r.Read(t.Context(), drawn(t, "hello", 4), hard); !ok || err != nil {
			t.Errorf("the next: %v, %v", ok, err)
		}
	}
}

func TestReadLimits(t *testing.T) {
	r := rxing.New(cache)
	if _, ok, err := r.Read(t.Context(), image.NewGray(image.Rect(0, 0, 6000, 6000)), hard); ok || !errors.Is(err, rxing.ErrLarge) {
		t.Errorf("large: %v", err)
	}
	if _, ok, err := r.Read(t.Context(), &image.Gray{}, hard); ok || err != nil {
		t.Errorf("empty: %v", err)
	}
	r.Close()
	if _, _, err := r.Read(t.Context(), drawn(t, "hello", 4), hard); !errors.Is(err, rxing.ErrBroken) {
		t.Errorf("closed: %v", err)
	}
}

// Whatever is in a picture, the module says a code, nothing, or why not.
func FuzzRead(f *testing.F) {
	r := rxing.New(cache)
	f.Cleanup(r.Close)
	f.Add([]byte("\x00\xff\x00"), 30)
	f.Add(drawn(f, "hello", 2).Pix, (21+8)*2)
	f.Fuzz(func(t *testing.T, pix []byte, w int) {
		if w < 1 || w > len(pix) || len(pix) > 1<<18 {
			return
		}
		h := len(pix) / w
		g := &image.Gray{Pix: pix[:w*h], Stride: w, Rect: image.Rect(0, 0, w, h)}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		all := rxing.How{Formats: []rxing.Format{rxing.QR, rxing.Code128, rxing.DataMatrix, rxing.Aztec, rxing.PDF417}, Hard: true}
		found, ok, err := r.Read(ctx, g, all)
		if ok && (found.Text == "" || found.Format == "") {
			t.Errorf("%v", found)
		}
		if err != nil && !errors.Is(err, rxing.ErrTrap) {
			t.Error(err)
		}
	})
}

// A reading that is to be short ends by its own turns, whatever the machine has
// to do besides, and the next one is not harmed.
func TestReadGivesUp(t *testing.T) {
	r := rxing.New(cache)
	defer r.Close()
	g := image.NewGray(image.Rect(0, 0, 900, 900))
	for i := range g.Pix { // rows that look like corner patterns' from afar
		g.Pix[i] = byte(255 * (i % 900 / 3 % 2))
	}
	short := hard
	short.Turns = 3
	if _, ok, err := r.Read(t.Context(), g, short); ok || !errors.Is(err, rxing.ErrTrap) {
		t.Errorf("%v, %v", ok, err)
	}
	if _, ok, err := r.Read(t.Context(), g, hard); ok || err != nil {
		t.Errorf("without a limit: %v, %v", ok, err)
	}
}
