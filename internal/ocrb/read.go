package ocrb

import (
	"cmp"
	"image"
	"math"
	"slices"
	"strings"

	"vouchdesk/internal/mrz"
	"vouchdesk/internal/ocrb/glyphs"
	"vouchdesk/internal/resident"
)

// likeliest sorts plots and keeps the first few.
func likeliest(all []plot) []plot {
	slices.SortStableFunc(all, func(p, q plot) int { return cmp.Compare(q.score, p.score) })
	return all[:min(len(all), plotsTried)]
}

// A reading is a zone and how well it was seen.
type reading struct {
	zone   Zone
	clear  float64 // mean likelihood of its characters
	digits int     // checks that fit
	fits   bool    // all digits fit; the dates may still be none
}

func (r *reading) better(than *reading) bool {
	if r.zone.Valid() != than.zone.Valid() {
		return r.zone.Valid()
	}
	return r.clear+0.05*float64(r.digits) > than.clear+0.05*float64(than.digits)
}

// enough reports whether another way to look, after so many, is not worth the
// wait: where every character is clear and digits do not fit, they are printed
// so.
func (r *reading) enough(ways int) bool {
	return r.fits || r.clear > 0.93 || r.clear > 0.88 && ways > 1 || ways > 2
}

// spare is how many cells are looked at beyond where ink was seen.
const spare = 2

// judged is what the net says of every cell of a plot, as it is read: lines
// from the first, cells from the first.
type judged [][][glyphs.Classes]float32

// read judges every cell, finds where the zone begins and what it says.
func (g *gaze) read(today resident.Date) (reading, bool) {
	lo, hi := g.strips[0].lo-spare, g.strips[0].hi+spare
	for hi-lo+1 < g.columns+2*spare {
		lo, hi = lo-1, hi+1
	}
	all := make(judged, len(g.strips))
	for line := range all {
		for i := range hi - lo + 1 {
			cell := lo + i
			if g.back {
				cell = hi - i
			}
			all[line] = append(all[line], g.twice(g.order(line), cell))
		}
	}
	r, start, ok := all.best(today)
	if !ok {
		return reading{}, false
	}
	first, step := lo+start, 1
	if g.back {
		first, step = hi-start, -1
	}
	last := first + step*(len(r.zone.Lines[0])-1)
	end := len(g.strips) - 1
	r.zone.Quad = [4]image.Point{
		g.corner(0, first, -0.8, -0.9), g.corner(0, last, 0.8, -0.9),
		g.corner(end, last, 0.8, 0.9), g.corner(end, first, -0.8, 0.9),
	}
	return r, true
}

// twice judges a cell, and where that leaves doubt judges it again a little
// off its place: what is read in more than one place counts.
func (g *gaze) twice(strip, cell int) [glyphs.Classes]float32 {
	out := g.judge(strip, cell, 0, 0)
	for _, v := range out {
		if v > -0.02 {
			return out
		}
	}
	var sum [glyphs.Classes]float64
	add := func(o [glyphs.Classes]float32) {
		for i, v := range o {
			sum[i] += math.Exp(float64(v))
		}
	}
	add(out)
	for _, d := range [...][2]float64{{0.07, 0}, {-0.07, 0}, {0, 0.06}, {0, -0.06}} {
		add(g.judge(strip, cell, d[0], d[1]))
	}
	for i := range sum {
		out[i] = float32(math.Log(sum[i]/5 + 1e-9))
	}
	return out
}

// best finds the format and the first cell under which the most of what was
// seen is in order. A row that print made longer is no longer zone for it.
func (j judged) best(today resident.Date) (reading, int, bool) {
	top, start, format := math.Inf(-1), 0, mrz.Format("")
	for _, f := range mrz.Formats() {
		lines, columns := f.Size()
		if lines != len(j) {
			continue
		}
		places := f.Places()
		for s := 0; s+columns <= len(j[0]); s++ {
			if score := j.score(places, s); score > top {
				top, start, format = score, s, f
			}
		}
	}
	if format == "" {
		return reading{}, 0, false
	}
	r, options := j.text(format.Places(), start)
	if r.clear < 0.6 || r.fillers() < 4 {
		return reading{}, 0, false
	}
	r.parse(today)
	if !r.zone.Valid() {
		r.mend(format, options, today)
	}
	if r.zone.Valid() {
		r.prove(options, today)
	}
	return r, start, true
}

