package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// Columns are the three columns of a case: steps, the step, what the case is
// worth. Below 1200 px or from 150 % text only one is shown at a time.
type Columns struct {
	widget.BaseWidget
	// OnTurn is called when another column comes to the front.
	OnTurn func(column int)

	kit     *Kit
	pages   [3]*Page
	grounds [3]*canvas.Rectangle
	rules   [2]*canvas.Rectangle
	front   int
	narrow  bool
}

// Columns makes the columns; right may be nil. Each scrolls by itself.
func (k *Kit) Columns(left, middle, right fyne.CanvasObject) *Columns {
	c := &Columns{kit: k, front: 1}
	c.pages[0] = k.page(Inset(0, theme.Gap16, left), left)
	most := func() float32 { return theme.MeasureChars*theme.Size(theme.TextBody)*0.55 + theme.Gap40 }
	capped := VStack(0, middle)
	capped.Layout = &inset{across: theme.Gap40, down: theme.Gap24, most: most}
	c.pages[1] = k.page(capped, middle)
	if right != nil {
		c.pages[2] = k.page(Inset(theme.Gap24, theme.Gap24, right), right)
	}
	for i := range c.grounds {
		c.grounds[i] = box("", "", 0, 0)
	}
	for i := range c.rules {
		c.rules[i] = box("", "", 0, 0)
	}
	c.ExtendBaseWidget(c)
	return c
}

// Middle is the page of the step.
func (c *Columns) Middle() *Page { return c.pages[1] }

// Narrow tells whether one column is shown at a time.
func (c *Columns) Narrow() bool { return c.narrow }

// Front is the column shown, or last reached by Next: 0, 1 or 2.
func (c *Columns) Front() int { return c.front }

// Next goes on to the next column: it comes to the front if there is one at a
// time, begins at its top, and its first control gets the focus. Side by side, a column without a
// control is passed by: there would be nothing to see.
func (c *Columns) Next() {
	for range c.pages {
		c.front = (c.front + 1) % len(c.pages)
		page := c.pages[c.front]
		if page != nil && (c.narrow || firstIn(page.content) != nil) {
			break
		}
	}
	c.Turn(c.front)
	c.pages[c.front].ScrollToTop()
	if f := firstIn(c.pages[c.front].content); f != nil {
		c.kit.Arrive(f)
	}
}

// Turn brings a column to the front.
func (c *Columns) Turn(column int) {
	if column < 0 || column >= len(c.pages) || c.pages[column] == nil {
		return
	}
	c.front = column
	c.Refresh()
	if c.OnTurn != nil {
		c.OnTurn(column)
	}
}

// First finds the first control in reading order that can take the focus.
func First(root fyne.CanvasObject) fyne.Focusable { return firstIn(root) }

func firstIn(root fyne.CanvasObject) fyne.Focusable {
	if all := Controls(root); len(all) > 0 {
		return all[0]
	}
	return nil
}

// Controls lists what can take the focus, in reading order.
func Controls(root fyne.CanvasObject) []fyne.Focusable {
	if root == nil || !root.Visible() {
		return nil
	}
	if f, ok := root.(fyne.Focusable); ok {
		if d, off := root.(fyne.Disableable); off && d.Disabled() {
			return nil
		}
		return []fyne.Focusable{f}
	}
	var inner []fyne.CanvasObject
	switch o := root.(type) {
	case *fyne.Container:
		inner = o.Objects
	case Parted:
		inner = o.Parts()
	}
	var all []fyne.Focusable
	for _, o := range inner {
		all = append(all, Controls(o)...)
	}
	return all
}

// Parts implements Parted.
func (c *Columns) Parts() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, p := range c.pages {
		if p != nil {
			all = append(all, p)
		}
	}
	return all
}

func (c *Columns) lay(size fyne.Size) {
	c.narrow = size.Width < theme.NarrowWidth || theme.Scale() >= theme.NarrowScale
	widths := [3]float32{theme.LeftColumn, size.Width - theme.LeftColumn, 0}
	if c.pages[2] != nil {
		widths[1] -= theme.RightColumn
		widths[2] = theme.RightColumn
	}
	var x float32
	for i, p := range c.pages {
		w := widths[i]
		if c.narrow {
			x, w = 0, size.Width
		}
		on := p != nil && (!c.narrow || i == c.front)
		c.grounds[i].Hidden = !on
		if p == nil {
			continue
		}
		p.Hidden = !on
		place(c.grounds[i], x, 0, w, size.Height)
		place(p, x, 0, w, size.Height)
		x += w
	}
	place(c.rules[0], theme.LeftColumn-1, 0, 1, size.Height)
	place(c.rules[1], size.Width-theme.RightColumn, 0, 1, size.Height)
	c.rules[0].Hidden = c.narrow
	c.rules[1].Hidden = c.narrow || c.pages[2] == nil
}

func (c *Columns) paint() {
	for i, name := range []fyne.ThemeColorName{theme.Paper, theme.Canvas, theme.Paper} {
		tint(c.grounds[i], name, "", 0)
	}
	for _, r := range c.rules {
		tint(r, theme.Hairline, "", 0)
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Columns) CreateRenderer() fyne.WidgetRenderer {
	c.paint()
	objects := append([]fyne.CanvasObject{c.grounds[0], c.grounds[1], c.grounds[2]}, c.Parts()...)
	return &parts{
		of: c, objects: append(objects, c.rules[0], c.rules[1]), layout: c.lay, repaint: c.paint,
		min: func() fyne.Size { return fyne.NewSize(theme.RightColumn, 2*theme.TargetHeight) },
	}
}

// Shell lays out a frame: the bar as high as it needs on top, the body in the
// rest. Reading order is object order.
func Shell() fyne.Layout { return shell{} }

type shell struct{}

func (shell) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	on := shown(objects)
	var y float32
	for i, o := range on {
		h := HeightFor(o, size.Width)
		if i == len(on)-1 {
			h = max(0, size.Height-y)
		}
		place(o, 0, y, size.Width, h)
		y += h
	}
}

func (shell) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, o := range shown(objects) {
		m := o.MinSize()
		least = fyne.NewSize(max(least.Width, m.Width), least.Height+m.Height)
	}
	return least
}
