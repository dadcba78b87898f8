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
	ErrCaseCould     = fault.New(fault.Malformed, "case-could")     // names no piece, group or kind there is
)

const (
	maxCaseBytes  = 64 << 10
	maxCasePieces = 100
)

// Case is a case in scores, and what could still be done for it. Its JSON form
// is the input of vouchctl assess.
type Case struct {
	Evidence     []gpg45.Piece `json:"evidence"`
	Activity     int           `json:"activity"`
	Fraud        int           `json:"fraud"`
	Verification int           `json:"verification"`
	// Could left out takes it that an officer fully trained is at work, and that
	// every check at the desk can still be made of a piece found valid.
	Could *Could `json:"could,omitempty"`
}

// Could is what could still be done. What is left out cannot.
type Could struct {
	Checks   []CouldCheck `json:"checks,omitempty"`
	Document int          `json:"document,omitempty"` // the most the officer's training gives a document
	Likeness int          `json:"likeness,omitempty"` // what the officer's comparison would score
	Trained  int          `json:"trained,omitempty"`  // what a colleague's would
	Referee  bool         `json:"referee,omitempty"`  // one may still come
	// Address says that the purpose lacks a proof of address, and how the
	// council's letter could be one: ask, wait, bring, or none.
	Address string `json:"address,omitempty"`
}

// CouldCheck is groups of checks that could still be made of a piece, and what
// it would score then.
type CouldCheck struct {
	Piece    int     `json:"piece"` // place in evidence
	Groups   []Group `json:"groups"`
	Strength int     `json:"strength"`
	Validity int     `json:"validity"`
	Address  bool    `json:"address,omitempty"` // it would show the address
	// Verification is what a likeness made already against this piece counts
	// once the piece is valid: nobody has to compare again for it.
	Verification int `json:"verification,omitempty"`
}

// addressNone is the [Could.Address] of a letter that can show nothing any more.
const addressNone = "none"

// Assess says which profiles a case meets and what would reach more. It is the
// one way to that answer: the screens show it of a case's findings, vouchctl
// assess of a case in scores.
func (p *Policy) Assess(c Case) gpg45.Result {
	claim, catalogue := p.claim(c)
	return p.table.Assess(claim, catalogue)
}

type caseForm struct {
	Evidence     []map[string]any `json:"evidence,omitempty"`
	Activity     int              `json:"activity,omitempty"`
	Fraud        int              `json:"fraud,omitempty"`
	Verification int              `json:"verification,omitempty"`
	Could        *Could           `json:"could,omitempty"`
}

// AssessCase reads a case in scores (vouchctl assess) and assesses it:
//
//	{"evidence":[{"type":"passport","chip":"trusted","validity":3,"verification":3}],"activity":0,"fraud":1}
//
// A strength left out is the policy's for the type and its conditions, which
// are taken as stated; a type the policy does not know gets its default. What
// else is left out is 0. Unknown members, scores out of range and wrong types
// are refused with their place.
func (p *Policy) AssessCase(body []byte) (gpg45.Result, error) {
	c, err := p.ParseCase(body)
	if err != nil {
		return gpg45.Result{}, err
	}
	return p.Assess(c), nil
}

// ParseCase reads a case in scores, as [Policy.AssessCase] does.
func (p *Policy) ParseCase(body []byte) (Case, error) {
	if len(body) > maxCaseBytes {
		return Case{}, ErrTooLarge
	}
	var form caseForm
	if err := readStrict(body, &form); err != nil {
		return Case{}, err
	}
	if len(form.Evidence) > maxCasePieces {
		return Case{}, ErrCaseEvidence.At("evidence")
	}
	c := Case{
		Evidence: []gpg45.Piece{}, Activity: form.Activity, Fraud: form.Fraud, Verification: form.Verification, Could: form.Could,
	}
	var wrong []error
	for i, members := range form.Evidence {
		piece, mistakes := p.casePiece(members, fmt.Sprintf("evidence[%d]", i))
		wrong = append(wrong, mistakes...)
		c.Evidence = append(c.Evidence, piece)
	}
	wrong = append(wrong, c.mistakes()...)
	if len(wrong) > 0 {
		return Case{}, inOrder(wrong)
	}
	return c, nil
}

// mistakes are those of everything but the pieces.
func (c Case) mistakes() []error {
	var wrong []error
	score := func(n int, place string) {
		if n != clampScore(n) {
			wrong = append(wrong, ErrCaseScore.At(place))
		}
	}
	score(c.Activity, "activity")
	score(c.Fraud, "fraud")
	score(c.Verification, "verification")
	if c.Could == nil {
		return wrong
	}
	score(c.Could.Document, "could.document")
	score(c.Could.Likeness, "could.likeness")
	score(c.Could.Trained, "could.trained")
	kinds := []string{"", addressNone, string(gpg45.Ask), string(gpg45.Wait), string(gpg45.Bring)}
	if !slices.Contains(kinds, c.Could.Address) {
		wrong = append(wrong, ErrCaseCould.At("could.address"))
	}
	for i, check := range c.Could.Checks {
		place := fmt.Sprintf("could.checks[%d]", i)
		score(check.Strength, place+".strength")
		score(check.Validity, place+".validity")
		score(check.Verification, place+".verification")
		if check.Piece < 0 || check.Piece >= len(c.Evidence) {
			wrong = append(wrong, ErrCaseCould.At(place+".piece"))
		}
		if len(check.Groups) == 0 || slices.ContainsFunc(check.Groups, func(g Group) bool { return !slices.Contains(Groups(), g) }) {
			wrong = append(wrong, ErrCaseCould.At(place+".groups"))
		}
	}
	return wrong
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
