package vouch

import (
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
)

// Opened is a vouch whose signature, signer and form have been checked. It is
// not thereby approved.
type Opened struct {
	Payload  Payload
	Raw      []byte // the payload as JSON, with what was disclosed put back
	SHA256   string // vouch_sha256
	KID      string
	Signer   trust.PersonID
	Complete bool // every digest came with its disclosure
}

// Open verifies a vouch: the signature by a staff-sign key, whose person was an
// officer at iat and is the officer the vouch names, and the rules of
// [Validate], or of [ValidateDisclosed] where something is withheld.
func Open(token string, list *trust.List) (Opened, error) { return Opened{}, ErrMalformed }

// OpenedApproval is an approval whose signature has been checked.
type OpenedApproval struct {
	Body   ApprovalBody
	KID    string
	Signer trust.PersonID
}

// OpenApproval verifies an approval: the signature by a staff-sign key whose
// person was a supervisor at iat.
func OpenApproval(token string, list *trust.List) (OpenedApproval, error) {
	return OpenedApproval{}, ErrMalformed
}

// OpenReceipt verifies a receipt's signature and its log proof.
func OpenReceipt(token string, list *trust.List) (ReceiptBody, error) {
	return ReceiptBody{}, ErrMalformed
}

// OpenCheck verifies the broker's signed check.
func OpenCheck(token string, list *trust.List) (CheckBody, error) { return CheckBody{}, ErrMalformed }

// Leaf is what the broker's log holds of a vouch: what remains after erasure,
// and nothing else.
func Leaf(vouchJTI, vouchSHA256, approvalJTI string, received jose.Seconds) []byte { return nil }

// Subject is the sub of every vouch of a case, and the case of a check: made
// from the case's random id, which itself is never shown.
func Subject(caseID string) string { return "" }
