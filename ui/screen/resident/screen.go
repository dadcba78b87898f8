package resident

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/person"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// Office is what the screen asks of the desk.
type Office interface {
	SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error
	SetResident(ctx context.Context, id casework.ID, r casework.Resident) error
	RemoveRepresentative(ctx context.Context, id casework.ID) error
}

// draftKey is where the vault keeps what is typed here.
const draftKey = "resident"

// before begins the draft's names of what was typed before the record was
// taken over.
const before = "before."

// representedAs is the draft's name of whether somebody acts or speaks for the
// resident; an open answer is that nobody does.
const (
	representedAs = "represented"
	answerYes     = "yes"
	answerNo      = "no"
)

// Screen is one visit.
type Screen struct {
	*stage.Form
	st     *stage.Stage
	office Office

	rows    *component.Summary
	offer   *component.Card
	offered *component.Text
	take    *component.Button
	boxes   person.Boxes
	acts    *component.Choice // does somebody act or speak for the resident

	shown  desk.Snapshot
	loaded bool
	before *person.Form // what was typed before the record was taken over
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	s.Form = st.NewForm(stage.FormOf{
		Key: draftKey, Save: office.SaveDraft, Read: s.fields, Draw: s.draw, Done: s.onContinue,
		Rest: func(busy bool) { s.take.SetEnabled(!busy) },
	})
	s.rows = st.Kit.Summary()
	s.offered = component.NewBody("")
	s.take = st.Kit.Button(component.Secondary, w.T("resident.use_record"), s.onTake)
	s.offer = component.NewTintedCard(theme.Info, component.VStack(theme.Gap8,
		component.NewStrong(w.T("resident.record")), s.offered, component.NewHint(w.T("resident.record_note")),
		component.HStack(0, s.take)))
	s.boxes = person.NewBoxes(st.Kit, w, resident.Hows(), s.Typed, s.Picked)
	s.acts = st.Kit.Choice(component.ChoiceText{
		Legend: w.T("resident.represented"), Hint: w.T("resident.represented_hint"),
	}, []component.Option{
		{ID: answerNo, Text: w.T("resident.represented.no")},
		{ID: answerYes, Text: w.T("resident.represented.yes"), Hint: w.T("resident.represented.yes_hint")},
	}, func(string) { s.Picked() })
	s.Body = component.VStack(theme.Gap16, append([]fyne.CanvasObject{s.offer}, s.boxes.Cards...)...)
	s.Body.Add(component.NewCard(s.acts))
	s.Body.Add(component.HStack(theme.Gap12, s.GoOn, component.NewHint(w.T("resident.keys"))))
	s.Page = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("resident.heading")), component.NewLead(w.T("resident.lead"))),
		s.Problems, s.Closed, s.rows, s.Body, component.HStack(0, s.Back))
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("resident.title") }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable {
	if s.Body.Hidden {
		return s.Back
	}
	return s.boxes.First()
}

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	s.load()
	s.draw()
}

// load fills the form once a visit: with the draft, or else with what was
// recorded. After that the form is the officer's.
func (s *Screen) load() {
	if s.loaded || s.shown.Open == nil {
		return
	}
	s.loaded = true
	draft, recorded := s.shown.Open.Drafts[draftKey], s.shown.Open.Case.Resident
	if s.shown.Open.Case.Representative != nil {
		s.acts.SetChosen(answerYes)
	}
	switch {
	case len(draft) > 0:
		s.acts.SetChosen(draft[representedAs])
		s.boxes.Set(person.Typed(draft, ""))
		if draft[before] == person.Ticked {
			f := person.Typed(draft, before)
			s.before = &f
		}
	case recorded != nil:
		s.boxes.Set(person.Kept(*recorded))
	}
	s.Draft.Loaded(s.fields())
}

func (s *Screen) draw() {
	v := look(s.shown, s.before != nil, s.st.Words)
	s.Closed.Say(v.Closed)
	s.rows.SetRows(v.Rows)
	s.rows.Hidden = len(v.Rows) == 0
	s.Body.Hidden, s.Back.Hidden = !v.Form, v.Closed.Title == ""
	s.offer.Hidden = v.Offer == ""
	s.offered.SetText(v.Offer)
	s.take.SetText(v.OfferButton)
	s.boxes.Draw()
	s.Page.Refresh()
}

// fields is the draft of what is typed.
func (s *Screen) fields() map[string]string {
	fields := map[string]string{representedAs: s.acts.Chosen()}
	s.boxes.Form().Put(fields, "")
	if s.before != nil {
		fields[before] = person.Ticked
		s.before.Put(fields, before)
	}
	return fields
}

func (s *Screen) onTake() {
	if s.shown.Open == nil || s.shown.Open.Record == nil || s.Busy() {
		return
	}
	now := s.boxes.Form()
	if s.before != nil {
		s.boxes.Set(now.Untake(*s.before))
		s.before = nil
	} else {
		s.boxes.Set(now.Take(*s.shown.Open.Record))
		s.before = &now
	}
	s.Picked()
}

func (s *Screen) onContinue() {
	if s.Rests() {
		return
	}
	r, wrong := s.boxes.Form().Check(resident.DateOf(s.st.Now()), s.st.Words)
	s.Tell(s.boxes.Tell(wrong)...)
	if len(wrong) > 0 {
		return
	}
	gone := s.acts.Chosen() == answerNo && s.shown.Open.Case.Representative != nil
	s.Keep("set resident", func(ctx context.Context) error {
		if err := s.office.SetResident(ctx, s.st.At.Case, r); err != nil || !gone {
			return err
		}
		return s.office.RemoveRepresentative(ctx, s.st.At.Case)
	}, func() { s.onKept(gone) })
}

func (s *Screen) onKept(gone bool) {
	next := route.Purpose
	if s.acts.Chosen() == answerYes {
		next = route.Representative
	}
	s.st.Nav.Go(route.Of(next, s.st.At.Case))
	if gone {
		s.st.Nav.Announce(s.st.Words.T("resident.represented.gone"))
	}
	if odd := s.odd(s.st.Words); odd != "" {
		s.st.Nav.Announce(odd)
	}
}

// odd is what the officer should look at twice, for those who typed too fast
// to see it.
func (s *Screen) odd(w words.Words) string {
	name, postcode := s.boxes.Form().Warnings(w)
	if name != "" {
		return name
	}
	return postcode
}
