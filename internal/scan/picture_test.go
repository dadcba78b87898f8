package scan

import (
	"image"
	"math/rand/v2"
	"testing"
)

// TestResize: what is drawn a row at a time is what each pixel's own four
// neighbours make of it.
func TestResize(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		w, h := 1+r.IntN(60), 1+r.IntN(60)
		g := image.NewGray(image.Rect(0, 0, w, h))
		for i := range g.Pix {
			g.Pix[i] = byte(r.IntN(256))
		}
		side := max(w, h)/2 + 1 + r.IntN(150) // never so small that it is halved first
		out := resize(g, side)
		ow, oh := out.Rect.Dx(), out.Rect.Dy()
		if w >= 2*ow && h >= 2*oh {
			continue
		}
		sx, sy := float64(w)/float64(ow), float64(h)/float64(oh)
		for y := range oh {
			yi, fy := split((float64(y)+0.5)*sy-0.5, h)
			for x := range ow {
				xi, fx := split((float64(x)+0.5)*sx-0.5, w)
				across := func(y int) int {
					return int(g.Pix[y*w+xi])*(256-fx) + int(g.Pix[y*w+min(xi+1, w-1)])*fx
				}
				want := byte((across(yi)*(256-fy) + across(min(yi+1, h-1))*fy + 1<<15) >> 16)
				if got := out.Pix[y*ow+x]; got != want {
					t.Fatalf("%d x %d to %d: %d at %d, %d, want %d", w, h, side, got, x, y, want)
				}
			}
		}
	}
}
