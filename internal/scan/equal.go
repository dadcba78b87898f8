package scan

import (
	"math"

	"vouchdesk/internal/scan/symbol"
)

// A blurred module has its neighbours' ink in it. What a lens, a hand or a
// camera's own sharpening has done is the same all over a code, and a code
// has parts that are known beforehand: from these the weights are learnt by
// which the grey about a module tells its colour, as a modem learns its line.
// What was then read with some certainty teaches the weights further.

const (
	reach    = 4           // half modules about a module's middle that are weighed
	across   = 2*reach + 1 // of them
	taps     = across*across + 1
	evenness = 10 // half modules each way over which light is taken to be even
	pull     = 6  // towards the grey of the middle alone
	rounds   = 4
	lessons  = 500 // modules learnt from in a round
)

// lattice is the grey of a code at every half module, evened out: above 0 is
// darker than about it.
type lattice struct {
	n    int // modules a side
	side int
	grey []float64
}

// pick is the index of the middle of a module.
func (l *lattice) pick(u, v int) int { return (2*v+1+reach)*l.side + 2*u + 1 + reach }

func (f *fitter) lattice() *lattice {
	l := &lattice{n: f.dimension, side: 2*f.dimension + 1 + 2*reach}
	l.grey = make([]float64, l.side*l.side)
	offsets := []float64{0}
	switch {
	case f.module >= 7:
		offsets = []float64{-0.18, 0, 0.18}
	case f.module >= 2.5:
		offsets = []float64{-0.12, 0.12}
	}
	for j := range l.side {
		for i := range l.side {
			t := 0.0
			for _, dy := range offsets {
				for _, dx := range offsets {
					x, y := f.grid.at(float64(i-reach)/2+dx, float64(j-reach)/2+dy)
					t += at(f.g, x, y)
				}
			}
			l.grey[j*l.side+i] = t / float64(len(offsets)*len(offsets))
		}
	}
	l.even()
	return l
}

// even takes the light out: each place against the mean of those about it,
// in units of how much they differ.
func (l *lattice) even() {
	n := l.side
	w := n + 1
	sum, square := make([]float64, w*w), make([]float64, w*w)
	for y := range n {
		var s, q float64
		for x := range n {
			v := l.grey[y*n+x]
			s += v
			q += v * v
			sum[(y+1)*w+x+1] = sum[y*w+x+1] + s
			square[(y+1)*w+x+1] = square[y*w+x+1] + q
		}
	}
	count := float64(n * n)
	mean := sum[w*w-1] / count
	floor := 0.3 * math.Sqrt(max(0, square[w*w-1]/count-mean*mean))
	out := make([]float64, n*n)
	for y := range n {
		y0, y1 := max(0, y-evenness), min(n, y+evenness+1)
		for x := range n {
			x0, x1 := max(0, x-evenness), min(n, x+evenness+1)
			c := float64((y1 - y0) * (x1 - x0))
			m := (sum[y1*w+x1] - sum[y0*w+x1] - sum[y1*w+x0] + sum[y0*w+x0]) / c
			q := (square[y1*w+x1] - square[y0*w+x1] - square[y1*w+x0] + square[y0*w+x0]) / c
			d := math.Sqrt(max(0, q-m*m))
			out[y*n+x] = (m - l.grey[y*n+x]) / max(d, floor, 0.5)
		}
	}
	l.grey = out
}

// plain takes the middle of each module for what it says.
func (l *lattice) plain() []float64 {
	out := make([]float64, l.n*l.n)
	for v := range l.n {
		for u := range l.n {
			out[v*l.n+u] = l.grey[l.pick(u, v)]
		}
	}
	return out
}

func (l *lattice) features(at int, x *[taps]float64) {
	k := 0
	for dy := -reach; dy <= reach; dy++ {
		copy(x[k:k+across], l.grey[at+dy*l.side-reach:])
		k += across
	}
	x[taps-1] = 1
}

// learn finds weights from modules of known or likely colour: want is above 0
// for dark, 0 for not known, and its size says how much it counts.
func (l *lattice) learn(want []float64) *[taps]float64 {
	var a [taps][taps]float64
	var b, x [taps]float64
	known := 0
	for _, w := range want {
		if w != 0 {
			known++
		}
	}
	skip := max(1, known/lessons)
	seen := 0
	for i, w := range want {
		if w == 0 {
			continue
		}
		if seen++; seen%skip != 0 {
			continue
		}
		l.features(l.pick(i%l.n, i/l.n), &x)
		weight, y := math.Abs(w), math.Copysign(1, w)
		for p := range taps {
			s := weight * x[p]
			row := &a[p]
			for q := p; q < taps; q++ {
				row[q] += s * x[q]
			}
			b[p] += s * y
		}
	}
	const middle = reach*across + reach
	for p := range taps {
		a[p][p] += pull
	}
	b[middle] += pull
	return solve(&a, &b)
}

// solve solves for a symmetric matrix given by its upper half.
func solve(a *[taps][taps]float64, b *[taps]float64) *[taps]float64 {
	for i := range taps {
		for k := range i {
			f := a[k][i]
			for j := i; j < taps; j++ {
				a[i][j] -= f * a[k][j]
			}
			b[i] -= f * b[k]
		}
		d := 1 / math.Sqrt(max(a[i][i], 1e-9))
		for j := i; j < taps; j++ {
			a[i][j] *= d
		}
		b[i] *= d
	}
	for i := taps - 1; i >= 0; i-- {
		for j := i + 1; j < taps; j++ {
			b[i] -= a[i][j] * b[j]
		}
		b[i] /= a[i][i]
	}
	return b
}

func (l *lattice) weigh(weights *[taps]float64) []float64 {
	out := make([]float64, l.n*l.n)
	var x [taps]float64
	for i := range out {
		l.features(l.pick(i%l.n, i/l.n), &x)
		s := 0.0
		for k, w := range weights {
			s += w * x[k]
		}
		out[i] = s
	}
	return out
}

// roundsFor is how often it is worth to learn: a grid that fits well may lack
// little, one that does not has never been read later than in its second round.
func roundsFor(agreement float64) int {
	if agreement > 0.92 {
		return rounds
	}
	return 2
}

// equalised reads a code whose modules are in a lattice, of which values are
// what the middles say.
func (l *lattice) equalised(layout *symbol.Layout, values []float64, rounds int) (string, bool) {
	r := layout.Decode(values)
	if r.Whole {
		return r.Text, true
	}
	want := make([]float64, len(values))
	for i := range want {
		if black, known := layout.Known(i%l.n, i/l.n); known {
			want[i] = -1
			if black {
				want[i] = 1
			}
		}
	}
	for range rounds {
		values = l.weigh(l.learn(want))
		if r = layout.Decode(values); r.Whole {
			return r.Text, true
		}
		for i := range want {
			switch {
			case r.Truth != nil && r.Truth[i] != 0:
				want[i] = float64(r.Truth[i])
			default:
				want[i] = 0.7 * min(1, max(-1, values[i]))
			}
		}
	}
	return "", false
}
