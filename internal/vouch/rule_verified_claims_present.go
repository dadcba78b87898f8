package vouch

import "vouchdesk/internal/fault"

// ErrNoClaims is for a payload without verified_claims, which the published
// schema lets pass: it makes no member of the token's top required.
var ErrNoClaims = fault.New(fault.Malformed, "vouch-no-verified-claims")

// ruleVerifiedClaims: verification and claims are there (IDA 1.0, 5.1); claims
// may be empty only where they are withheld, and where the vouch says that
// somebody holds something and not who they are.
func ruleVerifiedClaims(p Payload, whole bool) []error {
	c := p.VerifiedClaims.Claims
	if c == nil || whole && *c == (Claims{}) && (p.Desk.Identity() || !p.Desk.holds()) {
		return []error{ErrNoClaims.At("verified_claims.claims")}
	}
	return nil
}
