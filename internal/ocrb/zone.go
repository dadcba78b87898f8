package ocrb

import (
	"math"
	"slices"
)

// A strip is one line of cells: where cell i lies along, and how high.
type strip struct {
	x      curve // along, over the number of the cell
	y      curve // across, over along
	seen   []int // the cells that ink was seen in
	lo, hi int   // the first and the last of them, then of the zone
}

// A plot is two or three lines that may be a zone.
type plot struct {
	strips  []strip
	height  float64 // of a capital letter
	columns int
	down    bool    // the lines run down the picture that was searched
	scale   float64 // pixels of that picture for one of the given one
	score   float64
}

// plots puts rows together that lie as the lines of a zone do.
func plots(rows []row, down bool, scale float64) []plot {
	slices.SortStableFunc(rows, func(p, q row) int { return cmpFloat(middle(p), middle(q)) })
	var out []plot
	for i := range rows {
		for j := range rows {
			d, ok := below(&rows[i], &rows[j])
			if !ok {
				continue
			}
			out = append(out, pair(&rows[i], &rows[j], d)...)
			for k := range rows {
				if e, ok := below(&rows[j], &rows[k]); ok && math.Abs(d-e) < 0.22*d {
					out = append(out, newPlot([]*row{&rows[i], &rows[j], &rows[k]}, 30)...)
				}
			}
		}
	}
	for i := range out {
		out[i].down, out[i].scale = down, scale
	}
	return out
}

func middle(r row) float64 { return r.y.at((r.from() + r.to()) / 2) }

// below reports whether q may be the line after p, and how far it is.
func below(p, q *row) (float64, bool) {
	from, to := max(p.from(), q.from()), min(p.to(), q.to())
	if to-from < 0.5*max(p.to()-p.from(), q.to()-q.from()) {
		return 0, false
	}
	mid := (from + to) / 2
	high := (p.height + q.height) / 2
	d := q.y.at(mid) - p.y.at(mid)
	switch {
	case d < 1.2*high || d > 3.8*high,
		math.Abs(p.pitch-q.pitch) > 0.1*min(p.pitch, q.pitch),
		max(p.height, q.height) > 1.4*min(p.height, q.height),
		math.Abs(p.y.slope(mid)-q.y.slope(mid)) > 0.08:
		return 0, false
	}
	return d, true
}

// pair is what two rows may be: the two lines of a zone, or two of the three
// of a card, the third not found.
func pair(p, q *row, d float64) []plot {
	wide := max(p.to()-p.from(), q.to()-q.from())/((p.pitch+q.pitch)/2) + 1
	var out []plot
	if wide > 39 {
		out = append(out, newPlot([]*row{p, q}, 44)...)
	}
	if wide > 31 && wide < 42 {
		out = append(out, newPlot([]*row{p, q}, 36)...)
	}
	if wide > 24 && wide < 33 {
		above, under := *p, *q
		above.y.a, above.guessed = above.y.a-d, true
		under.y.a, under.guessed = under.y.a+d, true
		out = append(out, newPlot([]*row{&above, p, q}, 30)...)
		out = append(out, newPlot([]*row{p, q, &under}, 30)...)
	}
	return out
}

func newPlot(rows []*row, columns int) []plot {
	p := plot{columns: columns}
	for _, r := range rows {
		s, ok := newStrip(r)
		if !ok {
			return nil
		}
		p.strips = append(p.strips, s)
		p.height = max(p.height, r.height)
		p.score += r.even * 10
	}
	// All lines count their cells from the same edge of the zone.
	first := &p.strips[0]
	mid := first.x.at(float64(first.lo+first.hi) / 2)
	for i := 1; i < len(p.strips); i++ {
		s := &p.strips[i]
		slope := s.y.slope(mid)
		across := s.y.at(mid) - first.y.at(mid)
		shift := s.number(mid-slope*across) - first.number(mid)
		n := math.Round(shift)
		if math.Abs(shift-n) > 0.42 {
			p.score *= 0.6
		}
		s.shift(int(n))
	}
	if !p.bound() {
		return nil
	}
	// A letter that leans takes more room across than it is high.
	slope := math.Abs(first.y.slope(mid))
	pitch := first.x.slope(float64(first.lo+first.hi) / 2)
	p.height = max(0.7*p.height, (p.height-0.5*pitch*slope)*math.Hypot(1, slope))
	return []plot{p}
}

// bound finds the cells of the zone: where, over its length, the most ink was
// seen. Print or a frame beside it makes a row longer than the zone.
func (p *plot) bound() bool {
	lo, hi := math.MaxInt, math.MinInt
	for _, s := range p.strips {
		lo, hi = min(lo, s.lo), max(hi, s.hi)
	}
	counts := make([]int, hi-lo+1)
	total := 0
	for _, s := range p.strips {
		for _, i := range s.seen {
			counts[i-lo]++
			total++
		}
	}
	best, from, to := 0, 0, 0
	sum := 0
	for i, n := range counts {
		sum += n
		if i >= p.columns {
			sum -= counts[i-p.columns]
		}
		if sum > best {
			best, from = sum, max(0, i-p.columns+1)
			to = i
		}
	}
	p.score += float64(best) - float64(total-best)
	if best < p.columns*len(p.strips)*4/10 {
		return false
	}
	for i := range p.strips {
		p.strips[i].lo, p.strips[i].hi = lo+from, lo+to
	}
	return true
}

// number is the cell, and the part of one, that lies at u.
func (s *strip) number(u float64) float64 {
	n := float64(s.lo+s.hi) / 2
	for range 6 {
		n += (u - s.x.at(n)) / s.x.slope(n)
	}
	return n
}

// shift makes cell i of s the one that was i+n.
func (s *strip) shift(n int) {
	s.x.mid -= float64(n)
	s.lo, s.hi = s.lo-n, s.hi-n
	for i := range s.seen {
		s.seen[i] -= n
	}
}

// newStrip numbers the blobs of a row by their pitch, from the middle
// outwards, so that a pitch that grows along the line is followed.
func newStrip(r *row) (strip, bool) {
	n := len(r.blobs)
	var xs, us []float64
	walk := func(start, step int) {
		pitch, last, number := r.pitch, r.blobs[start].u, 0.0
		for i := start + step; i >= 0 && i < n; i += step {
			b := r.blobs[i]
			if b.a > 1.25*r.pitch {
				continue
			}
			d := math.Abs(b.u - last)
			k := math.Round(d / pitch)
			if k < 1 || math.Abs(d/pitch-k) > 0.28 {
				continue
			}
			number += k * float64(step)
			last = b.u
			pitch += 0.12 * (d/k - pitch)
			pitch = min(max(pitch, 0.8*r.pitch), 1.25*r.pitch)
			xs, us = append(xs, number), append(us, b.u)
		}
	}
	start := n / 2
	for start > n/4 && r.blobs[start].a > 1.1*r.pitch {
		start--
	}
	xs, us = append(xs, 0), append(us, r.blobs[start].u)
	walk(start, 1)
	walk(start, -1)
	if len(xs) < 10 {
		return strip{}, false
	}
	s := strip{x: fitPoints(xs, us, len(xs) > 20), y: r.y}
	for _, x := range xs {
		s.seen = append(s.seen, int(x))
	}
	s.lo, s.hi = slices.Min(s.seen), slices.Max(s.seen)
	if r.guessed {
		s.seen = nil
	}
	if s.x.slope(float64(s.lo)) < 2 || s.x.slope(float64(s.hi)) < 2 {
		return strip{}, false
	}
	return s, true
}
