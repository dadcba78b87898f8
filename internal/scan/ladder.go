package scan

import (
	"context"
	"image"
	"math"

	"github.com/makiuchi-d/gozxing"
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
	original *image.Gray
	sizes    map[int]*image.Gray
	hybrids  map[int]*gozxing.BitMatrix
}

func newLadder(g *image.Gray) *ladder {
	return &ladder{original: g, sizes: map[int]*image.Gray{}, hybrids: map[int]*gozxing.BitMatrix{}}
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

// steps are the ways to look, ordered by what each still finds on the letter
// set (see TestRate) for what it costs. The last ones are for what that set
// does not hold: light on dark, very large, several codes.
var steps = []func(context.Context, *ladder) []string{
	func(ctx context.Context, l *ladder) []string { return read(ctx, l.hybrid(base), false) },
	func(ctx context.Context, l *ladder) []string { return readAll(ctx, l.hybrid(base)) },
	func(ctx context.Context, l *ladder) []string { return read(ctx, adaptive(l.at(base), 15, 4), true) },
	func(ctx context.Context, l *ladder) []string { return fit(ctx, l.at(base), l.hybrid(base)) },
	func(ctx context.Context, l *ladder) []string { return read(ctx, l.hybrid(fine), true) },
	func(ctx context.Context, l *ladder) []string { return fit(ctx, l.at(fine), l.hybrid(fine)) },
	func(ctx context.Context, l *ladder) []string { return read(ctx, hybrid(l.at(base/2)), true) },
	func(ctx context.Context, l *ladder) []string {
		return readOrFit(ctx, l.at(fine), adaptive(l.at(fine), 30, 4))
	},
	func(ctx context.Context, l *ladder) []string {
		return fit(ctx, l.at(fine), hybrid(sharpened(l.at(fine))))
	},
	func(ctx context.Context, l *ladder) []string { return read(ctx, global(l.at(base)), true) },
	func(ctx context.Context, l *ladder) []string {
		return read(ctx, hybrid(rotated(l.at(base), math.Pi/4)), true)
	},
	func(ctx context.Context, l *ladder) []string {
		g := inverted(l.at(base))
		return readOrFit(ctx, g, hybrid(g))
	},
	func(ctx context.Context, l *ladder) []string { return read(ctx, hybrid(l.at(base/4)), true) },
	func(ctx context.Context, l *ladder) []string { return readAll(ctx, l.hybrid(fine)) },
}

func readOrFit(ctx context.Context, g *image.Gray, m *gozxing.BitMatrix) []string {
	if texts := read(ctx, m, true); len(texts) > 0 {
		return texts
	}
	return fit(ctx, g, m)
}
