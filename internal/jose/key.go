package jose

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// point is the size of a P-256 co-ordinate.
const point = 32

// webKey is a public JWK (RFC 7517) of ours: four members, no more. Where a
// key is used, by whom and how long is the trust list's to say, never a key's.
type webKey struct {
	CRV string `json:"crv"`
	KTY string `json:"kty"`
	X   string `json:"x"`
	Y   string `json:"y"`
}

// MarshalKey writes a P-256 public key as the JSON text RFC 7638 hashes: crv,
// kty, x, y in that order. Any other key gives nil, which nothing accepts.
func MarshalKey(pub *ecdsa.PublicKey) json.RawMessage {
	if !isP256(pub) {
		return nil
	}
	raw, err := pub.Bytes()
	if err != nil {
		return nil
	}
	return json.RawMessage(`{"crv":"P-256","kty":"EC","x":"` + b64(raw[1:1+point]) + `","y":"` + b64(raw[1+point:]) + `"}`)
}

// ParseKey reads a public JWK strictly: exactly kty, crv, x and y, both
// co-ordinates of full length, and a point that lies on P-256.
func ParseKey(jwk json.RawMessage) (*ecdsa.PublicKey, error) {
	var k webKey
	if err := Decode(jwk, &k); err != nil {
		return nil, ErrKey.Because(err)
	}
	if k.KTY != "EC" || k.CRV != "P-256" {
		return nil, ErrKey
	}
	x, errX := unb64(k.X)
	y, errY := unb64(k.Y)
	if errX != nil || errY != nil || len(x) != point || len(y) != point {
		return nil, ErrKey
	}
	pub, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, x...), y...))
	if err != nil {
		return nil, ErrKey // the attack: a point off the curve leaks the private key in ECDH
	}
	return pub, nil
}

// Thumbprint is the RFC 7638 SHA-256 thumbprint, base64url: the kid of every
// key but a letter key. Any key that is not P-256 gives "", which nothing
// accepts as a kid.
func Thumbprint(pub *ecdsa.PublicKey) string {
	text := MarshalKey(pub)
	if text == nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return b64(sum[:])
}

// isP256 also asks whether the point is on the curve: a key put together by
// hand may not be, and key agreement with it would end the program.
func isP256(pub *ecdsa.PublicKey) bool {
	if pub == nil || pub.Curve != elliptic.P256() {
		return false
	}
	_, err := pub.ECDH()
	return err == nil
}

// validKID keeps kids to what needs no escaping anywhere.
func validKID(kid string) bool {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
	return kid != "" && len(kid) <= 64 && strings.Trim(kid, alphabet) == ""
}

func b64(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

// unb64 refuses padding, line breaks (which encoding/base64 skips even when
// strict) and unused bits that are not zero: each would give one token several spellings.
func unb64(text string) ([]byte, error) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, ErrBase64
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, ErrBase64
	}
	return raw, nil
}
