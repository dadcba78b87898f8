package review

import (
	"context"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/fault"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
)

// wrong words why nothing was sent: what concerns the passphrase at its field,
// everything else on top.
func (s *Screen) wrong(err error) []component.Problem {
	var all []component.Problem
	for _, e := range fault.All(err) {
		m := s.st.Words.Fault(e)
		p := component.Problem{Text: m.Title + ". " + m.Next, Target: s.send}
		if e.Code == "passphrase-wrong" || e.Code == "slot-wait" || e.Code == "slot-locked" {
			s.pass.SetError(m.Title + ". " + m.Next)
			p = component.Problem{Text: m.Title, Target: s.pass.First()}
		}
		all = append(all, p)
	}
	if len(all) == 0 {
		m := s.st.Words.Fault(err)
		all = append(all, component.Problem{Text: m.Title + ". " + m.Next, Target: s.send})
	}
	return all
}

// onComeBack ends the case with what would help, if the policy knows it.
func (s *Screen) onComeBack() {
	w := s.st.Words
	body := w.T("review.come_back_detail")
	if c := casefile.Value(s.shown, w).Coach; c != nil {
		body += "\n\n" + c.Title + ". " + c.Text
	}
	s.ask(component.Ask{
		Title: w.T("review.come_back_title"), Body: body, Yes: w.T("review.come_back_yes"), No: w.T("review.keep_open"),
	}, casework.ComeBack)
}

func (s *Screen) onNotVerified() {
	w := s.st.Words
	s.ask(component.Ask{
		Title: w.T("review.not_verified_title"), Body: w.T("review.not_verified_detail"),
		Yes: w.T("review.not_verified_yes"), No: w.T("review.keep_open"), Danger: true,
	}, casework.NotVerified)
}

func (s *Screen) ask(a component.Ask, outcome casework.Outcome) {
	if s.busy || s.form.Hidden {
		return
	}
	a.OnYes = func() bool {
		s.close(outcome)
		return false
	}
	s.st.Kit.Ask(a)
}

func (s *Screen) close(outcome casework.Outcome) {
	s.council.Stop()
	s.settle(true)
	s.st.Run.Run("close", func(ctx context.Context) error {
		cl := casework.Closing{Outcome: outcome}
		if rule, ok := s.shown.Policy.OutcomeOf(string(outcome)); ok && len(rule.Reasons) > 0 {
			cl.Reason = rule.Reasons[0].Code
		}
		if outcome != casework.ComeBack {
			return s.office.Close(ctx, s.st.At.Case, cl)
		}
		if cl.Bring = s.shown.Open.Bring; len(cl.Bring) == 0 {
			cl.Also = "-"
		}
		return s.office.Park(ctx, s.st.At.Case, cl)
	}, func(err error) {
		s.settle(false)
		if err != nil {
			s.problems.Set(s.wrong(err)...)
			s.content.Refresh()
			return
		}
		s.st.Nav.Go(route.Of(route.Outcome, s.st.At.Case))
	})
}
