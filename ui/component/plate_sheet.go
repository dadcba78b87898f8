package component

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// plateSheet is the picture of a plate and what lies over it, as large as it is
// shown: it scrolls in the plate.
type plateSheet struct {
	widget.BaseWidget
	plate   *Plate
	picture *canvas.Image
	shades  [4]*canvas.Rectangle // what the frame leaves out
	over    []fyne.CanvasObject
}

// pull is the mouse moving something.
type pull struct {
	from  fyne.Position
	was   Box     // what is pulled, before
	now   Box     // and by now
	box   int     // which box, None for the frame or a new box
	edges [4]bool // the edges that move; none: all of it
	fresh bool    // it is being drawn
}

// grip is how near to an edge the mouse takes hold of it.
const grip = theme.Gap12

func newPlateSheet(p *Plate) *plateSheet {
	s := &plateSheet{plate: p, picture: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}}
	for i := range s.shades {
		s.shades[i] = box(theme.Scrim, "", 0, 0)
	}
	s.ExtendBaseWidget(s)
	return s
}

// draw takes up another picture, or another size of it.
func (s *plateSheet) draw() {
	p := s.plate
	s.picture.Image = nil
	switch {
	case p.fit != nil && p.zoom == 1:
		s.picture.Image = p.fit
	case p.full != nil:
		s.picture.Image = p.full
	}
	s.picture.Hidden = s.picture.Image == nil
	s.picture.Refresh()
	s.arrange()
}

// frame is where the picture is shown, in the middle of the room there is, and
// how large.
func (s *plateSheet) frame() (at fyne.Position, size fyne.Size) {
	p := s.plate
	room := p.Size()
	if p.fit == nil || room.Width < 1 || room.Height < 1 {
		return fyne.Position{}, room
	}
	w, h := float32(p.fit.Rect.Dx()), float32(p.fit.Rect.Dy())
	const clear = 2 * theme.Gap8 // the handles at its edges are seen whole
	scale := min((room.Width-clear)/w, (room.Height-clear)/h) * float32(p.zoom)
	size = fyne.NewSize(w*scale, h*scale)
	return fyne.NewPos(max(theme.Gap8, (room.Width-size.Width)/2), max(theme.Gap8, (room.Height-size.Height)/2)), size
}

// place is where a box lies.
func (s *plateSheet) place(b Box) (fyne.Position, fyne.Size) {
	at, size := s.frame()
	x, y := size.Width/BoxWhole, size.Height/BoxWhole
	return at.AddXY(float32(b.Left)*x, float32(b.Top)*y), fyne.NewSize(float32(b.Right-b.Left)*x, float32(b.Bottom-b.Top)*y)
}

// spot is what lies at a position, within the picture.
func (s *plateSheet) spot(pos fyne.Position) (x, y int) {
	at, size := s.frame()
	in := func(v, of float32) int { return min(BoxWhole, max(0, int(v/max(1, of)*BoxWhole))) }
	return in(pos.X-at.X, size.Width), in(pos.Y-at.Y, size.Height)
}

// arrange puts everything where it lies now, without drawing the picture anew.
func (s *plateSheet) arrange() {
	p := s.plate
	at, size := s.frame()
	room := p.Size()
	whole := room.Max(size.AddWidthHeight(2*theme.Gap8, 2*theme.Gap8))
	s.Resize(whole)
	place(s.picture, at.X, at.Y, size.Width, size.Height)
	st := p.live()
	s.over = s.over[:0]
	if p.fit != nil {
		for i, b := range st.Boxes {
			black := canvas.NewRectangle(color.Black)
			s.lay(black, b)
			if st.Work == Covering {
				s.outline(b, i == st.Chosen)
			}
		}
		s.shade(st.frame())
		if st.Work == Framing {
			s.outline(st.frame(), true)
		}
	}
	canvas.Refresh(p.ground) // so that all is painted; of the sheet itself it would upload the picture anew
}

