package vouch

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/trust"
)

// What can be wrong with a referee's statement.
var (
	ErrReferee     = fault.New(fault.Malformed, "vouch-referee")
	ErrNotEligible = fault.New(fault.Refused, "vouch-referee-not-eligible") // why: the policy's reason
)

var referenceForm = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// ruleReferees: every statement has what is ours of it and the other way round;
// the attestation is dated and its reference says nothing of the person, the
// voucher is a name, an occupation and an organisation and nothing more
// (DESIGN 5); the referee was told of their own data, answered both questions
// with no, and everyone who looked at their papers acted on the case.
func ruleReferees(p Payload, whole bool) []error {
	var wrong []error
	bad := func(format string, args ...any) { wrong = append(wrong, ErrReferee.At(fmt.Sprintf(format, args...))) }
	all := p.VerifiedClaims.Verification.Evidence
	named := map[int]bool{}
	for i, r := range p.Desk.Referees {
		place := fmt.Sprintf("referees[%d]", i)
		if r.Index < 0 || r.Index >= len(all) || named[r.Index] || all[r.Index].Type != KindVouch {
			bad("%s.index", place)
			continue
		}
		named[r.Index] = true
		for _, part := range r.wrong(all[r.Index].Attestation, p.Desk.Actors, whole) {
			bad("%s.%s", place, part)
		}
	}
	for i, e := range all {
		if e.Type == KindVouch && !named[i] {
			bad("verification.evidence[%d]", i)
		}
	}
	return wrong
}

// wrong names the parts of one referee that do not hold.
func (r DeskReferee) wrong(a *Attestation, actors []trust.PersonID, whole bool) []string {
	var parts []string
	holds := func(ok bool, part string) {
		if !ok {
			parts = append(parts, part)
		}
	}
	holds(a != nil && a.Type == AttestationOf(r.How), "how")
	holds(r.OnlyVouched == evidence.No && r.StaffTie == evidence.No, "only_vouched")
	holds(r.Told.Notice != "" && r.Told.How != "" && r.Told.Language != "", "told")
	holds(!whole || r.Position != "" && r.Relation != "" && r.Years > 0 && r.Identity != nil, "identity")
	holds(r.Limits == LimitsAtSync || r.Identity == nil || r.Identity.Check != nil, "limits")
	if a != nil {
		holds(referenceForm.MatchString(a.Reference) && a.IssuedOn != "" && a.Expires != "", "attestation")
		v := a.Voucher
		holds(!whole || v != nil && strings.TrimSpace(v.Name) != "" && v.Occupation != "" && v.Organisation != "", "voucher")
	}
	if r.Identity == nil {
		return parts
	}
	acted := func(who []trust.PersonID) bool {
		return len(who) > 0 && !slices.ContainsFunc(who, func(p trust.PersonID) bool { return !slices.Contains(actors, p) })
	}
	s := r.Identity.Assessment.Scores
	holds(len(s.Evidence) == len(r.Identity.Evidence) && (r.Identity.Check != nil || s.Activity == 0 && s.Fraud == 0), "identity.assessment")
	for _, e := range r.Identity.Evidence {
		holds(acted(e.By) && r.Identity.named(e.By, e.Checks), "identity.evidence")
	}
	if l := r.Identity.Likeness; l != nil {
		holds(acted(l.By) && r.Identity.named(l.By, l.Checks) && l.Evidence >= 0 && l.Evidence < len(r.Identity.Evidence), "identity.likeness")
	}
	return parts
}

// named reports whether those who made checks are among by, and the training of
// all of them is stated.
func (r RefereeIdentity) named(by []trust.PersonID, checks map[string]RefereeCheck) bool {
	for _, c := range checks {
		if !slices.Contains(by, c.By) {
			return false
		}
	}
	return stated(by, r.Training)
}

// AttestationOf is the attestation type of a way of making a statement.
func AttestationOf(how string) string {
	if how == "paper" {
		return attestationTypes[1]
	}
	return attestationTypes[0]
}
