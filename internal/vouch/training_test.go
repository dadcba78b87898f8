package vouch_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// TestTrainingLater: lists say when somebody was last trained, and vouches are
// looked at long after.
func TestTrainingLater(t *testing.T) {
	day := resident.DateOf(caseTime())
	listed := func(s specimen, who trust.PersonID, d resident.Date) {
		for i := range s.c.ListBody.Persons {
			if s.c.ListBody.Persons[i].ID == who {
				s.c.ListBody.Persons[i].Training = trust.Training{Document: d, Likeness: d}
			}
		}
		s.c.Resign(t)
	}
	tests := map[string]struct {
		who    func(s specimen) trust.PersonID
		listed resident.Date
		want   string
	}{
		"ok/officer trained again since":              {officer, day.AddMonths(2), ""},
		"ok/supervisor trained again since":           {supervisor, day.AddMonths(2), ""},
		"ok/officer trained again, desk did not know": {officer, day.AddMonths(-1), ""},
		"refused/officer was trained long before":     {officer, day.AddMonths(-40), "vouch-assessment"},
		"refused/officer was never trained":           {officer, resident.Date{}, "vouch-assessment"},
		"refused/supervisor was never trained":        {supervisor, resident.Date{}, "approval-training"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSpecimen(t)
			listed(s, test.who(s), test.listed)
			r := vouch.Verify(s.bundle, s.c.List, s.rules, s.c.Now)
			if r.Valid != (test.want == "") || test.want != "" && !slices.Contains(r.Reasons, test.want) {
				t.Errorf("%+v, want %q", r, test.want)
			}
		})
	}
}

func officer(s specimen) trust.PersonID    { return s.c.Officer.ID }
func supervisor(s specimen) trust.PersonID { return s.c.Supervisor.ID }

// TestTrainingStated: a vouch cannot state better training than the list bears
// out.
func TestTrainingStated(t *testing.T) {
	s := newSpecimen(t)
	day := resident.DateOf(caseTime())
	opened, err := vouch.Open(s.bundle.Vouch, s.c.List)
	if err != nil {
		t.Fatal(err)
	}
	p := opened.Payload
	truth := day.AddMonths(-3)
	who := s.c.Officer.ID
	for name, test := range map[string]struct{ stated, want resident.Date }{
		"as listed":       {truth, truth},
		"older":           {day.AddMonths(-30), day.AddMonths(-30)},
		"newer":           {day, truth},
		"after the vouch": {day.AddMonths(1), resident.Date{}},
		"none":            {resident.Date{}, resident.Date{}},
	} {
		p.Desk.Training = map[trust.PersonID]trust.Training{who: {Document: test.stated, Likeness: test.stated}}
		want := map[string]policy.Training{string(who): {Document: test.want, Likeness: test.want}}
		if d := cmp.Diff(want, vouch.Training(p, s.c.List)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	p.Desk.Training["p-nobody"] = trust.Training{Likeness: truth}
	if got := vouch.Training(p, s.c.List)["p-nobody"]; got != (policy.Training{}) {
		t.Errorf("somebody the list does not know: %v", got)
	}
}
