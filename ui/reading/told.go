package reading

import (
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

// Told is a text that somebody is told or declares, and how that was done. What
// was done in a language that cannot be chosen any more, or with another version
// of the text, has to be done again, so how it was done falls away.
type Told struct {
	*Text
	How     *component.Choice
	Renewed bool // another version came while it was on screen
	version string
}

// Said is how somebody was told, as it is recorded.
type Said struct{ Version, Language, How string }

// NewTold makes one. The legend names the choice of language; changed is called
// when another language or way is chosen.
func NewTold(
	k *component.Kit, w words.Words, legend string, how component.ChoiceText, ways []component.Option, changed func(),
) *Told {
	return &Told{Text: New(k, w, legend, changed), How: k.Choice(how, ways, func(string) { changed() })}
}

// Offer takes the languages and the version that the policy has now.
func (t *Told) Offer(languages []resident.Language, version string) {
	renewed := t.Speaks() != "" && version != t.version
	if t.version = version; renewed {
		t.Renewed = true
	}
	if lost := t.Text.Offer(languages); lost || renewed {
		t.How.SetChosen("")
	}
}

// TakeUp takes up what was said before, and reports whether it still holds. Else
// it speaks the first of the other languages that can be chosen.
func (t *Told) TakeUp(said Said, others ...resident.Language) (holds bool) {
	t.Speak(append([]resident.Language{resident.Language(said.Language)}, others...)...)
	holds = said.Version == t.version && said.Language == string(t.Speaks())
	if holds {
		t.How.SetChosen(said.How)
	}
	return holds
}

// Said is what is chosen.
func (t *Told) Said() Said { return Said{t.version, string(t.Speaks()), t.How.Chosen()} }

// Ways are the ways to tell somebody, as the vouch records them.
func Ways(w words.Words) []component.Option {
	var all []component.Option
	for _, id := range []string{"read_aloud", "shown", "given"} {
		all = append(all, component.Option{ID: id, Text: w.T("purpose.told." + id)})
	}
	return all
}
