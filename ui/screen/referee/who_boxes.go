package referee

import (
	"fyne.io/fyne/v2"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/person"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// boxes are the controls of both halves.
type boxes struct {
	person       person.Boxes
	position     *component.Select
	organisation *component.Field
	relation     *component.Choice
	years        *component.Field
	only, tie    *yesNo
	who, tied    *fyne.Container
}

func newBoxes(k *component.Kit, w words.Words, onTyped, onPicked func()) *boxes {
	picked := func(string) { onPicked() }
	b := &boxes{
		person:       person.NewBoxes(k, w.Of("referee.who."), resident.Reaches(), onTyped, onPicked),
		position:     k.Select(component.FieldText{Label: w.T("referee.position"), Hint: w.T("referee.position_hint")}, w.T("referee.position_choose"), nil, picked),
		organisation: k.Field(component.SingleLine, component.FieldText{Label: w.T("referee.organisation"), Hint: w.T("referee.organisation_hint")}).Chars(40),
		relation:     k.Choice(component.ChoiceText{Legend: w.T("referee.relation")}, nil, picked),
		years:        k.Field(component.SingleLine, component.FieldText{Label: w.T("referee.years"), Hint: w.T("referee.years_hint")}).Chars(4),
		only:         newYesNo(k, w, w.T("referee.only"), w.T("referee.only_hint"), onPicked),
		tie:          newYesNo(k, w, w.T("referee.staff_tie"), w.T("referee.staff_tie_hint"), onPicked),
	}
	b.organisation.OnChanged = func(string) { onTyped() }
	b.years.OnChanged = func(string) { onTyped() }
	b.who = component.VStack(theme.Gap16, b.person.Cards...)
	b.tied = component.VStack(theme.Gap16,
		component.NewCard(component.VStack(theme.Gap16, b.position, b.organisation)),
		component.NewCard(component.VStack(theme.Gap16, b.relation, b.years)),
		component.NewCard(component.VStack(theme.Gap16, b.only.content, component.NewRule(), b.tie.content)))
	return b
}

// form is what is typed.
func (b *boxes) form(at half) form {
	return form{
		At: at, Person: b.person.Form(), Position: b.position.Chosen(), Organisation: b.organisation.Text(),
		Relation: b.relation.Chosen(), Years: b.years.Text(), OnlyVouched: b.only.answer(), StaffTie: b.tie.answer(),
	}
}

// set fills the form.
func (b *boxes) set(f form) {
	b.person.Set(f.Person)
	b.position.SetChosen(f.Position)
	b.organisation.SetText(f.Organisation)
	b.relation.SetChosen(f.Relation)
	b.years.SetText(f.Years)
	b.only.set(f.OnlyVouched)
	b.tie.set(f.StaffTie)
}

// tell shows what is wrong with the second half at its places, and links there.
func (b *boxes) tell(all []problem) []component.Problem {
	return component.Blame(map[place]component.Place{
		atPosition: b.position, atOrganisation: b.organisation, atRelation: b.relation,
		atYears: b.years, atOnly: b.only, atTie: b.tie,
	}, all)
}

// yesNo is a question with two answers, none preset.
type yesNo struct {
	buttons *component.Segmented
	wrong   *component.Text
	content *fyne.Container
}

func newYesNo(k *component.Kit, w words.Words, question, hint string, changed func()) *yesNo {
	yes, no := w.Answers(question)
	q := &yesNo{
		buttons: k.Segmented(yes, no),
		wrong:   component.NewText(component.Style{Size: theme.TextBody, Colour: theme.Danger, Bold: true}, ""),
	}
	q.buttons.OnChanged = func(int) { changed() }
	q.wrong.Hide()
	q.content = component.VStack(0, component.Bar(
		component.VStack(theme.Gap4, component.NewStrong(question), component.NewHint(hint), q.wrong), q.buttons))
	return q
}

var yesAndNo = [...]evidence.Answer{evidence.Yes, evidence.No}

func (q *yesNo) answer() evidence.Answer {
	if at := q.buttons.Chosen(); at >= 0 && at < len(yesAndNo) {
		return yesAndNo[at]
	}
	return evidence.Unanswered
}

func (q *yesNo) set(a evidence.Answer) {
	chosen := component.None
	for i, x := range yesAndNo {
		if x == a {
			chosen = i
		}
	}
	q.buttons.SetChosen(chosen)
	q.SetError("")
}

// First implements component.Place.
func (q *yesNo) First() fyne.Focusable { return q.buttons }

// SetError implements component.Place.
func (q *yesNo) SetError(text string) {
	q.wrong.SetText(text)
	q.wrong.Hidden = text == ""
	q.content.Refresh()
}
