package vouch

import (
	"fmt"

	"vouchdesk/internal/fault"
)

// ErrDerived is for a derived claim that is not claimed.
var ErrDerived = fault.New(fault.Malformed, "vouch-derived-claims")

// ruleDerived: what a piece of evidence shows of the person is claimed as well
// (IDA 1.0, 5.1.1.1); otherwise a service that asked for two attributes would
// get a third by way of the evidence.
func ruleDerived(p Payload, whole bool) []error {
	if !whole || p.VerifiedClaims.Claims == nil {
		return nil // a withheld claim cannot be told from one that was never made
	}
	var wrong []error
	c := *p.VerifiedClaims.Claims
	for i, e := range p.VerifiedClaims.Verification.Evidence {
		d := e.DerivedClaims
		if d == nil {
			continue
		}
		for _, claim := range []struct {
			name          string
			shown, stated bool
		}{
			{"given_name", d.GivenName != "", c.GivenName != ""},
			{"family_name", d.FamilyName != "", c.FamilyName != ""},
			{"birthdate", d.Birthdate != "", c.Birthdate != ""},
			{"address", d.Address != nil, c.Address != nil},
		} {
			if claim.shown && !claim.stated {
				wrong = append(wrong, ErrDerived.At(fmt.Sprintf("evidence[%d].derived_claims.%s", i, claim.name)))
			}
		}
	}
	return wrong
}
