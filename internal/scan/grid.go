package scan

type point struct{ x, y float64 }

// fold is a grid that runs ahead by depth modules at knot and evenly less to
// either side, down to nothing at the corners: paper with a crease along a row
// or column, and near enough paper that is curled.
type fold struct{ knot, depth float64 }

func (f fold) at(u, span float64) float64 {
	if f.depth == 0 {
		return u
	}
	if u < f.knot {
		return u + f.depth*(u-3.5)/(f.knot-3.5)
	}
	return u + f.depth*(span+3.5-u)/(span+3.5-f.knot)
}

// grid maps modules to pixels: folds, then the plane through the middles of
// the three corner patterns and the place where a fourth would be.
type grid struct {
	corner [4]point // top left, top right, bottom left, bottom right
	fold   [2]fold  // of columns, of rows
	span   float64  // modules between the middles

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

func (q *grid) at(u, v float64) (float64, float64) {
	s := (q.fold[0].at(u, q.span) - 3.5) / q.span
	t := (q.fold[1].at(v, q.span) - 3.5) / q.span
	w := q.g*s + q.h*t + 1
	return (q.a*s + q.b*t + q.c) / w, (q.d*s + q.e*t + q.f) / w
}
