package main

import (
	"bytes"
	"image"
	"math/rand/v2"
	"testing"

	"vouchdesk/internal/docrender/wire"
)

// Whatever the orientation, an area of the shown page and its place in the
// stored picture are the same pixels: blackened as stored, then turned, the
// area and nothing more is black.
func TestOnStored(t *testing.T) {
	const w, h = 20, 25
	r := rand.New(rand.NewPCG(1, 2))
	for o := uint8(1); o <= 8; o++ {
		for range 50 {
			l, tp := r.IntN(19), r.IntN(19)
			right, bottom := l+1+r.IntN(20-l-1), tp+1+r.IntN(20-tp-1)
			a := wire.Area{Left: l * 500, Top: tp * 500, Right: right * 500, Bottom: bottom * 500}
			p := newPlan(wire.Edit{Black: []wire.Area{a}}, page{pixels: image.NewGray(image.Rect(0, 0, w, h)), orientation: o, block: image.Pt(1, 1)})
			shown := newRaster(w, h, 1, o)
			for y := range h {
				row := bytes.Repeat([]byte{255}, w)
				p.blacken(y, row, 1)
				shown.put(y, row)
			}
			want := outer(a, image.Rect(0, 0, shown.w, shown.h), image.Pt(1, 1), 0)
			for y := range shown.h {
				for x := range shown.w {
					if got := shown.pix[y*shown.w+x] == 0; got != image.Pt(x, y).In(want) {
						t.Fatalf("orientation %d, %v: (%d,%d) black is %v", o, a, x, y, got)
					}
				}
			}
		}
	}
}

// Turning what an orientation shows is the orientation that turned names.
func TestTurned(t *testing.T) {
	m := &raster{pix: []byte{1, 2, 3, 4, 5, 6}, w: 3, h: 2, n: 1}
	upright := func(m *raster, o uint8) *raster {
		out := newRaster(m.w, m.h, 1, o)
		for y := range m.h {
			out.put(y, m.pix[y*m.w:][:m.w])
		}
		return out
	}
	for o := uint8(0); o <= 8; o++ {
		for quarters := range 4 {
			want := upright(m, o)
			for range quarters {
				want = upright(want, 6)
			}
			if got := upright(m, turned(o, quarters)); string(got.pix) != string(want.pix) || got.w != want.w {
				t.Errorf("%d turned %d times: %v, want %v", o, quarters, got, want)
			}
		}
	}
}

// Black never lies outside the picture and covers what was asked; what is kept
// lies inside of what was asked and is never nothing.
func FuzzPlan(f *testing.F) {
	f.Add(60, 40, uint8(6), uint16(1), uint16(2), uint16(9), uint16(10000), 16, 3)
	f.Add(1, 1, uint8(1), uint16(9999), uint16(0), uint16(10000), uint16(1), 8, 0)
	f.Fuzz(func(t *testing.T, w, h int, o uint8, left, top, right, bottom uint16, block, blur int) {
		a := wire.Area{Left: int(left), Top: int(top), Right: int(right), Bottom: int(bottom)}
		if w < 1 || h < 1 || w > 5000 || h > 5000 || o > 8 || !a.Valid() || block < 1 || block > 32 || blur < 0 || blur > 9 {
			return
		}
		b := image.Rect(0, 0, w, h)
		lies := lossy{within: image.Rect(-w, h/3, w/2, 2*h), block: image.Pt(block, 2*block)}
		p := newPlan(wire.Edit{Black: []wire.Area{a}, Crop: a}, page{
			pixels: image.NewGray(b), orientation: o, block: image.Pt(block, block), blur: blur, lossy: []lossy{lies},
		})
		if p.crop.Empty() || !p.crop.In(b) {
			t.Fatalf("crop %v of %v", p.crop, b)
		}
		s := onStored(a, o)
		if k := p.black[0]; !k.In(b) || k.Min.X*wire.Whole > s.Left*w || k.Max.X*wire.Whole < s.Right*w ||
			k.Min.Y*wire.Whole > s.Top*h || k.Max.Y*wire.Whole < s.Bottom*h {
			t.Fatalf("black %v of %v for %+v", k, b, s)
		}
		for _, k := range p.black[1:] {
			if !k.In(b) || !k.In(lies.within) || !p.black[0].Intersect(lies.within).In(k) {
				t.Fatalf("black %v of %v for %v in %v", k, b, p.black[0], lies)
			}
		}
		row := make([]byte, 4*p.crop.Dx())
		for y := p.crop.Min.Y; y < p.crop.Max.Y; y++ {
			p.blacken(y, row, 4)
		}
	})
}
