package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// Glyph is one character of a text whose characters stand below one another. A
// sign below it and a ground behind it say that there is something to know of
// it: never the colour alone.
type Glyph struct {
	Text string
	Sign string // empty: nothing to know
	Tint theme.Tint
}

// Cells shows lines of characters at one pitch, under a picture of the same
// lines: it is as wide as it is given, and leaves a margin of Margin pitches.
type Cells struct {
	widget.BaseWidget
	lines   [][]Glyph
	grounds [][]*canvas.Rectangle
	texts   [][]*canvas.Text
	signs   [][]*canvas.Text
	objects []fyne.CanvasObject
}

// cellsMargin is the room at each end, in pitches, before the middle of the
// first character: as much as is left around the lines in their picture.
const cellsMargin = 0.8

// NewCells makes an empty text.
func NewCells() *Cells {
	c := &Cells{}
	c.ExtendBaseWidget(c)
	return c
}

// Set shows lines of equal length.
func (c *Cells) Set(lines [][]Glyph) {
	c.lines, c.grounds, c.texts, c.signs, c.objects = lines, nil, nil, nil, nil
	for _, line := range lines {
		var grounds []*canvas.Rectangle
		var texts, signs []*canvas.Text
		for _, cell := range line {
			ground := box("", "", 0, theme.Gap4)
			text, sign := canvas.NewText(cell.Text, nil), canvas.NewText(cell.Sign, nil)
			text.Alignment, sign.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
			sign.TextStyle.Bold = true
			ground.Hidden, sign.Hidden = cell.Sign == "", cell.Sign == ""
			grounds, texts, signs = append(grounds, ground), append(texts, text), append(signs, sign)
			c.objects = append(c.objects, ground, text, sign)
		}
		c.grounds, c.texts, c.signs = append(c.grounds, grounds), append(c.texts, texts), append(c.signs, signs)
	}
	c.Refresh()
}

func (c *Cells) columns() float32 {
	n := 1
	for _, line := range c.lines {
		n = max(n, len(line))
	}
	return float32(n)
}

// pitch is the width of a cell, and points the size of its text, at a width.
func (c *Cells) pitch(w float32) (pitch, points float32) {
	pitch = w / (c.columns() - 1 + 2*cellsMargin)
	body := theme.Size(theme.TextBody)
	wide := fyne.MeasureText("M", body, fyne.TextStyle{}).Width
	return pitch, body * min(1, pitch/wide)
}

func (c *Cells) row(w float32) (line, whole float32) {
	_, points := c.pitch(w)
	line = points * theme.LineHeight
	return line, line + theme.Size(theme.TextHint)*theme.LineHeight
}

// Natural implements Flowing.
func (c *Cells) Natural() float32 {
	return (c.columns() + 1) * theme.Size(theme.TextBody) * 0.95
}

// HeightFor implements Flowing.
func (c *Cells) HeightFor(w float32) float32 {
	_, row := c.row(w)
	return row * float32(len(c.lines))
}

// CreateRenderer implements fyne.Widget.
func (c *Cells) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: c, list: func() []fyne.CanvasObject { return c.objects },
		repaint: func() {
			for i, line := range c.lines {
				for j, cell := range line {
					c.texts[i][j].Color, c.signs[i][j].Color = theme.Colour(theme.Ink), theme.Colour(theme.Ink)
					if cell.Sign != "" {
						tint(c.grounds[i][j], cell.Tint.Ground(), cell.Tint.Text(), 1)
						c.texts[i][j].Color, c.signs[i][j].Color = theme.Colour(cell.Tint.Text()), theme.Colour(cell.Tint.Text())
					}
				}
			}
		},
		layout: c.layout,
		min:    func() fyne.Size { return flowMin(c, c.columns()*6) },
	}
}

func (c *Cells) layout(size fyne.Size) {
	pitch, points := c.pitch(size.Width)
	line, row := c.row(size.Width)
	for i := range c.lines {
		y := row * float32(i)
		for j := range c.lines[i] {
			x := pitch * (cellsMargin - 0.5 + float32(j))
			c.texts[i][j].TextSize, c.signs[i][j].TextSize = points, min(theme.Size(theme.TextHint), points)
			place(c.grounds[i][j], x, y, pitch, row-2)
			place(c.texts[i][j], x, y, pitch, line)
			place(c.signs[i][j], x, y+line-theme.Gap4, pitch, row-line)
		}
	}
}
