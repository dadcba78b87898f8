package component

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"vouchdesk/ui/theme"
)

// Box is a part of a picture in ten-thousandths of its width and height.
type Box struct{ Left, Top, Right, Bottom int }

// BoxWhole is all of a picture; BoxStep is how far a key moves something.
const (
	BoxWhole = 10_000
	BoxStep  = 50
	boxLeast = 2 * BoxStep // a box is never smaller, so that it can still be seen and taken hold of
)

// PlateWork is what the keys and the mouse do on a plate.
type PlateWork uint8

// The kinds of work.
const (
	Looking  PlateWork = iota // nothing is changed
	Framing                   // the frame is drawn, moved, and dragged by its edges
	Covering                  // boxes are
)

// PlateState is what lies over a picture.
type PlateState struct {
	Work   PlateWork
	Frame  Box // what is kept; the zero Box is all of it
	Boxes  []Box
	Chosen int // of the boxes, or None
}

// Plate is a picture that parts are marked on. The arrow keys move what is
// chosen, with Shift they size it by its right and bottom edge, Space chooses
// the next box, Delete takes the chosen one away; the mouse draws, moves, and
// drags by the edges. It changes nothing itself: it says what was done, and
// shows what it is set to.
type Plate struct {
	control
	OnFrame  func(b Box, step bool)        // the frame was changed, by the step of a key or at once
	OnDrawn  func(Box)                     // a new box was drawn
	OnMoved  func(i int, b Box, step bool) // a box was changed
	OnChosen func(i int)
	OnDelete func(i int)

	fit, full *image.RGBA
	zoom      int
	state     PlateState
	pull      *pull // the mouse at work
	scroll    *container.Scroll
	sheet     *plateSheet
	ground    *canvas.Rectangle
}

// Plate makes an empty one. It shows its picture as large as the room it is
// given allows.
func (k *Kit) Plate() *Plate {
	p := &Plate{zoom: 1, ground: box(theme.Sunken, theme.Edge, 1, 0), state: PlateState{Chosen: None}}
	p.sheet = newPlateSheet(p)
	p.scroll = container.NewScroll(p.sheet)
	p.begin(k, p)
	return p
}

// SetPicture shows a picture: as it is shown whole, and as it is shown larger.
// Both have Stride 4 x width; they are not changed any more. Without one there is nothing to see.
func (p *Plate) SetPicture(fit, full *image.RGBA) {
	p.fit, p.full = fit, full
	p.sheet.draw()
	p.Refresh()
}

// Set shows what lies over the picture.
func (p *Plate) Set(s PlateState) {
	p.state, p.pull = s, nil
	p.sheet.arrange()
	p.showChosen()
}

// Zoom is how much larger than whole the picture is shown.
func (p *Plate) Zoom() int { return p.zoom }

// SetZoom shows it larger, 1 being whole.
func (p *Plate) SetZoom(n int) {
	p.zoom = max(1, n)
	p.scroll.Offset = fyne.Position{}
	p.sheet.draw()
	p.Refresh()
	p.showChosen()
}

// frame is the part that is kept.
func (s PlateState) frame() Box {
	if s.Frame == (Box{}) {
		return Box{0, 0, BoxWhole, BoxWhole}
	}
	return s.Frame
}

// chosen is what the keys move, if anything.
func (p *Plate) chosen() (Box, bool) {
	switch {
	case p.state.Work == Framing:
		return p.state.frame(), true
	case p.state.Work == Covering && p.state.Chosen >= 0 && p.state.Chosen < len(p.state.Boxes):
		return p.state.Boxes[p.state.Chosen], true
	}
	return Box{}, false
}

// stepped says what a key has made of what is chosen.
func (p *Plate) stepped(b Box) {
	switch {
	case p.state.Work == Framing && p.OnFrame != nil:
		p.OnFrame(b, true)
	case p.state.Work == Covering && p.OnMoved != nil:
		p.OnMoved(p.state.Chosen, b, true)
	}
}

// TypedKey implements fyne.Focusable.
func (p *Plate) TypedKey(ev *fyne.KeyEvent) {
	if p.swallowed(ev) {
		return
	}
	d, arrow := map[fyne.KeyName][2]int{
		fyne.KeyLeft: {-1, 0}, fyne.KeyRight: {1, 0}, fyne.KeyUp: {0, -1}, fyne.KeyDown: {0, 1},
	}[ev.Name]
	b, chosen := p.chosen()
	switch {
	case arrow && chosen:
		to := b.moved(d[0]*BoxStep, d[1]*BoxStep)
		if p.kit.shifted {
			to = b.With(RightEdge, d[0]*BoxStep).With(BottomEdge, d[1]*BoxStep)
		}
		if to != b {
			p.stepped(to)
		}
	case arrow:
		p.scrollBy(float32(d[0])*theme.TargetHeight, float32(d[1])*theme.TargetHeight)
	case ev.Name == fyne.KeySpace && p.state.Work == Covering && len(p.state.Boxes) > 0:
		if p.OnChosen != nil {
			p.OnChosen((p.state.Chosen + 1) % len(p.state.Boxes))
		}
	case (ev.Name == fyne.KeyDelete || ev.Name == fyne.KeyBackspace) && p.state.Work == Covering && chosen:
		if p.OnDelete != nil {
			p.OnDelete(p.state.Chosen)
		}
	default:
		p.kit.pass(ev, p)
	}
}

