package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// Select is one of many, behind a button that shows the choice. Up, Down,
// Home, End and typed letters choose; Space, Enter or a click open the list,
// where the same keys choose, Enter keeps and Esc goes back to what it was.
type Select struct {
	widget.BaseWidget
	label, hint, wrong *Text
	box                *selectBox
	frame              *marked
}

// Select makes a drop-down; changed gets the ID chosen. None is the text
// shown while nothing is chosen.
func (k *Kit) Select(text FieldText, none string, options []Option, changed func(id string)) *Select {
	s := &Select{label: NewStrong(text.Label), hint: NewHint(text.Hint), wrong: NewText(styleError, "")}
	s.box = &selectBox{none: none, options: options, chosen: None, changed: changed}
	s.box.frame = box(theme.Paper, theme.Edge, theme.Border, theme.Radius)
	s.box.label = NewBody(none)
	s.box.left, s.box.right = canvas.NewLine(theme.Colour(theme.Ink)), canvas.NewLine(theme.Colour(theme.Ink))
	s.box.begin(k, s.box)
	s.label.Hidden = text.Label == ""
	s.hint.Hidden = text.Hint == ""
	s.wrong.Hide()
	s.frame = mark(asked(s.box, s.label, s.hint, s.wrong))
	s.ExtendBaseWidget(s)
	return s
}

// Chosen is the ID of the choice, or nothing.
func (s *Select) Chosen() string { return s.box.id() }

// SetChosen chooses without calling changed; an unknown ID is no choice.
func (s *Select) SetChosen(id string) {
	if s.box.id() != id {
		s.box.chosen = indexOf(s.box.options, id)
		s.box.Refresh()
	}
}

// SetOptions replaces the options and keeps the choice if it is still there.
func (s *Select) SetOptions(none string, options []Option) {
	id := s.box.id()
	s.box.none, s.box.options = none, options
	s.box.chosen = indexOf(options, id)
	s.box.Refresh()
}

// SetWords changes label and hint, for another language.
func (s *Select) SetWords(text FieldText) {
	s.label.Hidden = text.Label == ""
	s.hint.Hidden = text.Hint == ""
	s.label.SetText(text.Label)
	s.hint.SetText(text.Hint)
	s.Refresh()
}

// SetError says what is wrong with it; an empty text clears it.
func (s *Select) SetError(text string) { complain(s, s.wrong, s.frame, text) }

// First is the control that takes the focus.
func (s *Select) First() fyne.Focusable { return s.box }

// Parts implements Parted.
func (s *Select) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{s.frame} }

// Natural implements Flowing.
func (s *Select) Natural() float32 { return s.frame.Natural() }

// HeightFor implements Flowing.
func (s *Select) HeightFor(w float32) float32 { return s.frame.HeightFor(w) }

// CreateRenderer implements fyne.Widget.
func (s *Select) CreateRenderer() fyne.WidgetRenderer { return single(s, s.frame) }

type selectBox struct {
	control
	none        string
	options     []Option
	chosen      int
	changed     func(string)
	frame       *canvas.Rectangle
	label       *Text
	left, right *canvas.Line
	list        *dropList
	seeker      seeker
}

func (b *selectBox) id() string {
	if b.chosen < 0 || b.chosen >= len(b.options) {
		return ""
	}
	return b.options[b.chosen].ID
}

func (b *selectBox) shown() string {
	if b.id() == "" {
		return b.none
	}
	return b.options[b.chosen].Text
}

func (b *selectBox) choose(i int) {
	if b.disabled || i < 0 || i >= len(b.options) || i == b.chosen {
		return
	}
	b.chosen = i
	b.Refresh()
	if b.changed != nil {
		b.changed(b.options[i].ID)
	}
}

// TypedRune implements fyne.Focusable: what is typed goes to the option that it
// fits best.
func (b *selectBox) TypedRune(r rune) {
	was := b.chosen
	if b.kit.typist.Rune(r, func() func() { return func() { b.seeker = seeker{}; b.choose(was) } }) {
		return
	}
	b.choose(b.seeker.rune(r, b.kit.typist.clock(), b.options, b.chosen))
}

// TypedKey implements fyne.Focusable.
func (b *selectBox) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case b.swallowed(ev), b.seeker.within(ev, b.kit.typist.clock(), b.options):
	case ev.Name == fyne.KeyDown:
		b.choose(min(b.chosen+1, len(b.options)-1))
	case ev.Name == fyne.KeyUp:
		b.choose(max(b.chosen-1, 0))
	case ev.Name == fyne.KeyHome:
		b.choose(0)
	case ev.Name == fyne.KeyEnd:
		b.choose(len(b.options) - 1)
	case ev.Name == fyne.KeySpace || isEnter(ev):
		b.open()
	default:
		b.kit.pass(ev, b)
	}
}

// Tapped implements fyne.Tappable.
func (b *selectBox) Tapped(*fyne.PointEvent) {
	b.take()
	b.open()
}

// Cursor implements desktop.Cursorable.
func (b *selectBox) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (b *selectBox) open() {
	if b.disabled || len(b.options) == 0 {
		return
	}
	openList(b)
}

