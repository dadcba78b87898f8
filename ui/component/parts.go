package component

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vouchdesk/ui/theme"
)

// parts is the renderer of every composite here: its objects in reading
// order, how to lay them out, and how to bring their colours and texts up to
// date.
type parts struct {
	of      fyne.CanvasObject
	objects []fyne.CanvasObject
	list    func() []fyne.CanvasObject // instead of objects, when they change
	layout  func(fyne.Size)
	min     func() fyne.Size
	repaint func()
}

func (p *parts) Layout(size fyne.Size) {
	if p.layout != nil {
		p.layout(size)
	}
}

func (p *parts) MinSize() fyne.Size { return p.min() }

func (p *parts) Refresh() {
	if p.repaint != nil {
		p.repaint()
	}
	for _, o := range p.Objects() {
		o.Refresh()
	}
	p.Layout(p.of.Size())
	canvas.Refresh(p.of)
}

func (p *parts) Objects() []fyne.CanvasObject {
	if p.list != nil {
		return p.list()
	}
	return p.objects
}

func (p *parts) Destroy() {}

// flowMin is the least size of a Flowing widget that has been laid out at a
// width, or not yet.
func flowMin(o Flowing, least float32) fyne.Size {
	return fyne.NewSize(least, o.HeightFor(knownWidth(o.Size().Width, least, o.Natural())))
}

func box(fill, stroke fyne.ThemeColorName, width, radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.CornerRadius = radius
	tint(r, fill, stroke, width)
	return r
}

// tint colours a rectangle; an empty name is no colour.
func tint(r *canvas.Rectangle, fill, stroke fyne.ThemeColorName, width float32) {
	r.FillColor, r.StrokeColor, r.StrokeWidth = color.Transparent, color.Transparent, width
	if fill != "" {
		r.FillColor = theme.Colour(fill)
	}
	if stroke != "" {
		r.StrokeColor = theme.Colour(stroke)
	}
}

// newRing is the focus ring, hidden until focus comes.
func newRing() *canvas.Rectangle {
	r := box("", theme.Focus, theme.RingWidth, theme.Radius+theme.RingClear+theme.RingWidth)
	r.Hide()
	return r
}

// placeRing draws the ring clear of a control at pos.
func placeRing(r *canvas.Rectangle, pos fyne.Position, size fyne.Size) {
	out := theme.RingClear + theme.RingWidth
	r.Move(pos.SubtractXY(out, out))
	r.Resize(size.AddWidthHeight(2*out, 2*out))
}

// Parted lets a Page find the control that has the focus inside a composite.
// Widgets outside this package that hold controls implement it too.
type Parted interface {
	Parts() []fyne.CanvasObject
}

func holds(root, sought fyne.CanvasObject) bool {
	_, ok := below(root, sought)
	return ok
}

// below is how far an object lies below the top of one that holds it. The
// driver is not asked: it does not know an object before it was first painted.
func below(root, sought fyne.CanvasObject) (y float32, ok bool) {
	if root == sought {
		return 0, true
	}
	var inner []fyne.CanvasObject
	switch o := root.(type) {
	case *fyne.Container:
		inner = o.Objects
	case Parted:
		inner = o.Parts()
	}
	for _, o := range inner {
		if o == nil {
			continue
		}
		if y, ok := below(o, sought); ok {
			if p, ok := root.(*Page); ok {
				y -= p.scroll.Offset.Y
			}
			return o.Position().Y + y, true
		}
	}
	return 0, false
}
