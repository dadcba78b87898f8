package scan

type point struct{ x, y float64 }

// grid maps modules to pixels: first along each axis by as much as paper that
// is curled or creased runs ahead there, then by the plane through the middles
// of the three corner patterns and the place where a fourth would be.
type grid struct {
	corner [4]point     // top left, top right, bottom left, bottom right
	ahead  [2][]float64 // of each column, of each row; nil: nothing
	span   float64      // modules between the middles

	a, b, c, d, e, f, g, h float64
}

// solve finds the projective map of the unit square onto the corners.
func (q *grid) solve() {
	p0, p1, p2, p3 := q.corner[0], q.corner[1], q.corner[3], q.corner[2]
	dx1, dx2, dx3 := p1.x-p2.x, p3.x-p2.x, p0.x-p1.x+p2.x-p3.x
	dy1, dy2, dy3 := p1.y-p2.y, p3.y-p2.y, p0.y-p1.y+p2.y-p3.y
	det := dx1*dy2 - dx2*dy1
	q.g = (dx3*dy2 - dx2*dy3) / det
	q.h = (dx1*dy3 - dx3*dy1) / det
	q.a, q.b, q.c = p1.x-p0.x+q.g*p1.x, p3.x-p0.x+q.h*p3.x, p0.x
	q.d, q.e, q.f = p1.y-p0.y+q.g*p1.y, p3.y-p0.y+q.h*p3.y, p0.y
}

// lean puts the fourth corner where a plane has it that leans by g and h.
func (q *grid) lean(g, h float64) {
	p0, p1, p3 := q.corner[0], q.corner[1], q.corner[2]
	w := 1 + g + h
	q.corner[3] = point{((1+g)*p1.x + (1+h)*p3.x - p0.x) / w, ((1+g)*p1.y + (1+h)*p3.y - p0.y) / w}
	q.solve()
}

// run is how far a place on an axis runs ahead.
func (q *grid) run(axis int, u float64) float64 {
	w := q.ahead[axis]
	if w == nil {
		return 0
	}
	u -= 0.5
	i := int(u)
	if u < 0 || i+1 >= len(w) {
		return 0
	}
	return w[i] + (u-float64(i))*(w[i+1]-w[i])
}

func (q *grid) at(u, v float64) (float64, float64) {
	s := (u + q.run(0, u) - 3.5) / q.span
	t := (v + q.run(1, v) - 3.5) / q.span
	w := q.g*s + q.h*t + 1
	return (q.a*s + q.b*t + q.c) / w, (q.d*s + q.e*t + q.f) / w
}
