package scan

import (
	"math"
)

// Between two corner patterns runs a line of modules, dark and light in turn.
// Where paper is bent the turns come early or late; the likeliest way along
// them is found for all of the line at once, as a path over how far each
// module runs ahead.

const (
	ahead  = 0.1 // modules from one step of running ahead to the next
	most   = 24  // steps
	stride = 3   // steps by which neighbours may differ
	stiff  = 0.25
)

// timing is the line of one axis: how far each module of it runs ahead, and
// how like a line of timing it is, 1 being exactly.
func (f *fitter) timing(axis int) (path []float64, like float64) {
	n := f.dimension
	line, zero := f.profile(axis)
	const fan = 2*most + 1
	first, last := 8, n-9
	count := last - first + 1
	best := make([][fan]float64, count)
	from := make([][fan]int8, count)
	at := func(i, k int) float64 {
		v := line[zero+10*(first+i)+k]
		if (first+i)%2 == 0 {
			return -v
		}
		return v
	}
	for k := range best[0] {
		best[0][k] = at(0, k-most)
		if k-most > stride || most-k > stride {
			best[0][k] = math.Inf(-1)
		}
	}
	for i := 1; i < count; i++ {
		for k := range fan {
			top, way := math.Inf(-1), 0
			for d := max(-stride, -k); d <= min(stride, fan-1-k); d++ {
				if v := best[i-1][k+d] - stiff*math.Abs(float64(d)); v > top {
					top, way = v, d
				}
			}
			best[i][k], from[i][k] = top+at(i, k-most), int8(way)
		}
	}
	k := most
	for d := -stride; d <= stride; d++ {
		if best[count-1][most+d] > best[count-1][k] {
			k = most + d
		}
	}
	path = make([]float64, n)
	for i := count - 1; i >= 0; i-- {
		path[first+i] = float64(k-most) * ahead
		v := at(i, k-most)
		like += v
		k += int(from[i][k])
	}
	return path, like / float64(count)
}

// profile is the grey along the line at every tenth of a module, evened out,
// and where on it the middle of module 0 is.
func (f *fitter) profile(axis int) (line []float64, zero int) {
	n := 10 * f.dimension
	raw := make([]float64, n)
	for i := range raw {
		u := (float64(i) + 0.5) * 0.1
		for _, off := range [3]float64{-0.25, 0, 0.25} {
			x, y := f.grid.at(u, 6.5+off)
			if axis == 1 {
				x, y = f.grid.at(6.5+off, u)
			}
			raw[i] += at(f.g, x, y)
		}
	}
	// Over four modules there is as much dark as light, whatever the light is.
	const half = 20
	line = make([]float64, n)
	for i := range raw {
		a, b := max(0, i-half), min(n, i+half)
		var s, q float64
		for _, v := range raw[a:b] {
			s += v
			q += v * v
		}
		c := float64(b - a)
		m := s / c
		line[i] = (raw[i] - m) / max(2, math.Sqrt(max(0, q/c-m*m)))
	}
	return line, 4
}

// leaning is how a plane leans along an axis, told by a path: its modules get
// narrower, so all between the corners runs ahead.
func (f *fitter) leaning(path []float64) float64 {
	var a, b float64
	for i, d := range path {
		s := (float64(i) + 0.5 - 3.5) / f.grid.span
		if s <= 0 || s >= 1 {
			continue
		}
		k := s * (1 - s)
		a += k * k
		b += k * d / f.grid.span
	}
	return min(0.6, max(-0.4, b/a))
}
