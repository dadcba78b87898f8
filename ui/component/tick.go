package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"vouchdesk/ui/theme"
)

// Tick is a statement to agree to, or a thing to turn on. Space and a click
// change it; Enter is the window's.
type Tick struct {
	control
	on          bool
	changed     func(bool)
	square      *canvas.Rectangle
	stem, hook  *canvas.Line
	label, hint *Text
	wrong       *Text
}

// Tick makes a tick; changed may be nil.
func (k *Kit) Tick(text string, changed func(on bool)) *Tick {
	t := &Tick{changed: changed, label: NewBody(text), hint: NewHint(""), wrong: NewText(styleError, "")}
	t.square = box("", "", theme.Border, theme.TagRadius)
	t.stem, t.hook = canvas.NewLine(theme.Colour(theme.OnAccent)), canvas.NewLine(theme.Colour(theme.OnAccent))
	t.hint.Hide()
	t.wrong.Hide()
	t.begin(k, t)
	return t
}

// On tells whether it is ticked.
func (t *Tick) On() bool { return t.on }

// SetOn ticks or clears it without calling changed.
func (t *Tick) SetOn(on bool) {
	if t.on != on {
		t.on = on
		t.Refresh()
	}
}

// SetText changes the statement.
func (t *Tick) SetText(text string) {
	t.label.SetText(text)
	t.Refresh()
}

// Strong makes the statement bold, for a declaration.
func (t *Tick) Strong() *Tick {
	t.label.SetStyle(styleStrong)
	return t
}

// Hint adds a line below the statement.
func (t *Tick) Hint(text string) *Tick {
	t.hint.Hidden = text == ""
	t.hint.SetText(text)
	return t
}

// SetError says what is wrong with it; an empty text clears it.
func (t *Tick) SetError(text string) {
	t.wrong.Hidden = text == ""
	t.wrong.SetText(text)
	t.Refresh()
}

// First is the control that takes the focus.
func (t *Tick) First() fyne.Focusable { return t }

func (t *Tick) flip() {
	if t.disabled {
		return
	}
	t.on = !t.on
	t.Refresh()
	if t.changed != nil {
		t.changed(t.on)
	}
}

// TypedKey implements fyne.Focusable.
func (t *Tick) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case t.swallowed(ev):
	case ev.Name == fyne.KeySpace:
		t.flip()
	default:
		t.kit.pass(ev, t)
	}
}

// Tapped implements fyne.Tappable.
func (t *Tick) Tapped(*fyne.PointEvent) {
	t.take()
	t.flip()
}

// Cursor implements desktop.Cursorable.
func (t *Tick) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (t *Tick) side() float32   { return theme.Gap24 * max(1, theme.Scale()*0.8) }
func (t *Tick) indent() float32 { return t.side() + theme.Gap12 }

func (t *Tick) texts() []fyne.CanvasObject {
	return shown([]fyne.CanvasObject{t.wrong, t.label, t.hint})
}

// Natural implements Flowing.
func (t *Tick) Natural() float32 { return widest(t.texts(), Natural) + t.indent() }

// HeightFor implements Flowing.
func (t *Tick) HeightFor(w float32) float32 {
	return max(theme.TargetHeight, (&vstack{}).heightFor(t.texts(), w-t.indent()))
}

// CreateRenderer implements fyne.Widget.
func (t *Tick) CreateRenderer() fyne.WidgetRenderer {
	t.paint()
	return &parts{
		of: t, objects: []fyne.CanvasObject{t.square, t.stem, t.hook, t.wrong, t.label, t.hint, t.ring},
		repaint: t.paint, layout: t.lay,
		min: func() fyne.Size { return flowMin(t, t.label.leastWidth()+t.indent()) },
	}
}

func (t *Tick) lay(size fyne.Size) {
	s := t.side()
	placeRing(t.ring, fyne.Position{}, size)
	texts := t.texts()
	h := (&vstack{}).heightFor(texts, size.Width-t.indent())
	y := (size.Height - h) / 2
	first := min(t.label.line(), h)
	top := y + (first-s)/2
	place(t.square, 0, top, s, s)
	t.stem.Position1, t.stem.Position2 = fyne.NewPos(s*0.24, top+s*0.54), fyne.NewPos(s*0.42, top+s*0.72)
	t.hook.Position1, t.hook.Position2 = fyne.NewPos(s*0.42, top+s*0.72), fyne.NewPos(s*0.77, top+s*0.28)
	for _, o := range texts {
		oh := HeightFor(o, size.Width-t.indent())
		place(o, t.indent(), y, size.Width-t.indent(), oh)
		y += oh
	}
}

func (t *Tick) paint() {
	tint(t.square, theme.Paper, theme.Edge, theme.Border)
	if t.on {
		tint(t.square, theme.Accent, theme.Accent, theme.Border)
	}
	for _, l := range []*canvas.Line{t.stem, t.hook} {
		l.StrokeColor, l.StrokeWidth, l.Hidden = theme.Colour(theme.OnAccent), theme.RingWidth, !t.on
	}
	t.paintRing()
}
