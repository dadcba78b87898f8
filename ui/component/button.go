package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"vouchdesk/ui/theme"
)

// Look is the weight of a button.
type Look uint8

// The looks. A screen has one Primary.
const (
	Primary Look = iota
	Secondary
	Danger // outlined red; asks before it acts
	Link   // text alone, for "Change"
	OnBar  // on the council's bar
)

// Button does one thing. Enter and Space press it, and so does a click.
type Button struct {
	control
	look   Look
	text   string
	key    string
	large  bool
	wrong  bool // a link of an error summary: bold and red
	act    func()
	ground *canvas.Rectangle
	label  *Text
}

// Button makes a button named with its verb.
func (k *Kit) Button(look Look, text string, act func()) *Button {
	b := &Button{look: look, text: text, act: act, ground: box("", "", theme.Border, theme.Radius)}
	b.label = NewText(styleStrong, text)
	b.label.centre = look != Link
	b.begin(k, b)
	return b
}

// Keyed shows the key that also presses the button, beside its name.
func (b *Button) Keyed(key string) *Button {
	b.key = key
	b.SetText(b.text)
	return b
}

// Large makes it 64 high, for the resident's screen.
func (b *Button) Large() *Button {
	b.large = true
	b.Refresh()
	return b
}

// SetLook changes the weight of the button.
func (b *Button) SetLook(look Look) {
	if b.look == look {
		return
	}
	b.look = look
	b.label.centre = look != Link
	b.Refresh()
}

// SetText renames the button.
func (b *Button) SetText(text string) {
	b.text = text
	b.Refresh()
}

// Rest disables the button while what it does is under way, and names it by
// that; it has its own name again afterwards.
func (b *Button) Rest(busy bool, name, meanwhile string) {
	if busy {
		name = meanwhile
	}
	b.SetText(name)
	b.SetEnabled(!busy)
}

// Text is the button's name without its key.
func (b *Button) Text() string { return b.text }

// OnPress changes what the button does.
func (b *Button) OnPress(act func()) { b.act = act }

// Press does what the button does, unless it is disabled.
func (b *Button) Press() {
	if !b.disabled && b.act != nil {
		b.act()
	}
}

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) {
	b.take()
	b.Press()
}

// TypedKey implements fyne.Focusable.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case b.swallowed(ev):
	case isEnter(ev) || ev.Name == fyne.KeySpace:
		b.Press()
	default:
		b.kit.pass(ev, b)
	}
}

// Cursor implements desktop.Cursorable.
func (b *Button) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (b *Button) pad() float32 {
	switch {
	case b.look == Link:
		return 0
	case b.look == OnBar:
		return theme.Gap12
	case b.large:
		return theme.Gap40
	}
	return 22
}

// Natural implements Flowing.
func (b *Button) Natural() float32 { return b.label.Natural() + 2*b.pad() }

// HeightFor implements Flowing.
func (b *Button) HeightFor(w float32) float32 {
	h := b.label.HeightFor(w - 2*b.pad())
	switch {
	case b.look == Link:
		return max(theme.TargetLeast, h)
	case b.look == OnBar:
		return max(28, h+theme.Gap4)
	case b.large:
		return max(theme.TargetResident, h+2*theme.Gap16)
	}
	return max(theme.TargetHeight, h+2*theme.Gap8)
}

// MinSize implements fyne.CanvasObject.
func (b *Button) MinSize() fyne.Size { return b.BaseWidget.MinSize() }

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.paint()
	return &parts{
		of: b, objects: []fyne.CanvasObject{b.ground, b.label, b.ring},
		layout: func(size fyne.Size) {
			b.ground.Resize(size)
			w := size.Width - 2*b.pad()
			h := b.label.HeightFor(w)
			place(b.label, b.pad(), (size.Height-h)/2, w, h)
			placeRing(b.ring, fyne.Position{}, size)
		},
		min:     func() fyne.Size { return flowMin(b, b.label.leastWidth()+2*b.pad()) },
		repaint: b.paint,
	}
}

func (b *Button) paint() {
	style := Style{theme.TextBody, theme.Ink, true}
	b.ground.CornerRadius = theme.Radius
	switch b.look {
	case Primary:
		style.Colour = theme.OnAccent
		tint(b.ground, theme.Accent, theme.Accent, theme.Border)
	case Secondary:
		tint(b.ground, b.fill(), theme.Edge, theme.Border)
	case Danger:
		style.Colour = theme.Danger
		tint(b.ground, b.fill(), theme.Danger, theme.Border)
	case Link:
		style.Colour, style.Bold = theme.Accent, false
		if b.wrong {
			style.Colour, style.Bold = theme.Danger, true
		}
		tint(b.ground, "", "", 0)
	case OnBar:
		style.Colour, style.Bold, style.Size = theme.OnBrand, false, theme.TextHint
		b.ground.CornerRadius = 20
		tint(b.ground, "", theme.OnBrand, 1)
	}
	if b.large {
		style.Size = theme.TextResident
	}
	if b.disabled {
		style.Colour = theme.Muted
		tint(b.ground, theme.Sunken, theme.Hairline, theme.Border)
	}
	name := b.text
	if b.key != "" {
		name += " · " + b.key
	}
	b.label.style, b.label.spans = style, []Span{{name, style.Bold}}
	b.paintRing()
	if b.look == OnBar {
		tint(b.ring, "", theme.OnBrand, theme.RingWidth)
	}
}

func (b *Button) fill() fyne.ThemeColorName {
	if b.hovered {
		return theme.Hover
	}
	return theme.Paper
}
