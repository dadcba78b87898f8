package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"vouchdesk/ui/theme"
)

// Column is one column of a table. Share is how much of the room left over it
// takes; figures are set at the right.
type Column struct {
	Head   string
	Share  float32
	Figure bool
}

// Cell is words, or a state in a tag.
type Cell struct {
	Text string
	Tag  bool
	Tint theme.Tint
}

// Row is one line of a table. The ID is the program's: it keeps the current
// row current when the rows change.
type Row struct {
	ID    string
	Cells []Cell
}

// Table is a list in columns. It is one stop for Tab: Up, Down, Home, End
// move along the rows, Enter or a click opens one. Without an open function
// it is only read, and Tab passes it by. Every row is drawn, so callers page
// what is long (a few hundred rows).
type Table struct {
	control
	columns []Column
	rows    []Row
	open    func(id string)
	current int
	heads   []*Text
	cells   [][]Flowing
	rules   []*canvas.Rectangle
	ground  *canvas.Rectangle
	mark    *canvas.Rectangle
	objects []fyne.CanvasObject
	plain   bool
}

// Table makes an empty table. Open gets the ID of a row; it may be nil.
func (k *Kit) Table(columns []Column, open func(id string)) *Table {
	t := &Table{open: open, ground: box(theme.Paper, theme.Hairline, 1, 0), mark: box(theme.Hover, "", 0, 0)}
	t.disabled = open == nil
	t.begin(k, t)
	t.SetColumns(columns)
	return t
}

// Plain takes the ground and the outline away, for a table inside a column.
func (t *Table) Plain() *Table {
	t.plain = true
	t.SetRows(t.rows)
	return t
}

// SetColumns renames the columns, for another language.
func (t *Table) SetColumns(columns []Column) {
	t.columns, t.heads = columns, nil
	for _, c := range columns {
		t.heads = append(t.heads, NewText(Style{theme.TextHint, theme.Muted, true}, c.Head))
	}
	t.SetRows(t.rows)
}

// SetRows replaces the rows.
func (t *Table) SetRows(rows []Row) {
	id := t.ID()
	t.rows, t.cells, t.rules, t.current = rows, nil, nil, 0
	t.objects = []fyne.CanvasObject{t.ground, t.mark}
	t.objects = append(t.objects, textObjects(t.heads)...)
	for i, r := range rows {
		if r.ID == id && id != "" {
			t.current = i
		}
		line := make([]Flowing, len(t.columns))
		for c := range t.columns {
			line[c] = t.cell(r, c)
			t.objects = append(t.objects, line[c])
		}
		rule := box(theme.Hairline, "", 0, 0)
		t.cells, t.rules = append(t.cells, line), append(t.rules, rule)
		t.objects = append(t.objects, rule)
	}
	t.disabled = t.open == nil || len(rows) == 0
	t.objects = append(t.objects, t.ring)
	t.Refresh()
}

func (t *Table) cell(r Row, c int) Flowing {
	var cell Cell
	if c < len(r.Cells) {
		cell = r.Cells[c]
	}
	if cell.Tag {
		return NewTag(cell.Tint, cell.Text)
	}
	if t.plain {
		return NewText(Style{theme.TextHint, theme.Ink, false}, cell.Text)
	}
	return NewBody(cell.Text)
}

// ID is the current row's, or nothing.
func (t *Table) ID() string {
	if t.current < len(t.rows) {
		return t.rows[t.current].ID
	}
	return ""
}

// SetCurrent makes the row with that ID the current one.
func (t *Table) SetCurrent(id string) {
	for i, r := range t.rows {
		if r.ID == id {
			t.move(i)
		}
	}
}

// First is the control that takes the focus.
func (t *Table) First() fyne.Focusable { return t }

func (t *Table) move(to int) {
	t.current = max(0, min(to, len(t.rows)-1))
	t.Refresh()
	t.show()
}

func (t *Table) show() {
	y, h := t.rowAt(t.current)
	t.kit.reveal(t, fyne.NewPos(0, y), fyne.NewSize(t.Size().Width, h))
}

// FocusGained implements fyne.Focusable.
func (t *Table) FocusGained() {
	t.focused = true
	t.Refresh()
	t.show()
}

// TypedKey implements fyne.Focusable.
func (t *Table) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case t.swallowed(ev):
	case ev.Name == fyne.KeyDown:
		t.move(t.current + 1)
	case ev.Name == fyne.KeyUp:
		t.move(t.current - 1)
	case ev.Name == fyne.KeyHome:
		t.move(0)
	case ev.Name == fyne.KeyEnd:
		t.move(len(t.rows) - 1)
	case isEnter(ev) || ev.Name == fyne.KeySpace:
		t.press()
	default:
		t.kit.pass(ev, t)
	}
}

func (t *Table) press() {
	if t.open != nil && t.ID() != "" {
		t.open(t.ID())
	}
}

// Tapped implements fyne.Tappable.
func (t *Table) Tapped(ev *fyne.PointEvent) {
	if t.disabled {
		return
	}
	for i := range t.rows {
		y, h := t.rowAt(i)
		if ev.Position.Y >= y && ev.Position.Y < y+h {
			t.current = i
			t.take()
			t.press()
			return
		}
	}
}

