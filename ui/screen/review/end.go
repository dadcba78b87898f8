package review

import (
	"vouchdesk/internal/fault"
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

// onEnd goes to where a visit is ended without a vouch.
func (s *Screen) onEnd() {
	if s.busy || s.form.Hidden {
		return
	}
	s.council.Stop()
	s.st.Nav.Go(route.Of(route.Ending, s.st.At.Case))
}
