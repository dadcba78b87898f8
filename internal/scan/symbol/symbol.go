// Package symbol knows what a QR code is made of: which of its modules every
// code of a size has, where the others carry which bit, and how much of it may
// be wrong. From how sure each module is to be dark it makes the text.
//
// It sees no picture. A text is given only where the error correction holds;
// where modules that are in doubt had to be left out, four more check bytes
// must agree than the count of errors needs, so that chance makes no text.
// Everything here is safe for concurrent use.
package symbol

import (
	"sync"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// What a module is for. The values are those of a layout's parts.
const (
	data byte = iota
	dark
	light
	format // says the level and the mask
	extra  // says the version, from 7 on
)

// Layout is what all codes of one size have in common.
type Layout struct {
	Version int
	Size    int
	version *decoder.Version
	part    []byte  // of each module, by row
	bit     []int32 // of each data module: its place in the stream of bits
	Centres []int   // of the alignment patterns, along one side
}

var layouts [41]struct {
	once   sync.Once
	layout *Layout
}

// Of is the layout of a version, 1 to 40; nil for another.
func Of(version int) *Layout {
	if version < 1 || version > 40 {
		return nil
	}
	l := &layouts[version]
	l.once.Do(func() { l.layout = build(version) })
	return l.layout
}

// OfSize is the layout of a code with so many modules a side; nil if none has.
func OfSize(size int) *Layout {
	if size%4 != 1 {
		return nil
	}
	return Of((size - 17) / 4)
}

func build(version int) *Layout {
	v, err := decoder.Version_GetVersionForNumber(version)
	if err != nil {
		return nil
	}
	n := 17 + 4*version
	l := &Layout{Version: version, Size: n, version: v, part: make([]byte, n*n), bit: make([]int32, n*n), Centres: v.GetAlignmentPatternCenters()}
	for i := 8; i < n-8; i++ {
		l.set(i, 6, i%2 == 0)
		l.set(6, i, i%2 == 0)
	}
	l.finders()
	l.alignments()
	l.formats()
	l.versions()
	l.stream()
	return l
}

func (l *Layout) set(u, v int, black bool) {
	if u < 0 || v < 0 || u >= l.Size || v >= l.Size {
		return
	}
	l.part[v*l.Size+u] = light
	if black {
		l.part[v*l.Size+u] = dark
	}
}

func (l *Layout) finders() {
	for _, c := range [][2]int{{3, 3}, {l.Size - 4, 3}, {3, l.Size - 4}} {
		for dy := -4; dy <= 4; dy++ {
			for dx := -4; dx <= 4; dx++ {
				r := max(dx, -dx, dy, -dy)
				l.set(c[0]+dx, c[1]+dy, r != 2 && r != 4)
			}
		}
	}
}

func (l *Layout) alignments() {
	last := len(l.Centres) - 1
	for i, cy := range l.Centres {
		for j, cx := range l.Centres {
			if (i == 0 && j == 0) || (i == 0 && j == last) || (i == last && j == 0) {
				continue
			}
			for dy := -2; dy <= 2; dy++ {
				for dx := -2; dx <= 2; dx++ {
					l.set(cx+dx, cy+dy, max(dx, -dx, dy, -dy) != 1)
				}
			}
		}
	}
}

// formatPlaces are the two places of each of the fifteen bits, highest first.
func (l *Layout) formatPlaces() [2][15][2]int {
	n := l.Size
	return [2][15][2]int{
		{{0, 8}, {1, 8}, {2, 8}, {3, 8}, {4, 8}, {5, 8}, {7, 8}, {8, 8}, {8, 7}, {8, 5}, {8, 4}, {8, 3}, {8, 2}, {8, 1}, {8, 0}},
		{
			{8, n - 1},
			{8, n - 2},
			{8, n - 3},
			{8, n - 4},
			{8, n - 5},
			{8, n - 6},
			{8, n - 7},
			{n - 8, 8},
			{n - 7, 8},
			{n - 6, 8},
			{n - 5, 8},
			{n - 4, 8},
			{n - 3, 8},
			{n - 2, 8},
			{n - 1, 8},
		},
	}
}

func (l *Layout) formats() {
	for _, word := range l.formatPlaces() {
		for _, p := range word {
			l.part[p[1]*l.Size+p[0]] = format
		}
	}
	l.set(8, l.Size-8, true)
}

func (l *Layout) versions() {
	if l.Version < 7 {
		return
	}
	const generator = 0x1f25
	rest := l.Version << 12
	for i := 17; i >= 12; i-- {
		if rest>>i&1 == 1 {
			rest ^= generator << (i - 12)
		}
	}
	word := l.Version<<12 | rest
	for i := range 18 {
		black := word>>i&1 == 1
		l.set(i/3, l.Size-11+i%3, black)
		l.set(l.Size-11+i%3, i/3, black)
	}
}

// stream numbers the data modules: up and down in strips of two from the right.
func (l *Layout) stream() {
	for i := range l.bit {
		l.bit[i] = -1
	}
	next, up := int32(0), true
	for right := l.Size - 1; right > 0; right -= 2 {
		if right == 6 {
			right--
		}
		for i := range l.Size {
			v := i
			if up {
				v = l.Size - 1 - i
			}
			for _, u := range [2]int{right, right - 1} {
				if l.part[v*l.Size+u] == data {
					l.bit[v*l.Size+u] = next
					next++
				}
			}
		}
		up = !up
	}
}

// Known tells of a module whether every code of this size has it, and dark.
func (l *Layout) Known(u, v int) (black, known bool) {
	p := l.part[v*l.Size+u]
	return p == dark, p == dark || p == light
}

// masked tells whether a mask turns a module over.
func masked(mask, u, v int) bool {
	switch mask {
	case 0:
		return (u+v)%2 == 0
	case 1:
		return v%2 == 0
	case 2:
		return u%3 == 0
	case 3:
		return (u+v)%3 == 0
	case 4:
		return (v/2+u/3)%2 == 0
	case 5:
		return u*v%2+u*v%3 == 0
	case 6:
		return (u*v%2+u*v%3)%2 == 0
	default:
		return ((u+v)%2+u*v%3)%2 == 0
	}
}
