package scan

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/makiuchi-d/gozxing"
)

// bits is a picture in black and white, a byte a pixel: quicker to look into
// than gozxing's.
type bits struct {
	w, h  int
	black []bool
}

func bitsOf(m *gozxing.BitMatrix) *bits {
	b := &bits{w: m.GetWidth(), h: m.GetHeight()}
	b.black = make([]bool, b.w*b.h)
	row := gozxing.NewBitArray(b.w)
	for y := range b.h {
		row = m.GetRow(y, row)
		out := b.black[y*b.w:][:b.w]
		for i, word := range row.GetBitArray() {
			if word == 0 {
				continue
			}
			for k := range min(32, b.w-32*i) {
				out[32*i+k] = word>>k&1 == 1
			}
		}
	}
	return b
}

// fitting tells whether five runs are as 1:1:3:1:1, and how many pixels a
// module has.
func fitting(r [5]int) (module float64, ok bool) {
	total := r[0] + r[1] + r[2] + r[3] + r[4]
	if total < 7 {
		return 0, false
	}
	m := float64(total) / 7
	slack := 0.6*m + 0.3
	for i, n := range r {
		want, may := m, slack
		if i == 2 {
			want, may = 3*m, 2*slack
		}
		if d := float64(n) - want; d > may || d < -may {
			return 0, false
		}
	}
	return m, true
}

// through measures the runs through a pixel that should be a pattern's middle,
// along a row or a column, and gives the middle found.
func (b *bits) through(x, y, step, most int) (middle, module float64, ok bool) {
	at := y*b.w + x
	low, high := x, b.w-1-x
	if step != 1 {
		low, high = y, b.h-1-y
	}
	if !b.black[at] {
		return 0, 0, false
	}
	var r [5]int
	ends := [2]int{}
	for side, room := range [2]int{low, high} {
		k, s := 0, step
		if side == 0 {
			s = -step
		}
		for i := range 3 {
			n := 0
			for k < room && n <= most && b.black[at+(k+1)*s] == (i%2 == 0) {
				k++
				n++
			}
			if n > most {
				return 0, 0, false
			}
			switch {
			case i == 0:
				r[2] += n
				ends[side] = n
			case side == 0:
				r[2-i] = n
			default:
				r[2+i] = n
			}
		}
	}
	r[2]++
	module, ok = fitting(r)
	return float64(ends[1]-ends[0])/2 + 0.5, module, ok
}

// corners are what has a corner pattern's runs along its row and its column.
func corners(ctx context.Context, m *gozxing.BitMatrix) []spot {
	if m == nil {
		return nil
	}
	b := bitsOf(m)
	var all []spot
	var counts []float64
	runs := make([]int, 0, b.w+2)
	for y := range b.h {
		if y%64 == 0 && ctx.Err() != nil {
			return nil
		}
		runs = b.runs(y, runs[:0])
		for i := 0; i+5 < len(runs); i += 2 { // runs[i] begins a black one
			var r [5]int
			for k := range r {
				r[k] = runs[i+k+1] - runs[i+k]
			}
			mx, ok := fitting(r)
			if !ok {
				continue
			}
			p, ok := b.corner((runs[i+2]+runs[i+3])/2, y, mx)
			if !ok {
				continue
			}
			all, counts = sight(all, counts, p)
			if len(all) > mostPatterns {
				return nil
			}
		}
	}
	for i := range all {
		all[i].like = 0.5 + 0.08*min(5, counts[i])
	}
	slices.SortStableFunc(all, func(a, b spot) int { return cmp.Compare(b.like, a.like) })
	return all[:min(len(all), spots)]
}

// runs are where a row turns to black and back; the first turns to black.
func (b *bits) runs(y int, out []int) []int {
	last := false
	for x, v := range b.black[y*b.w:][:b.w] {
		if v != last {
			out = append(out, x)
			last = v
		}
	}
	return append(out, b.w)
}

func (b *bits) corner(x, y int, mx float64) (spot, bool) {
	most := int(8*mx) + 2
	off, my, ok := b.through(x, y, b.w, most)
	if !ok || my > 2.2*mx || mx > 2.2*my {
		return spot{}, false
	}
	cy := float64(y) + off
	off, mx, ok = b.through(x, min(b.h-1, max(0, int(cy))), 1, most)
	if !ok {
		return spot{}, false
	}
	return spot{x: float64(x) + off, y: cy, module: (mx + my) / 2}, true
}

// sight puts a sighting to the pattern it is of.
func sight(all []spot, counts []float64, p spot) ([]spot, []float64) {
	for i, k := range all {
		d := 2 * k.module
		if math.Abs(k.x-p.x) < d && math.Abs(k.y-p.y) < d && k.module < 1.6*p.module && p.module < 1.6*k.module {
			n := counts[i]
			all[i].x, all[i].y = (n*k.x+p.x)/(n+1), (n*k.y+p.y)/(n+1)
			all[i].module = (n*k.module + p.module) / (n + 1)
			counts[i]++
			return all, counts
		}
	}
	return append(all, p), append(counts, 1)
}
