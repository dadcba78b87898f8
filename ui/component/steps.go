package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"vouchdesk/ui/theme"
)

// Step is one line of a task list: its name and its state in words.
type Step struct {
	ID    string
	Text  string
	State string
	Tint  theme.Tint
}

// Steps is the task list of a case. One stop for Tab: Up, Down, Home, End
// move, Enter or a click open.
type Steps struct {
	control
	steps   []Step
	open    func(id string)
	chosen  int // the step that is open
	cursor  int // the step the keys are on
	texts   []*Text
	strong  []*Text // the same as they are while open, to keep room for that
	tags    []*Tag
	ground  *canvas.Rectangle
	edge    *canvas.Rectangle
	objects []fyne.CanvasObject
}

// Steps makes an empty list.
func (k *Kit) Steps(open func(id string)) *Steps {
	s := &Steps{open: open, chosen: None, ground: box(theme.Selected, "", 0, 0), edge: box(theme.Accent, "", 0, 0)}
	s.begin(k, s)
	s.Set(nil, "")
	return s
}

// Set shows the steps, the one with that ID as the open one.
func (s *Steps) Set(steps []Step, open string) {
	was := s.ID()
	s.steps, s.texts, s.strong, s.tags, s.chosen, s.cursor = steps, nil, nil, nil, None, 0
	s.objects = []fyne.CanvasObject{s.ground, s.edge}
	for i, step := range steps {
		text, tag := NewBody(step.Text), NewTag(step.Tint, step.State)
		tag.Hidden = step.State == ""
		if step.ID == open {
			s.chosen = i
			text.SetStyle(styleStrong)
		}
		if step.ID == was && s.focused || step.ID == open && !s.focused {
			s.cursor = i
		}
		s.texts, s.strong, s.tags = append(s.texts, text), append(s.strong, NewStrong(step.Text)), append(s.tags, tag)
		s.objects = append(s.objects, text, tag)
	}
	s.objects = append(s.objects, s.ring)
	s.disabled = len(steps) == 0
	s.Refresh()
}

// ID is the step the keys are on.
func (s *Steps) ID() string {
	if s.cursor < len(s.steps) {
		return s.steps[s.cursor].ID
	}
	return ""
}

func (s *Steps) move(to int) {
	s.cursor = max(0, min(to, len(s.steps)-1))
	s.Refresh()
	y, h := s.rowAt(s.cursor, s.Size().Width)
	s.kit.reveal(s, fyne.NewPos(0, y), fyne.NewSize(s.Size().Width, h))
}

// TypedKey implements fyne.Focusable.
func (s *Steps) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case s.swallowed(ev):
	case ev.Name == fyne.KeyDown:
		s.move(s.cursor + 1)
	case ev.Name == fyne.KeyUp:
		s.move(s.cursor - 1)
	case ev.Name == fyne.KeyHome:
		s.move(0)
	case ev.Name == fyne.KeyEnd:
		s.move(len(s.steps) - 1)
	case isEnter(ev) || ev.Name == fyne.KeySpace:
		s.press()
	default:
		s.kit.pass(ev, s)
	}
}

func (s *Steps) press() {
	if s.open != nil && s.ID() != "" {
		s.open(s.ID())
	}
}

// Tapped implements fyne.Tappable.
func (s *Steps) Tapped(ev *fyne.PointEvent) {
	for i := range s.steps {
		if y, h := s.rowAt(i, s.Size().Width); ev.Position.Y >= y && ev.Position.Y < y+h {
			s.cursor = i
			s.take()
			s.press()
			return
		}
	}
}

// Cursor implements desktop.Cursorable.
func (s *Steps) Cursor() desktop.Cursor { return desktop.PointerCursor }

const (
	stepPad = theme.Gap24
	stepEnd = theme.Gap16
)

// split is how a row shares its width: the tag goes below the name when both
// do not fit beside one another. The open step is in bold: no row may become
// higher by being opened, or the list jumps at each step.
func (s *Steps) split(i int, w float32) (text, tag float32, below bool) {
	inner := w - stepPad - stepEnd
	tag = min(s.tags[i].Natural(), inner)
	if s.tags[i].Hidden {
		return inner, 0, false
	}
	text = inner - tag - theme.Gap8
	if text < s.strong[i].Natural() && text < 0.6*inner || text < s.strong[i].leastWidth() {
		return inner, tag, true
	}
	return text, tag, false
}

func (s *Steps) rowHeight(i int, w float32) float32 {
	tw, gw, below := s.split(i, w)
	h := s.strong[i].HeightFor(tw)
	switch {
	case below:
		h += s.tags[i].HeightFor(gw) + theme.Gap4
	case gw > 0:
		h = max(h, s.tags[i].HeightFor(gw))
	}
	return max(45, h+theme.Gap16)
}

func (s *Steps) rowAt(i int, w float32) (y, h float32) {
	for j := range i {
		y += s.rowHeight(j, w)
	}
	if i >= len(s.steps) {
		return y, 0
	}
	return y, s.rowHeight(i, w)
}

// Natural implements Flowing.
func (s *Steps) Natural() float32 { return theme.LeftColumn }

// HeightFor implements Flowing.
func (s *Steps) HeightFor(w float32) float32 {
	y, _ := s.rowAt(len(s.steps), w)
	return y
}

func (s *Steps) lay(size fyne.Size) {
	for i := range s.steps {
		y, h := s.rowAt(i, size.Width)
		tw, gw, below := s.split(i, size.Width)
		th, gh := s.texts[i].HeightFor(tw), s.tags[i].HeightFor(max(gw, 1))
		if below {
			top := y + (h-th-gh-theme.Gap4)/2
			place(s.texts[i], stepPad, top, tw, th)
			place(s.tags[i], stepPad, top+th+theme.Gap4, gw, gh)
		} else {
			place(s.texts[i], stepPad, y+(h-th)/2, tw, th)
			place(s.tags[i], size.Width-stepEnd-gw, y+(h-gh)/2, gw, gh)
		}
		if i == s.chosen {
			place(s.ground, 0, y, size.Width, h)
			place(s.edge, 0, y, theme.Gap4, h)
		}
		if i == s.cursor {
			s.ring.Move(fyne.NewPos(2, y))
			s.ring.Resize(fyne.NewSize(size.Width-4, h))
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Steps) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: s, list: func() []fyne.CanvasObject { return s.objects }, layout: s.lay,
		repaint: func() {
			tint(s.ground, theme.Selected, "", 0)
			tint(s.edge, theme.Accent, "", 0)
			s.ground.Hidden, s.edge.Hidden = s.chosen == None, s.chosen == None
			s.paintRing()
		},
		min: func() fyne.Size { return flowMin(s, 160) },
	}
}
