package vouch

import (
	"regexp"
	"slices"
	"strings"

	"vouchdesk/internal/fault"
)

// ErrID is for an identifier, audience or status reference of the wrong form.
var ErrID = fault.New(fault.Malformed, "vouch-id")

var (
	urnUUID   = regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	urnUUIDv7 = regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
)

// ruleIDs: a subject that says nothing of the person, a jti that sorts by time,
// the broker and at least nobody twice in the audience, a place in a status list.
func ruleIDs(p Payload, _ bool) []error {
	var wrong []error
	if !urnUUID.MatchString(p.Subject) {
		wrong = append(wrong, ErrID.At("sub"))
	}
	if !urnUUIDv7.MatchString(p.JTI) {
		wrong = append(wrong, ErrID.At("jti"))
	}
	if p.Txn == "" || len(p.Txn) > 128 || p.VerifiedClaims.Verification.VerificationProcess == "" {
		wrong = append(wrong, ErrID.At("txn"))
	}
	if len(p.Audience) == 0 || len(slices.Compact(slices.Sorted(slices.Values(p.Audience)))) != len(p.Audience) || slices.Contains(p.Audience, "") {
		wrong = append(wrong, ErrID.At("aud"))
	}
	if s := p.Status.StatusList; s.Index < 0 || !strings.HasPrefix(s.URI, "https://") {
		wrong = append(wrong, ErrID.At("status"))
	}
	return wrong
}
