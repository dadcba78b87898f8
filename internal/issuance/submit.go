package issuance

import (
	"crypto"
	"sync/atomic"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// Order is what an officer asks to have signed, and all it is checked against.
type Order struct {
	Case   *casework.Case
	Policy *policy.Policy
	// PolicySeen is the signed time of the newest statement that this policy is
	// the current one; its age stops submitting.
	PolicySeen time.Time
	List       *trust.List
	Root       *trust.Root

	Officer trust.PersonID
	KID     string // of the officer's staff-sign key
	Desk    trust.DeskID
	Site    int

	Now          time.Time
	ClockTrusted bool
	Mode         vouch.Mode
	Declared     bool // the declaration is ticked

	JTI       string // urn:uuid of version 7, fresh
	Seq       int64  // of the desk, from 1
	Prev      string // hash of the desk's vouch before this, "" for its first
	Leased    bool   // there is a status index; without one nothing is submitted
	Index     int
	StatusURI string
	Replaces  string // jti of the vouch that this one corrects

	Unsent       int       // vouches the broker has not received
	OldestUnsent time.Time // zero without any

	NewID func() string // a fresh UUID, for checks that are not the officer's
	Salts func() string // at least 128 bits, base64url
}

// Proposed is a signed vouch without approval. It is worth nothing yet.
type Proposed struct {
	JTI    string
	Token  string // SD-JWT with every disclosure
	SHA256 string
}

// SubmitWarrant allows one vouch to be signed once.
type SubmitWarrant struct {
	used    atomic.Bool
	order   Order
	payload vouch.Payload
	scored  policy.Scored
}

// PrepareSubmission checks an order and composes its vouch. A case that meets
// no profile passes: its vouch says what was checked and no level.
func PrepareSubmission(o Order) (*SubmitWarrant, error) { return nil, ErrUsed }

// Intent is what to journal, burning jti, seq and index, before signing.
func (w *SubmitWarrant) Intent() casework.Intent {
	return casework.Intent{}
}

// Payload is what will be signed, for the officer to look at.
func (w *SubmitWarrant) Payload() vouch.Payload { return w.payload }

// Scored is the assessment that will be signed.
func (w *SubmitWarrant) Scored() policy.Scored { return w.scored }

// Sign signs the vouch. The payload is validated before it is concealed, and
// the token verified with the trust list's key before it is returned.
func (w *SubmitWarrant) Sign(key crypto.Signer) (Proposed, error) {
	_ = jose.TypVouch
	return Proposed{}, ErrUsed
}

// Assess scores an open case as its vouch would: with the training of those
// who did the checks, and of the officer for checks that nobody has done yet.
func Assess(c *casework.Case, rules *policy.Policy, list *trust.List, officer trust.PersonID, on time.Time) policy.Scored {
	return policy.Scored{}
}
