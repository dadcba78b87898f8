package component

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// Ask is a question over the window, or a small form.
type Ask struct {
	Title, Body string
	Content     fyne.CanvasObject  // between body and buttons; may be nil
	Yes, No     string             // an empty No leaves one button; Esc then closes what asks nothing
	Danger      bool               // Yes is red, and No has the focus first
	Careful     bool               // No has the focus first: Enter pressed twice must not be a Yes
	First       fyne.Focusable     // has the focus first instead
	Wide        bool               // as large as the window: something to work on
	Still       fyne.CanvasObject  // of a wide one: stands still left of what scrolls and of the buttons
	Deliberate  bool               // Enter is Yes on its button alone, so that none too many is one
	Undo, Redo  func()             // Ctrl+Z, and Ctrl+Y or Ctrl+Shift+Z
	Alone       bool               // nothing else is drawn meanwhile: what changes often has to be cheap in software
	OnLeave     func() (stay bool) // before it is turned down
	OnYes       func() (stay bool)
	OnNo        func()
	OnClosed    func() // however it went away
}

// Modal is an open question. Everything behind it rests until it is answered.
type Modal struct {
	widget.BaseWidget
	kit     *Kit
	ask     Ask
	before  fyne.Focusable
	scrim   *canvas.Rectangle
	card    *Card
	page    *Page
	foot    fyne.CanvasObject // of a wide one, below the page
	yes, no *Button
	behind  fyne.CanvasObject // hidden while it is open, or nil
	surface fyne.CanvasObject // what lies over the window: the modal, or the list of a Select
}

// Ask opens the question, and puts the focus on the first or safest control:
// First, then No where Yes is dangerous or wants care, then Yes. Esc is No. Enter is Yes
// wherever the focused control does not use it, unless that has to be deliberate.
// Afterwards the focus is back where it was.
func (k *Kit) Ask(a Ask) *Modal {
	m := &Modal{kit: k, ask: a, before: k.canvas.Focused(), scrim: box(theme.Scrim, "", 0, 0)}
	look := Primary
	if a.Danger {
		look = Danger
	}
	m.yes = k.Button(look, a.Yes, m.Yes)
	m.no = k.Button(Secondary, a.No, m.No)
	m.no.Hidden = a.No == ""
	body := NewBody(a.Body)
	body.Hidden = a.Body == ""
	title := NewSection(a.Title)
	objects := []fyne.CanvasObject{title, body}
	if a.Content != nil {
		objects = append(objects, a.Content)
	}
	buttons := HStack(theme.Gap12, m.yes, m.no)
	switch {
	case a.Still != nil:
		inner := VStack(theme.Gap16, objects[1:]...)
		m.foot = Inset(theme.Gap24, theme.Gap16, buttons)
		m.page = k.page(Inset(theme.Gap24, theme.Gap8, inner), inner)
		m.card = newCard(theme.Paper, theme.Edge, theme.Border, container.New(still{}, title, a.Still, Footed(0, m.page, m.foot)))
	case a.Wide:
		// What is worked on may be higher than the window; its end stays in sight.
		inner := VStack(theme.Gap16, objects...)
		m.foot = Inset(theme.Gap24, theme.Gap16, buttons)
		m.page = k.page(Inset(theme.Gap24, theme.Gap24, inner), inner)
		m.card = newCard(theme.Paper, theme.Edge, theme.Border, Footed(0, m.page, m.foot))
	default:
		inner := VStack(theme.Gap16, append(objects, buttons)...)
		m.page = k.page(Inset(theme.Gap24, theme.Gap24, inner), inner)
		m.card = newCard(theme.Paper, theme.Edge, theme.Border, m.page)
	}
	m.card.across, m.card.down = theme.Border, theme.Border
	m.ExtendBaseWidget(m)
	m.page.sheet.laid = m.fit
	if a.Alone {
		m.scrim.Hide()
		m.card.ground.CornerRadius = 0 // a round corner is computed for every pixel of the card
		m.behind = k.canvas.Content()
		m.behind.Hide()
	}
	m.surface = m
	k.modals = append(k.modals, m)
	k.canvas.Unfocus() // no ring behind the question
	k.canvas.Overlays().Add(m)
	m.Resize(k.canvas.Size())
	k.Focus(m.first())
	return m
}

