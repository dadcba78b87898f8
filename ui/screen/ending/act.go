package ending

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
)

// turn goes to a question.
func (s *Screen) turn(to phase, checking bool) {
	s.typed.at, s.check = to, checking
	s.tell("", nil)
	s.touched()
	s.st.Kit.Arrive(s.First())
}

// tell shows what is wrong with the answer, on top and at its control.
func (s *Screen) tell(text string, at fyne.Focusable) {
	s.ways.SetError("")
	s.reasons.SetError("")
	s.also.SetError("")
	s.date.SetError("")
	if text == "" {
		s.problems.Set()
		return
	}
	switch s.typed.at {
	case how:
		s.ways.SetError(text)
	case why:
		s.reasons.SetError(text)
	case bring:
		s.also.SetError(text)
	case when:
		s.date.SetError(text)
	case note, check:
	}
	s.problems.Set(component.Problem{Text: text, Target: at})
	s.content.Refresh()
}

func (s *Screen) onContinue() {
	if s.busy || s.last.Closed != "" {
		return
	}
	if text := wrong(s.shown, s.typed, s.st.Words); text != "" {
		at := s.First()
		if s.typed.at == bring {
			at = s.also.First()
		}
		s.tell(text, at)
		return
	}
	if s.typed.at == check {
		s.confirm()
		return
	}
	all := asked(s.shown, outcome(s.shown, s.typed))
	next := all[slices.Index(all, s.typed.at)+1]
	if s.check && s.typed.at != how { // how it ends changes what else is asked
		next = check
	}
	s.turn(next, false)
}

// confirm asks before a case ends; parking one is no end, and goes at once.
func (s *Screen) confirm() {
	for _, p := range asked(s.shown, outcome(s.shown, s.typed)) { // a draft can come back from another day
		t := s.typed
		t.at = p
		if text := wrong(s.shown, t, s.st.Words); text != "" {
			s.turn(p, true)
			s.tell(text, s.First())
			return
		}
	}
	cl, w := closing(s.shown, s.typed), s.st.Words
	if cl.Outcome == casework.ComeBack {
		s.end(cl)
		return
	}
	s.st.Kit.Ask(component.Ask{
		Title: w.T("ending.sure." + string(cl.Outcome)), Body: w.T("ending.sure_detail"),
		Yes: w.T("ending.sure_yes"), No: w.T("ending.sure_no"), Danger: true,
		OnYes: func() bool { s.end(cl); return false },
	})
}

func (s *Screen) end(cl casework.Closing) {
	act, said := s.office.Close, s.st.Words.T("ending.done")
	if cl.Outcome == casework.ComeBack {
		act, said = s.office.Park, s.st.Words.T("ending.parked")
	}
	s.busy = true
	s.goOn.Disable()
	s.draw()
	s.draft.Commit("end", func(ctx context.Context) error { return act(ctx, s.st.At.Case, cl) }, func(err error) {
		s.busy = false
		s.goOn.Enable()
		if err != nil {
			s.draw()
			s.problems.Set(s.st.Problems(err, s.goOn)...)
			s.content.Refresh()
			return
		}
		s.st.Nav.Go(route.Of(route.Outcome, s.st.At.Case))
		s.st.Nav.Announce(said)
	})
}
