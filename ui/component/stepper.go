package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"vouchdesk/ui/theme"
)

// Stepper is something that is moved in steps: what it is, how far it is in
// words, less and more. The arrow keys are one step, with the page keys it is
// ten, Home and End go as far as it goes.
type Stepper struct {
	control
	name   string
	step   func(by int)
	ground *canvas.Rectangle
	label  *Text
	value  *Text
	less   *Text
	more   *Text
}

// farSteps is Home and End: further than anything goes.
const farSteps = BoxWhole

// Stepper makes one; step gets how many steps, below 0 for less.
func (k *Kit) Stepper(name string, step func(by int)) *Stepper {
	s := &Stepper{name: name, step: step, ground: box(theme.Paper, theme.Edge, theme.Border, theme.Radius)}
	s.label, s.value = NewHint(name), NewStrong("")
	s.less, s.more = NewStrong("–"), NewStrong("+")
	s.less.centre, s.more.centre = true, true
	s.begin(k, s)
	return s
}

// SetText says how far it is.
func (s *Stepper) SetText(value string) {
	if s.value.Text() != value {
		s.value.SetText(value)
		s.Refresh()
	}
}

// Text is what it is and how far.
func (s *Stepper) Text() string { return s.name }

func (s *Stepper) by(n int) {
	if !s.disabled {
		s.step(n)
	}
}

// TypedKey implements fyne.Focusable.
func (s *Stepper) TypedKey(ev *fyne.KeyEvent) {
	by, known := map[fyne.KeyName]int{
		fyne.KeyLeft: -1, fyne.KeyDown: -1, fyne.KeyRight: 1, fyne.KeyUp: 1,
		fyne.KeyPageDown: -10, fyne.KeyPageUp: 10, fyne.KeyHome: -farSteps, fyne.KeyEnd: farSteps,
	}[ev.Name]
	switch {
	case s.swallowed(ev):
	case known:
		s.by(by)
	default:
		s.kit.pass(ev, s)
	}
}

// Tapped implements fyne.Tappable.
func (s *Stepper) Tapped(ev *fyne.PointEvent) {
	s.take()
	switch {
	case ev.Position.X > s.Size().Width-theme.TargetHeight:
		s.by(1)
	case ev.Position.X > s.Size().Width-2*theme.TargetHeight:
		s.by(-1)
	}
}

// Cursor implements desktop.Cursorable.
func (s *Stepper) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Natural implements Flowing.
func (s *Stepper) Natural() float32 {
	return max(s.label.Natural(), s.value.Natural()) + 2*theme.TargetHeight + 2*theme.Gap12
}

// HeightFor implements Flowing.
func (s *Stepper) HeightFor(w float32) float32 {
	room := w - 2*theme.TargetHeight - 2*theme.Gap12
	return max(theme.TargetHeight, s.label.HeightFor(room)+s.value.HeightFor(room)+theme.Gap8)
}

// CreateRenderer implements fyne.Widget.
func (s *Stepper) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: s, objects: []fyne.CanvasObject{s.ground, s.label, s.value, s.less, s.more, s.ring},
		layout: func(size fyne.Size) {
			s.ground.Resize(size)
			room := size.Width - 2*theme.TargetHeight - 2*theme.Gap12
			top := s.label.HeightFor(room)
			place(s.label, theme.Gap12, theme.Gap4, room, top)
			place(s.value, theme.Gap12, theme.Gap4+top, room, s.value.HeightFor(room))
			for i, sign := range []*Text{s.less, s.more} {
				h := sign.HeightFor(theme.TargetHeight)
				place(sign, size.Width-float32(2-i)*theme.TargetHeight, (size.Height-h)/2, theme.TargetHeight, h)
			}
			placeRing(s.ring, fyne.Position{}, size)
		},
		min: func() fyne.Size { return flowMin(s, 160) },
		repaint: func() {
			fill := theme.Paper
			if s.hovered {
				fill = theme.Hover
			}
			tint(s.ground, fill, theme.Edge, theme.Border)
			s.paintRing()
		},
	}
}
