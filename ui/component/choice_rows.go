package component

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"vouchdesk/ui/theme"
)

func indexOf(options []Option, id string) int {
	for i, o := range options {
		if o.ID == id && id != "" {
			return i
		}
	}
	return None
}

// choiceRows is the focusable part of a Choice, of an open Select and of a
// Finder.
type choiceRows struct {
	control
	options []Option
	heads   []*Text // of groups, each above its first option; nil without groups
	chosen  int
	changed func(string)
	pressed func() // Enter and a click, where a list closes on them
	finder  *Finder
	seeker  *seeker // of a drop-down
	dots    []*canvas.Circle
	cores   []*canvas.Circle
	texts   []*Text
	hints   []*Text
	objects []fyne.CanvasObject
}

func (c *choiceRows) id() string {
	if c.chosen < 0 || c.chosen >= len(c.options) {
		return ""
	}
	return c.options[c.chosen].ID
}

func (c *choiceRows) set(options []Option) {
	c.options, c.heads, c.chosen = options, nil, None
	c.dots, c.cores, c.texts, c.hints, c.objects = nil, nil, nil, nil, nil
	for _, o := range options {
		dot, core := canvas.NewCircle(theme.Colour(theme.Paper)), canvas.NewCircle(theme.Colour(theme.Accent))
		text, hint := NewBody(o.Text), NewHint(o.Hint)
		hint.Hidden = o.Hint == ""
		c.dots, c.cores = append(c.dots, dot), append(c.cores, core)
		c.texts, c.hints = append(c.texts, text), append(c.hints, hint)
		c.objects = append(c.objects, dot, core, text, hint)
	}
	if c.finder == nil { // the ring of a finder goes round its box
		c.objects = append(c.objects, c.ring)
	}
	c.paint()
}

// setGroups shows options under the headings of their groups.
func (c *choiceRows) setGroups(groups []Group) {
	var (
		options []Option
		heads   []*Text
		objects []fyne.CanvasObject
	)
	for _, g := range groups {
		for i, o := range g.Options {
			options = append(options, o)
			heads = append(heads, nil)
			if i == 0 && g.Text != "" {
				heads[len(heads)-1] = NewText(styleGroup, g.Text)
			}
		}
	}
	c.set(options)
	c.heads = heads
	// Objects stand in the order of reading: a heading before its options.
	const perOption = 4
	for i := range options {
		if heads[i] != nil {
			objects = append(objects, heads[i])
		}
		objects = append(objects, c.objects[perOption*i:perOption*(i+1)]...)
	}
	c.objects = objects
}

// headHeight is the room for the heading above an option, if there is one.
func (c *choiceRows) headHeight(i int, w float32) float32 {
	if c.heads == nil || c.heads[i] == nil {
		return 0
	}
	space := theme.Gap12
	if i > 0 {
		space += theme.Gap8
	}
	return c.heads[i].HeightFor(w) + space
}

func (c *choiceRows) choose(i int) {
	if c.disabled || i < 0 || i >= len(c.options) || i == c.chosen {
		return
	}
	c.chosen = i
	c.Refresh()
	y, h := c.row(i, c.Size().Width)
	c.kit.reveal(c, fyne.NewPos(0, y), fyne.NewSize(c.Size().Width, h))
	if c.changed != nil {
		c.changed(c.options[i].ID)
	}
}

// FocusGained implements fyne.Focusable: of rows in a box of their own the
// chosen one comes into sight.
func (c *choiceRows) FocusGained() {
	if c.finder == nil {
		c.control.FocusGained()
		return
	}
	c.kit.typist.Act()
	c.focused = true
	c.Refresh()
	c.finder.list.Refresh()
	c.finder.reveal()
}

// FocusLost implements fyne.Focusable.
func (c *choiceRows) FocusLost() {
	c.control.FocusLost()
	if c.finder != nil {
		c.finder.list.Refresh()
	}
}

// TypedRune implements fyne.Focusable: what is typed among a finder's rows is
// typed into its search; among a drop-down's it finds the option.
func (c *choiceRows) TypedRune(r rune) {
	switch {
	case c.seeker != nil:
		was := c.chosen
		if !c.kit.typist.Rune(r, func() func() { return func() { *c.seeker = seeker{}; c.choose(was) } }) {
			c.choose(c.seeker.rune(r, c.kit.typist.clock(), c.options, c.chosen))
		}
		return
	case c.finder == nil:
		c.control.TypedRune(r)
		return
	}
	if unicode.IsSpace(r) {
		return // a key of the rows
	}
	c.kit.Focus(c.finder.box.entry)
	c.finder.box.entry.TypedRune(r)
}

