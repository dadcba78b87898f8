package returning

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Office is what the screen asks of the desk.
type Office interface {
	AnswerFlag(ctx context.Context, id casework.ID, place int, answer casework.ReturnAnswer) error
}

// Screen is one visit.
type Screen struct {
	st     *stage.Stage
	office Office

	problems *component.ErrorSummary
	number   *component.Text
	lead     *component.Text
	none     *component.Banner
	cards    *fyne.Container
	left     *component.Text
	goOn     *component.Button
	content  *fyne.Container

	asks  []*ask
	shown desk.Snapshot
	last  view
	busy  bool
}

// ask is one card on the screen.
type ask struct {
	place              int
	keep, again, seen  *component.Button
	title, detail, say *component.Text
	card               fyne.CanvasObject
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	s.problems = st.Kit.ErrorSummary(w.T("frame.problem.title"))
	s.number = component.NewHint("")
	s.lead, s.left = component.NewLead(""), component.NewHint("")
	s.none = component.NewBanner(theme.Info, "", "")
	s.cards = component.VStack(theme.Gap16)
	s.goOn = st.Kit.Button(component.Primary, w.T("returning.go_on"), s.onGoOn)
	s.content = component.VStack(theme.Gap24, s.problems,
		component.VStack(theme.Gap8, s.number, component.NewTitle(w.T("returning.heading")), s.lead),
		s.none, s.cards, component.HStack(theme.Gap12, s.goOn, s.left))
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("returning.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return component.AtMost(900, s.content) }

// First implements stage.Screen: the first question that is open.
func (s *Screen) First() fyne.Focusable { return s.next(-1) }

// next is the first question that is open after the one at that place, which has
// just been answered: the snapshot that says so may still be on its way.
func (s *Screen) next(place int) fyne.Focusable {
	var before fyne.Focusable
	for i, k := range s.last.Cards {
		switch {
		case !k.Open || k.Place == place || i >= len(s.asks):
		case k.Place > place:
			return s.asks[i].first(k)
		case before == nil:
			before = s.asks[i].first(k)
		}
	}
	if before != nil {
		return before
	}
	return s.goOn
}

// Flush implements stage.Screen: every answer is kept at once.
func (s *Screen) Flush(then func()) { then() }

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	v := look(snapshot, s.st.Words)
	s.number.SetText(v.Case)
	s.number.Hidden = v.Case == ""
	s.lead.SetText(v.Lead)
	s.lead.Hidden = v.Lead == ""
	s.none.Set(theme.Info, v.None, "")
	if len(v.Cards) != len(s.asks) {
		s.asks, s.cards.Objects = nil, nil
		for _, k := range v.Cards {
			a := s.ask(k.Place)
			s.asks = append(s.asks, a)
			s.cards.Objects = append(s.cards.Objects, a.card)
		}
	}
	for i, k := range v.Cards {
		s.asks[i].show(k)
	}
	if !s.busy {
		s.left.SetText(v.Left)
	}
	s.last = v
	s.content.Refresh()
}

func (s *Screen) ask(place int) *ask {
	w, kit := s.st.Words, s.st.Kit
	a := &ask{place: place, title: component.NewStrong(""), detail: component.NewBody(""), say: component.NewHint("")}
	a.keep = kit.Button(component.Secondary, w.T("returning.keep"), func() { s.answer(a.place, casework.Keep) })
	a.again = kit.Button(component.Secondary, w.T("returning.again"), func() { s.onAgain(a.place) })
	a.seen = kit.Button(component.Secondary, w.T("returning.seen"), func() { s.answer(a.place, casework.Seen) })
	a.card = component.NewCard(component.VStack(theme.Gap12,
		component.VStack(theme.Gap4, a.title, a.detail), component.HStack(theme.Gap12, a.say, a.keep, a.again, a.seen)))
	return a
}

func (a *ask) first(k card) fyne.Focusable {
	switch {
	case k.Due:
		return a.again
	case k.Asks:
		return a.keep
	default:
		return a.seen
	}
}

func (a *ask) show(k card) {
	a.place = k.Place
	a.title.SetText(k.Title)
	a.detail.SetText(k.Detail)
	a.say.SetText(k.Answer)
	a.say.Hidden = k.Answer == ""
	a.keep.Hidden, a.again.Hidden = !k.Asks || k.Answer != "", !k.Asks || k.Answer != "" && !k.Change && !k.Due
	a.seen.Hidden = k.Asks || k.Answer != ""
	a.card.Refresh()
}

// onAgain answers that something is to be looked at again; where that was said
// before, it goes there.
func (s *Screen) onAgain(place int) {
	for _, k := range s.last.Cards {
		if k.Place == place && k.Due {
			s.toResident() // only of the resident is it done by recording them again
			return
		}
	}
	s.answer(place, casework.Again)
}

func (s *Screen) ofResident(place int) bool {
	v := s.shown.Open
	return v != nil && v.Case.Visit() != nil && place < len(v.Case.Visit().Flags) && v.Case.Visit().Flags[place].Code == casework.ReturnResident
}

func (s *Screen) toResident() { s.st.Nav.Go(route.Of(route.Resident, s.st.At.Case)) }

func (s *Screen) answer(place int, answer casework.ReturnAnswer) {
	if s.busy {
		return
	}
	s.busy = true
	s.left.SetText(s.st.Words.T("returning.keeping"))
	s.content.Refresh()
	s.st.Run.Run("answer", func(ctx context.Context) error {
		return s.office.AnswerFlag(ctx, s.st.At.Case, place, answer)
	}, func(err error) {
		s.busy = false
		s.left.SetText(s.last.Left)
		if err != nil {
			s.problems.Set(s.st.Problem(err, s.First()))
			s.content.Refresh()
			return
		}
		s.problems.Set()
		if answer == casework.Again && s.ofResident(place) {
			s.toResident() // there is nothing else to do about it here
			return
		}
		s.st.Kit.Focus(s.next(place))
	})
}

// onGoOn goes to the first step that is not finished.
func (s *Screen) onGoOn() {
	to := casework.StepReview
	if s.shown.Open != nil {
		for _, step := range s.shown.Open.Steps {
			if step.Status == desk.StepNotStarted || step.Status == desk.StepInProgress {
				to = step.Step
				break
			}
		}
	}
	s.st.Nav.Go(route.ForStep(to, s.st.At.Case))
}

// Enter implements stage.Keyed.
func (s *Screen) Enter() bool {
	if s.last.Done {
		s.onGoOn()
	}
	return s.last.Done
}

// Escape implements stage.Keyed: it goes back, as everywhere.
func (s *Screen) Escape() bool { return false }
