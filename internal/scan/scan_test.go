package scan_test

import (
	"context"
	"errors"
	"image"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/scan"
)

func TestCodes(t *testing.T) {
	letter := scan.Found{Format: scan.QR, Text: letterText, Kind: scan.Letter}
	other := scan.Found{Format: scan.QR, Text: "https://example.org/help", Kind: scan.Other}
	enrol := scan.Found{Format: scan.QR, Text: "VDE:example", Kind: scan.Enrolment}
	sub := newScene(900, 900, 255).put(t, letterText, 450, 450, 6, 0, 0).g.SubImage(image.Rect(200, 190, 700, 710))
	for name, c := range map[string]struct {
		g    *image.Gray
		want []scan.Found
	}{
		"ok/upright":          {newScene(600, 500, 250).put(t, letterText, 300, 250, 5, 0, 20).noisy(8), []scan.Found{letter}},
		"ok/turned":           {newScene(900, 700, 250).put(t, letterText, 400, 350, 5, 0.6, 20).noisy(8), []scan.Found{letter}},
		"ok/by 45 degrees":    {newScene(900, 700, 250).put(t, letterText, 400, 350, 5, math.Pi/4, 20).noisy(4), []scan.Found{letter}},
		"ok/upside down":      {newScene(600, 500, 250).put(t, letterText, 300, 250, 5, math.Pi, 20).noisy(8), []scan.Found{letter}},
		"ok/light on dark":    {newScene(600, 500, 20).put(t, letterText, 300, 250, 5, 0, 240).noisy(8), []scan.Found{letter}},
		"ok/low contrast":     {newScene(600, 500, 90).put(t, letterText, 300, 250, 5, 0, 70).noisy(2), []scan.Found{letter}},
		"ok/small and far":    {newScene(2000, 1400, 250).put(t, letterText, 1700, 300, 4, 0.1, 20).noisy(8), []scan.Found{letter}},
		"ok/part of an image": {sub.(*image.Gray), []scan.Found{letter}},
		"ok/enrolment":        {newScene(400, 400, 255).put(t, enrol.Text, 200, 200, 6, 0, 0).g, []scan.Found{enrol}},
		"ok/another code":     {newScene(400, 400, 255).put(t, other.Text, 200, 200, 6, 0, 0).g, []scan.Found{other}},
		"ok/letter beside another": {
			newScene(1200, 500, 255).put(t, other.Text, 250, 250, 7, 0, 0).put(t, letterText, 850, 250, 7, 0, 0).g,
			[]scan.Found{letter, other},
		},
		"refused/nothing":     {nil, nil},
		"refused/a few dots":  {newScene(10, 10, 0).g, nil},
		"refused/bare paper":  {newScene(320, 240, 255).g, nil},
		"refused/only noise":  {newScene(240, 180, 128).noisy(60), nil},
		"refused/half a code": {halved(t), nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := shared().Codes(t.Context(), c.g)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func halved(t *testing.T) *image.Gray {
	s := newScene(600, 500, 255).put(t, letterText, 300, 250, 5, 0, 0)
	for y := range 500 {
		for x := 280; x < 360; x++ {
			s.g.Pix[y*600+x] = 255
		}
	}
	return s.g
}

// A page full of corner patterns, which three belong together a cubic question.
func TestCodesField(t *testing.T) {
	for name, size := range map[string]int{"at one pixel": 1, "at two": 2, "at five": 5} {
		t.Run("refused/"+name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			g := newScene(900, 600, 255).g
			for y := range 600 {
				for x := range 900 {
					u, v := x/size%9, y/size%9
					ring := max(u-3, 3-u, v-3, 3-v)
					if ring <= 1 || ring == 3 {
						g.Pix[y*900+x] = 0
					}
				}
			}
			if found, err := shared().Codes(ctx, g); err != nil || len(found) > 0 {
				t.Errorf("%v, %v", found, err)
			}
		})
	}
}

// The caller's pixels are lent, not given.
func TestCodesLeavesThePicture(t *testing.T) {
	g := newScene(120, 120, 128).noisy(40)
	was := append([]byte{}, g.Pix...)
	if _, err := shared().Codes(t.Context(), g); err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(was, g.Pix) {
		t.Error("the picture has changed")
	}
}

// And they are the caller's again once it is answered, in the midst of whatever
// that was: under the race detector this fails if a hand may still look.
func TestCodesLetsGoOfThePicture(t *testing.T) {
	if _, err := shared().Codes(t.Context(), newScene(60, 60, 200).g); err != nil { // the second reader is compiled now
		t.Fatal(err)
	}
	for patience := time.Millisecond; patience < time.Second; patience *= 2 {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		g := newScene(640, 480, 140).noisy(30)
		if found, _ := shared().Codes(ctx, g); len(found) > 0 {
			t.Error(found)
		}
		cancel()
		for i := range g.Pix {
			g.Pix[i]++
		}
	}
}

func TestCodesStopped(t *testing.T) {
	g := newScene(300, 300, 255).g
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := shared().Codes(stopped, g); fault.Of(err) != fault.Stopped {
		t.Errorf("stopped: %v", err)
	}
	late, give := context.WithTimeout(t.Context(), 0)
	defer give()
	if _, err := shared().Codes(late, g); !errors.Is(err, scan.ErrStopped) || fault.Of(err) != fault.Unavailable {
		t.Errorf("late: %v", err)
	}
}

func TestKindOf(t *testing.T) {
	for text, want := range map[string]scan.Kind{
		letterText: scan.Letter, "VDE1": scan.Enrolment, "": scan.Other, "vla": scan.Other, " VLA": scan.Other, "VL": scan.Other,
	} {
		if got := scan.KindOf(text); got != want {
			t.Errorf("%q is %s", text, got)
		}
	}
}

// Whatever is in a picture, nothing panics and only what was drawn is read.
func FuzzCodes(f *testing.F) {
	reader := shared()
	if _, err := reader.Codes(f.Context(), newScene(60, 60, 200).g); err != nil { // the second reader is compiled now, not within a turn
		f.Fatal(err)
	}
	f.Add(uint64(1), 60, 40, []byte{1, 2, 3})
	f.Add(uint64(2), 200, 31, []byte{0, 255})
	f.Fuzz(func(t *testing.T, seed uint64, w, h int, pattern []byte) {
		if w < 1 || h < 1 || w > 300 || h > 300 || len(pattern) == 0 {
			return
		}
		r := rand.New(rand.NewPCG(seed, 0))
		s := newScene(w, h, 200).put(t, letterText, float64(r.IntN(w)), float64(r.IntN(h)), 1+4*r.Float64(), 6*r.Float64(), 10)
		for i := range s.g.Pix {
			if p := pattern[i%len(pattern)]; p&1 == 1 {
				s.g.Pix[i] ^= p
			}
		}
		found, err := reader.Codes(t.Context(), s.g)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range found {
			if c.Text != letterText {
				t.Errorf("read %q", c.Text)
			}
		}
	})
}
