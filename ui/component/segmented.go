package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"vouchdesk/ui/theme"
)

// None is no choice made.
const None = -1

// Segmented is one choice of a few, side by side; nothing is chosen at first.
// Arrow keys choose, Backspace takes the choice back, Enter is the window's.
type Segmented struct {
	control
	// OnChanged gets the new choice; None when taken back.
	OnChanged func(chosen int)

	chosen  int
	frame   *canvas.Rectangle
	fills   []*canvas.Rectangle
	labels  []*Text
	objects []fyne.CanvasObject
}

// Segmented makes a choice of the options.
func (k *Kit) Segmented(options ...string) *Segmented {
	s := &Segmented{chosen: None, frame: box("", "", theme.Border, theme.Radius)}
	s.begin(k, s)
	ground := box(theme.Paper, "", 0, theme.Radius)
	s.objects = append(s.objects, ground)
	for range options {
		fill := box("", "", 0, 0)
		s.fills = append(s.fills, fill)
		s.objects = append(s.objects, fill)
	}
	for _, o := range options {
		label := NewText(Style{theme.TextHint, theme.Ink, false}, o)
		label.centre = true
		s.labels = append(s.labels, label)
		s.objects = append(s.objects, label)
	}
	s.objects = append(s.objects, s.frame, s.ring)
	return s
}

// Chosen is the index of the choice, or None.
func (s *Segmented) Chosen() int { return s.chosen }

// SetChosen sets the choice without calling OnChanged.
func (s *Segmented) SetChosen(i int) {
	if i < None || i >= len(s.labels) {
		i = None
	}
	if s.chosen != i {
		s.chosen = i
		s.Refresh()
	}
}

// SetOptions renames the options, for another language.
func (s *Segmented) SetOptions(options ...string) {
	for i := range min(len(options), len(s.labels)) {
		s.labels[i].SetText(options[i])
	}
	s.Refresh()
}

func (s *Segmented) choose(i int) {
	if s.disabled || i == s.chosen {
		return
	}
	s.chosen = i
	s.Refresh()
	if s.OnChanged != nil {
		s.OnChanged(i)
	}
}

// TypedKey implements fyne.Focusable.
func (s *Segmented) TypedKey(ev *fyne.KeyEvent) {
	n := len(s.labels)
	switch {
	case s.swallowed(ev):
	case ev.Name == fyne.KeyRight || ev.Name == fyne.KeyDown:
		s.choose((s.chosen + 1) % n)
	case ev.Name == fyne.KeyLeft || ev.Name == fyne.KeyUp:
		s.choose((max(s.chosen, 0) + n - 1) % n)
	case ev.Name == fyne.KeySpace && s.chosen == None, ev.Name == fyne.KeyHome:
		s.choose(0)
	case ev.Name == fyne.KeyEnd:
		s.choose(n - 1)
	case ev.Name == fyne.KeyBackspace || ev.Name == fyne.KeyDelete:
		s.choose(None)
	default:
		s.kit.pass(ev, s)
	}
}

// Tapped implements fyne.Tappable.
func (s *Segmented) Tapped(ev *fyne.PointEvent) {
	s.take()
	for i, f := range s.fills {
		at := ev.Position.Subtract(f.Position())
		if at.X >= 0 && at.Y >= 0 && at.X < f.Size().Width && at.Y < f.Size().Height {
			s.choose(i)
		}
	}
}

// Cursor implements desktop.Cursorable.
func (s *Segmented) Cursor() desktop.Cursor { return desktop.PointerCursor }

const segmentPad = theme.Gap12 + theme.Border

func (s *Segmented) widths() []float32 {
	w := make([]float32, len(s.labels))
	for i, l := range s.labels {
		// Measured bold, so that nothing moves when a choice is made.
		w[i] = width(l.Text(), l.points(), true) + 2*segmentPad
	}
	return w
}

// Natural implements Flowing.
func (s *Segmented) Natural() float32 {
	var sum float32
	for _, w := range s.widths() {
		sum += w
	}
	return sum
}

func (s *Segmented) row() float32 {
	return max(theme.TargetHeight, theme.Size(theme.TextHint)*theme.LineHeight+theme.Gap16)
}

// HeightFor implements Flowing: below one another where there is no room.
func (s *Segmented) HeightFor(w float32) float32 {
	if s.Natural() <= w+0.5 {
		return s.row()
	}
	var h float32
	for _, l := range s.labels {
		h += max(s.row(), l.HeightFor(w-2*segmentPad)+theme.Gap16)
	}
	return h
}

func (s *Segmented) lay(size fyne.Size) {
	upright := s.Natural() > size.Width+0.5
	if !upright {
		size.Width = s.Natural()
	}
	s.objects[0].Resize(size)
	s.frame.Resize(size)
	placeRing(s.ring, fyne.Position{}, size)
	var x, y float32
	for i, w := range s.widths() {
		h := size.Height
		if upright {
			w, h = size.Width, max(s.row(), s.labels[i].HeightFor(size.Width-2*segmentPad)+theme.Gap16)
		}
		place(s.fills[i], x, y, w, h)
		lh := s.labels[i].HeightFor(w - 2*segmentPad + 1)
		place(s.labels[i], x+segmentPad, y+(h-lh)/2, w-2*segmentPad+1, lh)
		if upright {
			y += h
		} else {
			x += w
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Segmented) CreateRenderer() fyne.WidgetRenderer {
	s.paint()
	return &parts{
		of: s, objects: s.objects, layout: s.lay, repaint: s.paint,
		min: func() fyne.Size {
			return flowMin(s, widest(textObjects(s.labels), func(o fyne.CanvasObject) float32 {
				return o.(*Text).leastWidth() + 2*segmentPad //nolint:forcetypeassert // made from texts
			}))
		},
	}
}

func textObjects(texts []*Text) []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, len(texts))
	for i, t := range texts {
		all[i] = t
	}
	return all
}

// round gives the first and last fill the corners of the frame.
func (s *Segmented) round(i int) {
	f, r := s.fills[i], theme.Radius
	upright := s.Natural() > s.Size().Width+0.5
	last := i == len(s.fills)-1
	f.TopLeftCornerRadius, f.BottomLeftCornerRadius, f.TopRightCornerRadius, f.BottomRightCornerRadius = 0, 0, 0, 0
	if i == 0 {
		f.TopLeftCornerRadius = r
		if upright {
			f.TopRightCornerRadius = r
		} else {
			f.BottomLeftCornerRadius = r
		}
	}
	if last {
		f.BottomRightCornerRadius = r
		if upright {
			f.BottomLeftCornerRadius = r
		} else {
			f.TopRightCornerRadius = r
		}
	}
}

func (s *Segmented) paint() {
	tint(s.objects[0].(*canvas.Rectangle), theme.Paper, "", 0) //nolint:forcetypeassert // put there by Segmented
	tint(s.frame, "", theme.Edge, theme.Border)
	for i, l := range s.labels {
		chosen := i == s.chosen
		l.style = Style{theme.TextHint, theme.Ink, chosen}
		if chosen {
			l.style.Colour = theme.OnAccent
			tint(s.fills[i], theme.Accent, "", 0)
			s.round(i)
		} else {
			tint(s.fills[i], "", theme.Hairline, 1)
		}
		if s.disabled {
			l.style.Colour = theme.Muted
			tint(s.fills[i], theme.Sunken, "", 0)
		}
		l.spans = []Span{{l.Text(), chosen}}
	}
	s.paintRing()
}
