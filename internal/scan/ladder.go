package scan

import (
	"context"
	"image"

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

// ladder holds one picture in the sizes and the black and white that several
// steps share, made when a step first wants them.
type ladder struct {
	second   *rxing.Reader
	original *image.Gray
	sizes    map[int]*image.Gray
	hybrids  map[int]*gozxing.BitMatrix
}

func newLadder(g *image.Gray, second *rxing.Reader) *ladder {
	return &ladder{second: second, original: g, sizes: map[int]*image.Gray{}, hybrids: map[int]*gozxing.BitMatrix{}}
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
	{"plain", false, func(ctx context.Context, l *ladder) []string { return read(ctx, l.hybrid(base), false) }},
	{"second", false, func(ctx context.Context, l *ladder) []string { return again(ctx, l, base, false) }},
	{"fit/4", false, func(ctx context.Context, l *ladder) []string { return fitBits(ctx, l.at(base/4), l.hybrid(base/4)) }},
	{"fit/2", true, func(ctx context.Context, l *ladder) []string { return fitBits(ctx, l.at(base/2), l.hybrid(base/2)) }},
	{"fit", false, func(ctx context.Context, l *ladder) []string { return fitBits(ctx, l.at(base), l.hybrid(base)) }},
	{"fit x2", false, func(ctx context.Context, l *ladder) []string { return fitBits(ctx, l.at(fine), l.hybrid(fine)) }},
	{"grey/2", false, func(ctx context.Context, l *ladder) []string {
		return fit(ctx, l.at(base/2), blobs(ctx, l.at(base/2), 9))
	}},
	{"grey", false, func(ctx context.Context, l *ladder) []string { return fit(ctx, l.at(base), blobs(ctx, l.at(base), 4)) }},
	{"global", false, func(ctx context.Context, l *ladder) []string { return fitBits(ctx, l.at(base), global(l.at(base))) }},
	{"even", false, func(ctx context.Context, l *ladder) []string {
		return fitBits(ctx, l.at(base/2), adaptive(l.at(base/2), 15, 4))
	}},
	{"inverted", false, func(ctx context.Context, l *ladder) []string {
		g := inverted(l.at(base))
		return readOrFit(ctx, g, hybrid(g))
	}},
	{"several", true, func(ctx context.Context, l *ladder) []string { return readAll(ctx, l.hybrid(base)) }},
}

// again asks the second reader. Without it the first goes on alone.
func again(ctx context.Context, l *ladder, side int, filter bool) []string {
	if l.second == nil {
		return nil
	}
	g := l.at(side)
	// Where it needs long it finds nothing: pages of corner patterns.
	within, cancel := context.WithTimeout(ctx, patience(g)/4)
	defer cancel()
	f, ok, err := l.second.Read(within, g, rxing.How{Formats: []rxing.Format{rxing.QR}, Hard: true, Filter: filter})
	if err != nil || !ok {
		return nil
	}
	return []string{f.Text}
}

func readOrFit(ctx context.Context, g *image.Gray, m *gozxing.BitMatrix) []string {
	if texts := read(ctx, m, true); len(texts) > 0 {
		return texts
	}
	return fitBits(ctx, g, m)
}

// fitBits reads a code whose corners show in black and white.
func fitBits(ctx context.Context, g *image.Gray, m *gozxing.BitMatrix) (texts []string) {
	return fit(ctx, g, corners(ctx, m))
}
