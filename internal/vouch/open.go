package vouch

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
)

// What can be wrong with who signed what.
var (
	ErrCouncil  = fault.New(fault.Refused, "vouch-other-council")  // issuer or audience is not of this trust list
	ErrOfficer  = fault.New(fault.Unauthorised, "vouch-officer")   // the key's person is not the officer it names, or was none then
	ErrDeskKey  = fault.New(fault.Unauthorised, "vouch-desk")      // the key is of another desk, or the desk of another site
	ErrApprover = fault.New(fault.Unauthorised, "approval-role")   // the key's person was no supervisor then
	ErrApproval = fault.New(fault.Malformed, "approval-malformed") // not the form of an approval
	ErrReceipt  = fault.New(fault.Malformed, "receipt-malformed")
	ErrCheck    = fault.New(fault.Malformed, "check-malformed")
)

// Opened is a vouch whose signature, signer and form have been checked. It is
// not thereby approved.
type Opened struct {
	Payload  Payload
	Raw      []byte // the payload as JSON, with what was disclosed put back
	SHA256   string // vouch_sha256
	KID      string
	Signer   trust.PersonID
	Complete bool // every digest came with its disclosure
}

// Open verifies a vouch: the signature by a staff-sign key, whose person was an
// officer at iat and is the officer the vouch names, and the rules of
// [Validate], or of [ValidateDisclosed] where something is withheld.
func Open(token string, list *trust.List) (Opened, error) {
	sd, err := jose.ParseSDJWT(token)
	if err != nil {
		return Opened{}, err
	}
	v, err := jose.VerifySDJWT(sd, jose.TypVouch, list.Keys(trust.UseStaffSign))
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Raw: v.Payload, SHA256: sd.Hash(), KID: v.KID, Complete: v.Withheld == 0}
	if o.Payload, err = parseValid(v.Payload, o.Complete); err != nil {
		return Opened{}, err
	}
	key, _ := list.Key(trust.UseStaffSign, v.KID)
	o.Signer = key.Person
	return o, signedByOfficer(o.Payload, key, list)
}

func signedByOfficer(p Payload, key trust.Key, list *trust.List) error {
	if p.Issuer != list.Body.Issuer || !slices.Contains(p.Audience, list.Body.Broker) {
		return ErrCouncil
	}
	person, _ := list.Person(key.Person)
	if p.Desk.Officer != key.Person || !person.Holds(trust.Officer, p.IssuedAt.Time()) {
		return ErrOfficer.With("kid", key.KID)
	}
	desk, ok := list.Desk(p.Desk.Desk)
	if !ok || desk.Site != p.Desk.Site || key.Desk != "" && key.Desk != desk.ID {
		return ErrDeskKey.With("kid", key.KID)
	}
	return nil
}

// OpenedApproval is an approval whose signature has been checked.
type OpenedApproval struct {
	Body   ApprovalBody
	KID    string
	Signer trust.PersonID
}

// OpenApproval verifies an approval: the signature by a staff-sign key whose
// person was a supervisor at iat.
func OpenApproval(token string, list *trust.List) (OpenedApproval, error) {
	v, err := jose.Verify(token, jose.TypApproval, list.Keys(trust.UseStaffSign))
	if err != nil {
		return OpenedApproval{}, err
	}
	o := OpenedApproval{KID: v.KID}
	if err := jose.Decode(v.Payload, &o.Body); err != nil {
		return OpenedApproval{}, ErrApproval.Because(err)
	}
	if b := o.Body; b.Decision != Approve || !urnUUIDv7.MatchString(b.JTI) || b.VouchJTI == "" || b.VouchSHA256 == "" {
		return OpenedApproval{}, ErrApproval
	}
	if o.Body.Issuer != list.Body.Issuer || o.Body.Audience != list.Body.Broker {
		return OpenedApproval{}, ErrCouncil
	}
	key, _ := list.Key(trust.UseStaffSign, v.KID)
	o.Signer = key.Person
	person, _ := list.Person(key.Person)
	if !person.Holds(trust.Supervisor, v.IssuedAt) {
		return OpenedApproval{}, ErrApprover.With("kid", v.KID)
	}
	return o, nil
}

// OpenReceipt verifies a receipt's signature and its log proof.
func OpenReceipt(token string, list *trust.List) (ReceiptBody, error) {
	v, err := jose.Verify(token, jose.TypReceipt, list.Keys(trust.UseReceipt))
	if err != nil {
		return ReceiptBody{}, err
	}
	var body ReceiptBody
	if err := jose.Decode(v.Payload, &body); err != nil {
		return ReceiptBody{}, ErrReceipt.Because(err)
	}
	if body.Issuer != list.Body.Broker {
		return ReceiptBody{}, ErrCouncil
	}
	leaf := Leaf(body.VouchJTI, body.VouchSHA256, body.ApprovalJTI, body.Received)
	return body, body.Log.prove(leaf, list.Current(trust.UseCheckpoint, v.IssuedAt))
}

// OpenCheck verifies the broker's signed check. Whether it is the case's, and
// recent, is the caller's to compare.
func OpenCheck(token string, list *trust.List) (CheckBody, error) {
	v, err := jose.Verify(token, jose.TypCheck, list.Keys(trust.UseBroker))
	if err != nil {
		return CheckBody{}, err
	}
	var body CheckBody
	if err := jose.Decode(v.Payload, &body); err != nil {
		return CheckBody{}, ErrCheck.Because(err)
	}
	const highest = 4
	if body.Issuer != list.Body.Broker {
		return CheckBody{}, ErrCouncil
	}
	if body.JTI == "" || body.Expires <= body.IssuedAt ||
		body.Activity < 0 || body.Activity > highest || body.Fraud < 0 || body.Fraud > highest {
		return CheckBody{}, ErrCheck
	}
	return body, nil
}

// RefCheck binds a check by the hash of its token.
func RefCheck(body CheckBody, token string) CheckRef {
	return CheckRef{JTI: body.JTI, SHA256: hash(token)}
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// Subject is the sub of every vouch of a case, and the case of a check: made
// from the case's random id, which itself is never shown, so it says nothing
// of the person and links nothing but this case's own vouches.
func Subject(caseID string) string {
	sum := sha256.Sum256([]byte("vouchdesk subject\n" + caseID))
	sum[6] = sum[6]&0x0f | 0x80 // version 8: a form of our own
	sum[8] = sum[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// within tells whether a vouch is in force; a zero now does not ask.
func (p Payload) within(now time.Time) error {
	switch {
	case now.IsZero():
		return nil
	case p.NotBefore.Time().After(now.Add(skew)):
		return ErrFuture
	case !now.Before(p.Expires.Time()):
		return ErrExpired
	}
	return nil
}

// DigestOf is the vouch_sha256 of a token, whatever disclosures it carries.
func DigestOf(token string) string {
	issuer, _, _ := strings.Cut(token, "~")
	return hash(issuer)
}
