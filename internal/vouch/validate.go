package vouch

import (
	"errors"
	"slices"
	"strings"
)

// A rule looks at a payload that both schemas have passed. whole is false
// where something may be withheld.
type rule func(p Payload, whole bool) []error

// rules in the order of their files.
func rules() []rule {
	return []rule{
		ruleVerifiedClaims, ruleIDs, ruleTimes, ruleDates, ruleCheckIDs, ruleDesk, ruleRepresentative, ruleDerived,
		ruleNames, ruleAttributes, ruleCodes, ruleReferees, ruleAssurance,
	}
}

// Validate checks a whole payload, as it is before concealing: both schemas,
// then every rule; what is wrong is joined.
func Validate(payload []byte) error {
	_, err := parseValid(payload, true)
	return err
}

// ValidateDisclosed checks what was disclosed of a payload: as [Validate], but
// what is withheld is not missed.
func ValidateDisclosed(payload []byte) error {
	_, err := parseValid(payload, false)
	return err
}

func parseValid(payload []byte, whole bool) (Payload, error) {
	p, err := Parse(payload)
	if err != nil {
		return Payload{}, err
	}
	if err := againstSchemas(payload, p.Issuer); err != nil {
		return Payload{}, err
	}
	var wrong []error
	for _, r := range rules() {
		wrong = append(wrong, r(p, whole)...)
	}
	return p, errors.Join(wrong...)
}

// Concealed says which members go behind digests: each claim, document
// numbers, referees, representatives, derived claims, attachments and why a
// name differs. A reason such as a transition, or an authority such as a
// deputy's, tells of somebody's health or life. Process data stays clear, so
// that anybody can judge the process without the person.
func Concealed(path []string) bool {
	if len(path) > 2 && strings.HasSuffix(path[0], deskClaimPath) {
		return concealedOfDesk(path[1:])
	}
	if len(path) < 3 || path[0] != "verified_claims" {
		return false
	}
	if path[1] == "claims" {
		return len(path) == 3
	}
	if path[1] != "verification" || path[2] != "evidence" {
		return false
	}
	switch len(path) {
	case 5:
		return path[4] == "derived_claims" || path[4] == "attachments"
	case 6:
		return slices.Equal(path[4:], []string{"document_details", "document_number"}) ||
			slices.Equal(path[4:], []string{"attestation", "voucher"})
	}
	return false
}

// concealedOfDesk is Concealed of the desk claim.
func concealedOfDesk(path []string) bool {
	member := path[len(path)-1]
	switch {
	case len(path) == 2 && path[0] == "representative":
		return member != "acts" && member != "endless"
	case len(path) == 3 && path[0] == "referees":
		return slices.Contains([]string{"position", "relation", "years", "identity"}, member)
	case len(path) == 3 && path[0] == "names":
		return member == "reason"
	}
	return false
}
