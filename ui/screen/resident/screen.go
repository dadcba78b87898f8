package resident

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/foreground"
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
	st     *stage.Stage
	office Office
	draft  *stage.Draft
	pause  *foreground.Delay // until what is typed is looked at

	problems *component.ErrorSummary
	closed   *component.Banner
	rows     *component.Summary
	form     *fyne.Container
	offer    *component.Card
	offered  *component.Text
	take     *component.Button
	boxes    person.Boxes
	acts     *component.Choice // does somebody act or speak for the resident
	goOn     *component.Button
	back     *component.Button
	content  *fyne.Container

	shown  desk.Snapshot
	loaded bool
	before *person.Form // what was typed before the record was taken over
	busy   bool
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	s.draft = st.NewDraft(s.fields, func(ctx context.Context, fields map[string]string) error {
		return office.SaveDraft(ctx, st.At.Case, draftKey, fields)
	}, func(err error) { st.Nav.Announce(w.Fault(err).Title) })
	s.pause = st.Run.After(stage.DraftWait, s.draw)
	s.problems = st.Kit.ErrorSummary(w.T("frame.problem.title"))
	s.closed = component.NewBanner(theme.Info, "", "")
	s.rows = st.Kit.Summary()
	s.offered = component.NewBody("")
	s.take = st.Kit.Button(component.Secondary, w.T("resident.use_record"), s.onTake)
	s.offer = component.NewTintedCard(theme.Info, component.VStack(theme.Gap8,
		component.NewStrong(w.T("resident.record")), s.offered, component.NewHint(w.T("resident.record_note")),
		component.HStack(0, s.take)))
	s.boxes = person.NewBoxes(st.Kit, w, s.onTyped, s.onPicked)
	s.goOn = st.Kit.Button(component.Primary, w.T("frame.action.continue"), s.onContinue)
	s.acts = st.Kit.Choice(component.ChoiceText{
		Legend: w.T("resident.represented"), Hint: w.T("resident.represented_hint"),
	}, []component.Option{
		{ID: answerNo, Text: w.T("resident.represented.no")},
		{ID: answerYes, Text: w.T("resident.represented.yes"), Hint: w.T("resident.represented.yes_hint")},
	}, func(string) { s.onPicked() })
	s.form = component.VStack(theme.Gap16, append([]fyne.CanvasObject{s.offer}, s.boxes.Cards...)...)
	s.form.Add(component.NewCard(s.acts))
	s.form.Add(component.HStack(theme.Gap12, s.goOn, component.NewHint(w.T("resident.keys"))))
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.content = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("resident.heading")), component.NewLead(w.T("resident.lead"))),
		s.problems, s.closed, s.rows, s.form, component.HStack(0, s.back))
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("resident.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable {
	if s.form.Hidden {
		return s.back
	}
	return s.boxes.First()
}

// Flush implements stage.Screen.
func (s *Screen) Flush(then func()) {
	s.pause.Cancel()
	s.draft.Flush(then)
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
	s.draft.Loaded(s.fields())
}

func (s *Screen) draw() {
	v := look(s.shown, s.before != nil, s.st.Words)
	s.closed.Set(v.Closed.Tint, v.Closed.Title, v.Closed.Detail)
	s.rows.SetRows(v.Rows)
	s.rows.Hidden = len(v.Rows) == 0
	s.form.Hidden, s.back.Hidden = !v.Form, v.Closed.Title == ""
	s.offer.Hidden = v.Offer == ""
	s.offered.SetText(v.Offer)
	s.take.SetText(v.OfferButton)
	s.boxes.Draw()
	s.content.Refresh()
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

// onTyped waits for a pause before it points anything out.
func (s *Screen) onTyped() {
	s.draft.Touch()
	s.pause.Start()
}

// onPicked shows at once what a tick or choice asks for.
func (s *Screen) onPicked() {
	s.draft.Touch()
	s.draw()
}

func (s *Screen) onTake() {
	if s.shown.Open == nil || s.shown.Open.Record == nil || s.busy {
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
	s.onPicked()
}

func (s *Screen) onContinue() {
	if s.busy || s.form.Hidden {
		return
	}
	r, wrong := s.boxes.Form().Check(resident.DateOf(s.st.Now()), s.st.Words)
	s.tell(s.boxes.Tell(wrong)...)
	if len(wrong) > 0 {
		return
	}
	s.settle(true)
	s.draft.Drop()
	// A draft on its way must not arrive after the commit has dropped it.
	s.draft.Flush(func() {
		gone := s.acts.Chosen() == answerNo && s.shown.Open.Case.Representative != nil
		s.st.Run.Run("set resident", func(ctx context.Context) error {
			if err := s.office.SetResident(ctx, s.st.At.Case, r); err != nil || !gone {
				return err
			}
			return s.office.RemoveRepresentative(ctx, s.st.At.Case)
		}, func(err error) { s.onKept(err, gone) })
	})
}

// tell shows what is wrong and brings it into sight: the summary was not laid
// out yet when it took the focus.
func (s *Screen) tell(problems ...component.Problem) {
	s.problems.Set(problems...)
}

func (s *Screen) onKept(err error, gone bool) {
	s.settle(false)
	w := s.st.Words
	if err != nil {
		s.draft.Touch()
		m := w.Fault(err)
		s.tell(component.Problem{Text: m.Title + ". " + m.Next, Target: s.goOn})
		return
	}
	s.pause.Cancel()
	next := route.Purpose
	if s.acts.Chosen() == answerYes {
		next = route.Representative
	}
	s.st.Nav.Go(route.Of(next, s.st.At.Case))
	if gone {
		s.st.Nav.Announce(w.T("resident.represented.gone"))
	}
	if odd := s.odd(w); odd != "" {
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

func (s *Screen) settle(busy bool) {
	s.busy = busy
	if busy {
		s.goOn.SetText(s.st.Words.T("resident.saving"))
		s.goOn.Disable()
		s.take.Disable()
		return
	}
	s.goOn.SetText(s.st.Words.T("frame.action.continue"))
	s.goOn.Enable()
	s.take.Enable()
}

// Enter implements stage.Keyed.
func (s *Screen) Enter() bool {
	s.onContinue()
	return !s.form.Hidden
}

// Escape implements stage.Keyed: it goes back, as everywhere.
func (s *Screen) Escape() bool { return false }
