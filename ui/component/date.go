package component

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// DateText is what a date question says.
type DateText struct {
	Legend, Hint     string
	Day, Month, Year string
}

// DateField asks for a date in three boxes, as typed: it checks nothing, so
// that what a document says can be written down.
type DateField struct {
	widget.BaseWidget
	// OnChanged is called after each change by the person, not by SetText.
	OnChanged func()

	legend, hint, wrong *Text
	labels              [3]*Text
	boxes               [3]*entryBox
	frame               *marked
	setting             bool
}

// DateField makes a date question.
func (k *Kit) DateField(text DateText) *DateField {
	f := &DateField{legend: NewStrong(text.Legend), hint: NewHint(text.Hint), wrong: NewText(styleError, "")}
	columns := make([]fyne.CanvasObject, 3)
	for i, name := range []string{text.Day, text.Month, text.Year} {
		f.labels[i] = NewText(Style{theme.TextHint, theme.Ink, false}, name)
		f.boxes[i] = k.entry(1, false)
		f.boxes[i].chars = []int{2, 2, 4}[i]
		f.boxes[i].entry.most = f.boxes[i].chars
		f.boxes[i].entry.OnChanged = func(string) {
			if f.OnChanged != nil && !f.setting {
				f.OnChanged()
			}
		}
		columns[i] = asked(f.boxes[i], f.labels[i])
	}
	f.hint.Hidden = text.Hint == ""
	f.wrong.Hide()
	f.frame = mark(VStack(theme.Gap4, f.legend, f.hint, f.wrong, HStack(theme.Gap16, columns...)))
	f.ExtendBaseWidget(f)
	return f
}

// SetWords changes what the question says, for another language.
func (f *DateField) SetWords(text DateText) {
	f.legend.SetText(text.Legend)
	f.hint.Hidden = text.Hint == ""
	f.hint.SetText(text.Hint)
	for i, name := range []string{text.Day, text.Month, text.Year} {
		f.labels[i].SetText(name)
	}
	f.Refresh()
}

// Text is what is typed in the three boxes.
func (f *DateField) Text() (day, month, year string) {
	return f.boxes[0].entry.Text, f.boxes[1].entry.Text, f.boxes[2].entry.Text
}

// SetText fills the three boxes.
func (f *DateField) SetText(day, month, year string) {
	f.setting = true
	defer func() { f.setting = false }()
	for i, s := range []string{day, month, year} {
		if f.boxes[i].entry.Text != s {
			f.boxes[i].entry.SetText(s)
		}
	}
}

// SetError says what is wrong with it; an empty text clears it.
func (f *DateField) SetError(text string) { complain(f, f.wrong, f.frame, text) }

// Wrong is what is said to be wrong with it.
func (f *DateField) Wrong() string { return f.wrong.Text() }

// First is the control that takes the focus.
func (f *DateField) First() fyne.Focusable { return f.boxes[0].entry }

// Box is one of the boxes, "day", "month" or "year", to put the focus on; the
// first for any other name.
func (f *DateField) Box(name string) fyne.Focusable {
	return f.boxes[max(0, slices.Index([]string{"day", "month", "year"}, name))].entry
}

// Parts implements Parted.
func (f *DateField) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{f.frame} }

// Natural implements Flowing.
func (f *DateField) Natural() float32 { return f.frame.Natural() }

// HeightFor implements Flowing.
func (f *DateField) HeightFor(w float32) float32 { return f.frame.HeightFor(w) }

// CreateRenderer implements fyne.Widget.
func (f *DateField) CreateRenderer() fyne.WidgetRenderer { return single(f, f.frame) }
