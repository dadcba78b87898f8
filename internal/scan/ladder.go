package scan

import (
	"image"
	"math"
)

// ladder holds the sizes of one picture, made when a step first wants them.
type ladder struct {
	original *image.Gray
	sizes    map[int]*image.Gray
}

// at is the picture with its longest side at most side.
func (l *ladder) at(side int) *image.Gray {
	g := l.original
	if max(g.Rect.Dx(), g.Rect.Dy()) <= side {
		return g
	}
	if l.sizes == nil {
		l.sizes = map[int]*image.Gray{}
	}
	if l.sizes[side] == nil {
		l.sizes[side] = resize(g, side)
	}
	return l.sizes[side]
}

// base is the size most steps work at: a letter that fills the picture then
// has four pixels a module, and a photograph has lost its grain.
const base = 1600

// step is one way to look.
type step struct {
	name    string
	attempt func(*ladder) []string
}

// steps are in order of what they find for their cost, measured on the letter
// set (see TestRate).
var steps = []step{
	{"plain", func(l *ladder) []string { return read(hybrid(l.at(base)), false) }},
	{"hard", func(l *ladder) []string { return read(hybrid(l.at(base)), true) }},
	{"adaptive-15", func(l *ladder) []string { return read(adaptive(l.at(base), 15, 4), true) }},
	{"adaptive-30", func(l *ladder) []string { return read(adaptive(l.at(base), 30, 7), true) }},
	{"blur-adaptive", func(l *ladder) []string { return read(adaptive(blurred(l.at(base)), 20, 3), true) }},
	{"sharp", func(l *ladder) []string { return read(hybrid(sharpened(l.at(base))), true) }},
	{"double", func(l *ladder) []string { return read(hybrid(double(l.at(base))), true) }},
	{"double-sharp", func(l *ladder) []string { return read(hybrid(sharpened(double(l.at(base)))), true) }},
	{"double-adaptive", func(l *ladder) []string { return read(adaptive(double(l.at(base)), 30, 4), true) }},
	{"640", func(l *ladder) []string { return read(hybrid(l.at(640)), true) }},
	{"1000", func(l *ladder) []string { return read(hybrid(l.at(1000)), true) }},
	{"2560", func(l *ladder) []string { return read(hybrid(l.at(2560)), true) }},
	{"full", func(l *ladder) []string { return read(hybrid(l.original), true) }},
	{"global", func(l *ladder) []string { return read(global(l.at(base)), true) }},
	{"rot45", func(l *ladder) []string { return read(hybrid(rotated(l.at(base), math.Pi/4)), true) }},
	{"rot22", func(l *ladder) []string { return read(hybrid(rotated(l.at(base), math.Pi/8)), true) }},
	{"inverted", func(l *ladder) []string { return read(hybrid(inverted(l.at(base))), true) }},
	{"several", func(l *ladder) []string { return readAll(l.at(base)) }},
}

func double(g *image.Gray) *image.Gray { return resize(g, 2*max(g.Rect.Dx(), g.Rect.Dy())) }
