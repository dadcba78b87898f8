package reading

import (
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

// Tongues is the choice of the language in which somebody is told something:
// one of the policy's. One is always chosen once it was asked to speak.
type Tongues struct {
	kit     *component.Kit
	words   words.Words
	changed func()
	offered []resident.Language
	choice  *component.Segmented
	bar     *fyne.Container
}

// NewTongues makes one; until a policy says more it offers English, which every
// policy has. The legend names the choice; changed is called when another is
// chosen.
func NewTongues(k *component.Kit, w words.Words, legend string, changed func()) *Tongues {
	t := &Tongues{kit: k, words: w, changed: changed}
	t.make([]resident.Language{resident.English})
	t.bar = component.Bar(component.NewStrong(legend), t.choice)
	return t
}

func (t *Tongues) make(languages []resident.Language) {
	var names []string
	for _, l := range languages {
		names = append(names, t.words.T("frame.language."+string(l)))
	}
	t.offered, t.choice = slices.Clone(languages), t.kit.Segmented(names...)
	choice, was := t.choice, component.None
	choice.OnChanged = func(at int) {
		if at == component.None { // there is always one
			choice.SetChosen(max(was, 0))
		}
		was = choice.Chosen()
		t.changed()
	}
}

// Offer lets these languages be chosen, and reports whether the one that was
// chosen is no longer among them: then the first is, and what was said to be
// told in the other was not told in it.
func (t *Tongues) Offer(languages []resident.Language) (lost bool) {
	if slices.Equal(languages, t.offered) || len(languages) == 0 {
		return false
	}
	was := t.Speaks()
	t.make(languages)
	t.bar.Objects[len(t.bar.Objects)-1] = t.choice
	t.bar.Refresh()
	if was == "" {
		return false
	}
	t.Speak(was)
	return t.Speaks() != was
}

// Content is the choice with its legend.
func (t *Tongues) Content() fyne.CanvasObject { return t.bar }

// First is the choice.
func (t *Tongues) First() fyne.Focusable { return t.choice }

// Speaks is the language chosen; none before [Tongues.Speak].
func (t *Tongues) Speaks() resident.Language {
	if at := t.choice.Chosen(); at != component.None {
		return t.offered[at]
	}
	return ""
}

// Speak chooses the first of these languages that is offered, or else the first
// that is.
func (t *Tongues) Speak(languages ...resident.Language) {
	for _, l := range languages {
		if at := slices.Index(t.offered, l); at >= 0 {
			t.choice.SetChosen(at)
			return
		}
	}
	t.choice.SetChosen(0)
}
