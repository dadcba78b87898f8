package main

import (
	"image"

	"vouchdesk/internal/docrender/wire"
)

// plan is an edit in terms of the stored picture, so that it is carried out on
// its rows as they come and nothing is turned before it is small.
type plan struct {
	orientation uint8             // how the rows that are kept are to be turned in the end
	crop        image.Rectangle   // what is kept
	black       []image.Rectangle // what is overwritten, before anything reads a kept pixel
	opaque      bool              // the picture hides what is behind it everywhere
	colours     *colours          // to sRGB; nil where they are so already
}

// newPlan places e on a decoded page.
func newPlan(e wire.Edit, pg page) plan {
	b := pg.pixels.Bounds()
	p := plan{orientation: turned(pg.orientation, e.Turn), crop: b, opaque: pg.opaque, colours: pg.colours}
	if e.Crop != (wire.Area{}) {
		p.crop = inner(onStored(e.Crop, p.orientation), b)
	}
	for _, a := range e.Black {
		r := outer(onStored(a, p.orientation), b, pg.block, pg.blur)
		p.black = append(p.black, r)
		for _, l := range pg.lossy {
			if more := l.around(r).Intersect(b); !more.Empty() && !more.In(r) {
				p.black = append(p.black, more)
			}
		}
	}
	return p
}

// turned is the orientation that shows a picture turned clockwise so many
// quarters from where the orientation given shows it (EXIF 2.32, tag 0x0112).
func turned(orientation uint8, quarters int) uint8 {
	next := [9]uint8{6, 6, 7, 8, 5, 2, 3, 4, 1}
	for range quarters {
		orientation = next[orientation]
	}
	return orientation
}

// onStored is where an area of the page that orientation shows lies in the picture as stored.
func onStored(a wire.Area, orientation uint8) wire.Area {
	l, t, r, b := a.Left, a.Top, a.Right, a.Bottom
	L, T, R, B := wire.Whole-r, wire.Whole-b, wire.Whole-l, wire.Whole-t // mirrored
	switch orientation {
	case 2:
		return wire.Area{Left: L, Top: t, Right: R, Bottom: b}
	case 3:
		return wire.Area{Left: L, Top: T, Right: R, Bottom: B}
	case 4:
		return wire.Area{Left: l, Top: T, Right: r, Bottom: B}
	case 5:
		return wire.Area{Left: t, Top: l, Right: b, Bottom: r}
	case 6:
		return wire.Area{Left: t, Top: L, Right: b, Bottom: R}
	case 7:
		return wire.Area{Left: T, Top: L, Right: B, Bottom: R}
	case 8:
		return wire.Area{Left: T, Top: l, Right: B, Bottom: r}
	default:
		return a
	}
}

// outer is the pixels that a touches, grown by blur and to whole blocks: a kept
// pixel of a block of a lossy file tells of the others in it.
func outer(a wire.Area, b image.Rectangle, block image.Point, blur int) image.Rectangle {
	down := func(v, whole, block int) int { return max(0, v*whole/wire.Whole-blur) / block * block }
	up := func(v, whole, block int) int {
		return ((v*whole+wire.Whole-1)/wire.Whole + blur + block - 1) / block * block
	}
	return image.Rect(
		down(a.Left, b.Dx(), block.X), down(a.Top, b.Dy(), block.Y),
		up(a.Right, b.Dx(), block.X), up(a.Bottom, b.Dy(), block.Y),
	).Add(b.Min).Intersect(b)
}

// inner is the pixels that lie in a wholly, at least one.
func inner(a wire.Area, b image.Rectangle) image.Rectangle {
	side := func(from, to, whole int) (int, int) {
		from, to = (from*whole+wire.Whole-1)/wire.Whole, to*whole/wire.Whole
		from = min(from, whole-1)
		return from, max(to, from+1)
	}
	left, right := side(a.Left, a.Right, b.Dx())
	top, bottom := side(a.Top, a.Bottom, b.Dy())
	return image.Rect(left, top, right, bottom).Add(b.Min)
}

// blacken overwrites what of row y is to be black; the row begins at the crop's
// left side and has n bytes a pixel.
func (p plan) blacken(y int, row []byte, n int) {
	for _, r := range p.black {
		r = r.Intersect(p.crop)
		if y < r.Min.Y || y >= r.Max.Y {
			continue
		}
		part := row[(r.Min.X-p.crop.Min.X)*n : (r.Max.X-p.crop.Min.X)*n]
		clear(part)
		if n == 4 {
			for i := 3; i < len(part); i += 4 {
				part[i] = 255
			}
		}
	}
}
