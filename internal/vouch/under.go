package vouch

import (
	"fmt"
	"slices"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/namematch"
	"vouchdesk/internal/policy"
)

// What a vouch can say that its policy does not.
var (
	ErrLife   = fault.New(fault.Refused, "vouch-life")   // it ends later than the policy lets it
	ErrNotice = fault.New(fault.Refused, "vouch-notice") // the resident was told by another notice
)

// underPolicy holds what a vouch states besides scores against the policy it
// was made under: the notice in force, no longer a life than it gives, only attributes the service needs, a council record only by
// a check that asks it, and another name only for a reason of the policy.
func underPolicy(p Payload, whole bool, rules *policy.Policy) error {
	if p.Expires > jose.SecondsOf(rules.Limits.VouchEnds(p.IssuedAt.Time())) {
		return ErrLife.At("exp")
	}
	if p.Desk.Told.Notice != rules.Privacy.Version {
		return ErrNotice.At("claims/desk.told.notice")
	}
	service, ok := rules.Service(p.Desk.Service)
	for i, a := range p.Desk.Attributes {
		place := fmt.Sprintf("claims/desk.attributes[%d]", i)
		if ok && !slices.Contains(service.Attributes, a.Attribute) {
			return ErrAttribute.At(place)
		}
		if a.By == ByCouncilRecord && (a.Evidence == nil || !p.councilRecord(*a.Evidence, rules)) {
			return ErrAttribute.At(place + ".by")
		}
		if a.By == ByReferee && (a.Attribute != policy.AttributeName || !rules.Referee.Shows()) {
			return ErrAttribute.At(place + ".by")
		}
	}
	for i, n := range p.Desk.Names {
		if !whole && n.Reason == "" {
			continue // withheld
		}
		reason, ok := rules.NameReason(n.Reason)
		if !ok || len(reason.Documents) > 0 && (n.Linked == nil || !slices.Contains(reason.Documents, p.typeAt(*n.Linked))) {
			return ErrNames.At(fmt.Sprintf("claims/desk.names[%d]", i))
		}
	}
	for _, e := range p.Desk.Evidence {
		if p.otherName(e.Index) && !slices.ContainsFunc(p.Desk.Names, func(n DeskName) bool { return n.Index == e.Index }) {
			return ErrNames.At(fmt.Sprintf("evidence[%d].derived_claims", e.Index))
		}
	}
	return nil
}

func (p Payload) typeAt(index int) string {
	for _, e := range p.Desk.Evidence {
		if e.Index == index {
			return e.Type
		}
	}
	return ""
}

func (p Payload) councilRecord(index int, rules *policy.Policy) bool {
	doc, _ := rules.Document(p.typeAt(index))
	for _, e := range p.Desk.Evidence {
		for _, c := range e.Checks {
			if asked, ok := doc.Check(c.Check); e.Index == index && ok && asked.Council && c.Answer == evidence.Yes {
				return true
			}
		}
	}
	return false
}

// otherName reports whether a document shows another name than is claimed. What
// is withheld cannot be compared.
func (p Payload) otherName(index int) bool {
	c, d := p.VerifiedClaims.Claims, p.VerifiedClaims.Verification.Evidence[index].DerivedClaims
	if !c.states(policy.AttributeName) || !d.states(policy.AttributeName) {
		return false
	}
	return namematch.Compare(
		namematch.Parts{Given: c.GivenName, Family: c.FamilyName}, namematch.Parts{Given: d.GivenName, Family: d.FamilyName},
	).Verdict == namematch.Differs
}
