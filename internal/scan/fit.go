package scan

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"

	"vouchdesk/internal/scan/symbol"
)

// A plane through three corners and a picture already turned black and white
// lose a blurred, folded or bent letter though an eye still sees it. Here the
// corners only begin: the grid is then moved and bent until the parts every
// code has - corners, timing lines, alignment patterns - stand out best in
// grey, and the modules are told apart by what these parts have taught.
// Whether the result is a code is still for its error correction to say.

// sign is a module every code of a size has: light counts for, dark against.
type sign struct{ u, v, weight float64 }

// fitter holds one code's grid while it is moved.
type fitter struct {
	g         *image.Gray
	dimension int
	module    float64 // pixels
	grid      grid
	like      float64 // of its lines of timing
	corners   []sign
	lines     []sign
	marks     []sign // alignment patterns
	last      []sign // the alignment pattern nearest the fourth corner
}

func fitterAt(g *image.Gray, tl, tr, bl point, dimension int) *fitter {
	f := &fitter{g: g, dimension: dimension}
	f.grid = grid{span: float64(dimension - 7)}
	f.grid.corner = [4]point{tl, tr, bl, {tr.x + bl.x - tl.x, tr.y + bl.y - tl.y}}
	f.grid.solve()
	f.module = (math.Hypot(tr.x-tl.x, tr.y-tl.y) + math.Hypot(bl.x-tl.x, bl.y-tl.y)) / 2 / f.grid.span
	return f
}

// begin finds how the plane leans from the lines of timing.
func (f *fitter) begin() {
	a, la := f.timing(0)
	b, lb := f.timing(1)
	f.like = min(la, lb) + 0.3*max(la, lb)
	f.grid.lean(f.leaning(a), f.leaning(b))
}

func (f *fitter) bend() {
	f.grid.ahead = [2][]float64{}
	a, _ := f.timing(0)
	b, _ := f.timing(1)
	f.grid.ahead = [2][]float64{a, b}
}

func (f *fitter) signs() {
	far := float64(f.dimension) - 3.5
	for _, c := range []point{{3.5, 3.5}, {far, 3.5}, {3.5, far}} {
		f.corners = append(f.corners, rings(c, 4, func(r int) bool { return r == 2 || r == 4 }, float64(f.dimension))...)
	}
	for i := 8; i < f.dimension-8; i++ {
		w := 1.0
		if i%2 == 0 {
			w = -1
		}
		f.lines = append(f.lines, sign{float64(i) + 0.5, 6.5, w}, sign{6.5, float64(i) + 0.5, w})
	}
	f.alignment(symbol.OfSize(f.dimension).Centres)
}

func (f *fitter) alignment(middles []int) {
	n := len(middles)
	for i, cy := range middles {
		for j, cx := range middles {
			if (i == 0 && j == 0) || (i == 0 && j == n-1) || (i == n-1 && j == 0) {
				continue
			}
			s := rings(point{float64(cx) + 0.5, float64(cy) + 0.5}, 2, func(r int) bool { return r == 1 }, float64(f.dimension))
			f.marks = append(f.marks, s...)
			if i == n-1 && j == n-1 {
				f.last = s
			}
		}
	}
}

// rings are the modules of a square pattern about c, light and dark balanced.
func rings(c point, radius int, light func(ring int) bool, dimension float64) []sign {
	var s []sign
	lights := 0
	for dy := -radius; dy <= radius; dy++ {
		for dx := -radius; dx <= radius; dx++ {
			u, v := c.x+float64(dx), c.y+float64(dy)
			if u < 0 || v < 0 || u > dimension || v > dimension {
				continue // the quiet zone may be printed on
			}
			w := -1.0
			if light(max(dx, -dx, dy, -dy)) {
				w = 1
				lights++
			}
			s = append(s, sign{u, v, w})
		}
	}
	for i := range s {
		if s[i].weight > 0 {
			s[i].weight = float64(len(s)-lights) / float64(lights)
		}
	}
	return s
}

func (f *fitter) sum(s []sign) (total float64) {
	for _, m := range s {
		x, y := f.grid.at(m.u, m.v)
		total += m.weight * at(f.g, x, y)
	}
	return total
}

func (f *fitter) score() float64 {
	return f.sum(f.corners) + 2*f.sum(f.lines) + 2*f.sum(f.marks)
}

// settle moves the grid: first the fourth corner, which nothing marks, then
// all of it in ever smaller steps.
func (f *fitter) settle() {
	f.signs()
	f.fourth(4)
	for _, step := range []float64{0.5, 0.2} {
		f.climb(step * f.module)
	}
}

// read settles the grid on a sheet that is flat and on one that is not, and
// reads first what more of the known modules speak for.
func (f *fitter) read(failed func(*symbol.Layout, *lattice, float64) (string, bool)) (string, bool) {
	layout := symbol.OfSize(f.dimension)
	type look struct {
		l      *lattice
		values []float64
		agree  float64
	}
	var looks []look
	take := func() {
		l := f.lattice()
		v := l.plain()
		looks = append(looks, look{l, v, layout.Agreement(v)})
	}
	f.settle()
	take()
	if looks[0].agree > 0.97 {
		if text, ok := looks[0].l.equalised(layout, looks[0].values, rounds); ok {
			return text, true
		}
	}
	f.bend()
	f.fourth(2)
	f.climb(0.2 * f.module)
	f.bend()
	f.climb(0.08 * f.module)
	take()
	slices.SortFunc(looks, func(a, b look) int { return cmp.Compare(b.agree, a.agree) })
	for _, k := range looks {
		if k.agree < leastAgreement {
			break
		}
		if text, ok := k.l.equalised(layout, k.values, roundsFor(k.agree)); ok {
			return text, true
		}
	}
	if failed != nil && looks[0].agree >= leastAgreement {
		return failed(layout, looks[0].l, looks[0].agree)
	}
	return "", false
}

