package scan

import (
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// looks are the ways modules are told apart, in the order they are tried. A
// module is dark if it is darker than the mean of the modules around it, half
// a window each way; blur is what of the neighbours' grey is taken out of it first.
var looks = []struct {
	wide, high int
	blur       float64
}{
	{5, 5, 0}, {5, 5, 0.12}, {5, 5, 0.2}, {9, 1, 0.1}, {1, 9, 0.1}, {3, 3, 0.1}, {9, 9, 0.16}, {9, 1, 0.2}, {5, 5, 0.26},
}

func (f *fitter) decode() (string, bool) {
	grey := f.sample()
	for _, l := range looks {
		m, err := gozxing.NewSquareBitMatrix(f.dimension)
		if err != nil {
			return "", false
		}
		mark(m, sharpen(grey, f.dimension, l.blur), f.dimension, l.wide, l.high)
		if r, err := decoder.NewDecoder().Decode(m, nil); err == nil {
			return r.GetText(), true
		}
	}
	return "", false
}

// sample takes each module's grey as the mean of five points near its middle.
func (f *fitter) sample() []float64 {
	n := f.dimension
	out := make([]float64, n*n)
	const off = 0.2
	for v := range n {
		for u := range n {
			t := 0.0
			for _, d := range [5]point{{0, 0}, {-off, 0}, {off, 0}, {0, -off}, {0, off}} {
				x, y := f.grid.at(float64(u)+0.5+d.x, float64(v)+0.5+d.y)
				t += at(f.g, x, y)
			}
			out[v*n+u] = t / 5
		}
	}
	return out
}

// sharpen takes a share of each neighbour out of a module: the first term of
// the inverse of a blur. Beyond the edge there is paper.
func sharpen(grey []float64, n int, share float64) []float64 {
	if share == 0 {
		return grey
	}
	paper := 0.0
	for _, v := range grey {
		paper = max(paper, v)
	}
	get := func(u, v int) float64 {
		if u < 0 || v < 0 || u >= n || v >= n {
			return paper
		}
		return grey[v*n+u]
	}
	out := make([]float64, len(grey))
	for v := range n {
		for u := range n {
			around := get(u-1, v) + get(u+1, v) + get(u, v-1) + get(u, v+1)
			diagonal := get(u-1, v-1) + get(u+1, v-1) + get(u-1, v+1) + get(u+1, v+1)
			out[v*n+u] = get(u, v) - share*around - share*share*diagonal
		}
	}
	return out
}

func mark(m *gozxing.BitMatrix, grey []float64, n, wide, high int) {
	sum := make([]float64, (n+1)*(n+1))
	for v := range n {
		row := 0.0
		for u := range n {
			row += grey[v*n+u]
			sum[(v+1)*(n+1)+u+1] = sum[v*(n+1)+u+1] + row
		}
	}
	for v := range n {
		for u := range n {
			u0, u1, v0, v1 := max(0, u-wide), min(n, u+wide+1), max(0, v-high), min(n, v+high+1)
			t := sum[v1*(n+1)+u1] - sum[v0*(n+1)+u1] - sum[v1*(n+1)+u0] + sum[v0*(n+1)+u0]
			if grey[v*n+u]*float64((u1-u0)*(v1-v0)) < t {
				m.Set(u, v)
			}
		}
	}
}
