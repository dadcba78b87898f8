package scan

import (
	"context"
	"image"
	"math"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/detector"
)

// fit reads a code in grey. gozxing lays one plane through three corners and
// takes each module's colour from a picture already turned black and white: a
// blurred, folded or bent letter is lost there though an eye still sees it.
// Here gozxing only finds the corners in m; the grid is then moved and bent
// until the parts every code has - corners, timing lines, alignment patterns -
// stand out best in g, and the modules are told apart by their neighbours'
// grey. Whether the result is a code is still for its error correction to say.
func fit(ctx context.Context, g *image.Gray, m *gozxing.BitMatrix) []string {
	return guarded(func() []string {
		if m == nil {
			return nil
		}
		finder := detector.NewFinderPatternFinder(m, watch(ctx, mostPatterns))
		info, err := finder.Find(hints{gozxing.DecodeHintType_TRY_HARDER: true})
		if err != nil {
			return nil
		}
		for _, dimension := range dimensions(info) {
			f := newFitter(g, info, dimension)
			if f == nil || ctx.Err() != nil {
				continue
			}
			f.settle()
			if text, ok := f.decode(); ok {
				return []string{text}
			}
		}
		return nil
	})
}

// dimensions are the sizes a code between these corners may have, the likely
// first: measured, then a step to either side, since blur shifts the measure.
func dimensions(info *detector.FinderPatternInfo) []int {
	tl, tr, bl := info.GetTopLeft(), info.GetTopRight(), info.GetBottomLeft()
	size := (tl.GetEstimatedModuleSize() + tr.GetEstimatedModuleSize() + bl.GetEstimatedModuleSize()) / 3
	if size < 1 {
		return nil
	}
	span := (gozxing.ResultPoint_Distance(tl, tr) + gozxing.ResultPoint_Distance(tl, bl)) / 2
	version := int(math.Round((span/size + 7 - 17) / 4))
	var all []int
	for _, v := range []int{version, version - 1, version + 1} {
		if v >= 1 && v <= 40 {
			all = append(all, 17+4*v)
		}
	}
	return all
}

// sign is a module every code of a size has: light counts for, dark against.
type sign struct{ u, v, weight float64 }

// fitter holds one code's grid while it is moved.
type fitter struct {
	g         *image.Gray
	dimension int
	module    float64 // pixels
	grid      grid
	corners   []sign
	bends     [2][]sign // the timing row and the timing column
	marks     []sign    // alignment patterns
	last      []sign    // the alignment pattern nearest the fourth corner
}

func newFitter(g *image.Gray, info *detector.FinderPatternInfo, dimension int) *fitter {
	version, err := decoder.Version_GetProvisionalVersionForDimension(dimension)
	if err != nil {
		return nil
	}
	at := func(p *detector.FinderPattern) point { return point{p.GetX(), p.GetY()} }
	f := &fitter{g: g, dimension: dimension}
	f.grid = grid{span: float64(dimension - 7)}
	tl, tr, bl := at(info.GetTopLeft()), at(info.GetTopRight()), at(info.GetBottomLeft())
	f.grid.corner = [4]point{tl, tr, bl, {tr.x + bl.x - tl.x, tr.y + bl.y - tl.y}}
	f.grid.solve()
	f.module = (math.Hypot(tr.x-tl.x, tr.y-tl.y) + math.Hypot(bl.x-tl.x, bl.y-tl.y)) / 2 / f.grid.span
	far := float64(dimension) - 3.5
	for _, c := range []point{{3.5, 3.5}, {far, 3.5}, {3.5, far}} {
		f.corners = append(f.corners, rings(c, 4, func(r int) bool { return r == 2 || r == 4 }, float64(dimension))...)
	}
	for i := 8; i < dimension-8; i++ {
		w := 1.0
		if i%2 == 0 {
			w = -1
		}
		f.bends[0] = append(f.bends[0], sign{float64(i) + 0.5, 6.5, w})
		f.bends[1] = append(f.bends[1], sign{6.5, float64(i) + 0.5, w})
	}
	f.alignment(version.GetAlignmentPatternCenters())
	return f
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
	return f.sum(f.corners) + 2*f.sum(f.bends[0]) + 2*f.sum(f.bends[1]) + 2*f.sum(f.marks)
}

// settle moves the grid: first the fourth corner, which nothing marks, then
// bends, then all of it in ever smaller steps.
func (f *fitter) settle() {
	f.bend(1)
	f.bend(0)
	f.fourth()
	f.bend(1)
	f.bend(0)
	for _, step := range []float64{0.5, 0.25, 0.12} {
		f.climb(step * f.module)
		f.bend(1)
		f.bend(0)
	}
	f.climb(0.06 * f.module)
}

func (f *fitter) fourth() {
	if len(f.last) == 0 {
		return
	}
	from, best, most := f.grid.corner[3], f.grid.corner[3], math.Inf(-1)
	const reach, step = 5.0, 0.4
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

// bend looks for the fold along one axis that lines its timing pattern up.
func (f *fitter) bend(axis int) {
	s := append(f.bends[axis][:len(f.bends[axis]):len(f.bends[axis])], f.marks...)
	b := &f.grid.fold[axis]
	best, most := *b, f.sum(s)*1.02
	for knot := 5.5; knot < float64(f.dimension)-5; knot += 2 {
		for depth := -1.6; depth <= 1.65; depth += 0.2 {
			*b = fold{knot, depth}
			if v := f.sum(s); v > most {
				most, best = v, *b
			}
		}
	}
	*b = best
}

func (f *fitter) climb(step float64) {
	most := f.score()
	for range 12 {
		moved := false
		for i := range f.grid.corner {
			for _, d := range [4]point{{step, 0}, {-step, 0}, {0, step}, {0, -step}} {
				was := f.grid.corner[i]
				f.grid.corner[i] = point{was.x + d.x, was.y + d.y}
				f.grid.solve()
				if s := f.score(); s > most {
					most, moved = s, true
					continue
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
