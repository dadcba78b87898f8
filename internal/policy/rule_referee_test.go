package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
)

func TestRefereeRule(t *testing.T) {
	standard, scoring := standard(t), scoringReferees(t)
	bare := policy.ScoredReferee{Reasons: []policy.Reason{}}
	reason := func(code string, params ...string) policy.ScoredReferee {
		r := policy.Reason{Code: code}
		if len(params) > 0 {
			r.Params = map[string]string{"source": params[0], "mark": params[1]}
		}
		return policy.ScoredReferee{Reasons: []policy.Reason{r}}
	}
	scored := reason(policy.RefereeScored, "example", "example")
	scored.Strength, scored.Validity, scored.Activity = 1, 1, 2
	for name, c := range map[string]struct {
		p        *policy.Policy
		referees []policy.RefereeFinding
		want     policy.ScoredReferee
	}{
		"none":                    {scoring, nil, bare},
		"ok/one":                  {scoring, []policy.RefereeFinding{{"a", true}}, scored},
		"ok/many count once":      {scoring, []policy.RefereeFinding{{"a", true}, {"b", true}, {"c", true}}, scored},
		"ok/one of two":           {scoring, []policy.RefereeFinding{{"a", false}, {"b", true}}, scored},
		"refused/not eligible":    {scoring, []policy.RefereeFinding{{"a", false}}, reason(policy.RefereeNotEligible)},
		"refused/policy gives no": {standard, []policy.RefereeFinding{{"a", true}}, reason(policy.RefereeNoScore, standard.Referee.Source, "example")},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.p.Score(policy.Findings{Referees: c.referees}, trained, today)
			if d := cmp.Diff(c.want, got.Referee); d != "" {
				t.Error(d)
			}
			if got.Activity != 0 {
				t.Error("the broker's activity was raised")
			}
		})
	}
}

// A statement is one piece of evidence, and activity as the policy says.
func TestRefereeRuleReachesProfiles(t *testing.T) {
	p := scoringReferees(t)
	pass, certificate := item(t, p, "older_persons_bus_pass", "physical"), item(t, p, "birth_certificate", "physical")
	f := policy.Findings{Fraud: 1, Likeness: alike(p, pass.ID)}
	f.Evidence = append(f.Evidence, pass, certificate)
	if got := p.Score(f, trained, today).Result.Confidence; got != gpg45.None {
		t.Fatalf("%v without a referee", got)
	}
	f.Referees = []policy.RefereeFinding{{"a", true}}
	if d := cmp.Diff([]string{"L2A", "L3A"}, p.Score(f, trained, today).Result.Profiles); d != "" {
		t.Error(d)
	}
}

// scoringReferees is the standard policy of a council that scores statements.
func scoringReferees(t testing.TB) *policy.Policy {
	t.Helper()
	body := edited(t, "referee.score", map[string]any{"strength": 1, "validity": 1, "activity": 2, "source": "example"})
	p, err := policy.Decode(editedIn(t, body, "referee.no_score", gone{}))
	if err != nil {
		t.Fatal(err)
	}
	return p
}
