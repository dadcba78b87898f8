package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// single renders a composite that is one object.
func single(of Flowing, inner fyne.CanvasObject) *parts {
	return &parts{
		of: of, objects: []fyne.CanvasObject{inner},
		layout: func(size fyne.Size) { place(inner, 0, 0, size.Width, size.Height) },
		min:    func() fyne.Size { return flowMin(of, inner.MinSize().Width) },
	}
}

// marked draws the red bar at the left of a question that has an error.
type marked struct {
	widget.BaseWidget
	inner fyne.CanvasObject
	bar   *canvas.Rectangle
	on    bool
}

func mark(inner fyne.CanvasObject) *marked {
	m := &marked{inner: inner, bar: box(theme.Danger, "", 0, 0)}
	m.bar.Hide()
	m.ExtendBaseWidget(m)
	return m
}

func (m *marked) set(on bool) {
	m.on = on
	m.Refresh()
}

func (m *marked) indent() float32 {
	if m.on {
		return theme.Gap16
	}
	return 0
}

func (m *marked) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{m.inner} }

// Natural implements Flowing.
func (m *marked) Natural() float32 { return Natural(m.inner) + m.indent() }

// HeightFor implements Flowing.
func (m *marked) HeightFor(w float32) float32 { return HeightFor(m.inner, w-m.indent()) }

func (m *marked) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: m, objects: []fyne.CanvasObject{m.bar, m.inner},
		repaint: func() {
			tint(m.bar, theme.Danger, "", 0)
			m.bar.Hidden = !m.on
		},
		layout: func(size fyne.Size) {
			place(m.bar, 0, 0, theme.Gap4, size.Height)
			place(m.inner, m.indent(), 0, size.Width-m.indent(), size.Height)
		},
		min: func() fyne.Size { return flowMin(m, m.inner.MinSize().Width+m.indent()) },
	}
}

// Card is a sheet of paper with rounded corners and a hairline around it.
type Card struct {
	widget.BaseWidget
	ground       *canvas.Rectangle
	inner        fyne.CanvasObject
	fill, stroke fyne.ThemeColorName
	across, down float32
	line         float32
}

// NewCard puts objects below one another on a card.
func NewCard(objects ...fyne.CanvasObject) *Card {
	return newCard(theme.Paper, theme.Hairline, 1, VStack(theme.Gap8, objects...))
}

// NewTintedCard is a card on a tint: coaching, advice.
func NewTintedCard(tint theme.Tint, objects ...fyne.CanvasObject) *Card {
	return newCard(tint.Ground(), theme.Hairline, 1, VStack(theme.Gap8, objects...))
}

// NewWell is a sunken place for a picture.
func NewWell(object fyne.CanvasObject) *Card {
	c := newCard(theme.Sunken, theme.Edge, 1, object)
	c.across, c.down = theme.Gap4, theme.Gap4
	return c
}

// NewBrandBar is the council's bar: left and right on its colour.
func NewBrandBar(left, right fyne.CanvasObject) *Card {
	c := newCard(theme.Brand, "", 0, Bar(left, right))
	c.ground.CornerRadius = 0
	c.across, c.down = 20, theme.Gap12
	return c
}

func newCard(fill, stroke fyne.ThemeColorName, line float32, inner fyne.CanvasObject) *Card {
	c := &Card{inner: inner, fill: fill, stroke: stroke, line: line, across: theme.Gap16 + 2, down: theme.Gap16, ground: box(fill, stroke, line, theme.Radius)}
	c.ExtendBaseWidget(c)
	return c
}

// Parts implements Parted.
func (c *Card) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{c.inner} }

// Natural implements Flowing.
func (c *Card) Natural() float32 { return Natural(c.inner) + 2*c.across }

// HeightFor implements Flowing.
func (c *Card) HeightFor(w float32) float32 { return HeightFor(c.inner, w-2*c.across) + 2*c.down }

// CreateRenderer implements fyne.Widget.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: c, objects: []fyne.CanvasObject{c.ground, c.inner},
		repaint: func() { tint(c.ground, c.fill, c.stroke, c.line) },
		layout: func(size fyne.Size) {
			c.ground.Resize(size)
			place(c.inner, c.across, c.down, size.Width-2*c.across, size.Height-2*c.down)
		},
		min: func() fyne.Size { return flowMin(c, c.inner.MinSize().Width+2*c.across) },
	}
}

// NewRule is a hairline across.
func NewRule() *Rule {
	r := &Rule{line: box(theme.Hairline, "", 0, 0)}
	r.ExtendBaseWidget(r)
	return r
}

// Rule is a hairline across: decoration only.
type Rule struct {
	widget.BaseWidget
	line *canvas.Rectangle
}

// CreateRenderer implements fyne.Widget.
func (r *Rule) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: r, objects: []fyne.CanvasObject{r.line},
		repaint: func() { tint(r.line, theme.Hairline, "", 0) },
		layout:  func(size fyne.Size) { r.line.Resize(size) },
		min:     func() fyne.Size { return fyne.NewSize(1, 1) },
	}
}
