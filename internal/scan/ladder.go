package scan

import (
	"context"
	"image"
	"math"
	"slices"
	"sync"

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
// steps share, made when a step first wants them. What steps see may be asked
// for side by side; what is settled is one step's after the other.
type ladder struct {
	second   secondReader // nil: the first goes on alone
	original *image.Gray
	making   sync.Mutex
	sizes    map[int]func() *image.Gray
	hybrids  map[int]func() *gozxing.BitMatrix
	tries    tries
	known    []point // the corners, at base, of a code that the first step read
}

func (l *ladder) scale(g *image.Gray) float64 {
	return float64(l.original.Rect.Dx()) / float64(g.Rect.Dx())
}

func newLadder(g *image.Gray, second secondReader) *ladder {
	// A large picture may hold more that is worth a look, and large codes.
	grids := min(40, 8+g.Rect.Dx()*g.Rect.Dy()/300_000)
	return &ladder{
		second: second, original: g, tries: tries{left: grids},
		sizes: map[int]func() *image.Gray{}, hybrids: map[int]func() *gozxing.BitMatrix{},
	}
}

// once is what m has for side, made by whoever asks first.
func once[T any](l *ladder, m map[int]func() T, side int, draw func() T) T {
	l.making.Lock()
	if m[side] == nil {
		m[side] = sync.OnceValue(draw)
	}
	made := m[side]
	l.making.Unlock()
	return made()
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
	return once(l, l.sizes, side, func() *image.Gray { return resize(g, side) })
}

func (l *ladder) hybrid(side int) *gozxing.BitMatrix {
	return once(l, l.hybrids, side, func() *gozxing.BitMatrix { return hybrid(l.at(side)) })
}

// seen is what a step makes of the picture alone: what it read, or where
// corners may be.
type seen struct {
	texts []string
	at    []point // the corners, at base, of what was read
	g     *image.Gray
	spots []spot
}

// step is one way to look. Its name is for measuring.
type step struct {
	name    string
	several bool // tells codes that stand side by side
	apart   bool // seen by the other hand: the second reader's, which has one turn at a time, and what evens out the work
	see     func(context.Context, *ladder) seen
}

func (s step) look(ctx context.Context, l *ladder) []string { return l.settle(ctx, s.see(ctx, l)) }

// settle reads what is to be read where corners were seen.
func (l *ladder) settle(ctx context.Context, v seen) []string {
	if len(v.at) > 0 {
		l.known = v.at
	}
	if len(v.texts) > 0 || v.g == nil {
		return v.texts
	}
	return fit(ctx, v.g, l.beside(v.spots, v.g), l.scale(v.g), &l.tries)
}

// steps are the ways to look, ordered by what each still finds for what it
// costs: docs/decisions/0021-two-readers.md has the figures.
var steps = []step{
	{name: "plain", see: func(ctx context.Context, l *ladder) seen {
		texts, at := readAt(ctx, l.hybrid(base), false)
		return seen{texts: texts, at: at}
	}},
	{name: "second", apart: true, see: func(ctx context.Context, l *ladder) seen { return l.again(ctx, base) }},
	{name: "fit/4", see: func(ctx context.Context, l *ladder) seen { return l.runs(ctx, base/4, l.hybrid) }},
	{name: "fit x2", see: func(ctx context.Context, l *ladder) seen {
		if l.large() {
			return seen{}
		}
		return l.runs(ctx, fine, l.hybrid)
	}},
	{name: "second/4", apart: true, see: func(ctx context.Context, l *ladder) seen { return l.again(ctx, base/4) }},
	{name: "grey/2", see: func(ctx context.Context, l *ladder) seen { return l.grey(ctx, base/2, 5) }},
	{name: "grey/4", see: func(ctx context.Context, l *ladder) seen { return l.grey(ctx, base/4, 12) }},
	{name: "grey", apart: true, see: func(ctx context.Context, l *ladder) seen { return l.grey(ctx, base, 2.8) }},
	{name: "even/2", see: func(ctx context.Context, l *ladder) seen {
		return l.runs(ctx, base/2, func(side int) *gozxing.BitMatrix { return adaptive(l.at(side), 15, 4) })
	}},
	{name: "fit", several: true, see: func(ctx context.Context, l *ladder) seen { return l.runs(ctx, base, l.hybrid) }},
	{name: "global", apart: true, see: func(ctx context.Context, l *ladder) seen {
		return l.runs(ctx, base, func(side int) *gozxing.BitMatrix { return global(l.at(side)) })
	}},
	{name: "inverted", see: func(ctx context.Context, l *ladder) seen {
		g := inverted(l.at(base / 2))
		m := hybrid(g)
		if texts := read(ctx, m, true); len(texts) > 0 {
			return seen{texts: texts}
		}
		return seen{g: g, spots: corners(ctx, m)}
	}},
	{name: "large", see: func(ctx context.Context, l *ladder) seen {
		if !l.large() {
			return seen{}
		}
		return l.runs(ctx, fine, l.hybrid)
	}},
	{name: "several", several: true, apart: true, see: func(ctx context.Context, l *ladder) seen {
		return seen{texts: readAll(ctx, l.hybrid(base))}
	}},
}

// large tells whether drawing at twice the size costs more than it is worth
// while other ways are left.
func (l *ladder) large() bool { return max(l.original.Rect.Dx(), l.original.Rect.Dy()) > base }

// runs sees codes whose corners show in black and white.
func (l *ladder) runs(ctx context.Context, side int, black func(side int) *gozxing.BitMatrix) seen {
	g := l.at(side)
	if ctx.Err() != nil { // making it black and white takes as long again
		return seen{}
	}
	return seen{g: g, spots: corners(ctx, black(side))}
}

// grey sees codes whose corners only grey shows, of up to so many pixels a module.
func (l *ladder) grey(ctx context.Context, side int, largest float64) seen {
	g := l.at(side)
	return seen{g: g, spots: blobs(ctx, g, largest)}
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

// again asks the second reader. Without it the first goes on alone.
func (l *ladder) again(ctx context.Context, side int) seen {
	if l.second == nil {
		return seen{}
	}
	g := l.at(side)
	// Where it needs long it finds nothing: pages of corner patterns. It is told in
	// turns, some hundred to a millisecond, so that a busy machine reads the same.
	f, ok, err := l.second.Read(ctx, g, rxing.How{Formats: []rxing.Format{rxing.QR}, Hard: true, Turns: 5000 + g.Rect.Dx()*g.Rect.Dy()/100})
	if err != nil || !ok {
		return seen{}
	}
	return seen{texts: []string{f.Text}}
}