// Natural implements Flowing: as wide as the longest option, so that choosing
// moves nothing.
func (b *selectBox) Natural() float32 {
	points := theme.Size(theme.TextBody)
	w := width(b.none, points, false)
	for _, o := range b.options {
		w = max(w, width(o.Text, points, false))
	}
	return min(w, 40*points) + 2*theme.Gap12 + theme.Gap40
}

func (b *selectBox) inner(w float32) float32 {
	return min(w, b.Natural()) - 2*theme.Gap12 - theme.Gap24
}

// HeightFor implements Flowing.
func (b *selectBox) HeightFor(w float32) float32 {
	return max(theme.TargetHeight, b.label.HeightFor(b.inner(w))+theme.Gap16)
}

// CreateRenderer implements fyne.Widget.
func (b *selectBox) CreateRenderer() fyne.WidgetRenderer {
	b.paint()
	return &parts{
		of: b, objects: []fyne.CanvasObject{b.frame, b.label, b.left, b.right, b.ring}, repaint: b.paint,
		layout: func(size fyne.Size) {
			size.Width = min(size.Width, b.Natural())
			b.frame.Resize(size)
			placeRing(b.ring, fyne.Position{}, size)
			h := b.label.HeightFor(b.inner(size.Width))
			place(b.label, theme.Gap12, (size.Height-h)/2, b.inner(size.Width), h)
			x, y := size.Width-theme.Gap24, size.Height/2
			b.left.Position1, b.left.Position2 = fyne.NewPos(x-6, y-3), fyne.NewPos(x, y+3)
			b.right.Position1, b.right.Position2 = fyne.NewPos(x, y+3), fyne.NewPos(x+6, y-3)
		},
		min: func() fyne.Size { return flowMin(b, 120) },
	}
}

func (b *selectBox) paint() {
	tint(b.frame, theme.Paper, theme.Edge, theme.Border)
	b.label.style.Colour = theme.Ink
	if b.id() == "" || b.disabled {
		b.label.style.Colour = theme.Muted
	}
	b.label.spans = []Span{{b.shown(), false}}
	for _, l := range []*canvas.Line{b.left, b.right} {
		l.StrokeColor, l.StrokeWidth = theme.Colour(theme.Ink), theme.Border
	}
	b.paintRing()
}

// dropList is the open list of a Select, over the window.
type dropList struct {
	widget.BaseWidget
	box  *selectBox
	rows *choiceRows
	page *Page
	card *Card
	was  int
	top  fyne.Position
}

// listAside is the room at the sides of the rows, where their ring and the
// scrollbar stand beside one another.
const listAside = theme.Gap24

func openList(b *selectBox) {
	b.kit.reveal(b, fyne.Position{}, b.Size()) // the wheel may have taken it out of sight
	l := &dropList{box: b, was: b.chosen}
	l.rows = &choiceRows{changed: func(string) { b.choose(l.rows.chosen) }, pressed: l.close}
	l.rows.begin(b.kit, l.rows)
	l.rows.seeker = &b.seeker
	l.rows.set(b.options)
	l.rows.chosen = b.chosen
	l.page = b.kit.page(Inset(listAside, theme.Gap8, l.rows), l.rows)
	l.card = newCard(theme.Paper, theme.Edge, theme.Border, l.page)
	l.card.across, l.card.down = theme.Border, theme.Border
	l.top = fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
	l.ExtendBaseWidget(l)
	m := &Modal{kit: b.kit, before: b, page: l.page, ask: Ask{No: "x", OnNo: func() { b.choose(l.was) }}}
	m.surface = l
	b.kit.modals = append(b.kit.modals, m)
	b.list = l
	b.kit.canvas.Unfocus()
	b.kit.canvas.Overlays().Add(l)
	l.Resize(b.kit.canvas.Size())
	b.kit.Focus(l.rows)
}

func (l *dropList) close() {
	if n := len(l.box.kit.modals); n > 0 && l.box.kit.modals[n-1].surface == l {
		l.box.kit.modals[n-1].Close()
	}
}

// Tapped implements fyne.Tappable: a click beside the list closes it.
func (l *dropList) Tapped(*fyne.PointEvent) { l.close() }

func (l *dropList) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{l.card} }

func (l *dropList) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: l, objects: []fyne.CanvasObject{l.card},
		layout: func(size fyne.Size) {
			w := min(max(l.box.Natural()+2*listAside, 200), size.Width-2*theme.Gap16)
			h := min(HeightFor(l.page.sheet.inner, w-2*theme.Border)+2*theme.Border, size.Height-2*theme.Gap16)
			x := min(l.top.X, size.Width-w-theme.Gap16)
			y := l.top.Y + l.box.Size().Height + theme.Gap8
			if y+h > size.Height-theme.Gap16 {
				y = max(theme.Gap16, min(l.top.Y-h-theme.Gap8, size.Height-h-theme.Gap16))
			}
			place(l.card, max(theme.Gap16, x), y, w, h)
		},
		min: func() fyne.Size { return fyne.NewSize(200, 120) },
	}
}
