package scan

import (
	"image"

	"github.com/makiuchi-d/gozxing"
)

// resize draws g with its longest side at side pixels: by area when it gets
// smaller, by bilinear weights when it gets larger.
func resize(g *image.Gray, side int) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	k := float64(side) / float64(max(w, h))
	ow, oh := max(1, int(float64(w)*k+0.5)), max(1, int(float64(h)*k+0.5))
	for w >= 2*ow && h >= 2*oh {
		g = half(g)
		w, h = g.Rect.Dx(), g.Rect.Dy()
	}
	if w == ow && h == oh {
		return g
	}
	out := image.NewGray(image.Rect(0, 0, ow, oh))
	sx, sy := float64(w)/float64(ow), float64(h)/float64(oh)
	xs := make([]int, ow)
	fx := make([]int, ow)
	for x := range ow {
		xs[x], fx[x] = split((float64(x)+0.5)*sx-0.5, w)
	}
	// Rows of g as wide as out, in 256ths: each is drawn once, though several
	// rows of out may lie between two of them.
	wide := func(y int, into []int) {
		a := g.Pix[y*w:][:w]
		for x, i := range xs {
			into[x] = int(a[i])*(256-fx[x]) + int(a[min(i+1, w-1)])*fx[x]
		}
	}
	top, bot := make([]int, ow), make([]int, ow)
	last := -2
	for y := range oh {
		yi, fy := split((float64(y)+0.5)*sy-0.5, h)
		switch yi {
		case last: // both are there
		case last + 1:
			top, bot = bot, top
			wide(min(yi+1, h-1), bot)
		default:
			wide(yi, top)
			wide(min(yi+1, h-1), bot)
		}
		last = yi
		row, top, bot := out.Pix[y*ow:][:ow], top[:ow], bot[:ow]
		for x := range row {
			row[x] = byte((top[x]<<8 + (bot[x]-top[x])*fy + 1<<15) >> 16)
		}
	}
	return out
}

// split is a coordinate as the pixel before it and 256ths of the way on.
func split(v float64, n int) (int, int) {
	v = min(max(v, 0), float64(n-1))
	i := int(v)
	return i, int((v - float64(i)) * 256)
}

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

func inverted(g *image.Gray) *image.Gray {
	out := image.NewGray(g.Rect)
	for i, v := range g.Pix {
		out.Pix[i] = 255 - v
	}
	return out
}

// at is the grey at a point between pixels.
func at(g *image.Gray, x, y float64) float64 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if !(x >= 0 && y >= 0 && x < float64(w-1) && y < float64(h-1)) {
		return 128
	}
	i, j := int(x), int(y)
	fx, fy := x-float64(i), y-float64(j)
	p, q := g.Pix[j*w+i:][:2], g.Pix[(j+1)*w+i:][:2]
	top := float64(p[0]) + fx*(float64(p[1])-float64(p[0]))
	bot := float64(q[0]) + fx*(float64(q[1])-float64(q[0]))
	return top + fy*(bot-top)
}

// adaptive is black where a pixel is darker than the mean of the square around
// it, less a margin. Unlike gozxing's blocks it has no smallest contrast, so
// it holds in low light; its price is specks on bare paper.
func adaptive(g *image.Gray, radius, margin int) *gozxing.BitMatrix {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	m, err := gozxing.NewBitMatrix(w, h)
	if err != nil {
		return nil
	}
	sum := make([]uint32, (w+1)*(h+1))
	for y := range h {
		var row uint32
		for x := range w {
			row += uint32(g.Pix[y*w+x])
			sum[(y+1)*(w+1)+x+1] = sum[y*(w+1)+x+1] + row
		}
	}
	for y := range h {
		y0, y1 := max(0, y-radius), min(h, y+radius+1)
		for x := range w {
			x0, x1 := max(0, x-radius), min(w, x+radius+1)
			n := (y1 - y0) * (x1 - x0)
			t := sum[y1*(w+1)+x1] - sum[y0*(w+1)+x1] - sum[y1*(w+1)+x0] + sum[y0*(w+1)+x0]
			if (int(g.Pix[y*w+x])+margin)*n < int(t) {
				m.Set(x, y)
			}
		}
	}
	return m
}

// turned is g turned by a right angle.
func turned(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, h, w))
	for y := range h {
		for x := range w {
			out.Pix[(w-1-x)*h+y] = g.Pix[y*w+x]
		}
	}
	return out
}
