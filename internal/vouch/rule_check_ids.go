package vouch

import (
	"fmt"
	"regexp"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
)

// ErrCheckID is for a check id that is missing, stands twice, or names no
// check where it is used.
var ErrCheckID = fault.New(fault.Malformed, "vouch-check-id")

var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// ruleCheckIDs: every check has an id of its own; every evidence_ref and every
// answer of the desk claim names one (IDA 1.0, 5.4.4.1, which its schema
// cannot hold), an answer one of its own piece; every check of a document has
// its answer.
func ruleCheckIDs(p Payload, _ bool) []error {
	var wrong []error
	v := p.VerifiedClaims.Verification
	where := map[string]int{}
	for i, e := range v.Evidence {
		for j, c := range e.CheckDetails {
			if _, twice := where[c.ID]; twice || !uuidForm.MatchString(c.ID) {
				wrong = append(wrong, ErrCheckID.At(fmt.Sprintf("evidence[%d].check_details[%d]", i, j)))
			}
			where[c.ID] = i
		}
	}
	for i, d := range v.AssuranceProcess.Details {
		for _, ref := range d.Refs {
			if _, ok := where[ref.CheckID]; !ok {
				wrong = append(wrong, ErrCheckID.At(fmt.Sprintf("assurance_details[%d].evidence_ref", i)))
			}
		}
	}
	answered := map[string]bool{}
	answers := func(checks map[evidence.CheckID]DeskCheck, index int, place string) {
		for id := range checks {
			if at, ok := where[string(id)]; !ok || at != index || answered[string(id)] {
				wrong = append(wrong, ErrCheckID.At(place))
			}
			answered[string(id)] = true
		}
	}
	for i, e := range p.Desk.Evidence {
		answers(e.Checks, e.Index, fmt.Sprintf("claims/desk.evidence[%d]", i))
	}
	if l := p.Desk.Likeness; l != nil {
		answers(l.Checks, l.Evidence, "claims/desk.likeness")
	}
	for i, e := range v.Evidence {
		for j, c := range e.CheckDetails {
			if e.Found() && !answered[c.ID] {
				wrong = append(wrong, ErrCheckID.At(fmt.Sprintf("evidence[%d].check_details[%d]", i, j)).With("answer", "missing"))
			}
		}
	}
	return wrong
}