// Cursor implements desktop.Cursorable.
func (t *Table) Cursor() desktop.Cursor {
	if t.disabled {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

func (t *Table) pad() float32 {
	if t.plain {
		return theme.Gap4
	}
	return theme.Gap12 + 2
}

// widths shares the width out: what each column naturally takes, then the
// rest by share; when there is too little, the widest give way first.
func (t *Table) widths(total float32) []float32 {
	n := len(t.columns)
	w, least := make([]float32, n), make([]float32, n)
	var sum, shares float32
	for c := range n {
		w[c], least[c] = t.heads[c].Natural(), t.heads[c].leastWidth()
		for r := range t.cells {
			w[c] = max(w[c], t.cells[r][c].Natural())
			least[c] = max(least[c], leastWidth(t.cells[r][c]))
		}
		w[c] += 2 * t.pad()
		least[c] += 2 * t.pad()
		sum += w[c]
		shares += t.columns[c].Share
	}
	if sum <= total {
		for c := range n {
			switch {
			case shares > 0:
				w[c] += (total - sum) * t.columns[c].Share / shares
			case c == n-1 && !t.columns[c].Figure:
				w[c] += total - sum
			}
		}
		return w
	}
	return shrink(w, least, sum-total)
}

// shrink takes over from the columns in proportion to what each can give.
func shrink(w, least []float32, over float32) []float32 {
	var give float32
	for c := range w {
		give += max(0, w[c]-least[c])
	}
	for c := range w {
		if give > 0 {
			w[c] -= max(0, w[c]-least[c]) * min(1, over/give)
		}
	}
	return w
}

func (t *Table) headHeight(w []float32) float32 {
	var h float32
	for c, head := range t.heads {
		h = max(h, head.HeightFor(w[c]-2*t.pad()))
	}
	return max(theme.TargetHeight, h+theme.Gap12)
}

func (t *Table) rowHeight(r int, w []float32) float32 {
	var h float32
	for c, cell := range t.cells[r] {
		h = max(h, cell.HeightFor(w[c]-2*t.pad()))
	}
	least := theme.TargetHeight
	if t.plain {
		least = 32
	}
	return max(least, h+theme.Gap12) + 1
}

func (t *Table) rowAt(i int) (y, h float32) {
	w := t.widths(t.Size().Width)
	y = t.headHeight(w)
	for r := range t.rows {
		h = t.rowHeight(r, w)
		if r == i {
			return y, h
		}
		y += h
	}
	return y, 0
}

// Natural implements Flowing.
func (t *Table) Natural() float32 {
	var sum float32
	for c, head := range t.heads {
		w := head.Natural()
		for r := range t.cells {
			w = max(w, t.cells[r][c].Natural())
		}
		sum += w + 2*t.pad()
	}
	return sum
}

// HeightFor implements Flowing.
func (t *Table) HeightFor(total float32) float32 {
	w := t.widths(total)
	h := t.headHeight(w)
	for r := range t.rows {
		h += t.rowHeight(r, w)
	}
	return h
}

func (t *Table) lay(size fyne.Size) {
	t.ground.Resize(size)
	w := t.widths(size.Width)
	hh := t.headHeight(w)
	var x float32
	for c, head := range t.heads {
		h := head.HeightFor(w[c] - 2*t.pad())
		at, cw := t.cellAt(head, c, x, w[c])
		place(head, at, (hh-h)/2, cw, h)
		x += w[c]
	}
	y := hh
	for r := range t.rows {
		h := t.rowHeight(r, w)
		place(t.rules[r], 0, y, size.Width, 1)
		x = 0
		for c, cell := range t.cells[r] {
			at, cw := t.cellAt(cell, c, x, w[c])
			ch := cell.HeightFor(cw)
			place(cell, at, y+(h-ch)/2, cw, ch)
			x += w[c]
		}
		if r == t.current {
			place(t.mark, 1, y+1, size.Width-2, h-1)
			// Inside the edges: rows touch, so there is no room around one.
			t.ring.Move(fyne.NewPos(0, y))
			t.ring.Resize(fyne.NewSize(size.Width, h))
		}
		y += h
	}
}

func (t *Table) cellAt(cell Flowing, c int, x, w float32) (at, cw float32) {
	cw = w - 2*t.pad()
	at = x + t.pad()
	if t.columns[c].Figure {
		n := min(cell.Natural(), cw)
		return at + cw - n, n
	}
	return at, cw
}

// CreateRenderer implements fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: t, list: func() []fyne.CanvasObject { return t.objects }, layout: t.lay,
		repaint: func() {
			tint(t.ground, theme.Paper, theme.Hairline, 1)
			t.ground.Hidden = t.plain
			tint(t.mark, theme.Hover, "", 0)
			t.mark.Hidden = !t.focused
			for _, r := range t.rules {
				tint(r, theme.Hairline, "", 0)
			}
			t.paintRing()
		},
		min: func() fyne.Size { return flowMin(t, 220) },
	}
}
