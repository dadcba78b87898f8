package policy

import (
	"fmt"
	"slices"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
)

// What can be wrong with a case in scores, besides its form.
var (
	ErrCaseScore     = fault.New(fault.Malformed, "case-score")     // not a whole number from 0 to 4
	ErrCaseType      = fault.New(fault.Malformed, "case-type")      // a piece without a type
	ErrCaseCondition = fault.New(fault.Malformed, "case-condition") // not one the policy knows
	ErrCaseEvidence  = fault.New(fault.Malformed, "case-evidence")  // too many pieces
)

const (
	maxCaseBytes  = 64 << 10
	maxCasePieces = 100
)

type caseForm struct {
	Evidence     []map[string]any `json:"evidence,omitempty"`
	Activity     int              `json:"activity,omitempty"`
	Fraud        int              `json:"fraud,omitempty"`
	Verification int              `json:"verification,omitempty"`
}

// AssessCase reads a case in scores (vouchctl assess) and assesses it:
//
//	{"evidence":[{"type":"passport","chip":"trusted","validity":3,"verification":3}],"activity":0,"fraud":1}
//
// A strength left out is the policy's for the type and its conditions, which
// are taken as stated; a type the policy does not know gets its default. What
// else is left out is 0. Officers are taken as trained. Unknown members,
// scores out of range and wrong types are refused with their place.
func (p *Policy) AssessCase(body []byte) (gpg45.Result, error) {
	if len(body) > maxCaseBytes {
		return gpg45.Result{}, ErrTooLarge
	}
	var form caseForm
	if err := readStrict(body, &form); err != nil {
		return gpg45.Result{}, err
	}
	if len(form.Evidence) > maxCasePieces {
		return gpg45.Result{}, ErrCaseEvidence.At("evidence")
	}
	var wrong []error
	claim := gpg45.Claim{Activity: form.Activity, Fraud: form.Fraud, Verification: form.Verification}
	for _, part := range []struct {
		name  string
		score int
	}{{"activity", form.Activity}, {"fraud", form.Fraud}, {"verification", form.Verification}} {
		if part.score != clampScore(part.score) {
			wrong = append(wrong, ErrCaseScore.At(part.name))
		}
	}
	most := reach{gpg45.MaxScore, gpg45.MaxScore}
	held := make([]holding, 0, len(form.Evidence))
	verification := form.Verification
	for i, members := range form.Evidence {
		piece, mistakes := p.casePiece(members, fmt.Sprintf("evidence[%d]", i))
		wrong = append(wrong, mistakes...)
		claim.Evidence = append(claim.Evidence, piece)
		if piece.Verification != nil && piece.Validity > 0 {
			verification = max(verification, *piece.Verification)
		}
		held = append(held, p.caseHolding(piece, most))
	}
	if len(wrong) > 0 {
		return gpg45.Result{}, inOrder(wrong)
	}
	return p.table.Assess(claim, p.catalogue(held, verification, most)), nil
}

func (p *Policy) casePiece(members map[string]any, place string) (gpg45.Piece, []error) {
	var wrong []error
	var piece gpg45.Piece
	piece.Type, _ = members["type"].(string)
	if piece.Type == "" {
		wrong = append(wrong, ErrCaseType.At(place+".type"))
	}
	d, known := p.Document(piece.Type)
	score := func(name string) (int, bool) {
		value, given := members[name]
		number, ok := value.(float64)
		n := int(number)
		if given && (!ok || float64(n) != number || n != clampScore(n)) {
			wrong = append(wrong, ErrCaseScore.At(place+"."+name))
		}
		return n, given
	}
	conditions := map[string]string{}
	for name, value := range members {
		if slices.Contains([]string{"type", "strength", "validity", "verification"}, name) {
			continue
		}
		option, _ := value.(string)
		if !d.hasOption(name, option) {
			wrong = append(wrong, ErrCaseCondition.At(place+"."+name))
		}
		conditions[name] = option
	}
	given := false
	if piece.Strength, given = score("strength"); !given {
		piece.Strength = p.Unlisted.Score
		if known {
			piece.Strength, _ = p.strength(d.ID, conditions, func(Strength) (bool, bool) { return true, false })
		}
	}
	piece.Validity, _ = score("validity")
	if v, given := score("verification"); given {
		piece.Verification = &v
	}
	return piece, wrong
}

// caseHolding takes it that checks at the desk can still be made of a piece
// found valid. One of validity 0 may have failed, so nothing is hoped of it.
func (p *Policy) caseHolding(piece gpg45.Piece, most reach) holding {
	h := holding{document: piece.Type, strength: piece.Strength, validity: piece.Validity}
	if d, ok := p.Document(piece.Type); ok && piece.Validity > 0 {
		h.within = p.validityOf(func(g Group) bool { return d.atDesk(p, g) }, most.document)
	}
	return h
}
