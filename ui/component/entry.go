package component

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// entry is Fyne's entry with our keys: Tab always leaves it (WCAG 2.1.2; the
// stock multi-line entry keeps it), Enter and Esc are passed on, and typing
// goes by the scanner guard.
type entry struct {
	widget.Entry
	kit   *Kit
	box   *entryBox
	enter func()
	onTab func()                    // before the focus moves on
	most  int                       // characters that can be typed; 0 is any number
	inner *container.Scroll         // of a multi-line entry
	own   func(*fyne.KeyEvent) bool // keys that something beside it uses
}

func (k *Kit) entry(lines int, secret bool) *entryBox {
	e := &entry{kit: k}
	e.MultiLine = lines > 1
	if secret {
		e.Password = true
		// Fyne would put a mouse-only eye here; the field has its own button.
		e.ActionItem = canvas.NewRectangle(color.Transparent)
	}
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollNone // what is longer than the box moves within it, see slide
	if lines > 1 {
		e.Wrapping = fyne.TextWrapWord
		e.Scroll = fyne.ScrollVerticalOnly
		e.SetMinRowsVisible(lines)
	}
	e.ExtendBaseWidget(e)
	b := &entryBox{entry: e, lines: lines, ring: newRing()}
	e.box = b
	b.ExtendBaseWidget(b)
	return b
}

// AcceptsTab implements fyne.Tabbable: only a scanner's Tab is kept.
func (e *entry) AcceptsTab() bool { return e.kit.typist.Scanning() }

func (e *entry) TypedRune(r rune) {
	if !e.kit.typist.Rune(r, e.mark) && !e.full() {
		e.kit.wake(e.box)
		e.Entry.TypedRune(r)
	}
}

// full tells whether one character more is one too many. What is pasted is
// never cut: the form says what is wrong with it.
func (e *entry) full() bool {
	return e.most > 0 && len([]rune(e.Text))-len([]rune(e.SelectedText())) >= e.most
}

// KeyDown implements desktop.Keyable. The driver says that Tab goes down before
// it looks where the focus goes.
func (e *entry) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyTab && e.onTab != nil && !e.kit.typist.Scanning() {
		e.onTab()
	}
	e.kit.down(ev)
	e.Entry.KeyDown(ev)
}

// KeyUp implements desktop.Keyable.
func (e *entry) KeyUp(ev *fyne.KeyEvent) {
	e.kit.up(ev)
	e.Entry.KeyUp(ev)
}

// MouseDown implements desktop.Mouseable: a click places the cursor.
func (e *entry) MouseDown(ev *desktop.MouseEvent) {
	e.kit.tabbed = false
	e.Entry.MouseDown(ev)
}

// mark remembers text and cursor and answers how to put them back.
func (e *entry) mark() func() {
	text, row, column := e.Text, e.CursorRow, e.CursorColumn
	return func() {
		e.SetText(text)
		e.CursorRow, e.CursorColumn = row, column
		e.Refresh()
	}
}

func (e *entry) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case e.kit.typist.Key(ev.Name):
	case e.own != nil && e.own(ev):
	case isEnter(ev) && !e.MultiLine && e.enter != nil:
		e.enter()
	case isEnter(ev) && e.MultiLine:
		e.Entry.TypedKey(ev)
	case isEnter(ev) || leaves(ev.Name):
		e.kit.pass(ev, e.box)
	default:
		if !turns(ev.Name) {
			e.kit.wake(e.box)
		}
		e.Entry.TypedKey(ev)
	}
}

// leaves are the keys that are never an entry's own.
func leaves(name fyne.KeyName) bool {
	return name == fyne.KeyEscape || len(name) > 1 && name[0] == 'F' && name[1] >= '1' && name[1] <= '9'
}

// TypedShortcut keeps editing shortcuts and hands the rest to the window: the
// driver gives every shortcut to a focused entry and asks nobody else, so that
// Ctrl+L would not lock while somebody types.
func (e *entry) TypedShortcut(shortcut fyne.Shortcut) {
	custom, ok := shortcut.(*desktop.CustomShortcut)
	if !ok || edits(custom.KeyName) {
		e.Entry.TypedShortcut(shortcut)
		return
	}
	e.kit.TypedShortcut(shortcut)
}

// edits are the keys that move or delete by words and lines.
func edits(name fyne.KeyName) bool {
	return slices.Contains([]fyne.KeyName{
		fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyDelete,
	}, name)
}

// TappedSecondary opens no menu: Fyne's has words of its own, not in Welsh.
// Copy and paste work by keyboard.
func (e *entry) TappedSecondary(*fyne.PointEvent) {}

func (e *entry) FocusGained() {
	e.kit.typist.Act()
	e.Entry.FocusGained()
	e.ready()
	e.box.focused = true
	e.box.Refresh()
	e.kit.reveal(e.box, fyne.Position{}, e.box.Size())
}

// ready makes one line ready to be typed in: reached by Tab all of it is
// replaced, otherwise it is added to.
func (e *entry) ready() {
	switch {
	case e.MultiLine:
	case e.kit.tabbed:
		e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	case e.CursorColumn == 0 || e.SelectedText() != "":
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	}
}

func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	e.box.focused = false
	e.box.Refresh()
}

// entryBox is the entry with its ring, and a width in characters if it has one.
type entryBox struct {
	widget.BaseWidget
	entry   *entry
	ring    *canvas.Rectangle
	lines   int
	chars   int
	focused bool
}

func (b *entryBox) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{b.entry} }

// Natural implements Flowing.
func (b *entryBox) Natural() float32 {
	chars := b.chars
	if chars == 0 {
		chars = 40
	}
	return float32(chars)*width("0", theme.Size(theme.TextBody), false) + 2*theme.Gap16
}

// most is the widest it gets: its characters, or the measure of a text.
func (b *entryBox) most() float32 {
	if b.chars > 0 {
		return b.Natural()
	}
	return theme.MeasureChars * theme.Size(theme.TextBody) * 0.55
}

// HeightFor implements Flowing.
func (b *entryBox) HeightFor(float32) float32 {
	line := theme.Size(theme.TextBody) * theme.LineHeight
	return max(theme.TargetHeight, line*float32(max(1, b.lines))+theme.Gap16)
}

func (b *entryBox) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{b.entry, newWheel(b.entry), b.ring}
	if b.lines <= 1 {
		pane := container.New(&slide{entry: b.entry}, b.entry)
		b.entry.OnCursorChanged = func() { pane.Layout.Layout(pane.Objects, pane.Size()) }
		clip := container.NewClip(pane)
		clip.ExtendBaseWidget(clip)
		clip.Refresh() // what has no renderer yet is not found by the focus
		objects = []fyne.CanvasObject{clip, b.ring}
	}
	paint := func() {
		tint(b.ring, "", theme.Focus, theme.RingWidth)
		b.ring.Hidden = !b.focused
	}
	return &parts{
		of: b, objects: objects, repaint: paint,
		layout: func(size fyne.Size) {
			size.Width = min(size.Width, b.most())
			for _, o := range objects {
				place(o, 0, 0, size.Width, size.Height)
			}
			placeRing(b.ring, fyne.Position{}, size)
		},
		min: func() fyne.Size { return fyne.NewSize(min(b.Natural(), theme.Gap40*2), b.HeightFor(0)) },
	}
}
