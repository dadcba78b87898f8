package vouch

import (
	"strings"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

// What can be wrong with who acted for the resident.
var (
	ErrRepresentative = fault.New(fault.Malformed, "vouch-representative")
	ErrMandate        = fault.New(fault.Refused, "vouch-mandate") // the policy does not let them act
)

// ruleRepresentative: a representative has a name; one who acts was identified,
// is not refused by the resident, and has an authority that says when it ends
// or that it does not, and had not ended. Nobody is told in the place of the
// resident who does not act: acts=false never reads as acting.
func ruleRepresentative(p Payload, whole bool) []error {
	var wrong []error
	bad := func(place string) { wrong = append(wrong, ErrRepresentative.At(place)) }
	r := p.Desk.Representative
	if p.Desk.Told.To == ToldRepresentative && (r == nil || !r.Acts) {
		bad("told.to")
	}
	if r == nil {
		return wrong
	}
	if whole && strings.TrimSpace(r.Name) == "" {
		bad("representative.name")
	}
	if whole && r.Kind == "" {
		bad("representative.kind")
	}
	if whole && r.Agrees == evidence.Unanswered {
		bad("representative.agrees")
	}
	if r.Endless && r.Until != "" {
		bad("representative.until")
	}
	if !r.Acts {
		return wrong
	}
	if whole && !r.Endless && r.Until == "" {
		bad("representative.until")
	}
	if until, err := resident.ParseISO(r.Until); r.Until != "" && (err != nil || until.Before(resident.DateOf(p.IssuedAt.Time()))) {
		bad("representative.until")
	}
	if r.Agrees == evidence.No {
		bad("representative.agrees")
	}
	if whole && len(r.Documents) == 0 {
		bad("representative.documents")
	}
	return wrong
}

// mandated asks the policy again whether a representative who is said to act
// may, and whether of their authority everything was recorded that a case needs:
// of what is withheld the desk's word stands, as it does for a service.
func mandated(p Payload, whole bool, rules *policy.Policy) error {
	r := p.Desk.Representative
	if r == nil || !r.Acts || !whole && (r.Kind == "" || r.Agrees == evidence.Unanswered || len(r.Documents) == 0) {
		return nil
	}
	m := policy.Mandate{Kind: r.Kind, Service: p.Desk.Service, Agrees: r.Agrees, Shown: r.Documents}
	m.Until, _ = resident.ParseISO(r.Until)
	if c := p.VerifiedClaims.Claims; c != nil {
		m.Born, _ = resident.ParseISO(c.Birthdate)
	}
	if s := rules.Standing(m, resident.DateOf(p.IssuedAt.Time())); !s.Acts {
		return ErrMandate.With("why", strings.Join(s.Why, ","))
	}
	kind, _ := rules.Authority(r.Kind)
	proof := policy.Proof{Seen: r.Seen, Number: r.Number, Ends: r.Until != "" || r.Endless}
	if lacks := kind.Lacks(proof); whole && len(lacks) > 0 {
		return ErrMandate.With("why", strings.Join(lacks, ","))
	}
	return nil
}
