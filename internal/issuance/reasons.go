package issuance

import "vouchdesk/internal/fault"

// The reasons to refuse an order, beyond those of packages casework, vouch and
// trust. Where says which step or part.
var (
	ErrUsed         = fault.New(fault.Refused, "warrant-used")
	ErrState        = fault.New(fault.Conflict, "order-case-not-open")
	ErrPending      = fault.New(fault.Conflict, "order-intent-pending") // an intent without its vouch
	ErrDeclaration  = fault.New(fault.Refused, "order-declaration-missing")
	ErrClock        = fault.New(fault.Refused, "order-clock-untrusted")
	ErrLease        = fault.New(fault.Refused, "order-lease-empty")
	ErrListStale    = fault.New(fault.Refused, "order-trust-stale")
	ErrPolicyStale  = fault.New(fault.Refused, "order-policy-stale")
	ErrPolicyOther  = fault.New(fault.Refused, "order-policy-version")    // the case was assessed under another
	ErrPolicyOver   = fault.New(fault.Refused, "order-policy-superseded") // too long ago for the broker to take it
	ErrPolicyEarly  = fault.New(fault.Refused, "order-policy-not-yet")
	ErrUnsent       = fault.New(fault.Refused, "order-unsent")
	ErrRole         = fault.New(fault.Unauthorised, "order-role")
	ErrKey          = fault.New(fault.Unauthorised, "order-key")
	ErrDesk         = fault.New(fault.Unauthorised, "order-desk")
	ErrTraining     = fault.New(fault.Unauthorised, "order-training")
	ErrFourEyes     = fault.New(fault.Unauthorised, "order-four-eyes")
	ErrVouchTime    = fault.New(fault.Refused, "order-vouch-time")  // signed after now, or no longer in force
	ErrCheck        = fault.New(fault.Refused, "order-check-stale") // the broker's check is another case's, or too old
	ErrOrder        = fault.New(fault.Internal, "order-malformed")  // our own mistake: an id or number is wrong
	ErrIncomplete   = fault.New(fault.Refused, "order-vouch-incomplete")
	ErrSelfVerify   = fault.New(fault.Internal, "issuance-self-verify")
	ErrNoSecondPair = fault.New(fault.Refused, "order-second-approver") // policy asks for more than this version gives
)
