package prepare

import (
	"slices"

	"vouchdesk/internal/docrender"
	"vouchdesk/internal/docrender/wire"
	"vouchdesk/ui/component"
)

// edits is what is done to one page, with the ways back and on again.
type edits struct {
	now      docrender.Edit
	back, on []docrender.Edit
	last     step           // what made it so, if a step did
	kept     docrender.Edit // as a picture of it is kept already, if one is
}

// step is a small change of one thing by a key: one after another they are one
// act. The zero step is none: an act by itself.
type step struct {
	of   int // which black area, or the frame
	what stepped
}

// theFrame is what is cropped, among the black areas.
const theFrame = -1

type stepped uint8

const (
	wholly stepped = iota + 1 // it is moved or sized on the picture
	anEdge                    // and the edges from here on
)

func same(a, b docrender.Edit) bool {
	return a.Turn == b.Turn && a.Crop == b.Crop && slices.Equal(a.Black, b.Black)
}

// do makes another edit of it; a step more of the same is no act more.
func (e *edits) do(next docrender.Edit, by step) {
	if by == (step{}) || by != e.last {
		e.back = append(e.back, e.now)
	}
	e.on, e.now, e.last = nil, next, by
}

func (e *edits) undo() {
	if n := len(e.back); n > 0 {
		e.on, e.now, e.back, e.last = append(e.on, e.now), e.back[n-1], e.back[:n-1], step{}
	}
}

func (e *edits) redo() {
	if n := len(e.on); n > 0 {
		e.back, e.now, e.on, e.last = append(e.back, e.now), e.on[n-1], e.on[:n-1], step{}
	}
}

// none tells whether the page is as it came.
func (e *edits) none() bool {
	return e.now.Turn == 0 && len(e.now.Black) == 0 && e.now.Crop == docrender.Area{}
}

// turned is an edit with the page turned further, and everything on it.
func turned(e docrender.Edit, quarters int) docrender.Edit {
	out := docrender.Edit{Turn: (e.Turn + quarters) % 4, Crop: e.Crop, Black: slices.Clone(e.Black)}
	for range quarters {
		if out.Crop != (docrender.Area{}) {
			out.Crop = clockwise(out.Crop)
		}
		for i, b := range out.Black {
			out.Black[i] = clockwise(b)
		}
	}
	return out
}

func clockwise(a docrender.Area) docrender.Area {
	return docrender.Area{Left: wire.Whole - a.Bottom, Top: a.Left, Right: wire.Whole - a.Top, Bottom: a.Right}
}

// cropped keeps a part; all of the page is no crop.
func cropped(e docrender.Edit, b component.Box) docrender.Edit {
	e.Crop = docrender.Area(b)
	if b == (component.Box{Right: component.BoxWhole, Bottom: component.BoxWhole}) {
		e.Crop = docrender.Area{}
	}
	return e
}

// blacked has one area more, as far as there may be more.
func blacked(e docrender.Edit, b component.Box) (docrender.Edit, bool) {
	if len(e.Black) >= wire.MaxBlack {
		return e, false
	}
	e.Black = append(slices.Clone(e.Black), docrender.Area(b))
	return e, true
}

// changed has another area in the place of one.
func changed(e docrender.Edit, i int, b component.Box) docrender.Edit {
	e.Black = slices.Clone(e.Black)
	e.Black[i] = docrender.Area(b)
	return e
}

// without has one area less.
func without(e docrender.Edit, i int) docrender.Edit {
	e.Black = slices.Delete(slices.Clone(e.Black), i, i+1)
	return e
}

// fresh is where a new area lies before it is moved: a line across the middle
// of what is kept, below those that lie there already.
func fresh(e docrender.Edit) component.Box {
	in := e.Crop
	if in == (docrender.Area{}) {
		in = docrender.Area{Right: wire.Whole, Bottom: wire.Whole}
	}
	w, h := in.Right-in.Left, in.Bottom-in.Top
	top := in.Top + h*(45+7*(len(e.Black)%7))/100
	b := component.Box{Left: in.Left + w*3/10, Top: top, Right: in.Left + w*7/10, Bottom: top + max(h*6/100, 200)}
	b.Bottom = min(b.Bottom, wire.Whole)
	b.Top = min(b.Top, b.Bottom-200)
	return b
}
