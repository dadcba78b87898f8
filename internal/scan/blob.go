package scan

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"
)

// A corner pattern is found in grey as well as in black and white: where a
// lens has run its rings together, no threshold parts them, but the whole of
// it is still darker and lighter in rings. Sums over squares of three, five,
// seven and nine modules tell rings apart at any size for the same price.

// spot is a place that looks like a corner pattern.
type spot struct {
	x, y   float64
	module float64 // pixels
	like   float64 // 1: exactly like one
}

const (
	finest = 1.7  // pixels a module: below it no ring is left
	growth = 1.22 // from one size to the next
	likely = 0.42 // the least likeness that is looked into
	spots  = 40
	// A page printed full of patterns is not worth looking at all of.
	mostSeen = 5000
	// leastStep is by how many levels a ring must be lighter than what it is about.
	leastStep = 2
)

// sums are the sums of a picture's grey and its squares from the first pixel on.
type sums struct {
	w, h    int
	grey    []uint32
	squares []uint64
}

func summed(g *image.Gray) *sums {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	s := &sums{w: w, h: h, grey: make([]uint32, (w+1)*(h+1)), squares: make([]uint64, (w+1)*(h+1))}
	for y := range h {
		var a uint32
		var b uint64
		above, here := y*(w+1), (y+1)*(w+1)
		for x, v := range g.Pix[y*w:][:w] {
			a += uint32(v)
			b += uint64(v) * uint64(v)
			s.grey[here+x+1] = s.grey[above+x+1] + a
			s.squares[here+x+1] = s.squares[above+x+1] + b
		}
	}
	return s
}

// rings are the radii, in pixels, of the four squares of a size, and what each
// ring's mean counts so that even light counts nothing.
type ringSet struct {
	r      [4]int
	area   [4]float64 // of each ring
	weight [4]float64
	energy float64
}

func ringsOf(module float64) ringSet {
	var s ringSet
	for i := range s.r {
		s.r[i] = int(math.Round((float64(2*i+3)*module - 1) / 2))
	}
	before := 0.0
	total, mean := 0.0, 0.0
	want := [4]float64{-1, 1, -1, 1}
	for i, r := range s.r {
		side := float64(2*r + 1)
		s.area[i] = side*side - before
		before = side * side
		total += s.area[i]
		mean += want[i] * s.area[i]
	}
	mean /= total
	for i := range s.r {
		s.weight[i] = want[i] - mean
		s.energy += s.area[i] * s.weight[i] * s.weight[i]
	}
	return s
}

// box is the sum of the square about a pixel.
func (s *sums) box(x, y, r int) float64 {
	w := s.w + 1
	a, b := (y-r)*w+x, (y+r+1)*w+x
	return float64(s.grey[b+r+1] - s.grey[a+r+1] - s.grey[b-r] + s.grey[a-r])
}

// like is the correlation of the square about a pixel with a corner pattern.
func (s *sums) like(x, y int, q *ringSet) float64 {
	r := q.r[3]
	if x < r || y < r || x+r >= s.w || y+r >= s.h {
		return 0
	}
	w := s.w + 1
	in, ring := s.box(x, y, q.r[0]), s.box(x, y, q.r[1])
	if (ring-in)*q.area[0] < in*q.area[1]+leastStep*q.area[0]*q.area[1] {
		return 0 // the ring about the heart is no lighter than it: most of any picture
	}
	dot := q.weight[0]*in + q.weight[1]*(ring-in)
	before, total := ring, 0.0
	for i := 2; i < 4; i++ {
		r := q.r[i]
		v := s.box(x, y, r)
		dot += q.weight[i] * (v - before)
		before, total = v, v
	}
	if dot <= 0 {
		return 0
	}
	a, b := (y-r)*w, (y+r+1)*w
	square := float64(s.squares[b+x+r+1] - s.squares[a+x+r+1] - s.squares[b+x-r] + s.squares[a+x-r])
	n := float64((2*r + 1) * (2*r + 1))
	spread := square - total*total/n
	if spread < 9*n { // bare paper: three levels of grain
		return 0
	}
	return dot / math.Sqrt(q.energy*spread)
}

// blobs finds what looks like corner patterns of up to largest pixels a module.
func blobs(ctx context.Context, g *image.Gray, largest float64) []spot {
	s := summed(g)
	var all []spot
	for module := finest; module <= largest; module *= growth {
		q := ringsOf(module)
		step := max(1, int(module/1.4))
		for y := q.r[3]; y < s.h-q.r[3] && ctx.Err() == nil && len(all) < mostSeen; y += step {
			for x := q.r[3]; x < s.w-q.r[3]; x += step {
				if v := s.like(x, y, &q); v > likely*0.75 {
					if p, ok := s.peak(x, y, module, step, v); ok {
						all = append(all, p)
					}
				}
			}
		}
	}
	return distinct(all)
}

