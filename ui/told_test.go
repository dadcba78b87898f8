package ui_test

import (
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

// comesFrom is an officer's open case that a supervisor gave back, or that
// comes out of another.
func comesFrom(s *desk.Snapshot, c casework.Case) {
	*s = signedIn(*s, trust.Officer)
	c.ID, c.Ref, c.State, c.Opened, c.OpenedBy = "c1", "EB-0184", casework.Open, s.Now, "officer-1"
	c.Resident, c.Purpose = &casework.Resident{}, &casework.Purpose{Service: s.Policy.Services[0].ID}
	s.Open = &desk.OpenCase{Case: &c, Policy: s.Policy, Steps: []desk.StepState{{Step: casework.StepReview, Status: desk.StepNow}}}
	if c.From() != "" {
		s.Open.From = "EB-0150"
	}
}

func TestWhatCameBeforeIsToldAboveAStep(t *testing.T) {
	for setting, o := range everywhere() {
		for name, test := range map[string]struct {
			of        casework.Case
			at, quiet route.Name // where it is told, and where not; without quiet on every step
			key       string
			says      func(s desk.Snapshot, w words.Words) string
		}{
			"given back": {
				of: casework.Case{Decision: &casework.Decision{Kind: "return", Reason: "check_again", Note: "Look at the date.", By: "officer-1"}},
				at: route.Review, key: "casefile.returned_note",
				says: func(s desk.Snapshot, w words.Words) string { return s.Policy.Returns[0].Words.In(w.Tongue()) },
			},
			"a correction": {
				of: casework.Case{Correction: &casework.Correction{Of: "c0", Reason: "address_wrong", Note: "Flat 2."}},
				at: route.Review, quiet: route.Evidence, key: "casefile.corrects_title",
				says: func(_ desk.Snapshot, w words.Words) string { return w.T("casefile.open_from", "Ref", "EB-0150") },
			},
			"another try": {
				of: casework.Case{RetryOf: "c0"},
				at: route.Letter, quiet: route.Review, key: "casefile.retries_detail",
				says: func(_ desk.Snapshot, w words.Words) string { return w.T("casefile.open_from", "Ref", "EB-0150") },
			},
		} {
			t.Run(name+"/"+setting, func(t *testing.T) {
				st, f, _ := open(t, o, func(s *desk.Snapshot) { comesFrom(s, test.of) })
				f.Go(route.Of(test.at, "c1"))
				st.Settle()
				s := f.Desk.Snapshot()
				w := st.Book.In(words.Lang(s.Settings.Language))
				st.See(w.T(test.key, "Note", "Look at the date.", "Ref", "EB-0150"), test.says(s, w))
				if on := st.Focused(); on == w.T("casefile.open_from", "Ref", "EB-0150") {
					t.Error("it takes the focus")
				}
				uitest.AssertNoCutText(t, st.Canvas())
				uitest.AssertTargets(t, st.Canvas())
				st.Capture("frame-told-" + name + "-" + setting)
				if test.quiet != "" {
					f.Go(route.Of(test.quiet, "c1"))
					st.Settle()
					st.SeeNot(w.T(test.key, "Ref", "EB-0150"))
				}
			})
		}
	}
}

// TestAReturnIsToldUntilTheCaseIsSentAgain: what is with the supervisor again
// was not just given back.
func TestAReturnIsToldUntilTheCaseIsSentAgain(t *testing.T) {
	st, f, _ := open(t, uitest.Options{}, func(s *desk.Snapshot) {
		comesFrom(s, casework.Case{Decision: &casework.Decision{Kind: "return", Reason: "check_again", Note: "Look at the date."}})
	})
	f.Go(route.Of(route.Evidence, "c1"))
	st.Settle()
	st.See("returned this case to you", "Note: Look at the date.")
	s := f.Desk.Snapshot()
	sent := s.Open.Case.Clone()
	sent.State, sent.Decision = casework.WithSupervisor, nil
	again := *s.Open
	again.Case = sent
	s.Open = &again
	s.Revision++
	f.Show(s)
	st.Settle()
	st.SeeNot("returned this case to you", "Note: Look at the date.")
}
