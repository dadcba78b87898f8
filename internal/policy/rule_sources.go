package policy

import "vouchdesk/internal/gpg45"

// fromSources is activity and fraud.
//
// Rule (2019 prototype, fraud-1 to fraud-3; One Login's fraud check agrees):
// these need checks with an authoritative source. Staff judgement is none, so
// they are what the broker's signed check said and nothing an officer answers
// raises them; without a check both are 0.
func fromSources(f Findings) (activity, fraud int) {
	return clampScore(f.Activity), clampScore(f.Fraud)
}

func clampScore(n int) int { return min(max(n, 0), gpg45.MaxScore) }