// peak climbs from a place to the likest near it.
func (s *sums) peak(x, y int, module float64, step int, v float64) (spot, bool) {
	x0, y0 := x, y
	q := ringsOf(module)
	for range 2 * step {
		bx, by := x, y
		for dy := -1; dy <= 1; dy++ {
			for dx := -1; dx <= 1; dx++ {
				if l := s.like(x+dx, y+dy, &q); l > v {
					v, bx, by = l, x+dx, y+dy
				}
			}
		}
		if bx == x && by == y {
			break
		}
		x, y = bx, by
		if max(x-x0, x0-x, y-y0, y0-y) > step+1 {
			return spot{}, false // another start is nearer
		}
	}
	if v <= likely {
		return spot{}, false
	}
	// Between pixels and between sizes the likest is where a curve through three has its top.
	top := func(before, after float64) float64 {
		bow := before + after - 2*v
		if bow > -1e-6 || before <= 0 || after <= 0 {
			return 0
		}
		return min(0.5, max(-0.5, (before-after)/(2*bow)))
	}
	less, more := ringsOf(module/growth), ringsOf(module*growth)
	return spot{
		x:      float64(x) + 0.5 + top(s.like(x-1, y, &q), s.like(x+1, y, &q)),
		y:      float64(y) + 0.5 + top(s.like(x, y-1, &q), s.like(x, y+1, &q)),
		module: module * math.Pow(growth, top(s.like(x, y, &less), s.like(x, y, &more))),
		like:   v,
	}, true
}

// distinct keeps the likest of what is in one place. The heart of a pattern
// with the ring about it looks like a smaller one: size counts for something.
func distinct(all []spot) []spot {
	worth := func(p spot) float64 { return p.like * math.Pow(p.module, 0.3) }
	slices.SortFunc(all, func(a, b spot) int { return cmp.Compare(worth(b), worth(a)) })
	var kept []spot
	for _, p := range all {
		if !slices.ContainsFunc(kept, func(k spot) bool {
			d := 3 * max(k.module, p.module)
			return math.Abs(k.x-p.x) < d && math.Abs(k.y-p.y) < d
		}) {
			kept = append(kept, p)
			if len(kept) == spots {
				break
			}
		}
	}
	return kept
}

// trio are three corner patterns that may be one code's.
type trio struct {
	tl, tr, bl point
	module     float64 // as it was measured, mostly along rows and columns
	lean       float64 // by what those of a code that stands on a corner are shorter
	like       float64
}

// shares tells whether two threes have a corner in common.
func (t trio) shares(o trio) bool {
	for _, a := range [3]point{t.tl, t.tr, t.bl} {
		for _, b := range [3]point{o.tl, o.tr, o.bl} {
			if a == b {
				return true
			}
		}
	}
	return false
}

// trios are the likeliest threes, the best first.
func trios(p []spot, most int) []trio {
	var all []trio
	for a := range p {
		for b := range p {
			for c := range p {
				if a == b || a == c || b == c {
					continue
				}
				if t, ok := three(p[a], p[b], p[c]); ok {
					all = append(all, t)
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b trio) int { return cmp.Compare(b.like, a.like) })
	return all[:min(len(all), most)]
}

// three takes a for the corner between b and c, clockwise.
func three(a, b, c spot) (trio, bool) {
	least, most := min(a.module, b.module, c.module), max(a.module, b.module, c.module)
	if most > 1.6*least {
		return trio{}, false
	}
	ux, uy, vx, vy := b.x-a.x, b.y-a.y, c.x-a.x, c.y-a.y
	u, v := math.Hypot(ux, uy), math.Hypot(vx, vy)
	cross, dot := (ux*vy-uy*vx)/(u*v), (ux*vx+uy*vy)/(u*v)
	lean := max(math.Abs(ux), math.Abs(uy)) / u
	module := (a.module + b.module + c.module) / 3
	if cross < 0.75 || max(u, v) > 1.6*min(u, v) || min(u, v) < 11*lean*module || max(u, v) > 175*module {
		return trio{}, false
	}
	skew := math.Abs(math.Log(u/v)) + math.Abs(dot) + 0.5*math.Log(most/least)
	return trio{point{a.x, a.y}, point{b.x, b.y}, point{c.x, c.y}, module, lean, a.like + b.like + c.like - 1.5*skew}, true
}
