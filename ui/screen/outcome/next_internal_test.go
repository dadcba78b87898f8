package outcome

import (
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/policy"
)

// TestWhatMayBeTold: the outcome only where the service allows it, never with a
// concern; what the resident has to bring always.
func TestWhatMayBeTold(t *testing.T) {
	closing := &casework.Closing{Outcome: casework.NotVerified, Reason: "not_enough"}
	concern := &casework.Concern{Kind: "document"}
	for name, test := range map[string]struct {
		c    casework.Case
		may  bool
		want string
	}{
		"not verified, allowed":     {casework.Case{State: casework.Closed, Outcome: casework.NotVerified, Closing: closing}, true, "Tell the resident"},
		"not verified, not allowed": {casework.Case{State: casework.Closed, Outcome: casework.NotVerified, Closing: closing}, false, "Say only what is on the slip"},
		"parked":                    {casework.Case{State: casework.Parked, Closing: &casework.Closing{Outcome: casework.ComeBack}}, false, "Tell the resident"},
		"parked with a concern":     {casework.Case{State: casework.Parked, Closing: &casework.Closing{Outcome: casework.ComeBack}, Concern: concern}, false, "Say only what is on the slip"},
		"withdrawn":                 {casework.Case{State: casework.Closed, Outcome: casework.Withdrawn, Closing: &casework.Closing{Outcome: casework.Withdrawn}}, false, "Tell the resident"},
		"with supervisor":           {casework.Case{State: casework.WithSupervisor}, false, "Say only what is on the slip"},
		"vouched, allowed":          {casework.Case{State: casework.Closed, Outcome: casework.Vouched}, true, ""},
		"vouched, not allowed":      {casework.Case{State: casework.Closed, Outcome: casework.Vouched}, false, "Say only what is on the slip"},
		"being checked, allowed":    {casework.Case{State: casework.BeingChecked}, true, ""},
		"open":                      {casework.Case{State: casework.Open}, true, ""},
		"lapsed":                    {casework.Case{State: casework.Closed, Outcome: casework.ComeBack, Closing: &casework.Closing{Lapsed: now}}, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s, w := snapshot(t, test.c)
			s.Open.MayTell = test.may
			s.Open.Follows = desk.Following{Words: policy.Text{En: "Come again.", Cy: "Dewch eto."}, By: now}
			title, detail := tell(s, w)
			if title != test.want || title == "Tell the resident" && detail != "Come again. At the latest on 23 November 2026." {
				t.Errorf("%q: %q", title, detail)
			}
			if test.c.Concern != nil && strings.Contains(title+detail, "oncern") {
				t.Errorf("the concern is told: %q", detail)
			}
		})
	}
}

// TestWithoutAPurposeNoServiceIsNamed: there is none that results are not told
// for.
func TestWithoutAPurposeNoServiceIsNamed(t *testing.T) {
	for _, c := range []casework.Case{
		{State: casework.Closed, Outcome: casework.NotVerified, Closing: &casework.Closing{Outcome: casework.NotVerified}},
		{State: casework.Closed, Outcome: casework.Referred, Closing: &casework.Closing{Outcome: casework.Referred}},
		{State: casework.WithSupervisor},
	} {
		s, w := snapshot(t, c)
		s.Open.Case.Purpose = nil
		title, detail := tell(s, w)
		if title != "Say only what is on the slip" || detail != "Every resident gets the same slip. It says what happens next." {
			t.Errorf("%s: %q, %q", c.Outcome, title, detail)
		}
	}
}

func TestHowItEndedIsShown(t *testing.T) {
	s, w := snapshot(t, casework.Case{State: casework.Parked, Closing: &casework.Closing{
		Outcome: casework.ComeBack, Reason: "expired", Bring: []string{"birth_certificate"}, Also: "a referee", Note: "asked twice",
		Until: now, Kept: now.AddDate(0, 0, 1),
	}})
	v := look(s, w)
	for key, want := range map[string]string{
		"Reason": "A document has expired", "To bring": "Birth certificate\na referee", "Come back by": "23 November 2026",
	} {
		if got := value(v.Rows, key).Value; got != want {
			t.Errorf("%s: %q", key, got)
		}
	}
	if note := value(v.Rows, "Reason").Note; note != "asked twice" {
		t.Errorf("note %q", note)
	}
	s, w = snapshot(t, casework.Case{
		State: casework.Closed, Outcome: casework.Vouched, Corrected: &casework.Corrected{Case: "c-2", JTI: "urn:uuid:0193", Received: now},
	})
	v = look(s, w)
	if v.State != "Withdrawn: corrected" || value(v.Rows, "Replaced by the vouch").Value != "0193" {
		t.Errorf("%+v", v)
	}
	s, w = snapshot(t, casework.Case{
		State: casework.Closed, Outcome: casework.ComeBack, Closing: &casework.Closing{Outcome: casework.ComeBack, Reason: "expired", Until: now, Kept: now, Lapsed: now},
	})
	if v = look(s, w); v.State != "Closed: nobody came back" || value(v.Rows, "Nobody came back").Value == "" {
		t.Errorf("%+v", v)
	}
	s, w = snapshot(t, casework.Case{State: casework.Open, Replaces: "urn:uuid:0193", Correction: &casework.Correction{Of: "c-1", Reason: "name_misspelt"}})
	if row := value(look(s, w).Rows, "Corrects the vouch"); row.Value != "0193" || row.Note != "The name is misspelt" {
		t.Errorf("%+v", row)
	}
}

func TestWhatCanBeDoneNext(t *testing.T) {
	s, w := snapshot(t, casework.Case{State: casework.Closed, Outcome: casework.NotVerified, RetriedBy: "c-2", RetryOf: "c-0"})
	s.Open.May = desk.May{Undo: now.Add(time.Minute)}
	if n := lookNext(s, now, w); !n.Undo || n.Other != "c-2" || n.Origin != "c-0" || n.OtherText == "" || n.OriginText == "" {
		t.Errorf("%+v", n)
	}
	if n := lookNext(s, now.Add(2*time.Minute), w); n.Undo {
		t.Error("undone too late")
	}
	s.Open.May = desk.May{RetryDecision: true}
	if n := lookNext(s, now, w); n.Note == "" {
		t.Error("why there is no other try is not said")
	}
	if n := lookNext(desk.Snapshot{}, now, w); n != (next{}) {
		t.Errorf("without a case: %+v", n)
	}
}
