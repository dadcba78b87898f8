package vouch

import (
	"fmt"
	"slices"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/trust"
)

// ErrDesk is for a desk claim that does not agree with itself or with the
// evidence.
var ErrDesk = fault.New(fault.Malformed, "vouch-desk-claim")

// ruleDesk: every document has its findings and its scores, in one place each;
// everyone named acted on the case, so that nobody who did can approve it;
// whoever made a check is named beside it, with their training.
func ruleDesk(p Payload, _ bool) []error {
	var wrong []error
	bad := func(place string) { wrong = append(wrong, ErrDesk.At(place)) }
	d, all := p.Desk, p.VerifiedClaims.Verification.Evidence
	acted := func(persons []trust.PersonID) bool {
		return !slices.ContainsFunc(persons, func(who trust.PersonID) bool { return !slices.Contains(d.Actors, who) })
	}
	if !slices.Contains(d.Actors, d.Officer) {
		bad("officer")
	}
	documents := map[int]bool{}
	for i, e := range d.Evidence {
		place := fmt.Sprintf("evidence[%d]", i)
		if e.Index >= len(all) || documents[e.Index] || !all[e.Index].Found() {
			bad(place + ".index")
		}
		documents[e.Index] = true
		if !acted(e.By) || !d.named(e.By, e.Checks) {
			bad(place + ".by")
		}
	}
	for i, e := range all {
		if e.Found() && !documents[i] {
			bad(fmt.Sprintf("verification.evidence[%d]", i))
		}
	}
	if l := d.Likeness; l != nil {
		if !documents[l.Evidence] {
			bad("likeness.evidence")
		}
		if !acted(l.By) || !d.named(l.By, l.Checks) {
			bad("likeness.by")
		}
	}
	s := d.Assessment.Scores
	if len(s.Evidence) != len(d.Evidence) {
		bad("assessment.scores.evidence")
	}
	if d.Check == nil && (s.Activity > 0 || s.Fraud > 0) {
		bad("assessment.scores") // activity and fraud come from the broker's check, never from judgement
	}
	return wrong
}

// named reports whether those who made checks are among by, and the training of
// all of them is stated.
func (d DeskClaim) named(by []trust.PersonID, checks map[evidence.CheckID]DeskCheck) bool {
	for _, c := range checks {
		if !slices.Contains(by, c.By) {
			return false
		}
	}
	return stated(by, d.Training)
}

func stated(by []trust.PersonID, training map[trust.PersonID]trust.Training) bool {
	return !slices.ContainsFunc(by, func(who trust.PersonID) bool { _, ok := training[who]; return !ok })
}