// moved is a box elsewhere, within the picture.
func (b Box) moved(x, y int) Box {
	x = min(max(x, -b.Left), BoxWhole-b.Right)
	y = min(max(y, -b.Top), BoxWhole-b.Bottom)
	return Box{b.Left + x, b.Top + y, b.Right + x, b.Bottom + y}
}

// BoxEdge names an edge of a box.
type BoxEdge uint8

// The edges, in the order they are asked for.
const (
	LeftEdge BoxEdge = iota
	TopEdge
	RightEdge
	BottomEdge
)

// With is a box whose edge has moved, within the picture and never past the
// other edge.
func (b Box) With(e BoxEdge, by int) Box {
	switch e {
	case LeftEdge:
		b.Left = min(max(0, b.Left+by), b.Right-boxLeast)
	case TopEdge:
		b.Top = min(max(0, b.Top+by), b.Bottom-boxLeast)
	case RightEdge:
		b.Right = max(min(BoxWhole, b.Right+by), b.Left+boxLeast)
	case BottomEdge:
		b.Bottom = max(min(BoxWhole, b.Bottom+by), b.Top+boxLeast)
	}
	return b
}

// Edge is where an edge lies.
func (b Box) Edge(e BoxEdge) int {
	return [...]int{b.Left, b.Top, b.Right, b.Bottom}[min(e, BottomEdge)]
}

func (p *Plate) scrollBy(x, y float32) {
	if p.zoom == 1 {
		return
	}
	most := p.sheet.Size().Subtract(p.scroll.Size())
	p.scroll.Offset.X = min(max(0, p.scroll.Offset.X+x), max(0, most.Width))
	p.scroll.Offset.Y = min(max(0, p.scroll.Offset.Y+y), max(0, most.Height))
	p.scroll.Refresh()
}

// showChosen brings what the keys move into sight.
func (p *Plate) showChosen() {
	b, ok := p.chosen()
	if !ok || p.zoom == 1 || p.pull != nil || p.state.Work != Covering {
		return
	}
	at, size := p.sheet.place(b)
	view := p.scroll.Size()
	into := func(from, length, off, room float32) float32 {
		switch {
		case from < off || length > room:
			return from - theme.Gap16 - off
		case from+length > off+room:
			return from + length + theme.Gap16 - room - off
		}
		return 0
	}
	p.scrollBy(into(at.X, size.Width, p.scroll.Offset.X, view.Width), into(at.Y, size.Height, p.scroll.Offset.Y, view.Height))
}

// Tapped implements fyne.Tappable: beside the picture.
func (p *Plate) Tapped(*fyne.PointEvent) { p.take() }

// CreateRenderer implements fyne.Widget.
func (p *Plate) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: p,
		list: func() []fyne.CanvasObject {
			if p.zoom == 1 {
				return []fyne.CanvasObject{p.ground, p.sheet, p.ring}
			}
			return []fyne.CanvasObject{p.ground, p.scroll, p.ring}
		},
		layout: func(size fyne.Size) {
			p.ground.Resize(size)
			if p.zoom == 1 {
				p.sheet.Move(fyne.Position{})
			} else {
				p.scroll.Resize(size)
			}
			p.sheet.arrange()
			placeRing(p.ring, fyne.Position{}, size)
		},
		min: func() fyne.Size { return fyne.NewSize(240, 160) },
		repaint: func() {
			tint(p.ground, theme.Sunken, theme.Edge, 1)
			p.paintRing()
		},
	}
}

// live is what lies over the picture with what the mouse is just doing.
func (p *Plate) live() PlateState {
	s := p.state
	if p.pull == nil {
		return s
	}
	switch {
	case s.Work == Framing:
		s.Frame = p.pull.now
	case p.pull.box == None:
		s.Boxes = append(slices.Clone(s.Boxes), p.pull.now)
		s.Chosen = len(s.Boxes) - 1
	default:
		s.Boxes = slices.Clone(s.Boxes)
		s.Boxes[p.pull.box] = p.pull.now
		s.Chosen = p.pull.box
	}
	return s
}