// TypedKey implements fyne.Focusable.
func (c *choiceRows) TypedKey(ev *fyne.KeyEvent) {
	n := len(c.options)
	switch {
	case c.swallowed(ev) || n == 0:
	case c.seeker != nil && c.seeker.within(ev, c.kit.typist.clock(), c.options):
	case c.finder != nil && c.finder.rowsKey(ev):
	case ev.Name == fyne.KeyDown || ev.Name == fyne.KeyRight:
		c.choose((c.chosen + 1) % n)
	case ev.Name == fyne.KeyUp || ev.Name == fyne.KeyLeft:
		c.choose((max(c.chosen, 0) + n - 1) % n)
	case ev.Name == fyne.KeyHome || ev.Name == fyne.KeySpace && c.chosen == None:
		c.choose(0)
	case ev.Name == fyne.KeyEnd:
		c.choose(n - 1)
	case c.pressed != nil && (isEnter(ev) || ev.Name == fyne.KeySpace):
		c.pressed()
	default:
		c.kit.pass(ev, c)
	}
}

// Tapped implements fyne.Tappable.
func (c *choiceRows) Tapped(ev *fyne.PointEvent) {
	c.take()
	for i := range c.options {
		y, h := c.row(i, c.Size().Width)
		if ev.Position.Y >= y && ev.Position.Y < y+h {
			c.choose(i)
			if c.pressed != nil {
				c.pressed()
			}
			return
		}
	}
}

// Cursor implements desktop.Cursorable.
func (c *choiceRows) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (c *choiceRows) dot() float32    { return theme.Gap24 * max(1, theme.Scale()*0.8) }
func (c *choiceRows) indent() float32 { return theme.Gap4 + c.dot() + theme.Gap12 }

func (c *choiceRows) rowHeight(i int, w float32) float32 {
	h := c.texts[i].HeightFor(w - c.indent())
	if !c.hints[i].Hidden {
		h += c.hints[i].HeightFor(w - c.indent())
	}
	return max(theme.TargetHeight, h+theme.Gap12)
}

func (c *choiceRows) row(i int, w float32) (y, h float32) {
	for j := range i {
		y += c.headHeight(j, w) + c.rowHeight(j, w)
	}
	return y + c.headHeight(i, w), c.rowHeight(i, w)
}

// Natural implements Flowing.
func (c *choiceRows) Natural() float32 {
	return widest(append(textObjects(c.texts), textObjects(c.hints)...), Natural) + c.indent() + theme.Gap8
}

// HeightFor implements Flowing.
func (c *choiceRows) HeightFor(w float32) float32 {
	y, _ := c.total(w)
	return y
}

func (c *choiceRows) total(w float32) (sum float32, rows int) {
	for i := range c.options {
		sum += c.headHeight(i, w) + c.rowHeight(i, w)
	}
	return sum, len(c.options)
}

// CreateRenderer implements fyne.Widget.
func (c *choiceRows) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: c, list: func() []fyne.CanvasObject { return c.objects }, repaint: c.paint,
		layout: func(size fyne.Size) {
			if c.finder == nil {
				placeRing(c.ring, fyne.Position{}, size)
			}
			var y float32
			for i := range c.options {
				y = c.layRow(i, y, size.Width)
			}
		},
		min: func() fyne.Size {
			return flowMin(c, widest(textObjects(c.texts), func(o fyne.CanvasObject) float32 {
				return o.(*Text).leastWidth() //nolint:forcetypeassert // made from texts
			})+c.indent())
		},
	}
}

// layRow lays an option and its heading below y and answers where it ends.
func (c *choiceRows) layRow(i int, y, w float32) float32 {
	if head := c.headHeight(i, w); head > 0 {
		text := c.heads[i].HeightFor(w)
		place(c.heads[i], theme.Gap4, y+head-text-theme.Gap4, w-theme.Gap8, text)
		y += head
	}
	h := c.rowHeight(i, w)
	d := c.dot()
	place(c.dots[i], theme.Gap4, y+(h-d)/2, d, d)
	core := d / 2
	place(c.cores[i], theme.Gap4+(d-core)/2, y+(h-core)/2, core, core)
	th, hh := c.texts[i].HeightFor(w-c.indent()), float32(0)
	if !c.hints[i].Hidden {
		hh = c.hints[i].HeightFor(w - c.indent())
	}
	top := y + (h-th-hh)/2
	place(c.texts[i], c.indent(), top, w-c.indent(), th)
	place(c.hints[i], c.indent(), top+th, w-c.indent(), hh)
	return y + h
}

func (c *choiceRows) paint() {
	for i := range c.options {
		c.dots[i].FillColor, c.dots[i].StrokeColor = theme.Colour(theme.Paper), theme.Colour(theme.Edge)
		c.dots[i].StrokeWidth = theme.Border
		c.cores[i].FillColor = theme.Colour(theme.Accent)
		c.cores[i].Hidden = i != c.chosen
		c.texts[i].style = Style{theme.TextBody, theme.Ink, i == c.chosen}
		c.texts[i].spans = []Span{{c.options[i].Text, i == c.chosen}}
		if i == c.chosen {
			c.dots[i].StrokeColor = theme.Colour(theme.Accent)
		}
	}
	c.paintRing()
}
