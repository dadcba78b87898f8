package ocrb

import (
	"image"
	"math"
)

// Cut draws the zone upright, as it is read, so that it can be shown beside
// the text; it is at most wide pixels across. The picture is the one that was
// read. A zone without a place is nil.
func (z Zone) Cut(picture *image.Gray, wide int) *image.Gray {
	q := z.Quad
	length := func(a, b image.Point) float64 { return math.Hypot(float64(b.X-a.X), float64(b.Y-a.Y)) }
	across, down := max(length(q[0], q[1]), length(q[3], q[2])), max(length(q[0], q[3]), length(q[1], q[2]))
	if across < 1 || down < 1 || wide < 1 || picture.Rect.Empty() {
		return nil
	}
	// A small picture is drawn larger, or it cannot be compared by eye.
	k := min(float64(wide), max(across, float64(wide)*0.75)) / across
	w, h := max(1, int(across*k)), max(1, min(wide, int(down*k)))
	p := newPyramid(whole(picture))
	level := 0
	for k*float64(int(1)<<level) <= 0.5 && level+1 < len(p) {
		level++
	}
	from, part := p[level], 1/float64(int(1)<<level)
	if from.Rect.Dx() < 2 || from.Rect.Dy() < 2 {
		return nil
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		t := (float64(y) + 0.5) / float64(h)
		for x := range w {
			s := (float64(x) + 0.5) / float64(w)
			px := (1-t)*((1-s)*float64(q[0].X)+s*float64(q[1].X)) + t*((1-s)*float64(q[3].X)+s*float64(q[2].X))
			py := (1-t)*((1-s)*float64(q[0].Y)+s*float64(q[1].Y)) + t*((1-s)*float64(q[3].Y)+s*float64(q[2].Y))
			out.Pix[y*w+x] = byte(at(from, px*part, py*part) + 0.5)
		}
	}
	return out
}
