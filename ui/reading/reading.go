// Package reading is a text of the council's policy that an officer reads to
// somebody, in the language that this person speaks, whatever the desk's is.
//
// It always has a language, shows each paragraph whole and by itself, and
// remembers nothing but the language. It does not judge whether it was read:
// that is the officer's to say. It runs on the window's thread only.
package reading

import (
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// Text is the text on screen, under the choice of its language.
type Text struct {
	*Tongues
	paragraphs *fyne.Container
	note       *component.Text
	style      component.Style
	drawn      []string
}

// New makes one without text. The legend names the choice of language; changed
// is called when another is chosen.
func New(k *component.Kit, w words.Words, legend string, changed func()) *Text {
	return &Text{
		Tongues:    NewTongues(k, w, legend, changed),
		paragraphs: component.VStack(theme.Gap12), note: component.NewHint(""),
		style: component.Style{Size: theme.TextBody, Colour: theme.Ink},
	}
}

// Large makes it as large as what a resident reads, to be read together.
func (t *Text) Large() *Text {
	t.style.Size = theme.TextResident
	return t
}

// Lines are the choice of language, the text and the note.
func (t *Text) Lines() []fyne.CanvasObject {
	return []fyne.CanvasObject{t.Content(), t.paragraphs, t.note}
}

// Set shows the paragraphs, and a note such as the version below.
func (t *Text) Set(paragraphs []string, note string) {
	t.note.SetText(note)
	t.note.Hidden = note == ""
	if slices.Equal(paragraphs, t.drawn) {
		return
	}
	t.drawn, t.paragraphs.Objects = slices.Clone(paragraphs), nil
	for _, p := range paragraphs {
		t.paragraphs.Add(component.NewText(t.style, p))
	}
	t.paragraphs.Refresh()
}
