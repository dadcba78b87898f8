package picture

import "image"

// lookSide is the longer side at which pictures are judged, so that the same
// page is judged alike from any camera: at 4 pixels a millimetre of A4 what is
// sharp enough to be read is still sharp.
const lookSide = 1200

// shrink is a part of a picture in grey, its longer side at most side, each
// pixel the mean of those it stands for (ITU-R BT.601 weights).
func shrink(m *image.RGBA, part image.Rectangle, side int) *image.Gray {
	w, h := part.Dx(), part.Dy()
	if most := max(w, h); most > side {
		w, h = max(1, w*side/most), max(1, h*side/most)
	}
	g := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		top, bottom := part.Min.Y+y*part.Dy()/h, part.Min.Y+(y+1)*part.Dy()/h
		for x := range w {
			left, right := part.Min.X+x*part.Dx()/w, part.Min.X+(x+1)*part.Dx()/w
			sum := 0
			for v := top; v < bottom; v++ {
				p := m.Pix[m.PixOffset(left, v) : m.PixOffset(right-1, v)+4]
				for i := 0; i < len(p); i += 4 {
					sum += 299*int(p[i]) + 587*int(p[i+1]) + 114*int(p[i+2])
				}
			}
			n := (bottom - top) * (right - left)
			g.Pix[y*g.Stride+x] = uint8((sum/n + 500) / 1000)
		}
	}
	return g
}

// steepest is how much of all the contrast a sharp picture has between two
// neighbours at its sharpest places, at the least. Print of 10 points is seven pixels high here:
// it reads after a blur of 1 pixel, which leaves 0.23 or more in the tests, and
// does not after one of 2.5, which leaves 0.20 at most with any grain.
const steepest = 0.21

// steep is the share of the contrast between neighbours that one pixel in 500
// exceeds, in the worse direction: a hand that shook blurs one only.
func steep(g *image.Gray, contrast int) float64 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	across := steepAlong(g.Pix, w, h, 1, g.Stride)
	down := steepAlong(g.Pix, h, w, g.Stride, 1)
	return float64(min(across, down)) / float64(3*max(1, contrast))
}

// steepAlong measures along lines of n pixels that are step apart; the lines are
// line apart. Three lines are taken together, which an edge outlasts and the
// grain of a cheap camera does not.
func steepAlong(pix []byte, n, lines, step, line int) int {
	var count [3*255 + 1]int
	all := 0
	for l := 1; l < lines-1; l++ {
		p := pix[(l-1)*line:]
		three := func(i int) int { return int(p[i*step]) + int(p[i*step+line]) + int(p[i*step+2*line]) }
		before := three(0)
		for i := 1; i < n; i++ {
			now := three(i)
			count[abs(now-before)]++
			before = now
			all++
		}
	}
	left := all / 500
	for v := len(count) - 1; v > 0; v-- {
		if left -= count[v]; left < 0 {
			return v
		}
	}
	return 0
}

func abs(n int) int { return max(n, -n) }

const (
	whitest = 240 // paper that is so white may be a scanner's: no light can be told on it
	shining = 250 // as white as a camera can say
	// glareSpot and glareAll are the shares of the picture that one spot, and
	// all spots, must have: a line of print on A4 is about a hundredth.
	glareSpot, glareAll = 0.001, 0.004
)

// glare tells whether spots are far brighter than the paper around them.
func glare(g *image.Gray, paper int) bool {
	if paper >= whitest {
		return false
	}
	var all int
	spots(g, func(v byte) bool { return v >= shining }, func(s spot) {
		if float64(s.size) >= glareSpot*float64(len(g.Pix)) {
			all += s.size
		}
	})
	return float64(all) >= glareAll*float64(len(g.Pix))
}

// spot is pixels that hang together: how many, and how many of them lie on each
// edge of the picture.
type spot struct {
	size                     int
	left, right, top, bottom int
}

func (s *spot) touch(left, right, top, bottom bool) {
	for i, side := range [4]*int{&s.left, &s.right, &s.top, &s.bottom} {
		if [4]bool{left, right, top, bottom}[i] {
			*side++
		}
	}
}

// spots finds what hangs together of the pixels that are meant.
func spots(g *image.Gray, meant func(byte) bool, each func(spot)) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	seen := make([]bool, w*h)
	var next []int
	for from := range seen {
		if seen[from] || !meant(g.Pix[from]) {
			continue
		}
		var s spot
		seen[from] = true
		next = append(next[:0], from)
		for len(next) > 0 {
			at := next[len(next)-1]
			next = next[:len(next)-1]
			x, y := at%w, at/w
			s.size++
			s.touch(x == 0, x == w-1, y == 0, y == h-1)
			for _, to := range [4]struct {
				at    int
				there bool
			}{{at - 1, x > 0}, {at + 1, x < w-1}, {at - w, y > 0}, {at + w, y < h-1}} {
				if to.there && !seen[to.at] && meant(g.Pix[to.at]) {
					seen[to.at] = true
					next = append(next, to.at)
				}
			}
		}
		each(s)
	}
}

const (
	cutSide  = 240  // the longer side at which the document's outline is looked for
	distinct = 0.7  // how much of the variance document and table must explain
	leastDoc = 0.15 // of the picture: less is not the document
	mostDoc  = 0.93 // more fills the picture, as a scan does
	touches  = 0.08 // of an edge: less is a shadow or a finger
	fills    = 0.9  // of an edge: more on every one is no document on a table
)

// cut tells whether the bright document on a darker table goes on beyond an
// edge of the picture.
func cut(g *image.Gray, l levels) bool {
	at, share := l.split()
	if share < distinct {
		return false
	}
	small := shrinkGrey(g, cutSide)
	w, h := float64(small.Rect.Dx()), float64(small.Rect.Dy())
	var doc spot
	spots(small, func(v byte) bool { return int(v) > at }, func(s spot) {
		if s.size > doc.size {
			doc = s
		}
	})
	if size := float64(doc.size); size < leastDoc*w*h || size > mostDoc*w*h {
		return false
	}
	sides := []float64{float64(doc.left) / h, float64(doc.right) / h, float64(doc.top) / w, float64(doc.bottom) / w}
	least, most := min(sides[0], sides[1], sides[2], sides[3]), max(sides[0], sides[1], sides[2], sides[3])
	return most > touches && least < fills
}

// shrinkGrey is shrink for what is grey already.
func shrinkGrey(g *image.Gray, side int) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if most := max(w, h); most > side {
		w, h = max(1, w*side/most), max(1, h*side/most)
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		top, bottom := y*g.Rect.Dy()/h, (y+1)*g.Rect.Dy()/h
		for x := range w {
			left, right := x*g.Rect.Dx()/w, (x+1)*g.Rect.Dx()/w
			sum := 0
			for v := top; v < bottom; v++ {
				for _, p := range g.Pix[v*g.Stride+left : v*g.Stride+right] {
					sum += int(p)
				}
			}
			out.Pix[y*out.Stride+x] = uint8(sum / ((bottom - top) * (right - left)))
		}
	}
	return out
}
