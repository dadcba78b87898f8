package main

import (
	"strings"

	"vouchdesk/internal/ocrb/glyphs"
)

type cell struct {
	line *line
	i    int
}

// A stock holds the cells by class, those cut from pictures apart from those
// made from a font.
type stock struct {
	count      int
	cut, drawn [glyphs.None][]cell
	any        []cell
}

func newStock(lines []*line, held bool) *stock {
	s := new(stock)
	for _, l := range lines {
		if l.held != held {
			continue
		}
		s.count++
		for i, class := range l.classes {
			if l.at[i].pitch == 0 {
				continue
			}
			at := &s.cut[class]
			if l.drawn {
				at = &s.drawn[class]
			}
			*at = append(*at, cell{l, i})
			s.any = append(s.any, cell{l, i})
		}
	}
	return s
}

func (s *stock) fill(by *spoiler, examples []glyphs.Example) {
	for i := range examples {
		if by.chance(0.12) {
			s.none(by, &examples[i])
		} else {
			s.one(by, &examples[i])
		}
	}
}

func (s *stock) pick(by *spoiler, class int) cell {
	from := s.cut[class]
	if len(from) == 0 || len(s.drawn[class]) > 0 && by.chance(0.3) {
		from = s.drawn[class]
	}
	return from[by.r.IntN(len(from))]
}

func (s *stock) one(by *spoiler, e *glyphs.Example) {
	e.Class = by.r.IntN(glyphs.None)
	c := s.pick(by, e.Class)
	by.draw(c.line, c.i, by.upright(), &e.Window)
}

func (s *spoiler) upright() pose {
	return pose{
		dx: s.between(-0.12, 0.12), dy: s.between(-0.1, 0.1),
		sx: s.between(0.92, 1.09), sy: s.between(0.9, 1.12), turn: s.between(-0.05, 0.05),
	}
}

// What does not look like another character when it is mirrored or upended.
const (
	sided   = "1234569BCDEFGJKLPRSZ<"
	topside = "123457ABCDEFGJKLPQRTUVY"
)

// none draws what is not an upright character in the middle.
func (s *stock) none(by *spoiler, e *glyphs.Example) {
	e.Class = glyphs.None
	c := s.any[by.r.IntN(len(s.any))]
	p := by.upright()
	side := 1.0
	if by.chance(0.5) {
		side = -1
	}
	switch by.r.IntN(6) {
	case 0:
		p.dx = side * by.between(0.42, 0.58)
	case 1:
		p.dy = side * by.between(0.5, 1.3)
	case 2, 3:
		class := strings.IndexByte(glyphs.Alphabet, sided[by.r.IntN(len(sided))])
		c, p.mirrored = s.pick(by, class), true
	case 4:
		class := strings.IndexByte(glyphs.Alphabet, topside[by.r.IntN(len(topside))])
		c, p.upended = s.pick(by, class), true
	default:
		p.turn = side * by.between(1.2, 1.9)
		p.dx = by.between(-0.5, 0.5)
	}
	by.draw(c.line, c.i, p, &e.Window)
}
