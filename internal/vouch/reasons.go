package vouch

import (
	"slices"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
)

// ReasonCodes lists every code a [Report] can give, in alphabetical order.
func ReasonCodes() []string {
	var all []string
	for _, e := range []*fault.Error{
		ErrMalformed, ErrNoClaims, ErrSchema, ErrID, ErrTime, ErrDate, ErrCheckID, ErrDesk, ErrRepresentative, ErrDerived, ErrNames, ErrAttribute, ErrCode, ErrAssurance,
		ErrReferee, ErrNotEligible, ErrSuspended,
		ErrPolicyVersion, ErrAssessed, ErrMandate, ErrLife, ErrNotice, ErrCouncil, ErrOfficer, ErrDeskKey, ErrFuture, ErrExpired,
		ErrNoApproval, ErrApproval, ErrApprover, ErrOtherVouch, ErrSamePerson, ErrBefore, ErrUntrained, ErrOneApproval,
		ErrNoReceipt, ErrReceipt, ErrReceiptElse, ErrWithdrawn, ErrLogProof, ErrLogNote,
		ErrNoList, trust.ErrKeyNotThen,
		jose.ErrTooLarge, jose.ErrMalformed, jose.ErrBase64, jose.ErrHeader, jose.ErrAlgorithm, jose.ErrTyp, jose.ErrIssuedAt,
		jose.ErrKeyUnknown, jose.ErrForged, jose.ErrJSON, jose.ErrDuplicate, jose.ErrDepth, jose.ErrNumber, jose.ErrUnknown,
		jose.ErrDisclosure, jose.ErrForeign, jose.ErrRepeated, jose.ErrCollision, jose.ErrReserved, jose.ErrKeyBinding,
	} {
		all = append(all, e.Code)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
