package outcome

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vouchdesk/assets"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

var now = time.Date(2026, time.November, 23, 10, 31, 0, 0, time.UTC)

func snapshot(t *testing.T, c casework.Case) (desk.Snapshot, words.Words) {
	t.Helper()
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Decode(assets.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	c.Ref = "EB-0184"
	c.Resident = &casework.Resident{Name: resident.Name{Given: "Rosa Mai", Family: "Specimen"}}
	c.Purpose = &casework.Purpose{Service: "blue_badge"}
	return desk.Snapshot{Policy: p, Open: &desk.OpenCase{Case: &c}}, book.In(words.English)
}

func TestEachStateIsSaidInWords(t *testing.T) {
	for name, c := range map[string]struct {
		c    casework.Case
		want string
		tint theme.Tint
	}{
		"open":            {casework.Case{State: casework.Open}, "Open", theme.Warn},
		"parked":          {casework.Case{State: casework.Parked}, "Parked", theme.Quiet},
		"with supervisor": {casework.Case{State: casework.WithSupervisor}, "With supervisor", theme.Info},
		"being checked":   {casework.Case{State: casework.BeingChecked}, "Issued, being checked", theme.Info},
		"vouched":         {casework.Case{State: casework.Closed, Outcome: casework.Vouched}, "Vouched", theme.Good},
		"not verified":    {casework.Case{State: casework.Closed, Outcome: casework.NotVerified}, "Not verified", theme.Quiet},
		"come back":       {casework.Case{State: casework.Closed, Outcome: casework.ComeBack}, "Come back with more", theme.Quiet},
		"referred":        {casework.Case{State: casework.Closed, Outcome: casework.Referred}, "With supervisor", theme.Info},
		"withdrawn":       {casework.Case{State: casework.Closed, Outcome: casework.Withdrawn}, "Withdrawn by resident", theme.Quiet},
	} {
		t.Run(name, func(t *testing.T) {
			s, w := snapshot(t, c.c)
			v := look(s, w)
			if v.State != c.want || v.Tint != c.tint || v.Lead == "" || strings.HasPrefix(v.Lead, "[") {
				t.Errorf("%+v", v)
			}
			if v.Reopen != (c.c.State == casework.Open) {
				t.Error("only an open case is gone on with")
			}
		})
	}
}

func value(rows []component.SummaryRow, key string) component.SummaryRow {
	for _, r := range rows {
		if r.Key == key {
			return r
		}
	}
	return component.SummaryRow{}
}

func TestReceiptAndDecisionAreShown(t *testing.T) {
	s, w := snapshot(t, casework.Case{
		State: casework.Closed, Outcome: casework.Vouched,
		Submission: &casework.Submission{JTI: "urn:uuid:0193a5c1", At: now, Approval: "x", ApprovedAt: now},
	})
	s.Open.Receipt = &desk.Receipt{JTI: "urn:uuid:0193a5c2", ReceivedAt: now, Index: 0, Size: 1, Confidence: gpg45.Medium, Profiles: []string{"M2C"}, Uplift: "sources-asked"}
	v := look(s, w)
	for key, want := range map[string]string{
		"Resident": "Rosa Mai Specimen", "For": "Blue Badge", "Vouch": "0193a5c1", "Level services are told": "Medium (M2C)", "Council's log": "Entry 1 of 1",
	} {
		if got := value(v.Rows, key).Value; got != want {
			t.Errorf("%s: %q", key, got)
		}
	}
	s, w = snapshot(t, casework.Case{State: casework.Open, Decision: &casework.Decision{Kind: "return", Reason: "check_again", Note: "Look at the date"}})
	row := value(look(s, w).Rows, "Supervisor's decision")
	if row.Tag != "Returned" || row.Value == "check_again" || row.Note != "Look at the date" {
		t.Errorf("%+v", row)
	}
}

func TestWhatWaitsIsSaid(t *testing.T) {
	s, w := snapshot(t, casework.Case{State: casework.BeingChecked})
	s.Open.Parcels = []outbox.Parcel{
		outbox.New("1", outbox.Vouch, "c", "EB-0184", 1, now), outbox.New("2", outbox.Approval, "c", "EB-0184", 2, now),
	}
	if v := look(s, w); len(v.Waiting) != 2 {
		t.Errorf("waiting %q", v.Waiting)
	}
	s.Open.Parcels[0] = outbox.Delivered(s.Open.Parcels[0])
	if v := look(s, w); len(v.Waiting) != 1 || !strings.HasPrefix(v.Waiting[0], "The approval") {
		t.Errorf("waiting %q", v.Waiting)
	}
	if v := look(desk.Snapshot{}, w); v.Heading == "" || len(v.Rows) != 0 {
		t.Errorf("without a case: %+v", v)
	}
}

// TestAReferredCaseLooksLikeAnyOther: whoever looks over a shoulder, or reads
// the screen with the resident, sees the words of a case with a supervisor.
func TestAReferredCaseLooksLikeAnyOther(t *testing.T) {
	c := casework.Case{State: casework.WithSupervisor, Concern: &casework.Concern{Kind: "document", Note: "edge looks lifted"}}
	s, w := snapshot(t, c)
	usual := look(s, w)
	c.State, c.Outcome = casework.Closed, casework.Referred
	c.Concern.Second = &casework.SecondLook{View: casework.ViewRefer}
	c.Closing = &casework.Closing{Outcome: casework.Referred, Reason: "second_look", Until: now}
	s, w = snapshot(t, c)
	s.Open.Parcels = []outbox.Parcel{outbox.New("p-1", outbox.Referral, "c", "urn:uuid:1", 0, now)}
	if diff := cmp.Diff(usual, look(s, w), cmpopts.IgnoreFields(component.SummaryRow{}, "Act")); diff != "" {
		t.Errorf("a referred case is told apart:\n%s", diff)
	}
	s.Open.May = desk.May{RetryDecision: true}
	left := casework.Case{State: casework.Open, Left: now, Concern: &casework.Concern{Kind: "document", Note: "edge looks lifted"}}
	waiting, _ := snapshot(t, left)
	if diff := cmp.Diff(usual, look(waiting, w), cmpopts.IgnoreFields(component.SummaryRow{}, "Act"), cmpopts.IgnoreFields(view{}, "Reopen")); diff != "" {
		t.Errorf("who left while it is looked at is told apart:\n%s", diff)
	}
	if n := lookNext(waiting, now, w); n.Tell != w.T("outcome.slip_only") {
		t.Errorf("what may be said tells it apart: %+v", n)
	}
	if n := lookNext(s, now, w); n.Note != "" || n.Tell != w.T("outcome.slip_only") {
		t.Errorf("what may be said tells it apart: %+v", n)
	}
}

// TestEveryOutcomeNamesItsPolicy: and says when another is in use by now.
func TestEveryOutcomeNamesItsPolicy(t *testing.T) {
	s, w := snapshot(t, casework.Case{State: casework.Closed, Outcome: casework.Vouched, Policy: 1})
	s.Open.Policy = s.Policy
	note := func(s desk.Snapshot) string {
		for _, r := range look(s, w).Rows {
			if r.Key == "Policy" && r.Value == "default, version 1" {
				return r.Note
			}
		}
		t.Fatalf("the policy is not named: %+v", look(s, w).Rows)
		return ""
	}
	if got := note(s); got != "" {
		t.Errorf("says %q", got)
	}
	next := *s.Policy
	next.Version = 2
	s.Policy = &next
	if got := note(s); got != "Version 2 is in use now." {
		t.Errorf("says %q", got)
	}
}