func (m *Modal) first() fyne.Focusable {
	switch {
	case m.ask.First != nil:
		return m.ask.First
	case (m.ask.Danger || m.ask.Careful) && m.ask.No != "":
		return m.no
	default:
		return m.yes
	}
}

// Yes answers it.
func (m *Modal) Yes() {
	if m.yes.Disabled() {
		return
	}
	if m.ask.OnYes != nil && m.ask.OnYes() {
		return
	}
	m.Close()
}

// No turns it down, where that can be done: a sentence to be read can always be
// put away, a question without a No cannot.
func (m *Modal) No() {
	if m.ask.OnLeave == nil && m.ask.No == "" && m.ask.OnYes != nil || m.ask.OnLeave != nil && m.ask.OnLeave() {
		return
	}
	m.Close()
	if m.ask.OnNo != nil {
		m.ask.OnNo()
	}
}

// SetYes renames its Yes, and lets it be pressed or not.
func (m *Modal) SetYes(text string, can bool) {
	m.yes.SetText(text)
	m.yes.SetEnabled(can)
}

// First is the control that has the focus first.
func (m *Modal) First() fyne.Focusable { return m.first() }

// Open tells whether it is still to be answered.
func (m *Modal) Open() bool { return slices.Contains(m.kit.modals, m) }

// Foremost tells whether nothing else was opened over it.
func (m *Modal) Foremost() bool {
	n := len(m.kit.modals)
	return n > 0 && m.kit.modals[n-1] == m
}

// Close takes the question away and gives the focus back. Nothing is answered.
func (m *Modal) Close() {
	i := slices.Index(m.kit.modals, m)
	if i < 0 {
		return
	}
	m.kit.modals = slices.Delete(m.kit.modals, i, i+1)
	m.kit.canvas.Overlays().Remove(m.surface)
	if m.behind != nil {
		m.behind.Show()
	}
	if m.before != nil {
		m.kit.canvas.Focus(m.before)
	} else {
		m.kit.canvas.Unfocus()
	}
	if m.ask.OnClosed != nil {
		m.ask.OnClosed()
	}
}

// CloseAll takes every open question away, for a lock.
func (k *Kit) CloseAll() {
	for len(k.modals) > 0 {
		k.modals[len(k.modals)-1].Close()
	}
}

func (m *Modal) key(ev *fyne.KeyEvent) {
	switch {
	case ev.Name == fyne.KeyEscape:
		m.No()
	case isEnter(ev) && !m.ask.Deliberate:
		m.Yes()
	case turns(ev.Name):
		m.page.turn(ev.Name == fyne.KeyPageDown)
	}
}

// Tapped implements fyne.Tappable: a click beside the card does nothing, and
// does not reach what is behind.
func (m *Modal) Tapped(*fyne.PointEvent) {}

// Parts implements Parted.
func (m *Modal) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{m.card} }

func (m *Modal) lay(size fyne.Size) {
	m.scrim.Resize(size)
	m.fit()
}

// fit makes the card as high as what is on it, which changes: an error is said,
// a part is shown.
func (m *Modal) fit() {
	size := m.Size()
	w := size.Width - 2*theme.Gap24
	if !m.ask.Wide {
		w = min(w, 560*theme.Scale())
	}
	h := HeightFor(m.page.sheet.inner, w-2*theme.Border) + 2*theme.Border
	if m.foot != nil {
		h += HeightFor(m.foot, w-2*theme.Border)
	}
	if h = min(size.Height-2*theme.Gap24, h); m.ask.Still != nil {
		h = size.Height - 2*theme.Gap24
	}
	at := fyne.NewPos((size.Width-w)/2, (size.Height-h)/2)
	if m.card.Size() != fyne.NewSize(w, h) || m.card.Position() != at {
		place(m.card, at.X, at.Y, w, h)
	}
}

// CreateRenderer implements fyne.Widget.
func (m *Modal) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: m, objects: []fyne.CanvasObject{m.scrim, m.card}, layout: m.lay,
		repaint: func() { tint(m.scrim, theme.Scrim, "", 0) },
		min:     func() fyne.Size { return fyne.NewSize(320, 200) },
	}
}
