package ocrb

import (
	"image"
	"math"

	"vouchdesk/internal/ocrb/glyphs"
)

// A gaze is one way to look at a plot: which way its lines are read.
type gaze struct {
	plot
	p          pyramid
	level      int
	back       bool      // cells are read from the last to the first
	upward     bool      // lines are read from the last to the first
	dx, dy     []float64 // of each strip, in pitches and letters
	tall, wide float64   // of the window
	net        *glyphs.Net
	scratch    *glyphs.Scratch
}

func newGaze(p pyramid, pl plot, net *glyphs.Net) *gaze {
	g := &gaze{
		plot: pl, p: p, tall: 1, wide: 1, net: net, scratch: new(glyphs.Scratch),
		dx: make([]float64, len(pl.strips)), dy: make([]float64, len(pl.strips)),
	}
	s := pl.strips[0]
	pitch := s.x.slope(float64(s.lo+s.hi)/2) / pl.scale
	for g.level+1 < len(p) && pitch > 24 {
		g.level++
		pitch /= 2
	}
	return g
}

// point is a place of the given picture, from one of the plot.
func (g *gaze) point(u, v float64) (x, y float64) {
	if g.down {
		u, v = v, u
	}
	return u / g.scale, v / g.scale
}

// cell is the middle of cell i of a strip in the picture that was searched,
// and the vectors of half a pitch along and half a letter across.
func (g *gaze) cell(strip, i int, dx, dy float64) (u, v, au, av, cu, cv float64) {
	s := &g.strips[strip]
	n := float64(i) + g.dx[strip] + dx
	pitch := s.x.slope(n)
	u = s.x.at(n)
	v = s.y.at(u)
	slope := s.y.slope(u)
	k := 1 / math.Hypot(1, slope)
	au, av = pitch, pitch*slope
	cu, cv = -slope*k*g.height*g.tall, k*g.height*g.tall
	down := g.dy[strip] + dy
	return u + cu*down, v + cv*down, au, av, cu, cv
}

// judge asks the net about one cell. The offset is in pitches and letters.
//
//go:norace
func (g *gaze) judge(strip, i int, dx, dy float64) [glyphs.Classes]float32 {
	var w glyphs.Window
	u, v, au, av, cu, cv := g.cell(strip, i, dx, dy)
	if g.back {
		au, av = -au, -av
	}
	if g.upward {
		cu, cv = -cu, -cv
	}
	x0, y0 := g.point(u, v)
	ax, ay := g.point(au, av)
	cx, cy := g.point(cu, cv)
	k := 1 / float64(int(1)<<g.level)
	m := g.p[g.level]
	x0, y0, ax, ay, cx, cy = x0*k, y0*k, ax*k*g.wide, ay*k*g.wide, cx*k, cy*k
	for y := range glyphs.Down {
		t := ((float64(y)+0.5)/glyphs.Down - 0.5) * glyphs.High
		for x := range glyphs.Across {
			s := ((float64(x)+0.5)/glyphs.Across - 0.5) * glyphs.Wide
			w[y*glyphs.Across+x] = at(m, x0+s*ax+t*cx, y0+s*ay+t*cy)
		}
	}
	w.Normalise()
	return g.net.Judge(&w, g.scratch)
}

// clear is how sure the net is of characters in every step-th cell of a strip,
// between 0 and 1.
func (g *gaze) clear(strip, step int, dx, dy float64) float64 {
	s := &g.strips[strip]
	sum, n := 0.0, 0.0
	for i := s.lo; i <= s.hi; i += step {
		out := g.judge(strip, i, dx, dy)
		best := out[0]
		for _, v := range out[:glyphs.None] {
			best = max(best, v)
		}
		sum += math.Exp(float64(best))
		n++
	}
	return sum / max(1, n)
}

// turn finds the way in which the plot reads best and how well it does.
func (g *gaze) turn() float64 {
	best, back, upward := -1.0, false, false
	for way := range 4 {
		g.back, g.upward = way&1 != 0, way&2 != 0
		sum := 0.0
		for i := range g.strips {
			s := &g.strips[i]
			sum += g.clear(i, max(1, (s.hi-s.lo)/10), 0, 0)
		}
		if sum > best {
			best, back, upward = sum, g.back, g.upward
		}
	}
	g.back, g.upward = back, upward
	return best / float64(len(g.strips))
}

// settled is how sure the net is where nothing is to be gained by moving.
const settled = 0.985

// settle moves the windows to where the net is surest.
func (g *gaze) settle() {
	step := max(1, g.columns/14)
	all := func() float64 {
		sum := 0.0
		for i := range g.strips {
			sum += g.clear(i, step, 0, 0)
		}
		return sum
	}
	for i := range g.strips {
		best := g.clear(i, step, 0, 0)
		if best > settled {
			continue
		}
		for _, by := range [...]float64{0.16, 0.08} {
			for _, d := range [...][2]float64{{by, 0}, {-by, 0}, {0, by}, {0, -by}} {
				if c := g.clear(i, step, d[0], d[1]); c > best+0.004 {
					best = c
					g.dx[i] += d[0]
					g.dy[i] += d[1]
				}
			}
		}
	}
	best := all()
	if best > settled*float64(len(g.strips)) {
		return
	}
	for _, k := range [...]float64{0.86, 1.16} {
		was := g.tall
		g.tall = k
		if c := all(); c > best+0.01 {
			best = c
		} else {
			g.tall = was
		}
	}
}

// order is the strip that is read as line i.
func (g *gaze) order(i int) int {
	if g.upward {
		return len(g.strips) - 1 - i
	}
	return i
}

// corner is a corner of the zone in the given picture; part is -0.5 for the
// edge before a cell or above a line and 0.5 for the one after it.
func (g *gaze) corner(line, cell int, along, across float64) image.Point {
	if g.back {
		along = -along
	}
	if g.upward {
		across = -across
	}
	u, v, au, av, cu, cv := g.cell(g.order(line), cell, 0, 0)
	x, y := g.point(u+au*along+cu*across, v+av*along+cv*across)
	return image.Pt(int(math.Round(x)), int(math.Round(y)))
}
