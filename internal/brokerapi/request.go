package brokerapi

import (
	"crypto/sha256"
	"encoding/base64"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
)

// ErrRequest is for a request token that does not say what it must.
var ErrRequest = fault.New(fault.Malformed, "request-malformed")

// CodeStale is the problem code for a request outside RequestWindow: then one
// of the two clocks is wrong.
const CodeStale = "request-stale"

// BodyHash is the body_sha256 of a request with this body.
func BodyHash(body []byte) string {
	sum := sha256.Sum256(body)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// ReadRequest verifies a vd-request+jwt and reads it, with the kid of the key
// that signed it. Whether it fits the
// request at hand, its time and its use before are the server's to check.
func ReadRequest(token string, keys jose.Keys) (body RequestBody, kid string, err error) {
	v, err := jose.Verify(token, jose.TypRequest, keys)
	if err != nil {
		return RequestBody{}, "", err
	}
	var b RequestBody
	if err := jose.Decode(v.Payload, &b); err != nil {
		return RequestBody{}, "", ErrRequest.Because(err)
	}
	if b.Issuer == "" || b.JTI == "" || len(b.JTI) > 64 || b.Method == "" || b.URL == "" || b.BodySHA256 == "" {
		return RequestBody{}, "", ErrRequest
	}
	return b, v.KID, nil
}
