package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// SummaryRow is one line of what will be sent, or of what was found.
type SummaryRow struct {
	Key    string
	Tag    string // before the value, when there is one
	Tint   theme.Tint
	Value  string
	Note   string
	Change string // the name of the link, when the row can be changed
	Act    func() // what the link does
}

// Summary is a list of keys and values, with a link to change each.
type Summary struct {
	widget.BaseWidget
	kit     *Kit
	rows    []*summaryRow
	ground  *canvas.Rectangle
	large   bool
	objects []fyne.CanvasObject
}

type summaryRow struct {
	SummaryRow
	key, value, note *Text
	tag              *Tag
	change           *Button
	rule             *canvas.Rectangle
}

// Summary makes an empty list.
func (k *Kit) Summary() *Summary {
	s := &Summary{kit: k, ground: box(theme.Paper, theme.Hairline, 1, 0)}
	s.ExtendBaseWidget(s)
	s.SetRows(nil)
	return s
}

// Large sets it in the resident screen's type, values bold.
func (s *Summary) Large() *Summary {
	s.large = true
	return s
}

// SetRows replaces the rows. A link at the same place with the same key keeps
// its focus.
func (s *Summary) SetRows(rows []SummaryRow) {
	old := s.rows
	s.rows = nil
	s.objects = []fyne.CanvasObject{s.ground}
	for i, r := range rows {
		var was *summaryRow
		if i < len(old) && old[i].Key == r.Key {
			was = old[i]
		}
		row := s.row(r, was)
		s.rows = append(s.rows, row)
		s.objects = append(s.objects, row.rule, row.key, row.tag, row.value, row.note, row.change)
	}
	s.Refresh()
}

func (s *Summary) row(r SummaryRow, was *summaryRow) *summaryRow {
	row := was
	if row == nil {
		row = &summaryRow{
			key: NewText(styleStrong, ""), value: NewText(styleBody, ""), note: NewHint(""), tag: NewTag(r.Tint, ""),
			change: s.kit.Button(Link, "", nil), rule: box(theme.Hairline, "", 0, 0),
		}
		if s.large {
			row.key.style = Style{theme.TextResident, theme.Ink, false}
			row.value.style = Style{theme.TextResident, theme.Ink, true}
		}
	}
	row.SummaryRow = r
	row.key.SetText(r.Key)
	row.value.SetText(r.Value)
	row.note.SetText(r.Note)
	row.note.Hidden = r.Note == ""
	row.tag.Set(r.Tint, r.Tag)
	row.tag.Hidden = r.Tag == ""
	row.value.Hidden = r.Value == ""
	row.change.SetText(r.Change)
	row.change.OnPress(r.Act)
	row.change.Hidden = r.Change == ""
	return row
}

// Change is the link of the row with that key, to put the focus on.
func (s *Summary) Change(key string) fyne.Focusable {
	for _, r := range s.rows {
		if r.Key == key && r.change.Visible() {
			return r.change
		}
	}
	return nil
}

// Parts implements Parted.
func (s *Summary) Parts() []fyne.CanvasObject { return s.objects }

// columns are where values and links begin.
func (s *Summary) columns(w float32) (value, change float32, stacked bool) {
	for _, r := range s.rows {
		value = max(value, r.key.Natural())
		if r.change.Visible() {
			change = max(change, r.change.Natural())
		}
	}
	value = min(value+theme.Gap40, w*0.36)
	if change > 0 {
		change += theme.Gap8
	}
	return value, change, w < 480*theme.Scale() && value+change > w/2
}

const summaryPad = theme.Gap12 + 2

func (s *Summary) lay(w float32, put bool) float32 {
	inner := w - 2*summaryPad
	valueAt, change, stacked := s.columns(inner)
	var y float32
	for i, r := range s.rows {
		kw, x, vw := valueAt-theme.Gap12, summaryPad+valueAt, inner-valueAt-change
		if stacked {
			kw, x, vw = inner-change, summaryPad, inner
		}
		kh := r.key.HeightFor(kw)
		vh := r.valueHeight(vw)
		h := max(kh, vh) + 2*s.pad()
		if stacked {
			h = kh + vh + 2*s.pad()
		}
		if put {
			r.rule.Hidden = i == 0
			place(r.rule, 0, y, w, 1)
			keyY := y + (h-kh)/2
			valueY := y + (h-vh)/2
			if stacked {
				keyY, valueY = y+s.pad(), y+s.pad()+kh
			}
			place(r.key, summaryPad, keyY, kw, kh)
			r.layValue(x, valueY, vw)
			cw := r.change.Natural()
			ch := r.change.HeightFor(cw)
			cy := y + (h-ch)/2
			if stacked {
				cy = keyY + (kh-ch)/2
			}
			place(r.change, w-summaryPad-cw, cy, cw, ch)
		}
		y += h
	}
	return y
}

func (s *Summary) pad() float32 {
	if s.large {
		return theme.Gap12
	}
	return theme.Gap8 + 1
}

// beside tells whether the tag and the value share a line.
func (r *summaryRow) beside(w float32) bool {
	return r.tag.Visible() && r.value.Visible() && r.tag.Natural()+theme.Gap8+min(r.value.Natural(), 160*theme.Scale()) <= w
}

func (r *summaryRow) valueHeight(w float32) float32 {
	return r.run(w, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (r *summaryRow) layValue(x, y, w float32) {
	r.run(w, func(o fyne.CanvasObject, ox, oy, ow, oh float32) { place(o, x+ox, y+oy, ow, oh) })
}

func (r *summaryRow) run(w float32, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	var y float32
	if r.beside(w) {
		tw := r.tag.Natural()
		th := r.tag.HeightFor(tw)
		put(r.tag, 0, y+(r.value.line()-th)/2, tw, th)
		at := tw + theme.Gap8
		vh := r.value.HeightFor(w - at)
		put(r.value, at, y, w-at, vh)
		y += vh
	} else {
		if r.tag.Visible() {
			tw := min(w, r.tag.Natural())
			h := r.tag.HeightFor(tw)
			put(r.tag, 0, y, tw, h)
			y += h
		}
		if r.value.Visible() {
			h := r.value.HeightFor(w)
			put(r.value, 0, y, w, h)
			y += h
		}
	}
	if r.note.Visible() {
		h := r.note.HeightFor(w)
		put(r.note, 0, y, w, h)
		y += h
	}
	return y
}

// Natural implements Flowing.
func (s *Summary) Natural() float32 {
	var key, value, change float32
	for _, r := range s.rows {
		key = max(key, r.key.Natural())
		value = max(value, max(r.value.Natural(), r.note.Natural())+r.tag.Natural())
		change = max(change, r.change.Natural())
	}
	return key + value + change + theme.Gap40 + theme.Gap16 + 2*summaryPad
}

// HeightFor implements Flowing.
func (s *Summary) HeightFor(w float32) float32 { return s.lay(w, false) }

// CreateRenderer implements fyne.Widget.
func (s *Summary) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: s, list: func() []fyne.CanvasObject { return s.objects },
		layout: func(size fyne.Size) {
			s.ground.Resize(size)
			s.lay(size.Width, true)
		},
		repaint: func() {
			tint(s.ground, theme.Paper, theme.Hairline, 1)
			for _, r := range s.rows {
				tint(r.rule, theme.Hairline, "", 0)
			}
		},
		min: func() fyne.Size { return flowMin(s, 220) },
	}
}
