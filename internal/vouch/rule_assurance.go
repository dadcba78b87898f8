package vouch

import (
	"fmt"
	"slices"
	"strconv"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
)

// ErrAssurance is for a level, profile or score that the assessment does not
// give.
var ErrAssurance = fault.New(fault.Malformed, "vouch-assurance")

// The assurance types of the UK DVS data schema 1.0.
const (
	AssureValidation   = "validation"
	AssureVerification = "verification"
	AssureFraud        = "counter_fraud"
	AssureActivity     = "activity_history"
)

// Classification writes a score.
func Classification(score int) string { return "score_" + strconv.Itoa(score) }

// ruleAssurance: a level and a profile stand together, and only where the
// whole of that profile was computed and the vouch says who somebody is; single scores are those of the desk claim.
func ruleAssurance(p Payload, _ bool) []error {
	var wrong []error
	v, a := p.VerifiedClaims.Verification, p.Desk.Assessment
	level, profile := v.AssuranceLevel, v.AssuranceProcess.Procedure
	none := a.Confidence == gpg45.None || !p.Desk.Identity()
	switch {
	case (a.Confidence == gpg45.None) != (len(a.Profiles) == 0):
		wrong = append(wrong, ErrAssurance.At("claims/desk.assessment"))
	case none && (level != "" || profile != ""),
		!none && (level != a.Confidence.String() || !slices.Contains(a.Profiles, profile)):
		wrong = append(wrong, ErrAssurance.At("verification.assurance_level"))
	}
	for i, d := range v.AssuranceProcess.Details {
		if !scored(p, d) {
			wrong = append(wrong, ErrAssurance.At(fmt.Sprintf("assurance_details[%d]", i)))
		}
	}
	return wrong
}

// scored reports whether the desk claim gives this score to the checks it
// names: a validation rests on the checks of one piece.
func scored(p Payload, d AssuranceDetail) bool {
	s := p.Desk.Assessment.Scores
	is := func(score int) bool { return score > 0 && d.Classification == Classification(score) }
	switch d.Type {
	case AssureVerification:
		return is(s.Verification)
	case AssureFraud:
		return is(s.Fraud)
	case AssureActivity:
		return is(s.Activity)
	case AssureValidation:
		for i, e := range p.Desk.Evidence {
			if i < len(s.Evidence) && is(s.Evidence[i].Validity) && p.holds(e.Index, d.Refs) {
				return true
			}
		}
	}
	return false
}

// holds reports whether all of these checks are checks of one piece.
func (p Payload) holds(index int, refs []EvidenceRef) bool {
	all := p.VerifiedClaims.Verification.Evidence
	if index >= len(all) || len(refs) == 0 {
		return false
	}
	return !slices.ContainsFunc(refs, func(r EvidenceRef) bool {
		return !slices.ContainsFunc(all[index].CheckDetails, func(c CheckDetail) bool { return c.ID == r.CheckID })
	})
}
