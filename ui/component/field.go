package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// FieldText is what a field says. Hint may be empty. Show and Hide name the
// toggle of a password field; without them there is none.
type FieldText struct {
	Label, Hint string
	Show, Hide  string
}

// FieldKind is what a field takes.
type FieldKind uint8

// The kinds of field.
const (
	SingleLine FieldKind = iota
	MultiLine
	Password
)

// Field is a label, a hint, an error when there is one, and an entry, below
// one another.
type Field struct {
	widget.BaseWidget
	// OnChanged gets the text after each change by the person, not by SetText.
	OnChanged func(text string)

	kit   *Kit
	text  FieldText
	label *Text
	hint  *Text
	wrong *Text
	box   *entryBox
	show  *Button
	frame *marked

	setting bool
}

// Field makes a field.
func (k *Kit) Field(kind FieldKind, text FieldText) *Field {
	lines := 1
	if kind == MultiLine {
		lines = 3
	}
	f := &Field{kit: k, text: text, label: NewStrong(text.Label), hint: NewHint(text.Hint), wrong: NewText(styleError, "")}
	f.box = k.entry(lines, kind == Password)
	f.box.entry.OnChanged = func(s string) {
		if f.OnChanged != nil && !f.setting {
			f.OnChanged(s)
		}
	}
	var input fyne.CanvasObject = f.box
	if kind == Password && text.Show != "" {
		f.show = k.Button(Secondary, text.Show, f.toggle)
		f.box.chars = 28
		input = HStack(theme.Gap8+theme.Gap4, f.box, f.show)
	}
	f.hint.Hidden = text.Hint == ""
	f.wrong.Hide()
	f.frame = mark(asked(input, f.label, f.hint, f.wrong))
	f.ExtendBaseWidget(f)
	return f
}

// Chars makes the entry as wide as that many characters.
func (f *Field) Chars(n int) *Field {
	f.box.chars = n
	f.Refresh()
	return f
}

// Lines sets how many lines a multi-line field shows.
func (f *Field) Lines(n int) *Field {
	f.box.lines = n
	f.box.entry.SetMinRowsVisible(n)
	f.Refresh()
	return f
}

// OnEnter is what Enter does in a single-line field; otherwise the window
// gets the key.
func (f *Field) OnEnter(act func()) *Field {
	f.box.entry.enter = act
	return f
}

// OnTab is called before Tab leads away: what the text brings up has to stand
// there by then, or the focus passes it over.
func (f *Field) OnTab(act func()) *Field {
	f.box.entry.onTab = act
	return f
}

// Text is what is typed.
func (f *Field) Text() string { return f.box.entry.Text }

// SetText replaces what is typed, if it differs.
func (f *Field) SetText(s string) {
	if f.box.entry.Text != s {
		f.setting = true
		f.box.entry.SetText(s)
		f.setting = false
	}
}

// SetWords changes label and hint, for another language.
func (f *Field) SetWords(text FieldText) {
	f.text = text
	f.label.SetText(text.Label)
	f.hint.Hidden = text.Hint == ""
	f.hint.SetText(text.Hint)
	if f.show != nil {
		f.show.SetText(f.toggleText())
	}
	f.Refresh()
}

// SetError says what is wrong with it; an empty text clears it.
func (f *Field) SetError(text string) { complain(f, f.wrong, f.frame, text) }

// Wrong is what is said to be wrong with it.
func (f *Field) Wrong() string { return f.wrong.Text() }

// First is the control that takes the focus.
func (f *Field) First() fyne.Focusable { return f.box.entry }

// Enable lets it be typed in.
func (f *Field) Enable() { f.box.entry.Enable() }

// Disable keeps it from being typed in.
func (f *Field) Disable() { f.box.entry.Disable() }

func (f *Field) toggle() {
	f.box.entry.Password = !f.box.entry.Password
	f.box.entry.Refresh()
	f.show.SetText(f.toggleText())
	f.Refresh()
}

func (f *Field) toggleText() string {
	if f.box.entry.Password {
		return f.text.Show
	}
	return f.text.Hide
}

// Parts implements Parted.
func (f *Field) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{f.frame} }

// Natural implements Flowing.
func (f *Field) Natural() float32 { return f.frame.Natural() }

// HeightFor implements Flowing.
func (f *Field) HeightFor(w float32) float32 { return f.frame.HeightFor(w) }

// CreateRenderer implements fyne.Widget.
func (f *Field) CreateRenderer() fyne.WidgetRenderer { return single(f, f.frame) }
