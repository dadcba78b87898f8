package brokerapi

import (
	"encoding/json"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// ErrPolicy is for a signed policy whose envelope and body disagree, or that is
// another council's.
var ErrPolicy = fault.New(fault.Tampered, "policy-envelope")

// ErrPolicyFuture is for a policy signed in the future of this machine's clock.
var ErrPolicyFuture = fault.New(fault.Refused, "policy-future")

// ErrPolicyRules is for a signed policy whose rules have a mistake; its cause is
// every mistake with its place.
var ErrPolicyRules = fault.New(fault.Malformed, "policy-rules")

// PolicyBody is what a vd-policy+jwt says. Version and effective stand outside
// too, so that they can be compared without reading the rules.
type PolicyBody struct {
	Issuer    string          `json:"iss"`
	IssuedAt  jose.Seconds    `json:"iat"`
	Version   int             `json:"version"`
	Effective resident.Date   `json:"effective"`
	Body      json.RawMessage `json:"body"`
}

// ReadPolicy verifies a policy token under a root and reads its rules. Which
// version is the newest is the caller's to know.
func ReadPolicy(token string, root *trust.Root, now time.Time) (*policy.Policy, PolicyBody, error) {
	v, err := jose.Verify(token, jose.TypPolicy, root.Policy())
	if err != nil {
		return nil, PolicyBody{}, err
	}
	var b PolicyBody
	if err := jose.Decode(v.Payload, &b); err != nil {
		return nil, PolicyBody{}, ErrPolicy.Because(err)
	}
	rules, err := policy.Decode(b.Body)
	if err != nil {
		return nil, PolicyBody{}, ErrPolicyRules.Because(err)
	}
	if b.Issuer != root.Body.Issuer || b.Version != rules.Version || b.Effective != rules.Effective {
		return nil, PolicyBody{}, ErrPolicy
	}
	if !now.IsZero() && v.IssuedAt.After(now.Add(5*time.Minute)) {
		return nil, PolicyBody{}, ErrPolicyFuture
	}
	return rules, b, nil
}
