package vouch

import (
	"slices"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// What can be wrong between a vouch and what lies beside it.
var (
	ErrNoList      = fault.New(fault.NotFound, "trust-missing")
	ErrFuture      = fault.New(fault.Refused, "vouch-future")
	ErrExpired     = fault.New(fault.Refused, "vouch-expired")
	ErrNoApproval  = fault.New(fault.Refused, "approval-missing")
	ErrOtherVouch  = fault.New(fault.Refused, "approval-other-vouch")
	ErrSamePerson  = fault.New(fault.Unauthorised, "approval-same-person") // by someone who acted on the case
	ErrBefore      = fault.New(fault.Refused, "approval-before-vouch")
	ErrUntrained   = fault.New(fault.Unauthorised, "approval-training")
	ErrOneApproval = fault.New(fault.Refused, "approval-second-approver") // the policy asks for more than this one
	ErrNoReceipt   = fault.New(fault.NotFound, "receipt-missing")
	ErrReceiptElse = fault.New(fault.Refused, "receipt-other-vouch")
	ErrSuspended   = fault.New(fault.Refused, "vouch-suspended") // the broker found a limit broken, and a person has to settle it
	ErrWithdrawn   = fault.New(fault.Refused, "vouch-withdrawn") // a correction replaces it
)

// skew is how far ahead of this machine's clock a signed time may lie.
const skew = 5 * time.Minute

// Bundle is a vouch with what lies beside it; Approval and Receipt may be "".
type Bundle struct {
	Vouch    string // SD-JWT with all, some or no disclosures
	Approval string
	Receipt  string
}

// Report is the answer to whether a vouch holds (DESIGN 11).
type Report struct {
	Valid    bool     `json:"valid"`     // signed, well-formed, in time and approved
	FourEyes bool     `json:"four_eyes"` // the approval is another person's and binds this vouch
	Received bool     `json:"received"`  // the broker's receipt binds both, and its log proves it
	Status   string   `json:"status"`
	StatusS  *int64   `json:"status_age_s"` // null while the status is unknown
	Reasons  []string `json:"reasons"`      // codes of [ReasonCodes]; never null
}

// The statuses. It is unknown without a status list or a newer receipt at hand.
const (
	StatusUnknown   = "unknown"
	StatusSuspended = "suspended" // the receipt says so
	StatusWithdrawn = "withdrawn" // the receipt given is of the vouch that replaces it
)

// Verify checks a vouch, its approval and its receipt against a trust list.
// Without a list nothing can be verified; without rules the assessment and the
// supervisor's training are not looked at. A zero now does not ask whether the
// vouch is still in force. It never fails: what is wrong stands in the reasons.
func Verify(b Bundle, list *trust.List, rules *policy.Policy, now time.Time) Report {
	r := Report{Status: StatusUnknown, Reasons: []string{}}
	if list == nil {
		r.because(ErrNoList)
		return r
	}
	v, err := Open(b.Vouch, list)
	if err != nil {
		r.because(err)
		return r
	}
	sound := r.passes(v.Payload.within(now))
	if rules != nil {
		_, err := Reassess(v.Payload, v.Complete, rules, list)
		sound = r.passes(err) && sound
	}
	a, err := checkApproval(b.Approval, v, list, rules)
	r.FourEyes = r.passes(err)
	r.Valid = sound && r.FourEyes
	if by, ok := withdrawal(b.Receipt, v, list); ok {
		r.Valid, r.Status = false, StatusWithdrawn
		r.aged(by.Received, now)
		r.because(ErrWithdrawn)
		return r
	}
	if r.FourEyes {
		body, err := checkReceipt(b.Receipt, v, a, list)
		r.Received = r.passes(err)
		if r.Received && len(body.Suspended) > 0 {
			r.Valid, r.Status = false, StatusSuspended
			r.aged(body.Received, now)
			r.because(ErrSuspended)
		}
	}
	return r
}

// aged says how old the statement of the status is.
func (r *Report) aged(from jose.Seconds, now time.Time) {
	if !now.IsZero() {
		age := max(0, now.Unix()-int64(from))
		r.StatusS = &age
	}
}

// checkApproval holds four eyes: by the trust list's person, never by key,
// because one person may have two.
func checkApproval(token string, v Opened, list *trust.List, rules *policy.Policy) (OpenedApproval, error) {
	if token == "" {
		return OpenedApproval{}, ErrNoApproval
	}
	a, err := OpenApproval(token, list)
	if err != nil {
		return OpenedApproval{}, err
	}
	person, _ := list.Person(a.Signer)
	switch {
	case a.Body.VouchJTI != v.Payload.JTI || a.Body.VouchSHA256 != v.SHA256:
		return a, ErrOtherVouch
	case a.Signer == v.Signer || slices.Contains(v.Payload.Desk.Actors, a.Signer) || v.Payload.NamesReferee(person.Name):
		return a, ErrSamePerson
	case a.Body.IssuedAt < v.Payload.IssuedAt:
		return a, ErrBefore
	case rules != nil && !rules.Approval.One():
		return a, ErrOneApproval
	case rules != nil && !trainedThen(person.Training, rules, resident.DateOf(a.Body.IssuedAt.Time())):
		return a, ErrUntrained
	}
	return a, nil
}

// withdrawal is the receipt of a vouch that replaces this one, which withdrew
// this one with its approval.
func withdrawal(token string, v Opened, list *trust.List) (ReceiptBody, bool) {
	if token == "" {
		return ReceiptBody{}, false
	}
	body, err := OpenReceipt(token, list)
	return body, err == nil && body.Replaces == v.Payload.JTI
}

func checkReceipt(token string, v Opened, a OpenedApproval, list *trust.List) (ReceiptBody, error) {
	if token == "" {
		return ReceiptBody{}, ErrNoReceipt
	}
	body, err := OpenReceipt(token, list)
	if err != nil {
		return body, err
	}
	if body.VouchJTI != v.Payload.JTI || body.VouchSHA256 != v.SHA256 || body.ApprovalJTI != a.Body.JTI ||
		body.Replaces != v.Payload.Desk.Replaces {
		return body, ErrReceiptElse
	}
	return body, nil
}

// passes notes what is wrong and reports whether nothing is.
func (r *Report) passes(err error) bool {
	if err != nil {
		r.because(err)
	}
	return err == nil
}

func (r *Report) because(err error) {
	all := fault.All(err)
	if len(all) == 0 {
		r.Reasons = append(r.Reasons, fault.Code(err))
	}
	for _, e := range all {
		if !slices.Contains(r.Reasons, e.Code) {
			r.Reasons = append(r.Reasons, e.Code)
		}
	}
}
