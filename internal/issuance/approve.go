package issuance

import (
	"crypto"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// ApproveOrder is what a supervisor asks to have signed.
type ApproveOrder struct {
	Token    string           // the proposed vouch with every disclosure
	Actors   []trust.PersonID // of the case, as this desk recorded them; those of the vouch count besides
	Approver trust.PersonID
	KID      string // of the approver's staff-sign key
	// Policy is the one that the vouch names. Superseded is since when another is
	// in use here, zero if none is.
	Policy     *policy.Policy
	Superseded time.Time
	// PolicySeen as in [Order].
	PolicySeen   time.Time
	List         *trust.List
	Root         *trust.Root
	Now          time.Time
	ClockTrusted bool
	JTI          string // urn:uuid of version 7, fresh
	Reason       string // optional; a code or the supervisor's words, never about the resident
}

// Approved is a signed approval.
type Approved struct {
	JTI   string
	Token string
}

// ApproveWarrant allows one approval to be signed once.
type ApproveWarrant struct {
	used  atomic.Bool
	order ApproveOrder
	body  vouch.ApprovalBody
}

// PrepareApproval checks the whole proposed vouch again, computes its
// assessment again, and holds four eyes by person: the approver is none of
// those who acted, under whatever key.
func PrepareApproval(o ApproveOrder) (*ApproveWarrant, error) {
	if o.Policy == nil || o.List == nil || o.Root == nil || !urnUUIDv7.MatchString(o.JTI) {
		return nil, ErrOrder
	}
	o.Actors = slices.Clone(o.Actors)
	wrong := checkBasis(basis{o.Policy, o.PolicySeen, o.List, o.Root, o.Now, o.ClockTrusted})
	wrong = append(wrong, checkKey(o.List, o.Approver, o.KID, o.Now)...)
	// As long as the broker takes what was made under it, and no longer.
	if !o.Superseded.IsZero() && older(o.Now.Sub(o.Superseded), o.Policy.Limits.PolicyStopDays) {
		wrong = append(wrong, ErrPolicyOver.At("policy"))
	}
	opened, err := vouch.Open(o.Token, o.List)
	if err != nil {
		return nil, errors.Join(append(wrong, err)...)
	}
	p := opened.Payload
	if !opened.Complete {
		wrong = append(wrong, ErrIncomplete.At("vouch"))
	}
	if _, err := vouch.Reassess(p, opened.Complete, o.Policy, o.List); err != nil {
		wrong = append(wrong, err)
	}
	if p.IssuedAt.Time().After(o.Now) || !o.Now.Before(p.Expires.Time()) {
		wrong = append(wrong, ErrVouchTime.At("vouch"))
	}
	actors := append(append([]trust.PersonID{opened.Signer}, p.Desk.Actors...), o.Actors...)
	if err := MayApprove(o.Approver, actors, o.List, o.Policy, o.Now); err != nil {
		wrong = append(wrong, err)
	}
	if person, ok := o.List.Person(o.Approver); ok && p.NamesReferee(person.Name) {
		wrong = append(wrong, policy.ErrRefereeStaff.At("signer"))
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	return &ApproveWarrant{order: o, body: vouch.ApprovalBody{
		Issuer: o.List.Body.Issuer, Audience: o.List.Body.Broker, JTI: o.JTI, IssuedAt: jose.SecondsOf(o.Now),
		VouchJTI: p.JTI, VouchSHA256: opened.SHA256, Decision: vouch.Approve, Reason: strings.TrimSpace(o.Reason),
	}}, nil
}

// Sign signs the approval and verifies it, with the vouch, before it is
// returned.
func (w *ApproveWarrant) Sign(key crypto.Signer) (Approved, error) {
	if w.used.Swap(true) {
		return Approved{}, ErrUsed
	}
	signer, err := jose.NewSigner(jose.TypApproval, key, w.order.KID)
	if err != nil {
		return Approved{}, err
	}
	token, err := signer.Sign(w.body)
	if err != nil {
		return Approved{}, err
	}
	report := vouch.Verify(vouch.Bundle{Vouch: w.order.Token, Approval: token}, w.order.List, w.order.Policy, w.order.Now)
	if !report.Valid {
		return Approved{}, ErrSelfVerify.With("reasons", strings.Join(report.Reasons, ","))
	}
	return Approved{JTI: w.body.JTI, Token: token}, nil
}

// MayApprove tells why a person may not approve a case that these acted on, so
// that the screen never offers what the warrant would refuse.
func MayApprove(person trust.PersonID, actors []trust.PersonID, list *trust.List, rules *policy.Policy, now time.Time) error {
	var wrong []error
	if slices.Contains(actors, person) {
		wrong = append(wrong, ErrFourEyes.At("signer"))
	}
	p, ok := list.Person(person)
	if !ok || !p.Holds(trust.Supervisor, now) {
		wrong = append(wrong, ErrRole.At("signer").With("role", string(trust.Supervisor)))
	}
	if !vouch.TrainedToApprove(p.Training, rules, resident.DateOf(now.UTC())) {
		wrong = append(wrong, ErrTraining.At("signer"))
	}
	return errors.Join(wrong...)
}
