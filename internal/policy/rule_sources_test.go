package policy_test

import (
	"testing"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
)

// Nothing but the broker's check raises activity or fraud: whatever is answered
// at the desk, both stay what the check said.
func TestSourcesRule(t *testing.T) {
	p := scoringReferees(t)
	for name, c := range map[string]struct{ activity, fraud, wantActivity, wantFraud int }{
		"no check":           {0, 0, 0, 0},
		"fraud 1":            {0, 1, 0, 1},
		"both":               {2, 3, 2, 3},
		"more than there is": {9, 99, 4, 4},
		"less than there is": {-1, -7, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			for _, judged := range everything(t, p) {
				f := judged
				f.Activity, f.Fraud = c.activity, c.fraud
				s := p.Score(f, trained, today)
				if s.Activity != c.wantActivity || s.Fraud != c.wantFraud || s.Case.Fraud != c.wantFraud {
					t.Errorf("activity %d, fraud %d, of the case %d", s.Activity, s.Fraud, s.Case.Fraud)
				}
				if len(f.Referees) == 0 && s.Case.Activity != c.wantActivity {
					t.Errorf("activity of the case %d", s.Case.Activity)
				}
			}
		})
	}
}

// everything is findings with every document and every answer the same way.
func everything(t testing.TB, p *policy.Policy) []policy.Findings {
	t.Helper()
	var all []policy.Findings
	for _, answer := range []evidence.Answer{evidence.Yes, evidence.No, evidence.CouldNot, evidence.Unanswered} {
		var f policy.Findings
		for _, d := range p.Documents {
			i := evidence.Item{ID: evidence.ItemID(d.ID), Type: d.ID, Fields: map[string]string{}}
			for _, c := range d.Checks {
				i.Checks = append(i.Checks, evidence.Check{Code: c.Code, Answer: answer})
			}
			f.Evidence = append(f.Evidence, i)
		}
		f.Likeness = &evidence.Likeness{Against: "passport"}
		for _, c := range p.Likeness.Checks {
			f.Likeness.Checks = append(f.Likeness.Checks, evidence.Check{Code: c.Code, Answer: answer})
		}
		all = append(all, f)
		f.Asked, f.Referees = true, []policy.RefereeFinding{{ID: "a", Eligible: true}}
		all = append(all, f)
	}
	return all
}
