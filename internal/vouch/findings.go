package vouch

import (
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
)

// Findings reads from a vouch what its assessment rests on. It has no fields
// of documents, so flags made from it are incomplete; scores are the same.
// Activity and fraud are what the vouch says the bound check gave: who has the
// check compares them.
func Findings(p Payload) (policy.Findings, error) { return policy.Findings{}, nil }

// Training is the training that counts for a vouch: for each kind the oldest
// of those who did the checks. A check by somebody untrained is not made
// better by who submits it.
func Training(p Payload, list *trust.List) policy.Training { return policy.Training{} }

// Reassess computes the assessment again.
func Reassess(p Payload, rules *policy.Policy, list *trust.List) (policy.Scored, error) {
	return policy.Scored{}, nil
}
