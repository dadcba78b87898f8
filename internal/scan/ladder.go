package scan

import (
	"context"
	"image"
	"math"
	"slices"
	"time"

	"github.com/makiuchi-d/gozxing"

	"vouchdesk/internal/scan/rxing"
)

const (
	// base is the side most steps work at: a whole A4 page then has three
	// pixels a module of a letter's code, and a photograph has lost its grain.
	base = 1600
	// fine is the side for codes that are small in their picture.
	fine = 2 * base
)

// secondReader is what is asked of the second reader.
type secondReader interface {
	Read(ctx context.Context, g *image.Gray, how rxing.How) (rxing.Found, bool, error)
}

// ladder holds one picture in the sizes and the black and white that several
// steps share, made when a step first wants them.
type ladder struct {
	second   secondReader // nil: the first goes on alone
	original *image.Gray
	sizes    map[int]*image.Gray
	hybrids  map[int]*gozxing.BitMatrix
	tries    tries
	known    []point // the corners, at base, of a code that the first step read
}

func (l *ladder) scale(g *image.Gray) float64 {
	return float64(l.original.Rect.Dx()) / float64(g.Rect.Dx())
}

func newLadder(g *image.Gray, second secondReader) *ladder {
	// A large picture may hold more that is worth a look, and large codes.
	grids := min(40, 8+g.Rect.Dx()*g.Rect.Dy()/300_000)
	return &ladder{second: second, original: g, tries: tries{left: grids}, sizes: map[int]*image.Gray{}, hybrids: map[int]*gozxing.BitMatrix{}}
}

// at is the picture with its longest side at most side, but for fine: a
// picture that has no more pixels than base is drawn at twice its size, since
// gozxing measures corners in whole pixels.
func (l *ladder) at(side int) *image.Gray {
	g := l.original
	long := max(g.Rect.Dx(), g.Rect.Dy())
	if side == fine && long <= base {
		side = 2 * long
	} else if long <= side {
		return g
	}
	if l.sizes[side] == nil {
		l.sizes[side] = resize(g, side)
	}
	return l.sizes[side]
}

func (l *ladder) hybrid(side int) *gozxing.BitMatrix {
	if l.hybrids[side] == nil {
		l.hybrids[side] = hybrid(l.at(side))
	}
	return l.hybrids[side]
}

// step is one way to look. Its name is for measuring.
type step struct {
	name    string
	several bool // tells codes that stand side by side
	look    func(context.Context, *ladder) []string
}

// steps are the ways to look, ordered by what each still finds for what it
// costs: docs/decisions/0021-two-readers.md has the figures.
var steps = []step{
	{"plain", false, func(ctx context.Context, l *ladder) (texts []string) {
		texts, l.known = readAt(ctx, l.hybrid(base), false)
		return texts
	}},
	{"second", false, func(ctx context.Context, l *ladder) []string { return again(ctx, l, base) }},
	{"fit/4", false, func(ctx context.Context, l *ladder) []string { return l.fit(ctx, base/4, l.hybrid(base/4)) }},
	{"fit x2", false, func(ctx context.Context, l *ladder) []string {
		if l.large() {
			return nil
		}
		return l.fit(ctx, fine, l.hybrid(fine))
	}},
	{"second/4", false, func(ctx context.Context, l *ladder) []string { return again(ctx, l, base/4) }},
	{"grey/2", false, func(ctx context.Context, l *ladder) []string { return l.grey(ctx, base/2, 5) }},
	{"grey/4", false, func(ctx context.Context, l *ladder) []string { return l.grey(ctx, base/4, 12) }},
	{"grey", false, func(ctx context.Context, l *ladder) []string { return l.grey(ctx, base, 2.8) }},
	{"even/2", false, func(ctx context.Context, l *ladder) []string {
		return l.fit(ctx, base/2, adaptive(l.at(base/2), 15, 4))
	}},
	{"fit/2", true, func(ctx context.Context, l *ladder) []string { return l.fit(ctx, base/2, l.hybrid(base/2)) }},
	{"global", false, func(ctx context.Context, l *ladder) []string { return l.fit(ctx, base, global(l.at(base))) }},
	{"inverted", false, func(ctx context.Context, l *ladder) []string {
		g := inverted(l.at(base / 2))
		m := hybrid(g)
		if texts := read(ctx, m, true); len(texts) > 0 {
			return texts
		}
		return fit(ctx, g, corners(ctx, m), l.scale(g), &l.tries)
	}},
	{"large", false, func(ctx context.Context, l *ladder) []string {
		if !l.large() {
			return nil
		}
		return l.fit(ctx, fine, l.hybrid(fine))
	}},
	{"several", true, func(ctx context.Context, l *ladder) []string { return readAll(ctx, l.hybrid(base)) }},
}

// large tells whether drawing at twice the size costs more than it is worth
// while other ways are left.
func (l *ladder) large() bool { return max(l.original.Rect.Dx(), l.original.Rect.Dy()) > base }

// fit reads codes whose corners show in black and white.
func (l *ladder) fit(ctx context.Context, side int, m *gozxing.BitMatrix) []string {
	g := l.at(side)
	all := l.beside(corners(ctx, m), g)
	return fit(ctx, g, all, l.scale(g), &l.tries)
}

// beside leaves out the corners that lie within the code that was read.
func (l *ladder) beside(all []spot, g *image.Gray) []spot {
	if len(l.known) < 3 {
		return all
	}
	k := float64(g.Rect.Dx()) / float64(l.at(base).Rect.Dx())
	bl, tr := l.known[0], l.known[2]
	middle := point{k * (bl.x + tr.x) / 2, k * (bl.y + tr.y) / 2}
	reach := 0.0
	for _, p := range l.known {
		reach = max(reach, 1.2*math.Hypot(k*p.x-middle.x, k*p.y-middle.y))
	}
	return slices.DeleteFunc(all, func(s spot) bool { return math.Hypot(s.x-middle.x, s.y-middle.y) < reach })
}

// grey reads codes whose corners only grey shows, of up to so many pixels a module.
func (l *ladder) grey(ctx context.Context, side int, largest float64) []string {
	g := l.at(side)
	return fit(ctx, g, blobs(ctx, g, largest), l.scale(g), &l.tries)
}

// again asks the second reader. Without it the first goes on alone.
func again(ctx context.Context, l *ladder, side int) []string {
	if l.second == nil {
		return nil
	}
	g := l.at(side)
	// Where it needs long it finds nothing: pages of corner patterns.
	within, cancel := context.WithTimeout(ctx, 50*time.Millisecond+time.Duration(g.Rect.Dx()*g.Rect.Dy()/10_000)*time.Millisecond)
	defer cancel()
	f, ok, err := l.second.Read(within, g, rxing.How{Formats: []rxing.Format{rxing.QR}, Hard: true})
	if err != nil || !ok {
		return nil
	}
	return []string{f.Text}
}
