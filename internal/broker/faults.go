package broker

import (
	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/fault"
)

// What a request can be refused for before it is looked into.
var (
	ErrNoRoute       = fault.New(fault.NotFound, "no-such-route")
	ErrBodySize      = fault.New(fault.Malformed, "body-too-large")
	ErrBodyCut       = fault.New(fault.Malformed, "body-cut")
	ErrBodyForm      = fault.New(fault.Malformed, "body-malformed")
	ErrUnsigned      = fault.New(fault.Unauthorised, "request-unsigned")
	ErrStale         = fault.New(fault.Unauthorised, brokerapi.CodeStale) // Params "now": the desk's clock or ours is wrong
	ErrOtherRequest  = fault.New(fault.Unauthorised, "request-other")     // signed for another request or broker
	ErrDeskUnknown   = fault.New(fault.Unauthorised, "desk-unknown")
	ErrPrecondition  = fault.New(fault.Malformed, "precondition-required")
	ErrVouchDiffers  = fault.New(fault.Conflict, "vouch-differs")    // another vouch under this jti
	ErrApprovalOther = fault.New(fault.Conflict, "approval-differs") // another approval of this vouch
	ErrReferralOther = fault.New(fault.Conflict, "referral-differs") // another referral under this id
	ErrReferee       = fault.New(fault.Refused, "parcel-referee")    // what lies beside the vouch does not bear out its referees
	ErrNoReceipt     = fault.New(fault.NotFound, "receipt-missing")
	ErrWithdrawn     = fault.New(fault.Refused, "vouch-withdrawn") // Params "by": the vouch that replaces it
	ErrNoVouch       = fault.New(fault.NotFound, "vouch-missing")
	ErrNoPolicy      = fault.New(fault.Unavailable, "policy-missing")
)

// What a vouch can be refused for.
var (
	ErrParcelKind     = fault.New(fault.Refused, "parcel-kind")
	ErrJTI            = fault.New(fault.Refused, "vouch-jti-differs") // from the URL's
	ErrWithheld       = fault.New(fault.Refused, "vouch-withheld")    // a digest without its disclosure
	ErrAudience       = fault.New(fault.Refused, "vouch-audience")
	ErrPolicyUnknown  = fault.New(fault.Refused, "policy-unknown")
	ErrPolicyEarly    = fault.New(fault.Refused, "policy-not-yet")
	ErrPolicyOld      = fault.New(fault.Refused, "policy-superseded")
	ErrService        = fault.New(fault.Refused, "service-unknown")
	ErrCheckUnknown   = fault.New(fault.Refused, "check-unknown")
	ErrCheckOther     = fault.New(fault.Refused, "check-differs")
	ErrHeld           = fault.New(fault.Conflict, "held-for-person") // signed with a key that counts no more
	ErrLetterState    = fault.New(fault.Refused, "letter-state-differs")
	ErrStatusList     = fault.New(fault.Refused, "status-list-other")
	ErrApprovalBinds  = fault.New(fault.Refused, "approval-other-vouch")
	ErrFourEyes       = fault.New(fault.Refused, "four-eyes")
	ErrReferralView   = fault.New(fault.Refused, "referral-view")  // nobody handed it on
	ErrReferralStaff  = fault.New(fault.Refused, "referral-staff") // of somebody who was no officer then, or is not known
	ErrApprovalFuture = fault.New(fault.Refused, "approval-future")
	ErrNotApproved    = fault.New(fault.Refused, "not-approved")
	ErrJournal        = fault.New(fault.Conflict, "journal-differs")
)

// ownStatus are the statuses that a code has apart from its kind's.
func ownStatus() map[string]int {
	return map[string]int{
		ErrBodySize.Code: 413, ErrPrecondition.Code: 428, ErrVouchDiffers.Code: 412, ErrApprovalOther.Code: 412, ErrReferralOther.Code: 412,
		ErrWithdrawn.Code: 410,
		ErrUnsigned.Code:  401, ErrStale.Code: 401, ErrOtherRequest.Code: 401, ErrDeskUnknown.Code: 401,
		"request-replayed": 401, "token-key": 401, "token-forged": 422,
	}
}
