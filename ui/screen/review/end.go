package review

import (
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
