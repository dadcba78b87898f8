package vouch

import (
	"fmt"
	"regexp"
	"slices"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

// ErrAttribute is for a claim without a source, a source that is not there or
// does not show it, and what the service of the purpose does not need.
var ErrAttribute = fault.New(fault.Malformed, "vouch-attributes")

var attributeForm = regexp.MustCompile(`^(name|birthdate|address|holds:[a-z][a-z0-9_-]{0,63})$`)

// ruleAttributes: every claim is shown by a piece of evidence that counts, or
// by the letter that matched, and every source named is there. What was only
// said is never claimed.
func ruleAttributes(p Payload, whole bool) []error {
	var wrong []error
	bad := func(format string, args ...any) { wrong = append(wrong, ErrAttribute.At(fmt.Sprintf(format, args...))) }
	shown, said := map[policy.Attribute]bool{}, map[policy.Attribute]bool{}
	for i, a := range p.Desk.Attributes {
		place := fmt.Sprintf("claims/desk.attributes[%d]", i)
		if !attributeForm.MatchString(string(a.Attribute)) || repeated(p.Desk.Attributes[:i], a) {
			bad("%s", place)
			continue
		}
		if a.By == BySaid {
			said[a.Attribute] = true
			if a.Evidence != nil {
				bad("%s.evidence", place)
			}
			continue
		}
		shown[a.Attribute] = true
		if !p.source(a, whole) {
			bad("%s.evidence", place)
		}
	}
	for _, a := range []policy.Attribute{policy.AttributeName, policy.AttributeBirthDate, policy.AttributeAddress} {
		claimed := p.VerifiedClaims.Claims.states(a)
		switch {
		case claimed && !shown[a]:
			bad("claims.%s", a)
		case whole && shown[a] && !claimed:
			bad("claims/desk.attributes")
		}
	}
	for a := range said {
		if shown[a] {
			bad("claims/desk.attributes")
		}
	}
	return wrong
}

func repeated(before []DeskAttribute, a DeskAttribute) bool {
	return slices.ContainsFunc(before, func(b DeskAttribute) bool {
		return a.Attribute == b.Attribute && a.By == b.By &&
			(a.Evidence == nil || b.Evidence == nil || *a.Evidence == *b.Evidence)
	})
}

// states reports whether the claims state an attribute.
func (c *Claims) states(a policy.Attribute) bool {
	if c == nil {
		return false
	}
	switch a {
	case policy.AttributeName:
		return c.GivenName != "" || c.FamilyName != ""
	case policy.AttributeBirthDate:
		return c.Birthdate != ""
	case policy.AttributeAddress:
		return c.Address != nil
	}
	return false
}

// source reports whether the piece that an attribute names is there, counts,
// and shows it.
func (p Payload) source(a DeskAttribute, whole bool) bool {
	all := p.VerifiedClaims.Verification.Evidence
	if a.Evidence == nil || *a.Evidence >= len(all) {
		return false
	}
	piece := all[*a.Evidence]
	if whole && a.Attribute.Holds() == "" && !piece.DerivedClaims.states(a.Attribute) {
		return false
	}
	switch a.By {
	case ByLetter:
		return piece.Type == KindRecord && !piece.Found() && a.Attribute.Holds() == "" && a.Attribute != policy.AttributeBirthDate &&
			p.Desk.Letter != nil && p.Desk.Letter.State == string(letter.Matches)
	case ByReferee:
		return piece.Type == KindVouch && a.Attribute.Holds() == ""
	case ByDocument, ByCouncilRecord:
		return piece.Found() && p.counts(*a.Evidence) &&
			(a.By == ByDocument || a.Attribute == policy.AttributeAddress && p.recorded(*a.Evidence)) && p.held(a)
	default:
		return false
	}
}

// counts reports whether a document has a validity at all.
func (p Payload) counts(index int) bool {
	for i, e := range p.Desk.Evidence {
		if e.Index == index {
			return i < len(p.Desk.Assessment.Scores.Evidence) && p.Desk.Assessment.Scores.Evidence[i].Validity > 0
		}
	}
	return false
}

// recorded reports whether a record confirmed the document: a check against
// data, answered yes.
func (p Payload) recorded(index int) bool {
	for _, e := range p.Desk.Evidence {
		for _, c := range p.VerifiedClaims.Verification.Evidence[index].CheckDetails {
			if e.Index == index && c.Method == string(policy.MethodData) && e.Checks[evidence.CheckID(c.ID)].Answer == evidence.Yes {
				return true
			}
		}
	}
	return false
}

// held asks of holding a document that it is that one, and in date that day.
func (p Payload) held(a DeskAttribute) bool {
	id := a.Attribute.Holds()
	if id == "" {
		return true
	}
	if until := p.VerifiedClaims.Verification.Evidence[*a.Evidence].expires(); until != "" {
		if d, err := resident.ParseISO(until); err != nil || d.Before(resident.DateOf(p.IssuedAt.Time())) {
			return false
		}
	}
	return slices.ContainsFunc(p.Desk.Evidence, func(e DeskEvidence) bool { return e.Index == *a.Evidence && e.Type == id })
}