func (s *plateSheet) lay(r *canvas.Rectangle, b Box) {
	at, size := s.place(b)
	place(r, at.X, at.Y, size.Width, size.Height)
	s.over = append(s.over, r)
}

// outline shows an edge that is seen on any picture: light beside dark. What is
// chosen has handles to pull.
func (s *plateSheet) outline(b Box, chosen bool) {
	s.lay(box("", theme.Paper, 1, 0), b)
	if !chosen {
		return
	}
	s.lay(box("", theme.Paper, 2*theme.Border+1, 0), b)
	s.lay(box("", theme.Accent, theme.Border+1, 0), b)
	at, size := s.place(b)
	const side = theme.Gap12
	for _, x := range []float32{0, 0.5, 1} {
		for _, y := range []float32{0, 0.5, 1} {
			if x == 0.5 && y == 0.5 {
				continue
			}
			handle := box(theme.Accent, theme.Paper, 1, 2)
			place(handle, at.X+x*size.Width-side/2, at.Y+y*size.Height-side/2, side, side)
			s.over = append(s.over, handle)
		}
	}
}

// shade darkens what the frame leaves out.
func (s *plateSheet) shade(b Box) {
	for i, out := range [4]Box{
		{0, 0, BoxWhole, b.Top},
		{0, b.Bottom, BoxWhole, BoxWhole},
		{0, b.Top, b.Left, b.Bottom},
		{b.Right, b.Top, BoxWhole, b.Bottom},
	} {
		if out.Left < out.Right && out.Top < out.Bottom {
			s.lay(s.shades[i], out)
		}
	}
}

// MouseDown implements desktop.Mouseable: what is pulled is told by where the
// button went down, not by where the mouse was when it began to count as a pull.
func (s *plateSheet) MouseDown(ev *desktop.MouseEvent) {
	p := s.plate
	p.take()
	p.pull = nil
	if p.disabled || p.fit == nil || ev.Button != desktop.MouseButtonPrimary {
		return
	}
	p.pull = s.hold(ev.Position)
}

// MouseUp implements desktop.Mouseable.
func (s *plateSheet) MouseUp(*desktop.MouseEvent) {
	if pull := s.plate.pull; pull != nil && pull.now == pull.was {
		s.plate.pull = nil // nothing was moved
		if pull.box != None && s.plate.OnChosen != nil {
			s.plate.OnChosen(pull.box)
		}
	}
}

// hold is what the mouse takes hold of at a position.
func (s *plateSheet) hold(pos fyne.Position) *pull {
	p := s.plate
	x, y := s.spot(pos)
	fresh := &pull{from: pos, was: Box{x, y, x, y}, now: Box{x, y, x, y}, box: None, fresh: true}
	switch p.state.Work {
	case Framing:
		f := p.state.frame()
		edges, inside := s.near(f, pos)
		if edges == ([4]bool{}) && (!inside || f == (Box{0, 0, BoxWhole, BoxWhole})) {
			return fresh
		}
		return &pull{from: pos, was: f, now: f, box: None, edges: edges}
	case Covering:
		for i := len(p.state.Boxes) - 1; i >= 0; i-- {
			b := p.state.Boxes[i]
			if edges, inside := s.near(b, pos); inside || edges != ([4]bool{}) {
				return &pull{from: pos, was: b, now: b, box: i, edges: edges}
			}
		}
		return fresh
	default:
		return nil
	}
}

// near tells which edges of a box a position takes hold of.
func (s *plateSheet) near(b Box, pos fyne.Position) (edges [4]bool, inside bool) {
	at, size := s.place(b)
	by := pos.Subtract(at)
	if by.X < -grip || by.Y < -grip || by.X > size.Width+grip || by.Y > size.Height+grip {
		return edges, false
	}
	inside = by.X >= 0 && by.Y >= 0 && by.X <= size.Width && by.Y <= size.Height
	// Of a small box the middle moves it and the rest pulls its edges.
	gx, gy := min(grip, size.Width/4), min(grip, size.Height/4)
	edges[LeftEdge], edges[RightEdge] = by.X < gx, by.X > size.Width-gx
	edges[TopEdge], edges[BottomEdge] = by.Y < gy, by.Y > size.Height-gy
	return edges, inside
}

