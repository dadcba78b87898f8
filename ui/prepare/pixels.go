package prepare

import (
	"image"

	"golang.org/x/image/draw"

	"vouchdesk/internal/docrender"
	"vouchdesk/internal/docrender/wire"
)

// fitSide is the longer side of a page that is shown whole: more than a window
// has, so that it stays sharp, and far less than the whole picture.
const fitSide = 1400

// fit is a picture as it is shown whole.
func fit(m *image.RGBA) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	most := max(w, h)
	if most <= fitSide {
		return m
	}
	out := image.NewRGBA(image.Rect(0, 0, max(1, w*fitSide/most), max(1, h*fitSide/most)))
	draw.BiLinear.Scale(out, out.Rect, m, m.Rect, draw.Src, nil)
	return out
}

// rotate is a picture turned clockwise.
func rotate(m *image.RGBA, quarters int) *image.RGBA {
	for range quarters {
		w, h := m.Rect.Dx(), m.Rect.Dy()
		out := image.NewRGBA(image.Rect(0, 0, h, w))
		for y := range h {
			from := m.Pix[y*m.Stride:]
			for x := range w {
				copy(out.Pix[x*out.Stride+(h-1-y)*4:][:4], from[4*x:4*x+4])
			}
		}
		m = out
	}
	return m
}

// part is where an area lies on a picture.
func part(m *image.RGBA, a docrender.Area) image.Rectangle {
	if a == (docrender.Area{}) {
		return m.Rect
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	return image.Rect(a.Left*w/wire.Whole, a.Top*h/wire.Whole, a.Right*w/wire.Whole, a.Bottom*h/wire.Whole)
}