func (f *fitter) fourth(reach float64) {
	if len(f.last) == 0 {
		return
	}
	from, best, most := f.grid.corner[3], f.grid.corner[3], math.Inf(-1)
	const step = 0.5
	for dy := -reach; dy <= reach; dy += step {
		for dx := -reach; dx <= reach; dx += step {
			f.grid.corner[3] = point{from.x + dx*f.module, from.y + dy*f.module}
			f.grid.solve()
			// A little pull home: a chance likeness far off must be clearly better.
			if s := f.sum(f.last) - 4*math.Hypot(dx, dy); s > most {
				most, best = s, f.grid.corner[3]
			}
		}
	}
	f.grid.corner[3] = best
	f.grid.solve()
}

func (f *fitter) climb(step float64) {
	most := f.score()
	for range 8 {
		moved := false
		for i := range f.grid.corner {
			for _, d := range [4]point{{step, 0}, {-step, 0}, {0, step}, {0, -step}} {
				was := f.grid.corner[i]
				f.grid.corner[i] = point{was.x + d.x, was.y + d.y}
				f.grid.solve()
				if s := f.score(); s > most {
					most, moved = s, true
					break
				}
				f.grid.corner[i] = was
			}
		}
		f.grid.solve()
		if !moved {
			return
		}
	}
}

// letterVersion is the size of a letter's code, whatever is in it: a sheet is
// printed with no other (internal/paper holds it).
const letterVersion = 6

const (
	leastTiming    = 0.4
	leastAgreement = 0.68
	mostTrios      = 4
	mostSizes      = 2
	mostTries      = 2
	mostGrids      = 3   // in one step
	few            = 12  // grids left, from which on a step has two
	clear          = 1.4 // by how much the likeliest size must lead to be the only one
)

// tries are where codes were looked for in vain, in the pixels of the original,
// and how many grids may still be settled: the same number on every machine.
type tries struct {
	at   []trio
	left int
	ours bool // only a letter's code is wanted any more
	// failed is told of modules that look like a code's and were not read.
	failed func(layout *symbol.Layout, seen *lattice, agreement float64) (text string, ok bool)
}

// again tells whether a three was looked into often enough, and counts it.
func (s *tries) again(t trio, scale float64) bool {
	t.tl, t.tr, t.bl = t.tl.times(scale), t.tr.times(scale), t.bl.times(scale)
	near := 2 * t.module * scale
	n := 0
	for _, o := range s.at {
		if t.tl.near(o.tl, near) && t.tr.near(o.tr, near) && t.bl.near(o.bl, near) {
			n++
		}
	}
	s.at = append(s.at, t)
	return n >= mostTries
}

func (p point) times(k float64) point { return point{p.x * k, p.y * k} }

func (p point) near(o point, d float64) bool {
	return math.Abs(p.x-o.x) < d && math.Abs(p.y-o.y) < d
}

// fit reads codes whose corners may be among the spots: of our kinds one, or
// of others all. The picture is scale times smaller than the original.
func fit(ctx context.Context, g *image.Gray, p []spot, scale float64, before *tries) (texts []string) {
	var done []trio
	most := mostGrids
	if before.left < few {
		most = 2
	}
	for _, t := range trios(p, mostTrios) {
		if slices.ContainsFunc(done, t.shares) {
			continue
		}
		fitters := fittersOf(g, t, before.ours)
		if len(fitters) == 0 || before.again(t, scale) {
			continue
		}
		for _, f := range fitters {
			if before.left == 0 || most == 0 || ctx.Err() != nil {
				return texts
			}
			before.left, most = before.left-1, most-1
			text, ok := f.read(before.failed)
			if !ok {
				continue
			}
			texts, done = append(texts, text), append(done, t)
			if KindOf(text) != Other {
				return texts
			}
			break
		}
	}
	return texts
}

// fittersOf starts grids of the sizes that a trio may have, the likeliest
// first: those whose lines of timing stand out.
func fittersOf(g *image.Gray, t trio, ours bool) []*fitter {
	span := (math.Hypot(t.tr.x-t.tl.x, t.tr.y-t.tl.y) + math.Hypot(t.bl.x-t.tl.x, t.bl.y-t.tl.y)) / 2
	var all []*fitter
	for v := 1; v <= 40; v++ {
		if ours && v != letterVersion {
			continue
		}
		m := span / float64(10+4*v)
		if m < t.lean*t.module/1.35 || m > t.module*1.35 {
			continue
		}
		f := fitterAt(g, t.tl, t.tr, t.bl, 17+4*v)
		if f.begin(); f.like > leastTiming {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b *fitter) int { return cmp.Compare(b.like, a.like) })
	if len(all) > 1 && all[0].like > clear*all[1].like {
		return all[:1]
	}
	return all[:min(mostSizes, len(all))]
}
