package main

import (
	"crypto/sha256"
	"encoding/hex"
	"hash/fnv"
	"image"
	"image/draw"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/image/tiff"

	"vouchdesk/internal/ocrb/glyphs"
)

// A line is one picture of a line, cut into cells of one pitch.
type line struct {
	source  string // the picture it was cut from
	drawn   bool   // made from a font, not cut from a picture
	held    bool
	pix     []byte
	w, h    int
	classes []int
	at      []place // of each cell; a pitch of 0: not to be told
	y       float64 // middle of the first cell
	slope   float64
	capital float64 // height of a capital letter
}

// A place is the middle of a cell and the pitch around it.
type place struct{ x, pitch float64 }

var cutName = regexp.MustCompile(`-\d+$`)

// collection says what became of the lines.
type collection struct {
	lines                          []*line
	unlike, overlapping, malformed int
}

// collect reads the lines of a folder. At most drawn lines that were made from
// a font are taken, so that the cut ones count.
func collect(dir string, measured map[string]bool, drawn int) (collection, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.gt.txt"))
	if err != nil {
		return collection{}, err
	}
	slices.Sort(names)
	texts, tainted := map[string]string{}, map[string]bool{}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return collection{}, err
		}
		texts[name] = strings.TrimSpace(string(b))
		if overlaps(texts[name], measured) {
			tainted[sourceOf(name)] = true
		}
	}
	var c collection
	for _, name := range names {
		source := sourceOf(name)
		isDrawn := strings.HasPrefix(source, "font_generate")
		switch {
		case tainted[source]:
			c.overlapping++
			continue
		case isDrawn && drawn == 0:
			continue
		case isDrawn:
			drawn--
		}
		l, err := open(strings.TrimSuffix(name, ".gt.txt")+".tif", texts[name])
		switch {
		case err != nil:
			c.malformed++
			continue
		case !l.cut():
			c.unlike++
			continue
		}
		sum := fnv.New32a()
		_, _ = sum.Write([]byte(source))
		l.source, l.drawn, l.held = source, isDrawn, sum.Sum32()%10 == 0
		c.lines = append(c.lines, l)
	}
	return c, nil
}

func sourceOf(name string) string {
	return cutName.ReplaceAllString(strings.TrimSuffix(filepath.Base(name), ".gt.txt"), "")
}

// shingle is how many characters in a row two texts must share to be taken for
// the same document, at least half of them not fillers.
const shingle = 9

// overlaps reports whether text shares a piece with what is measured. The
// pieces are kept as hashes, because not every picture shows an invented name.
func overlaps(text string, measured map[string]bool) bool {
	for i := 0; i+shingle <= len(text); i++ {
		piece := text[i : i+shingle]
		if strings.Count(piece, "<") <= shingle/2 {
			sum := sha256.Sum256([]byte(piece))
			if measured[hex.EncodeToString(sum[:6])] {
				return true
			}
		}
	}
	return false
}

func open(name, text string) (*line, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it is only read
	m, err := tiff.Decode(f)
	if err != nil {
		return nil, err
	}
	g := image.NewGray(image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy()))
	draw.Draw(g, g.Rect, m, m.Bounds().Min, draw.Src)
	l := &line{pix: g.Pix, w: g.Rect.Dx(), h: g.Rect.Dy()}
	for _, c := range text {
		class := strings.IndexRune(glyphs.Alphabet, c)
		if class < 0 {
			return nil, os.ErrInvalid
		}
		l.classes = append(l.classes, class)
	}
	return l, nil
}

type box struct{ left, right, top, bottom, ink int }

// runs are the inked stretches between empty columns.
func (l *line) runs() []box {
	var all []box
	inside := false
	for x := range l.w {
		top, bottom, ink := l.h, -1, 0
		for y := range l.h {
			if l.pix[y*l.w+x] < 128 {
				top, bottom, ink = min(top, y), max(bottom, y), ink+1
			}
		}
		switch {
		case ink == 0:
			inside = false
		case !inside:
			all = append(all, box{x, x, top, bottom, ink})
			inside = true
		default:
			b := &all[len(all)-1]
			b.right, b.top, b.bottom, b.ink = x, min(b.top, top), max(b.bottom, bottom), b.ink+ink
		}
	}
	return slices.DeleteFunc(all, func(b box) bool { return b.ink < 12 })
}

// cut finds the cells: only a line whose runs stand at one pitch is taken.
func (l *line) cut() bool {
	runs := l.runs()
	at := l.places(runs)
	if at == nil {
		return false
	}
	ys := new(straight)
	var heights []float64
	for i, b := range runs {
		if at[i] >= 0 && glyphs.Alphabet[l.classes[at[i]]] != '<' {
			heights = append(heights, float64(b.bottom-b.top+1))
			ys.add(float64(at[i]), float64(b.top+b.bottom+1)/2)
		}
	}
	if !l.space(runs, at) {
		return false
	}
	if len(heights) < 3 {
		return false
	}
	slices.Sort(heights)
	l.capital = heights[len(heights)/2]
	if heights[len(heights)/4] < 0.8*l.capital || heights[len(heights)*3/4] > 1.25*l.capital {
		return false
	}
	l.y, l.slope = ys.fit()
	if len(heights) < 8 {
		l.y, l.slope = ys.y/ys.n, 0
	}
	return math.Abs(l.slope) < 0.8
}

// space finds the middle of each cell from the runs around it, because a line
// cut from a photograph is wider at its near end.
func (l *line) space(runs []box, at []int) bool {
	l.at = make([]place, len(l.classes))
	good := 0
	for i := range l.at {
		near := new(straight)
		own := math.NaN()
		for j, b := range runs {
			if at[j] < 0 || at[j] < i-7 || at[j] > i+7 {
				continue
			}
			x := float64(b.left+b.right+1) / 2
			near.add(float64(at[j]), x)
			if at[j] == i {
				own = x
			}
		}
		if near.n < 6 {
			continue
		}
		start, pitch := near.fit()
		x := start + pitch*float64(i)
		if !(math.Abs(own-x) > 0.25*pitch) {
			l.at[i] = place{x, pitch}
			good++
		}
	}
	return good*10 >= len(l.at)*7
}

// places says which character each run is, -1 for several that touch; nil if
// too few can be told.
func (l *line) places(runs []box) []int {
	n := len(l.classes)
	if len(runs) < 6 || len(runs) > n {
		return nil
	}
	at := make([]int, len(runs))
	if len(runs) == n {
		for i := range at {
			at[i] = i
		}
		return at
	}
	last := runs[len(runs)-1]
	pitch := float64(last.right+1-runs[0].left) / (float64(n) - 0.42)
	first, single := float64(runs[0].left)+0.29*pitch, 0
	for i, b := range runs {
		at[i] = int(math.Round((float64(b.left+b.right+1)/2 - first) / pitch))
		if float64(b.right-b.left+1) > 0.9*pitch || at[i] < 0 || at[i] >= n {
			at[i] = -1
			continue
		}
		single++
	}
	if single < n*6/10 {
		return nil
	}
	return at
}

// straight is a line through points, by least squares.
type straight struct{ n, x, y, xx, xy float64 }

func (s *straight) add(x, y float64) {
	s.n, s.x, s.y, s.xx, s.xy = s.n+1, s.x+x, s.y+y, s.xx+x*x, s.xy+x*y
}

func (s *straight) fit() (start, step float64) {
	step = (s.n*s.xy - s.x*s.y) / (s.n*s.xx - s.x*s.x)
	return (s.y - step*s.x) / s.n, step
}
