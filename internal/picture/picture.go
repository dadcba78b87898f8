// Package picture says of a picture of a document what a person would who has
// to read it later: it is blurred, it shines, a part is missing.
//
// It advises and refuses nothing: whoever has the document before them decides.
// What cannot be told from the pixels is not said, so a clean scan gets no
// advice and a picture without any is not thereby good. The package is pure:
// pixels in, words of [Advice] out, and no error.
//
// Each limit below names where it comes from. Those that no source gives were
// set by its tests, on drawn pages made worse in steps: what still reads must
// stay below, what does not must be above, with room between.
package picture

import (
	"image"
	"slices"
)

// Advice is one thing that is wrong with a picture.
type Advice string

// What can be wrong, the most telling first.
const (
	Blank   Advice = "blank"   // there is nothing on it
	Cut     Advice = "cut"     // the document is not whole in the picture
	Blurred Advice = "blurred" // its letters have no edges
	Glare   Advice = "glare"   // a light shines back from it
	Dark    Advice = "dark"    // even its paper is
	Small   Advice = "small"   // too few pixels for its text
)

const (
	// leastSide is the fewest pixels of the longer side. Print of 10 points has
	// small letters 1.8 mm high; six pixels of height are about what a person
	// can still read, so 3.4 a millimetre, and 1,000 for the 297 mm of A4.
	leastSide = 1000
	// darkest is the level of paper below which ink of a tenth of it is no more
	// than 9 levels away: 90 of 255.
	darkest = 90
	// faintest is how far the darkest and the brightest hundredth of a page may
	// be apart while there is nothing on it: the grain of a scanner stays below.
	faintest = 40
)

// Look says what is wrong with the part of a picture that is to be kept; an
// empty part is all of it.
func Look(m *image.RGBA, part image.Rectangle) []Advice {
	if part.Empty() {
		part = m.Rect
	}
	part = part.Intersect(m.Rect)
	if part.Empty() {
		return nil
	}
	g := shrink(m, part, lookSide)
	levels := histogram(g)
	if levels.at(0.99)-levels.at(0.01) < faintest {
		if levels.at(0.99) < darkest {
			return []Advice{Dark}
		}
		return []Advice{Blank}
	}
	var all []Advice
	paper := levels.paper()
	for advice, wrong := range map[Advice]bool{
		Cut:     cut(g, levels),
		Blurred: steep(g, levels.at(0.99)-levels.at(0.01)) < steepest,
		Glare:   glare(g, paper),
		Dark:    paper < darkest,
		Small:   max(part.Dx(), part.Dy()) < leastSide,
	} {
		if wrong {
			all = append(all, advice)
		}
	}
	order := []Advice{Cut, Blurred, Glare, Dark, Small}
	slices.SortFunc(all, func(a, b Advice) int { return slices.Index(order, a) - slices.Index(order, b) })
	return all
}

// levels counts the pixels of each brightness.
type levels struct {
	count [256]int
	sum   int
}

func histogram(g *image.Gray) levels {
	var l levels
	for _, v := range g.Pix {
		l.count[v]++
	}
	l.sum = len(g.Pix)
	return l
}

// at is the level that a share of the pixels does not exceed.
func (l levels) at(share float64) int {
	left := int(share * float64(l.sum))
	for v, n := range l.count {
		if left -= n; left < 0 {
			return v
		}
	}
	return 255
}

// split is the level that parts the dark from the bright best, and how much of
// all the variance that explains, 0 to 1 (Otsu 1979).
func (l levels) split() (at int, share float64) {
	var all, total float64
	for v, n := range l.count {
		all += float64(v) * float64(n)
	}
	mean := all / float64(l.sum)
	for v, n := range l.count {
		total += (float64(v) - mean) * (float64(v) - mean) * float64(n)
	}
	var n, s, best float64
	for v := range 255 {
		n += float64(l.count[v])
		s += float64(v) * float64(l.count[v])
		if n == 0 || n == float64(l.sum) {
			continue
		}
		d := mean*n - s
		if between := d * d / (n * (float64(l.sum) - n)) * float64(l.sum); between > best {
			best, at = between, v
		}
	}
	if total == 0 {
		return at, 0
	}
	return at, best / total
}

// paper is the middle level of what is bright.
func (l levels) paper() int {
	at, _ := l.split()
	bright := 0
	for _, n := range l.count[at+1:] {
		bright += n
	}
	left := bright / 2
	for v := at + 1; v < 256; v++ {
		if left -= l.count[v]; left < 0 {
			return v
		}
	}
	return 255
}
