package issuance

import (
	"crypto"
	"sync/atomic"
	"time"

	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// ApproveOrder is what a supervisor asks to have signed.
type ApproveOrder struct {
	Token    string           // the proposed vouch with every disclosure
	Actors   []trust.PersonID // of the case, as this desk recorded them; those of the vouch count besides
	Approver trust.PersonID
	KID      string // of the approver's staff-sign key
	Policy   *policy.Policy
	// PolicySeen as in [Order].
	PolicySeen   time.Time
	List         *trust.List
	Root         *trust.Root
	Now          time.Time
	ClockTrusted bool
	JTI          string // urn:uuid of version 7, fresh
	Reason       string // optional; policy's code or the supervisor's words, never about the resident
}

// Approved is a signed approval.
type Approved struct {
	JTI   string
	Token string
}

// ApproveWarrant allows one approval to be signed once.
type ApproveWarrant struct {
	used   atomic.Bool
	order  ApproveOrder
	opened vouch.Opened
	body   vouch.ApprovalBody
}

// PrepareApproval checks the whole proposed vouch again, computes its
// assessment again, and holds four eyes by person: the approver is none of
// those who acted, under whatever key.
func PrepareApproval(o ApproveOrder) (*ApproveWarrant, error) { return nil, ErrUsed }

// Vouch is what the approval will be about.
func (w *ApproveWarrant) Vouch() vouch.Opened { return w.opened }

// Sign signs the approval and verifies it, with the vouch, before it is
// returned.
func (w *ApproveWarrant) Sign(key crypto.Signer) (Approved, error) { return Approved{}, ErrUsed }

// MayApprove tells why a person may not approve a case that these acted on, so
// that the screen never offers what the warrant would refuse.
func MayApprove(person trust.PersonID, actors []trust.PersonID, list *trust.List, rules *policy.Policy, now time.Time) error {
	return nil
}
