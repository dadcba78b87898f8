package component

import "fyne.io/fyne/v2"

// Place is a control that says what is wrong with it.
type Place interface {
	SetError(text string)
	First() fyne.Focusable
}

// Mistake is what is wrong with one field of a form, by its name.
type Mistake[P comparable] struct {
	Field P
	Text  string
	Box   string // of a date: "day", "month" or "year"
}

// Blame shows at each place its first mistake, clears the places without one,
// and links to every mistake.
func Blame[P comparable](places map[P]Place, all []Mistake[P]) []Problem {
	text := map[P]string{}
	for _, m := range all {
		if text[m.Field] == "" {
			text[m.Field] = m.Text
		}
	}
	for at, place := range places {
		place.SetError(text[at])
	}
	links := make([]Problem, 0, len(all))
	for _, m := range all {
		target := places[m.Field].First()
		if date, ok := places[m.Field].(*DateField); ok {
			target = date.Box(m.Box)
		}
		links = append(links, Problem{Text: m.Text, Target: target})
	}
	return links
}

// complain says in a control what is wrong with it, and marks it; an empty text
// clears both.
func complain(control fyne.CanvasObject, line *Text, frame *marked, text string) {
	if line.Text() == text {
		return
	}
	line.Hidden = text == ""
	line.SetText(text)
	frame.set(text != "")
	control.Refresh()
}
