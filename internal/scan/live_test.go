package scan_test

import (
	"context"
	"errors"
	"image"
	"math/rand/v2"
	"testing"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/scan"
)

// grained is a letter's frame with grain of its own.
func grained(t *testing.T, text string, seed uint64, sigma float64) *image.Gray {
	s := newScene(640, 480, 150).put(t, text, 320, 240, 3.4, 0.03, 100)
	r := rand.New(rand.NewPCG(seed, 9))
	for i, v := range s.g.Pix {
		s.g.Pix[i] = uint8(min(255, max(0, float64(v)+sigma*r.NormFloat64())))
	}
	return s.g
}

func TestLive(t *testing.T) {
	r := shared()
	live := r.Live().Patient()
	var read []scan.Found
	for i := range uint64(8) {
		found, err := live.Frame(t.Context(), grained(t, letterText, i, 8))
		if err != nil {
			t.Fatal(err)
		}
		if read = found; len(read) > 0 {
			break
		}
	}
	if len(read) != 1 || read[0].Text != letterText {
		t.Error(read)
	}
}

// Frames that nothing reads alone are read together.
func TestLiveTogether(t *testing.T) {
	const sigma = 36
	r := shared()
	for i := range uint64(6) {
		found, err := r.Codes(t.Context(), grained(t, letterText, i, sigma))
		if err != nil || len(found) > 0 {
			t.Fatalf("alone: %v, %v", found, err)
		}
	}
	live := r.Live().Patient()
	for i := range uint64(30) {
		found, err := live.Frame(t.Context(), grained(t, letterText, i, sigma))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 {
			if found[0].Text != letterText {
				t.Errorf("read %q", found[0].Text)
			}
			t.Logf("after %d frames", i+1)
			return
		}
	}
	t.Error("30 frames together were not read")
}

// Two letters in turn are never read as one.
func TestLiveChanged(t *testing.T) {
	r := shared()
	live := r.Live()
	other := "VLA" + letterText[20:] + letterText[3:20]
	for i := range uint64(12) {
		text := letterText
		if i%2 == 1 {
			text = other
		}
		found, err := live.Frame(t.Context(), grained(t, text, i, 45))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Text != text {
				t.Errorf("read %q of another frame", f.Text)
			}
		}
	}
}

func TestLiveRefused(t *testing.T) {
	r := shared()
	live := r.Live()
	for name, g := range map[string]*image.Gray{
		"nothing": nil, "dot": image.NewGray(image.Rect(0, 0, 1, 1)), "black": image.NewGray(image.Rect(0, 0, 1280, 720)),
		"grain": newScene(640, 480, 128).noisy(60),
	} {
		if found, err := live.Frame(t.Context(), g); err != nil || len(found) > 0 {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := live.Frame(ended, newScene(300, 300, 255).g); fault.Of(err) != fault.Stopped {
		t.Error(err)
	}
	late, give := context.WithDeadline(t.Context(), time.Time{})
	defer give()
	if _, err := live.Frame(late, newScene(300, 300, 255).g); !errors.Is(err, scan.ErrStopped) {
		t.Error(err)
	}
}

// Whatever frames come, of whatever sizes, nothing panics and only what was
// drawn is read, also of several together.
func FuzzLive(f *testing.F) {
	r := shared()
	f.Add(uint64(1), 200, 150, []byte{1, 2, 3})
	f.Add(uint64(2), 90, 31, []byte{0, 255})
	f.Fuzz(func(t *testing.T, seed uint64, w, h int, pattern []byte) {
		if w < 1 || h < 1 || w > 240 || h > 240 || len(pattern) == 0 {
			return
		}
		live := r.Live()
		random := rand.New(rand.NewPCG(seed, 0))
		for n := range 4 {
			s := newScene(w+n%2, h, 200).put(t, letterText, float64(random.IntN(w)), float64(random.IntN(h)), 1+3*random.Float64(), 6*random.Float64(), 10)
			for i := range s.g.Pix {
				if p := pattern[(i+n)%len(pattern)]; p&1 == 1 {
					s.g.Pix[i] ^= p
				}
			}
			found, err := live.Frame(t.Context(), s.g)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range found {
				if c.Text != letterText {
					t.Errorf("read %q", c.Text)
				}
			}
		}
	})
}
