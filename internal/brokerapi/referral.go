package brokerapi

import (
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
)

// ReferralBody is what a vd-referral+jwt says: a second officer handed a case
// to the council's counter-fraud team. It is signed by the desk and travels
// only sealed to the broker. It names no resident and quotes no document: the
// team finds the case by its reference.
type ReferralBody struct {
	Issuer    trust.DeskID       `json:"iss"`
	Audience  string             `json:"aud"`
	IssuedAt  jose.Seconds       `json:"iat"`
	JTI       string             `json:"jti"`  // as in the path
	Subject   string             `json:"sub"`  // as a vouch of the case would have
	Case      string             `json:"case"` // the council's reference
	Policy    int64              `json:"policy"`
	Service   string             `json:"service,omitempty"`
	Kind      string             `json:"kind"`               // code of the policy's concern
	Document  int                `json:"document,omitempty"` // the place, from 1, of the document it is about
	Alone     evidence.Answer    `json:"alone,omitempty"`    // was the resident seen alone
	Asked     Moment             `json:"asked"`
	View      string             `json:"view"` // of the second officer
	Looked    Moment             `json:"looked"`
	Documents []ReferralDocument `json:"documents"`
	Likeness  []ReferralCheck    `json:"likeness,omitempty"`
}

// Moment is who did something, and when.
type Moment struct {
	By trust.PersonID `json:"by"`
	At jose.Seconds   `json:"at"`
}

// ReferralDocument is a type of document and what its checks gave.
type ReferralDocument struct {
	Type   string          `json:"type"`
	Gone   bool            `json:"gone,omitempty"` // taken out of the case again
	Checks []ReferralCheck `json:"checks"`
}

// ReferralCheck is one check's question, answer and reason, by their codes.
type ReferralCheck struct {
	Check  string          `json:"check"`
	Answer evidence.Answer `json:"answer"`
	Reason string          `json:"reason,omitempty"`
}

// Referred says that a referral is kept.
type Referred struct {
	State string `json:"state"` // StateKept
}
