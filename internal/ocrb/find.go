package ocrb

import (
	"math"
	"slices"
)

// A blob is a connected piece of ink: its middle and size along and across the
// direction that is being looked in.
type blob struct {
	u, v, a, b float64
	taken      bool
}

// Limits on what is looked at, so that no picture takes for ever.
const (
	smallest = 6.0  // pixels of a letter's height in the picture that is searched
	largest  = 90.0 // likewise
	maxBlobs = 12000
)

// blobs finds the connected pieces of ink that may be characters.
//
//go:norace
func blobs(ink []bool, w, h int) []blob {
	type run struct{ left, right, root int }
	type extent struct{ left, top, right, bottom, count int }
	var roots []int
	var all []extent
	find := func(i int) int {
		for roots[i] != i {
			roots[i] = roots[roots[i]]
			i = roots[i]
		}
		return i
	}
	var above, here []run
	for y := range h {
		here = here[:0]
		row := ink[y*w:][:w]
		k := 0
		for x := 0; x < w; {
			if !row[x] {
				x++
				continue
			}
			left := x
			for x < w && row[x] {
				x++
			}
			root := -1
			for k < len(above) && above[k].right < left-1 {
				k++
			}
			for j := k; j < len(above) && above[j].left <= x; j++ {
				r := find(above[j].root)
				switch {
				case root < 0:
					root = r
				case r != root:
					roots[r] = root
					e, o := &all[root], all[r]
					*e = extent{min(e.left, o.left), min(e.top, o.top), max(e.right, o.right), max(e.bottom, o.bottom), e.count + o.count}
				}
			}
			if root < 0 {
				root = len(roots)
				roots = append(roots, root)
				all = append(all, extent{left, y, x, y + 1, 0})
			}
			e := &all[root]
			e.left, e.right, e.bottom, e.count = min(e.left, left), max(e.right, x), y+1, e.count+x-left
			here = append(here, run{left, x - 1, root})
		}
		above, here = here, above
	}
	var out []blob
	for i, e := range all {
		a, b := float64(e.right-e.left), float64(e.bottom-e.top)
		if roots[i] != i || max(a, b) < smallest*0.6 || max(a, b) > largest || min(a, b) < 2 || e.count < 8 {
			continue
		}
		out = append(out, blob{u: float64(e.left) + a/2, v: float64(e.top) + b/2, a: a, b: b})
	}
	return out
}

// turned are the blobs as they are when lines run down the picture.
func turned(all []blob) []blob {
	out := slices.Clone(all)
	for i, b := range all {
		out[i] = blob{u: b.v, v: b.u, a: b.b, b: b.a}
	}
	return out
}

// A row is blobs that stand in one line at an even pitch.
type row struct {
	blobs  []blob // by u
	height float64
	pitch  float64
	even   float64 // share of the gaps that are whole pitches
	y      curve   // v over u

	guessed bool // nothing was seen there: a copy of the row beside it
}

func (r *row) from() float64 { return r.blobs[0].u }
func (r *row) to() float64   { return r.blobs[len(r.blobs)-1].u }

// rows chains blobs to their neighbours on the right and keeps what is long
// and even.
func rows(all []blob) []row {
	slices.SortFunc(all, func(p, q blob) int { return cmpFloat(p.u, q.u) })
	next, prev := make([]int, len(all)), make([]int, len(all))
	cost := make([]float64, len(all))
	for i := range prev {
		next[i], prev[i] = -1, -1
	}
	for i, p := range all {
		best, bestCost := -1, math.Inf(1)
		for j := i + 1; j < len(all) && all[j].u-p.u < 2.7*p.b+4; j++ {
			q := all[j]
			high := max(p.b, q.b)
			du, dv := q.u-p.u, math.Abs(q.v-p.v)
			if high > 2.1*min(p.b, q.b) || du < 0.3*high || dv > 0.42*high+0.1*du || p.a > 2.2*p.b || q.a > 2.2*q.b {
				continue
			}
			if c := du + 2*dv + 0.8*math.Abs(p.b-q.b); c < bestCost {
				best, bestCost = j, c
			}
		}
		if best >= 0 && (prev[best] < 0 || bestCost < cost[best]) {
			if prev[best] >= 0 {
				next[prev[best]] = -1
			}
			next[i], prev[best], cost[best] = best, i, bestCost
		}
	}
	var chains [][]int
	for i := range all {
		if prev[i] >= 0 {
			continue
		}
		var chain []int
		for j := i; j >= 0; j = next[j] {
			chain = append(chain, j)
		}
		if len(chain) >= 6 {
			chains = append(chains, chain)
		}
	}
	slices.SortStableFunc(chains, func(p, q []int) int { return len(q) - len(p) })
	var out []row
	for _, chain := range chains[:min(len(chains), 400)] {
		if r, ok := grow(all, chain); ok {
			out = append(out, r)
		}
	}
	return out
}

func cmpFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

