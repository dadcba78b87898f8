package scan_test

import (
	"context"
	"image"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vouchdesk/internal/scan"
)

// base32 is a letter's code of any content.
func base32(t *rapid.T) string {
	b := []byte("VLA")
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "text"), 0))
	for range 149 {
		b = append(b, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[r.IntN(32)])
	}
	return string(b)
}

// softened blurs by a box twice over, which is nearly what a lens out of focus does.
func softened(g *image.Gray, radius int) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	line := make([]int, max(w, h))
	pass := func(n, step, at int) {
		for i := range n {
			t := 0
			for k := -radius; k <= radius; k++ {
				t += int(g.Pix[at+min(n-1, max(0, i+k))*step])
			}
			line[i] = t / (2*radius + 1)
		}
		for i := range n {
			g.Pix[at+i*step] = uint8(line[i])
		}
	}
	for range 2 {
		for y := range h {
			pass(w, 1, y*w)
		}
		for x := range w {
			pass(h, w, x)
		}
	}
	return g
}

// Any letter's code is read back in any place and at any angle, with modules of
// 3 to 8 pixels, ink and paper 60 or more levels apart, light that falls off by
// up to a third, a blur of up to a third of a module each way, and grain of up
// to 10 levels.
func TestCodesProperty(t *testing.T) {
	r := shared()
	rapid.Check(t, func(t *rapid.T) {
		text := base32(t)
		module := rapid.Float64Range(3, 8).Draw(t, "module")
		angle := rapid.Float64Range(0, 2*math.Pi).Draw(t, "angle")
		paper := rapid.IntRange(120, 250).Draw(t, "paper")
		ink := rapid.IntRange(0, paper-60).Draw(t, "ink")
		side := int(module*41*1.5) + 40
		g := newScene(side+rapid.IntRange(0, 200).Draw(t, "room"), side, uint8(paper)).put(t, text, float64(side)/2, float64(side)/2, module, angle, uint8(ink))
		if radius := int(module * rapid.Float64Range(0, 1.0/3).Draw(t, "blur") / 2); radius > 0 {
			softened(g.g, radius)
		}
		fall := rapid.Float64Range(0, 1.0/3).Draw(t, "fall")
		for i := range g.g.Pix {
			x := float64(i%g.g.Stride) / float64(g.g.Stride)
			g.g.Pix[i] = uint8(float64(g.g.Pix[i]) * (1 - fall*x))
		}
		g.noisy(rapid.Float64Range(0, 10).Draw(t, "grain"))
		found, err := r.Codes(context.Background(), g.g)
		if err != nil || len(found) != 1 || found[0] != (scan.Found{Format: scan.QR, Text: text, Kind: scan.Letter}) {
			t.Fatalf("%v, %v", found, err)
		}
	})
}

// TestOnItsCorner: along rows and columns the runs of a code that stands on a
// corner are longer than its modules are.
func TestOnItsCorner(t *testing.T) {
	r := shared()
	const module, side = 3.5, 255
	for quarter := range 4 {
		for off := -0.08; off < 0.08; off += 0.01 {
			angle := math.Pi/4 + float64(quarter)*math.Pi/2 + off
			g := newScene(side+34, side, 200).put(t, letterText, side/2.0, side/2.0, module, angle, 140)
			if found, err := r.Codes(t.Context(), g.g); err != nil || len(found) != 1 || found[0].Text != letterText {
				t.Errorf("at %.3f: %v, %v", angle, found, err)
			}
		}
	}
}

// Whatever a picture is full of, a reading ends: soon after its own patience,
// or soon after its context.
func TestCodesHostile(t *testing.T) {
	r := shared()
	if _, err := r.Codes(t.Context(), newScene(64, 64, 255).g); err != nil { // compiles the second reader
		t.Fatal(err)
	}
	filled := func(w, h int, at func(x, y int) bool) *image.Gray {
		g := newScene(w, h, 255).g
		for i := range g.Pix {
			if at(i%w, i/w) {
				g.Pix[i] = 0
			}
		}
		return g
	}
	finders := func(size int) func(x, y int) bool {
		return func(x, y int) bool {
			u, v := x/size%9, y/size%9
			ring := max(u-3, 3-u, v-3, 3-v)
			return ring <= 1 || ring == 3
		}
	}
	random := rand.New(rand.NewPCG(5, 6))
	for name, g := range map[string]*image.Gray{
		"one pixel":        image.NewGray(image.Rect(0, 0, 1, 1)),
		"a line":           image.NewGray(image.Rect(0, 0, 30000, 30)),
		"a column":         image.NewGray(image.Rect(0, 0, 30, 30000)),
		"black":            image.NewGray(image.Rect(0, 0, 4000, 3000)),
		"chequered":        filled(1600, 1200, func(x, y int) bool { return (x+y)%2 == 0 }),
		"stripes":          filled(1600, 1200, func(x, _ int) bool { return x%7 < 3 }),
		"finders":          filled(1600, 1200, finders(2)),
		"larger finders":   filled(1600, 1200, finders(4)),
		"grain":            filled(1600, 1200, func(int, int) bool { return random.IntN(2) == 0 }),
		"a very large one": newScene(9000, 7000, 200).g,
	} {
		t.Run(name, func(t *testing.T) {
			limit := slow * (6*time.Second + time.Duration(g.Rect.Dx()*g.Rect.Dy()/200)*time.Microsecond)
			began := time.Now()
			if found, err := r.Codes(t.Context(), g); err != nil || len(found) > 0 {
				t.Errorf("%v, %v", found, err)
			}
			if took := time.Since(began); took > limit {
				t.Errorf("it took %v of %v", took, limit)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			began = time.Now()
			_, _ = r.All(ctx, g)
			// From one look at the context to the next.
			limit = slow * (400*time.Millisecond + time.Duration(g.Rect.Dx()*g.Rect.Dy()/20_000)*time.Millisecond)
			if took := time.Since(began); took > limit {
				t.Errorf("after its context it took %v of %v", took, limit)
			}
		})
	}
}
