package policy_test

import (
	"testing"

	"vouchdesk/internal/policy"
	"vouchdesk/internal/policy/policytest"
)

// TestBearing changes everything a policy can have and wants only what a case
// uses to be told of it.
func TestBearing(t *testing.T) {
	full := policytest.Full()
	told := func(u policy.Uses) map[string]bool {
		found := map[string]bool{}
		policytest.EachChange(full, func(_ string, changed *policy.Policy) {
			for _, c := range policy.Bearing(policy.Diff(full, changed), u, changed) {
				found[c.Member] = true
			}
		})
		return found
	}
	document, service := full.Documents[0].ID, full.Services[0].ID
	for name, c := range map[string]struct {
		uses    policy.Uses
		yes, no []string
	}{
		"a document": {
			policy.Uses{Documents: []string{document}},
			[]string{"documents.strengths.score", "documents.checks.question", "guides.checks.how", "validity.rules.score", "profiles.list.fraud", "training.document.months", "unlisted.score", "coaching.wait.fraud"},
			[]string{"documents.strengths.source", "services.confidence", "referee.years_known", "limits.idle_minutes", "privacy.version"},
		},
		"another document": {policy.Uses{Documents: []string{"another"}}, nil, []string{"documents.strengths.score", "documents.image", "guides.checks.how"}},
		"a service":        {policy.Uses{Service: service}, []string{"services.confidence", "services.attributes", "approval.approvers"}, []string{"documents.image", "validity.rules"}},
		"another service":  {policy.Uses{Service: "another"}, nil, []string{"services.confidence"}},
		"people": {
			policy.Uses{Referee: true, Representative: true, Names: true, Concern: true},
			[]string{"referee.years_known", "representative.kinds.acts", "naming.reasons.documents", "concern.advice"},
			[]string{"likeness.decisive"},
		},
		"the rest": {
			policy.Uses{Likeness: true, Letter: true, Told: true, Keeps: []policy.RecordKind{full.Retention[0].Record}},
			[]string{"likeness.decisive", "limits.letter_days", "limits.vouch_days", "privacy.paragraphs", "retention.days", "training.likeness.months"},
			[]string{"slip.days"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			found := told(c.uses)
			for _, m := range c.yes {
				if !found[m] {
					t.Errorf("%s is not told", m)
				}
			}
			for _, m := range c.no {
				if found[m] {
					t.Errorf("%s is told", m)
				}
			}
		})
	}
}