// grow fits a line to a chain and takes in everything that stands on it.
func grow(all []blob, chain []int) (row, bool) {
	var seed []blob
	for _, i := range chain {
		if all[i].taken {
			continue
		}
		seed = append(seed, all[i])
	}
	if len(seed) < 6 {
		return row{}, false
	}
	var members []int
	for pass := range 3 {
		height := upper(seed)
		y := fitCurve(seed, pass > 0 && len(seed) > 24)
		first, last := seed[0].u, seed[len(seed)-1].u
		members = members[:0]
		reach := 5 * height
		// Outwards from the seed, so that the line ends where its blobs do.
		lo, _ := slices.BinarySearchFunc(all, first, func(b blob, u float64) int { return cmpFloat(b.u, u) })
		for i := lo - 1; i >= 0 && first-all[i].u < reach; i-- {
			if onLine(all[i], y, height) {
				first = all[i].u
				members = append(members, i)
			}
		}
		slices.Reverse(members)
		for i := lo; i < len(all) && all[i].u-last < reach; i++ {
			if onLine(all[i], y, height) {
				last = max(last, all[i].u)
				members = append(members, i)
			}
		}
		seed = seed[:0]
		for _, i := range members {
			seed = append(seed, all[i])
		}
		if len(seed) < 10 {
			return row{}, false
		}
	}
	r := row{blobs: seed, height: upper(seed), y: fitCurve(seed, len(seed) > 24)}
	r.pitch, r.even = evenness(seed, r.height)
	if r.even < 0.55 {
		return row{}, false
	}
	for _, i := range members {
		all[i].taken = true
	}
	return r, true
}

func onLine(b blob, y curve, height float64) bool {
	return !b.taken && math.Abs(b.v-y.at(b.u)) < 0.3*height && b.b > 0.4*height && b.b < 1.5*height && b.a < 2.2*height
}

// upper is the height that a quarter of the blobs reach: that of a capital
// letter, where most blobs are fillers, which are lower.
func upper(all []blob) float64 {
	heights := make([]float64, len(all))
	for i, b := range all {
		heights[i] = b.b
	}
	slices.Sort(heights)
	return heights[len(heights)*3/4]
}

// evenness finds the pitch that most gaps are whole multiples of.
func evenness(all []blob, height float64) (pitch, even float64) {
	var gaps []float64
	for i := 1; i < len(all); i++ {
		if d := all[i].u - all[i-1].u; d > 0.35*height {
			gaps = append(gaps, d)
		}
	}
	if len(gaps) < 8 {
		return 0, 0
	}
	best := 0.0
	for p := 0.6 * height; p < 1.75*height; p *= 1.015 {
		score, good := 0.0, 0
		for _, d := range gaps {
			n := math.Round(d / p)
			if n < 1 || n > 4 {
				continue
			}
			if off := math.Abs(d-n*p) / p; off < 0.2 {
				score += (1 - off*3) / n
				good++
			}
		}
		if score > best {
			best, pitch, even = score, p, float64(good)/float64(len(gaps))
		}
	}
	// The mean of the single gaps is finer than the steps of the search.
	sum, n := 0.0, 0.0
	for _, d := range gaps {
		if math.Abs(d-pitch) < 0.2*pitch {
			sum, n = sum+d, n+1
		}
	}
	if n > 4 {
		pitch = sum / n
	}
	return pitch, even
}

// A curve is a line that may be bent a little: y = a + b·x + c·x², x from a
// middle of its own.
type curve struct{ mid, a, b, c float64 }

func (k curve) at(x float64) float64 {
	x -= k.mid
	return k.a + x*(k.b+k.c*x)
}

func (k curve) slope(x float64) float64 { return k.b + 2*k.c*(x-k.mid) }

func fitCurve(all []blob, bent bool) curve {
	xs, ys := make([]float64, len(all)), make([]float64, len(all))
	for i, b := range all {
		xs[i], ys[i] = b.u, b.v
	}
	return fitPoints(xs, ys, bent)
}

// fitPoints fits by least squares, twice: the second time without what lies
// far off the first.
func fitPoints(xs, ys []float64, bent bool) curve {
	keep := make([]bool, len(xs))
	for i := range keep {
		keep[i] = true
	}
	var k curve
	for range 3 {
		k = leastSquares(xs, ys, keep, bent)
		off := make([]float64, len(xs))
		for i := range xs {
			off[i] = math.Abs(ys[i] - k.at(xs[i]))
		}
		sorted := slices.Clone(off)
		slices.Sort(sorted)
		limit := 3*sorted[len(sorted)/2] + 1e-9
		for i := range keep {
			keep[i] = off[i] <= limit
		}
	}
	return k
}

func leastSquares(xs, ys []float64, keep []bool, bent bool) curve {
	var n, mean float64
	for i, x := range xs {
		if keep[i] {
			n, mean = n+1, mean+x
		}
	}
	k := curve{mid: mean / max(1, n)}
	var s2, s3, s4, t0, t1, t2 float64
	for i, x := range xs {
		if keep[i] {
			x -= k.mid
			s2, s3, s4 = s2+x*x, s3+x*x*x, s4+x*x*x*x
			t0, t1, t2 = t0+ys[i], t1+ys[i]*x, t2+ys[i]*x*x
		}
	}
	if n == 0 {
		return k
	}
	k.a = t0 / n
	if s2 == 0 {
		return k
	}
	k.b = t1 / s2
	if !bent {
		return k
	}
	// Normal equations with the first moment zero.
	d := n*(s2*s4-s3*s3) - s2*s2*s2
	if math.Abs(d) < 1e-6*n*s2*s4 {
		return k
	}
	k.c = (n*(s2*t2-s3*t1) - s2*s2*t0) / d
	k.b = (t1 - k.c*s3) / s2
	k.a = (t0 - k.c*s2) / n
	return k
}
