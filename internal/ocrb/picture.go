package ocrb

import (
	"image"
	"math"
)

// whole copies g to one that starts at the origin and has no gaps, so that
// nothing after it has to mind strides.
func whole(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if g.Rect.Min == (image.Point{}) && g.Stride == w {
		return g
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		copy(out.Pix[y*w:][:w], g.Pix[y*g.Stride:][:w])
	}
	return out
}

// half is g at half its size.
//
//go:norace
func half(g *image.Gray) *image.Gray {
	w, ow, oh := g.Rect.Dx(), g.Rect.Dx()/2, g.Rect.Dy()/2
	out := image.NewGray(image.Rect(0, 0, ow, oh))
	for y := range oh {
		a, b := g.Pix[2*y*w:][:2*ow], g.Pix[(2*y+1)*w:][:2*ow]
		row := out.Pix[y*ow:][:ow]
		for x := range row {
			row[x] = byte((int(a[2*x]) + int(a[2*x+1]) + int(b[2*x]) + int(b[2*x+1]) + 2) >> 2)
		}
	}
	return out
}

// A pyramid is a picture at full, half, quarter … size.
type pyramid []*image.Gray

func newPyramid(g *image.Gray) pyramid {
	p := pyramid{g}
	for g.Rect.Dx() >= 128 && g.Rect.Dy() >= 128 && len(p) < 6 {
		g = half(g)
		p = append(p, g)
	}
	return p
}

// at is the grey at a point of g, between pixels; pixel 0 covers 0 to 1.
//
//go:norace
func at(g *image.Gray, x, y float64) float32 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	x, y = min(max(x-0.5, 0), float64(w-1)-0.001), min(max(y-0.5, 0), float64(h-1)-0.001)
	i, j := int(x), int(y)
	fx, fy := float32(x-float64(i)), float32(y-float64(j))
	a, b := g.Pix[j*w+i:][:2], g.Pix[(j+1)*w+i:][:2]
	top := float32(a[0]) + fx*(float32(a[1])-float32(a[0]))
	bottom := float32(b[0]) + fx*(float32(b[1])-float32(b[0]))
	return top + fy*(bottom-top)
}

// scaled is g with its longest side near side pixels, and how many pixels of
// it one of g's became.
//
//go:norace
func (p pyramid) scaled(side int) (*image.Gray, float64) {
	g := p[0]
	k := float64(side) / float64(max(g.Rect.Dx(), g.Rect.Dy()))
	level := 0
	for k*float64(int(1)<<level) <= 0.5 && level+1 < len(p) {
		level++
	}
	from := p[level]
	rest := k * float64(int(1)<<level)
	if rest > 0.7 && rest < 1.4 {
		return from, rest0(from, g)
	}
	ow, oh := max(2, int(float64(from.Rect.Dx())*rest)), max(2, int(float64(from.Rect.Dy())*rest))
	out := image.NewGray(image.Rect(0, 0, ow, oh))
	sx, sy := float64(from.Rect.Dx())/float64(ow), float64(from.Rect.Dy())/float64(oh)
	for y := range oh {
		fy := (float64(y) + 0.5) * sy
		row := out.Pix[y*ow:][:ow]
		for x := range row {
			row[x] = byte(at(from, (float64(x)+0.5)*sx, fy) + 0.5)
		}
	}
	return out, float64(ow) / float64(g.Rect.Dx())
}

func rest0(from, g *image.Gray) float64 {
	return float64(from.Rect.Dx()) / float64(g.Rect.Dx())
}

// inked marks what is darker than its surroundings by a share of how much they
// vary: it holds in shadow and over print that is lighter than the text.
//
//go:norace
func inked(g *image.Gray, radius int, share float64) []bool {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	sums, squares := make([]int64, w+1), make([]int64, w+1)
	column, column2 := make([]int32, w), make([]int64, w)
	out := make([]bool, w*h)
	add := func(y int, sign int32) {
		if y < 0 || y >= h {
			return
		}
		for x, v := range g.Pix[y*w:][:w] {
			column[x] += sign * int32(v)
			column2[x] += int64(sign * int32(v) * int32(v))
		}
	}
	for y := -radius; y < radius; y++ {
		add(y, 1)
	}
	for y := range h {
		add(y+radius, 1)
		high := min(h-1, y+radius) - max(0, y-radius) + 1
		for x := range w {
			sums[x+1], squares[x+1] = sums[x]+int64(column[x]), squares[x]+column2[x]
		}
		for x := range w {
			l, r := max(0, x-radius), min(w, x+radius+1)
			n := float64((r - l) * high)
			mean := float64(sums[r]-sums[l]) / n
			spread := math.Sqrt(max(0, float64(squares[r]-squares[l])/n-mean*mean))
			out[y*w+x] = float64(g.Pix[y*w+x]) < mean-max(4, share*spread)
		}
		add(y-radius, -1)
	}
	return out
}
