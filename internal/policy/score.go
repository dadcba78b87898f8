package policy

import (
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/resident"
)

// Findings is everything a score rests on. Name and Birth are what the
// resident said; they only raise flags.
type Findings struct {
	Evidence []evidence.Item
	Likeness *evidence.Likeness
	Activity int // from the broker's signed check, else 0
	Fraud    int
	Name     resident.Name
	Birth    resident.Date
}

// Training is when the officer's training was last refreshed; zero is never.
type Training struct {
	Document resident.Date
	Likeness resident.Date
}

// Reason says why a score is what it is. Its Code is one of [Reasons].
type Reason struct {
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
}

// Flag is a signal to look again. Its Code is one of [Flags].
type Flag struct {
	Code   string            `json:"code"`
	Item   evidence.ItemID   `json:"item,omitempty"`
	Params map[string]string `json:"params,omitempty"` // codes, field ids and dates of expiry only
}

// ScoredPiece is one item with its scores.
type ScoredPiece struct {
	ItemID   evidence.ItemID `json:"item_id"`
	Type     string          `json:"type"`
	Strength int             `json:"strength"`
	Validity int             `json:"validity"`
	Reasons  []Reason        `json:"reasons"`
}

// Scored is what the policy makes of the findings.
type Scored struct {
	Pieces              []ScoredPiece `json:"pieces"`
	Verification        int           `json:"verification"`
	VerificationReasons []Reason      `json:"verification_reasons"`
	Activity            int           `json:"activity"`
	Fraud               int           `json:"fraud"`
	Flags               []Flag        `json:"flags"`
	Result              gpg45.Result  `json:"result"`
}

// Score applies the policy to the findings as they stand on a day. It never
// fails: what the policy does not know scores 0 and says so.
func (p *Policy) Score(f Findings, training Training, on resident.Date) Scored {
	return Scored{}
}

// AssessCase reads a case in scores (DESIGN 11, vouchctl assess) and assesses
// it. Unknown members, scores out of range and wrong types are refused with
// their place.
func (p *Policy) AssessCase(body []byte) (gpg45.Result, error) {
	return gpg45.Result{}, nil
}

// CheckItem reports what stops an item's fields from being kept: joined
// faults, Where the field's id.
func (p *Policy) CheckItem(item evidence.Item, on resident.Date) error {
	return nil
}

// Reasons lists the code of every reason a score can have.
func Reasons() []string { return nil }

// Flags lists the code of every flag.
func Flags() []string { return nil }
