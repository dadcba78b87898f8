package issuance

import (
	"crypto"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
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
	Prev      string // vouch_sha256 of the desk's vouch before this, "" for its first
	Leased    bool   // there is a status index; without one nothing is submitted
	Index     int
	StatusURI string
	Replaces  string    // jti of the vouch that this one corrects
	Known     Histories // of the referees, from other cases

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
	// KnownByReferees is what [vouch.DeskClaim.KnownByReferees] says of it.
	KnownByReferees bool
}

// SubmitWarrant allows one vouch to be signed once.
type SubmitWarrant struct {
	used    atomic.Bool
	order   Order
	payload vouch.Payload
}

// PrepareSubmission checks an order and composes its vouch. A case that meets
// no profile passes: its vouch says what was checked and no level.
func PrepareSubmission(o Order) (*SubmitWarrant, error) {
	if o.Case == nil || o.Policy == nil || o.List == nil || o.Root == nil || o.NewID == nil || o.Salts == nil {
		return nil, ErrOrder
	}
	o.Case = o.Case.Clone() // what is checked here is what will be signed
	assessed := o.assess()
	if err := errors.Join(checkOrder(o), errors.Join(checkAttributes(o, assessed)...)); err != nil {
		return nil, err
	}
	w := &SubmitWarrant{order: o, payload: compose(o, assessed)}
	raw, err := w.payload.JSON()
	if err != nil {
		return nil, err
	}
	if err := vouch.Validate(raw); err != nil {
		return nil, err
	}
	// The broker computes the assessment from the vouch alone; if that is not
	// what was shown here, it would refuse what nobody can mend any more.
	if _, err := vouch.Reassess(w.payload, true, o.Policy, o.List); err != nil {
		return nil, err
	}
	if err := fits(raw); err != nil {
		return nil, err
	}
	return w, nil
}

// Intent is what to journal, burning jti, seq and index, before signing.
func (w *SubmitWarrant) Intent() casework.Intent {
	o := w.order
	return casework.Intent{JTI: o.JTI, Seq: uint64(o.Seq), Index: o.Index, By: o.Officer, At: o.Now}
}

// Sign signs the vouch. The payload is validated before it is concealed, and
// the token verified with the trust list's key before it is returned.
func (w *SubmitWarrant) Sign(key crypto.Signer) (Proposed, error) {
	if w.used.Swap(true) {
		return Proposed{}, ErrUsed
	}
	raw, err := w.payload.JSON()
	if err != nil {
		return Proposed{}, err
	}
	if err := vouch.Validate(raw); err != nil {
		return Proposed{}, err
	}
	concealed, disclosures, err := jose.Conceal(raw, vouch.Concealed, w.order.Salts)
	if err != nil {
		return Proposed{}, err
	}
	signer, err := jose.NewSigner(jose.TypVouch, key, w.order.KID)
	if err != nil {
		return Proposed{}, err
	}
	issuer, err := signer.Sign(json.RawMessage(concealed))
	if err != nil {
		return Proposed{}, err
	}
	sd := jose.SDJWT{Issuer: issuer, Disclosures: disclosures}
	if err := selfVerify(sd, raw, w.order.List); err != nil {
		return Proposed{}, ErrSelfVerify.Because(err)
	}
	return Proposed{
		JTI: w.payload.JTI, Token: sd.String(), SHA256: sd.Hash(), KnownByReferees: w.payload.Desk.KnownByReferees(),
	}, nil
}

// selfVerify reads a token as the broker will and compares it with what was to
// be signed.
func selfVerify(sd jose.SDJWT, want []byte, list *trust.List) error {
	opened, err := vouch.Open(sd.String(), list)
	if err != nil {
		return err
	}
	if !opened.Complete || !sameJSON(opened.Raw, want) {
		return errors.New("the token says something else than was to be signed")
	}
	return nil
}

func sameJSON(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// fits refuses a vouch that would be too large to travel, before anything is
// burned for it. Salts of the right length stand in for the real ones.
func fits(raw []byte) error {
	n := 0
	standIn := func() string {
		n++
		digits := strconv.Itoa(n)
		return "AAAAAAAAAAAAAAAAAAAAAA"[:21-len(digits)] + digits + "A"
	}
	concealed, disclosures, err := jose.Conceal(raw, vouch.Concealed, standIn)
	if err != nil {
		return err
	}
	const headerAndSignature = 256
	size := headerAndSignature + len(concealed)*4/3
	for _, d := range disclosures {
		size += len(d) + 1
	}
	if size > jose.TypVouch.Limit() {
		return jose.ErrTooLarge.With("limit", strconv.Itoa(jose.TypVouch.Limit()))
	}
	return nil
}
