package review

import (
	"context"

	"vouchdesk/ui/route"
)

// onEnd goes to where a visit is ended without a vouch.
func (s *Screen) onEnd() {
	if s.busy || s.form.Hidden {
		return
	}
	s.council.Stop()
	s.st.Nav.Go(route.Of(route.Ending, s.st.At.Case))
}

// onLeave ends the visit and goes to the slip.
func (s *Screen) onLeave() {
	if s.busy || s.leaving.Hidden {
		return
	}
	s.council.Stop()
	s.settle(true)
	s.st.Run.Run("leave", func(ctx context.Context) error { return s.office.Leave(ctx, s.st.At.Case) }, func(err error) {
		s.settle(false)
		if err != nil {
			s.problems.Set(s.st.Problem(err, s.leave))
			s.content.Refresh()
			return
		}
		s.st.Nav.Go(route.Of(route.Outcome, s.st.At.Case))
	})
}
