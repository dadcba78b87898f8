package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// Tag says a state in words on a tint.
type Tag struct {
	widget.BaseWidget
	tint   theme.Tint
	ground *canvas.Rectangle
	label  *Text
}

// NewTag makes a tag.
func NewTag(tint theme.Tint, text string) *Tag {
	t := &Tag{tint: tint, ground: box("", "", 0, theme.TagRadius)}
	t.label = NewText(Style{theme.TextTag, tint.Text(), true}, text)
	t.ExtendBaseWidget(t)
	return t
}

// Set changes state and words.
func (t *Tag) Set(tint theme.Tint, text string) {
	t.tint = tint
	t.label.spans = []Span{{text, true}}
	t.Refresh()
}

// Text is the words.
func (t *Tag) Text() string { return t.label.Text() }

// Natural implements Flowing.
func (t *Tag) Natural() float32 { return t.label.Natural() + 2*theme.Gap8 }

// HeightFor implements Flowing.
func (t *Tag) HeightFor(w float32) float32 { return t.label.HeightFor(w-2*theme.Gap8) + 2 }

// CreateRenderer implements fyne.Widget.
func (t *Tag) CreateRenderer() fyne.WidgetRenderer {
	paint := func() {
		tint(t.ground, t.tint.Ground(), "", 0)
		t.label.style.Colour = t.tint.Text()
	}
	paint()
	return &parts{
		of: t, objects: []fyne.CanvasObject{t.ground, t.label}, repaint: paint,
		layout: func(size fyne.Size) {
			w := min(size.Width, t.Natural())
			t.ground.Resize(fyne.NewSize(w, size.Height))
			place(t.label, theme.Gap8, 1, w-2*theme.Gap8, size.Height-2)
		},
		min: func() fyne.Size { return flowMin(t, t.label.leastWidth()+2*theme.Gap8) },
	}
}

// Pill is a fact on the council's bar: site, desk, connection.
type Pill struct {
	widget.BaseWidget
	ground *canvas.Rectangle
	label  *Text
}

// NewPill makes a pill.
func NewPill(text string) *Pill {
	p := &Pill{ground: box("", "", 1, 0), label: NewText(Style{theme.TextHint, theme.OnBrand, false}, text)}
	p.ExtendBaseWidget(p)
	return p
}

// SetText changes the words.
func (p *Pill) SetText(text string) {
	if p.label.Text() != text {
		p.label.SetText(text)
		p.Refresh()
	}
}

// Natural implements Flowing.
func (p *Pill) Natural() float32 { return p.label.Natural() + 2*theme.Gap12 }

// HeightFor implements Flowing.
func (p *Pill) HeightFor(w float32) float32 {
	return p.label.HeightFor(w-2*theme.Gap12) + 2*theme.Gap4
}

// CreateRenderer implements fyne.Widget.
func (p *Pill) CreateRenderer() fyne.WidgetRenderer {
	paint := func() { tint(p.ground, "", theme.OnBrand, 1) }
	paint()
	return &parts{
		of: p, objects: []fyne.CanvasObject{p.ground, p.label}, repaint: paint,
		layout: func(size fyne.Size) {
			p.ground.CornerRadius = min(size.Height, p.HeightFor(size.Width)) / 2
			p.ground.Resize(size)
			place(p.label, theme.Gap12, theme.Gap4, size.Width-2*theme.Gap12, size.Height-2*theme.Gap4)
		},
		min: func() fyne.Size { return flowMin(p, p.label.leastWidth()+2*theme.Gap12) },
	}
}