// Dragged implements fyne.Draggable.
func (s *plateSheet) Dragged(ev *fyne.DragEvent) {
	p := s.plate
	if p.pull == nil {
		return
	}
	x0, y0 := s.spot(p.pull.from)
	x, y := s.spot(ev.Position)
	switch pull := p.pull; {
	case pull.fresh:
		pull.now = Box{min(x0, x), min(y0, y), max(x0, x), max(y0, y)}
	case pull.edges == [4]bool{}:
		pull.now = pull.was.moved(x-x0, y-y0)
	default:
		pull.now = pull.was
		for e, on := range pull.edges {
			if on {
				by := x - x0
				if BoxEdge(e) == TopEdge || BoxEdge(e) == BottomEdge {
					by = y - y0
				}
				pull.now = pull.now.With(BoxEdge(e), by)
			}
		}
	}
	s.arrange()
}

// DragEnd implements fyne.Draggable.
func (s *plateSheet) DragEnd() {
	p := s.plate
	pull := p.pull
	if pull == nil {
		return
	}
	p.pull = nil
	b := pull.now
	switch {
	case pull.fresh && (b.Right-b.Left < boxLeast || b.Bottom-b.Top < boxLeast):
		s.arrange() // a click that slipped
	case p.state.Work == Framing && p.OnFrame != nil:
		p.OnFrame(b, false)
	case p.state.Work == Covering && pull.fresh && p.OnDrawn != nil:
		p.OnDrawn(b)
	case p.state.Work == Covering && !pull.fresh && p.OnMoved != nil:
		p.OnMoved(pull.box, b, false)
	}
}

// Cursor implements desktop.Cursorable.
func (s *plateSheet) Cursor() desktop.Cursor {
	if s.plate.state.Work == Looking || s.plate.disabled {
		return desktop.DefaultCursor
	}
	return desktop.CrosshairCursor
}

// Scrolled implements fyne.Scrollable: what cannot scroll lets the page do it.
func (s *plateSheet) Scrolled(ev *fyne.ScrollEvent) {
	p := s.plate
	if p.zoom > 1 && (leftToScroll(p.scroll, ev.Scrolled.DY) || ev.Scrolled.DX != 0) {
		p.scrollBy(-ev.Scrolled.DX, -ev.Scrolled.DY)
		return
	}
	if holders := p.kit.holders(p); len(holders) > 0 {
		holders[0].scroll.Scrolled(ev)
	}
}

// MinSize implements fyne.CanvasObject.
func (s *plateSheet) MinSize() fyne.Size {
	_, size := s.frame()
	if s.plate.zoom == 1 {
		return fyne.NewSize(1, 1) // as large as the room there is
	}
	return size.AddWidthHeight(2*theme.Gap8, 2*theme.Gap8)
}

// CreateRenderer implements fyne.Widget.
func (s *plateSheet) CreateRenderer() fyne.WidgetRenderer { return &plateRenderer{s} }

// plateRenderer draws the picture only when there is another: a texture as
// large would be made anew with each move of the mouse.
type plateRenderer struct{ sheet *plateSheet }

func (r *plateRenderer) Layout(fyne.Size) {}

func (r *plateRenderer) MinSize() fyne.Size { return r.sheet.MinSize() }

func (r *plateRenderer) Refresh() {
	for _, shade := range r.sheet.shades {
		tint(shade, theme.Scrim, "", 0)
	}
	r.sheet.arrange()
}

func (r *plateRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.sheet.picture}, r.sheet.over...)
}

func (r *plateRenderer) Destroy() {}