// score is how well the cells from start on agree with a format; what is read
// outside the zone counts against it.
func (j judged) score(places [][]mrz.Place, start int) float64 {
	sum := 0.0
	for line, cells := range j {
		for i, out := range cells {
			k := i - start
			if k < 0 || k >= len(places[line]) {
				sum += float64(max(out[glyphs.None], -4)) * 0.5
				continue
			}
			best := float32(-6)
			for c, v := range out[:glyphs.None] {
				if v > best && strings.IndexByte(places[line][k].Alphabet, glyphs.Alphabet[c]) >= 0 {
					best = v
				}
			}
			sum += float64(best)
		}
	}
	return sum
}

// Limits as natural logarithms of likelihood ratios.
const (
	doubt   = 2.2 // at most nine times less likely: doubtful
	near    = 5.0 // what is remembered as near
	foreign = 4.0 // a character that may not stand there is kept if it is that much likelier
)

// alike are characters that OCR-B prints nearly the same: which of them stands
// in a place is told by what may stand there.
var alike = [...]string{"0OQD", "1IL", "2Z", "5S", "8B", "6G", "4A", "7T", "<K"}

func lookAlike(a, b byte) bool {
	for _, set := range alike {
		if strings.IndexByte(set, a) >= 0 && strings.IndexByte(set, b) >= 0 {
			return true
		}
	}
	return false
}

// text takes the likeliest character of each place, and gives what the check
// digits may choose from.
func (j judged) text(places [][]mrz.Place, start int) (reading, []option) {
	var r reading
	var options []option
	count := 0.0
	for line := range places {
		chars := make([]Char, len(places[line]))
		for k := range chars {
			out := &j[line][start+k]
			chars[k] = choose(out, places[line][k].Alphabet)
		}
		asSeen(chars, places[line])
		for k := range chars {
			out := &j[line][start+k]
			own := out[strings.IndexByte(glyphs.Alphabet, chars[k].Text)]
			r.clear += math.Exp(float64(own))
			count++
			for _, other := range []byte(chars[k].Near) {
				if places[line][k].Checked {
					cost := own - out[strings.IndexByte(glyphs.Alphabet, other)]
					options = append(options, option{line, k, other, float64(cost)})
				}
			}
		}
		r.zone.Lines = append(r.zone.Lines, chars)
	}
	r.clear /= count
	return r, options
}

// asSeen leaves a whole field as it was seen where one of its characters
// cannot stand there: then its look-alikes were not what they were taken for.
func asSeen(chars []Char, places []mrz.Place) {
	for from := 0; from < len(places); {
		may, to := places[from].Alphabet, from
		odd := false
		for to < len(places) && places[to].Alphabet == may {
			odd = odd || strings.IndexByte(may, chars[to].Text) < 0
			to++
		}
		for i := from; odd && i < to; i++ {
			chars[i].Text, chars[i].Mark = chars[i].Seen, Doubtful
		}
		from = to
	}
}

func choose(out *[glyphs.Classes]float32, may string) Char {
	seen, first := -1, -1
	for c, v := range out[:glyphs.None] {
		if seen < 0 || v > out[seen] {
			seen = c
		}
		if strings.IndexByte(may, glyphs.Alphabet[c]) >= 0 && (first < 0 || v > out[first]) {
			first = c
		}
	}
	if out[seen]-out[first] > foreign && !lookAlike(glyphs.Alphabet[seen], glyphs.Alphabet[first]) {
		first = seen
	}
	c := Char{Text: glyphs.Alphabet[first], Seen: glyphs.Alphabet[seen]}
	type other struct {
		char byte
		v    float32
	}
	var others []other
	sum := 0.0
	for i, v := range out[:glyphs.None] {
		char := glyphs.Alphabet[i]
		if strings.IndexByte(may, char) < 0 && i != first {
			continue
		}
		sum += math.Exp(float64(v - out[first]))
		if i != first && out[first]-v < near {
			others = append(others, other{char, v})
		}
	}
	slices.SortFunc(others, func(a, b other) int { return cmp.Compare(b.v, a.v) })
	for _, o := range others {
		c.Near += string(o.char)
	}
	c.Sure = 1 / sum
	if len(others) > 0 && out[first]-others[0].v < doubt || out[first] < -1.5 {
		c.Mark = Doubtful
	}
	return c
}

func (r *reading) fillers() int {
	n := 0
	for _, line := range r.zone.Lines {
		for _, c := range line {
			if c.Text == '<' && c.Sure > 0.6 {
				n++
			}
		}
	}
	return n
}

func (r *reading) parse(today resident.Date) {
	r.zone.Result, r.zone.Fault = mrz.Parse(r.zone.Text(), today)
	r.digits, r.fits = 0, r.zone.Fault == nil
	for _, c := range r.zone.Result.Checks {
		real := c.Name == mrz.CheckBirthReal || c.Name == mrz.CheckExpiryReal
		switch {
		case c.OK:
			r.digits++
		case !real:
			r.fits = false
		}
	}
}
