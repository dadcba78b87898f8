package vouch

import (
	"bytes"
	"encoding/json"
	"strings"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
)

// ErrMalformed is for a payload that does not have the form of a vouch.
var ErrMalformed = fault.New(fault.Malformed, "vouch-malformed")

// Payload is what a vouch says.
type Payload struct {
	Issuer         string
	Audience       []string // the broker, then the services of the purpose
	Subject        string   // urn:uuid, one per case
	JTI            string   // urn:uuid, version 7
	Txn            string   // the council's reference for the case
	IssuedAt       jose.Seconds
	NotBefore      jose.Seconds
	Expires        jose.Seconds
	Status         Status
	VerifiedClaims VerifiedClaims
	Desk           DeskClaim // under DeskClaimName(Issuer)
}

// Status says which bit of which status list tells of a withdrawal.
type Status struct {
	StatusList StatusRef `json:"status_list"`
}

// StatusRef is one place in a status list.
type StatusRef struct {
	Index int    `json:"idx"`
	URI   string `json:"uri"`
}

// standard is a payload without the claim whose name depends on the council.
type standard struct {
	Issuer         string         `json:"iss"`
	Audience       []string       `json:"aud"`
	Subject        string         `json:"sub"`
	JTI            string         `json:"jti"`
	Txn            string         `json:"txn"`
	IssuedAt       jose.Seconds   `json:"iat"`
	NotBefore      jose.Seconds   `json:"nbf"`
	Expires        jose.Seconds   `json:"exp"`
	Status         Status         `json:"status"`
	VerifiedClaims VerifiedClaims `json:"verified_claims"`
}

func (p Payload) standard() standard {
	return standard{
		p.Issuer, p.Audience, p.Subject, p.JTI, p.Txn, p.IssuedAt, p.NotBefore, p.Expires, p.Status, p.VerifiedClaims,
	}
}

// DeskClaimName is the name of our own claim: a URL under the council's own
// name, so that it can collide with nobody's.
func DeskClaimName(issuer string) string { return issuer + deskClaimPath }

const deskClaimPath = "/claims/desk"

// TrustFramework is the council's own framework, never the UK one, for which a
// service would have to be certified.
func TrustFramework(issuer string) string { return issuer + "/tf/desk-vouch/1" }

// Parse reads a payload strictly: exactly the members above, our claim under
// the issuer's own name and no other.
func Parse(payload []byte) (Payload, error) {
	var members map[string]json.RawMessage
	if err := jose.Decode(payload, &members); err != nil {
		return Payload{}, ErrMalformed.Because(err)
	}
	var issuer string
	if json.Unmarshal(members["iss"], &issuer) != nil || !strings.HasPrefix(issuer, "https://") {
		return Payload{}, ErrMalformed.At("iss")
	}
	own := members[DeskClaimName(issuer)]
	if own == nil || bytes.Equal(own, []byte("null")) {
		return Payload{}, ErrMalformed.At("claims/desk")
	}
	if len(members["verified_claims"]) == 0 {
		return Payload{}, ErrNoClaims
	}
	delete(members, DeskClaimName(issuer))
	rest, err := json.Marshal(members)
	if err != nil {
		return Payload{}, ErrMalformed
	}
	var s standard
	if err := jose.Decode(rest, &s); err != nil {
		return Payload{}, ErrMalformed.At("payload").Because(err)
	}
	p := Payload{
		s.Issuer, s.Audience, s.Subject, s.JTI, s.Txn, s.IssuedAt, s.NotBefore, s.Expires, s.Status, s.VerifiedClaims, DeskClaim{},
	}
	if err := jose.Decode(own, &p.Desk); err != nil {
		return Payload{}, ErrMalformed.At("claims/desk").Because(err)
	}
	return p, nil
}

// JSON writes the payload.
func (p Payload) JSON() ([]byte, error) {
	var members map[string]json.RawMessage
	rest, err := encode(p.standard())
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(rest, &members); err != nil {
		return nil, fault.New(fault.Internal, "vouch-encode").Because(err)
	}
	if members[DeskClaimName(p.Issuer)], err = encode(p.Desk); err != nil {
		return nil, err
	}
	return encode(members)
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fault.New(fault.Internal, "vouch-encode").Because(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
