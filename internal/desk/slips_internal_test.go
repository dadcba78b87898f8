package desk

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/assets"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

// TestSlipBetraysNothing holds what a slip may tell: the resident of a case that
// was referred, refused or doubted takes home the very paper of one that was not.
func TestSlipBetraysNothing(t *testing.T) {
	rules, err := policy.Decode(assets.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	closing := func(o casework.Outcome) *casework.Closing {
		return &casework.Closing{Outcome: o, At: at, Bring: []string{"passport"}, Until: at.AddDate(0, 0, 28)}
	}
	for name, c := range map[string]struct {
		service string
		of      casework.Case
		want    string // the policy's outcome whose words are on it; empty: no slip
	}{
		"none while the visit goes on":           {of: casework.Case{State: casework.Open}},
		"none after a return":                    {of: casework.Case{State: casework.Open, Decision: &casework.Decision{Kind: "return"}}},
		"sent for approval":                      {of: casework.Case{State: casework.WithSupervisor, Submission: &casework.Submission{At: at}}, want: withSupervisor},
		"issued":                                 {of: casework.Case{State: casework.BeingChecked, Submission: &casework.Submission{At: at}}, want: withSupervisor},
		"vouched":                                {of: casework.Case{State: casework.Closed, Outcome: casework.Vouched, Submission: &casework.Submission{At: at}}, want: withSupervisor},
		"left while a second look is to be made": {of: casework.Case{State: casework.Open, Left: at, Concern: &casework.Concern{Kind: "document"}}, want: withSupervisor},
		"left, looked at and sent since":         {of: casework.Case{State: casework.WithSupervisor, Left: at, Submission: &casework.Submission{At: at.AddDate(0, 0, 3)}, Concern: &casework.Concern{Kind: "document"}}, want: withSupervisor},
		"left, and referred since":               {of: casework.Case{State: casework.Closed, Left: at, Outcome: casework.Referred, Closing: &casework.Closing{Outcome: casework.Referred, At: at.AddDate(0, 0, 3)}}, want: withSupervisor},
		"refused days after it was sent": {of: casework.Case{
			State: casework.Closed, Outcome: casework.NotVerified, Voided: []casework.Submission{{At: at}}, Decision: &casework.Decision{Kind: "refuse"},
			Closing: &casework.Closing{Outcome: casework.NotVerified, At: at.AddDate(0, 0, 3)},
		}, want: withSupervisor},
		"refused by a supervisor":                {of: casework.Case{State: casework.Closed, Outcome: casework.NotVerified, Voided: []casework.Submission{{At: at}}}, want: withSupervisor},
		"referred":                               {of: casework.Case{State: casework.Closed, Outcome: casework.Referred, Closing: closing(casework.Referred)}, want: withSupervisor},
		"referred where outcomes are told":       {service: "library_membership", of: casework.Case{State: casework.Closed, Outcome: casework.Referred, Closing: closing(casework.Referred)}, want: withSupervisor},
		"not verified":                           {of: casework.Case{State: casework.Closed, Outcome: casework.NotVerified, Closing: closing(casework.NotVerified)}, want: withSupervisor},
		"not verified where outcomes are told":   {service: "library_membership", of: casework.Case{State: casework.Closed, Outcome: casework.NotVerified, Closing: closing(casework.NotVerified)}, want: "not_verified"},
		"not verified and doubted is not told":   {service: "library_membership", of: casework.Case{State: casework.Closed, Outcome: casework.NotVerified, Closing: closing(casework.NotVerified), Concern: &casework.Concern{Kind: "document"}}, want: withSupervisor},
		"come back":                              {of: casework.Case{State: casework.Parked, Closing: closing(casework.ComeBack)}, want: "come_back"},
		"come back, and it was never worked on":  {of: casework.Case{State: casework.Closed, Outcome: casework.ComeBack, Closing: closing(casework.ComeBack)}, want: "come_back"},
		"withdrawn by the resident at any point": {of: casework.Case{State: casework.Closed, Outcome: casework.Withdrawn, Closing: closing(casework.Withdrawn)}, want: "withdrawn"},
	} {
		for _, bare := range []bool{false, true} {
			if bare && (c.service != "" || c.want != withSupervisor) {
				continue // of no purpose nothing is told
			}
			t.Run(fmt.Sprintf("%s, bare %v", name, bare), func(t *testing.T) {
				k := c.of
				k.Ref = "EB-0184"
				if !bare { // nobody was asked what for, and nothing was shown
					k.Purpose = &casework.Purpose{Service: "blue_badge"}
					k.Evidence = []evidence.Item{{Type: "birth_certificate"}}
				}
				if c.service != "" {
					k.Purpose.Service = c.service
				}
				k.Resident = &casework.Resident{Contact: resident.Contact{How: resident.Post, Language: resident.Welsh}}
				got, ok := visitSlip(&k, rules)
				if ok != (c.want != "") {
					t.Fatalf("a slip: %v", ok)
				}
				if !ok {
					return
				}
				rule, _ := rules.OutcomeOf(c.want)
				if got.Next != textPair(rule.Next) || !got.Day.Equal(at) {
					t.Errorf("%+v", got)
				}
				if (len(got.Bring) > 0) != (c.want == "come_back") {
					t.Errorf("to bring: %v", got.Bring)
				}
				if c.want != withSupervisor {
					return
				}
				plain := casework.Case{
					State: casework.WithSupervisor, Submission: &casework.Submission{At: at},
					Ref: k.Ref, Purpose: k.Purpose, Resident: k.Resident, Evidence: k.Evidence,
				}
				same, _ := visitSlip(&plain, rules)
				if diff := cmp.Diff(same, got); diff != "" {
					t.Errorf("not the paper everybody gets:\n%s", diff)
				}
			})
		}
	}
}
