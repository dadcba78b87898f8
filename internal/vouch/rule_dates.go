package vouch

import (
	"fmt"
	"maps"
	"slices"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
)

// ErrDate is for dates that are not real, out of order, or after the signing.
var ErrDate = fault.New(fault.Malformed, "vouch-date")

// ruleDates: nothing recorded lies after iat, documents expire after they were
// issued, people are born before, and the vouch ends after it begins.
func ruleDates(p Payload, _ bool) []error {
	var wrong []error
	bad := func(place string) { wrong = append(wrong, ErrDate.At(place)) }
	iat := p.IssuedAt.Time()
	if p.NotBefore < p.IssuedAt || p.Expires <= p.NotBefore {
		bad("exp")
	}
	times := p.times()
	for _, place := range inOrder(times) {
		if t, ok := parseTime(times[place]); ok && t.After(iat) {
			bad(place)
		}
	}
	today := resident.DateOf(iat)
	birth := func(c *Claims, place string) {
		if c == nil || c.Birthdate == "" {
			return
		}
		if d, err := resident.ParseISO(c.Birthdate); err != nil || d.After(today) {
			bad(place + ".birthdate")
		}
	}
	birth(p.VerifiedClaims.Claims, "claims")
	for i, e := range p.VerifiedClaims.Verification.Evidence {
		place := fmt.Sprintf("evidence[%d]", i)
		birth(e.DerivedClaims, place+".derived_claims")
		if d := e.Document; d != nil && !ordered(d.IssuedOn, d.Expires, today) {
			bad(place + ".document_details")
		}
		if a := e.Attestation; a != nil && !ordered(a.IssuedOn, a.Expires, today) {
			bad(place + ".attestation")
		}
	}
	return wrong
}

// ordered takes "" for a date that is not stated. An end before today is no
// fault of the vouch: an expired passport may count (policy).
func ordered(from, until string, today resident.Date) bool {
	var start, end resident.Date
	var err error
	if from != "" {
		if start, err = resident.ParseISO(from); err != nil || start.After(today) {
			return false
		}
	}
	if until != "" {
		if end, err = resident.ParseISO(until); err != nil || end.Before(start) {
			return false
		}
	}
	return true
}

// inOrder lists a map's places, so that the same faults come in the same order.
func inOrder(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
