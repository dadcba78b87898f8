package jose

import (
	"bytes"
	"crypto/ecdsa"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	gojose "github.com/go-jose/go-jose/v4"
)

// Keys finds the public key that kid names among the keys of one use only,
// if that key was valid at iat. A missing key is an error or a nil key.
type Keys func(kid string, iat time.Time) (*ecdsa.PublicKey, error)

// Verified is what a token says, once its signature has been checked. IssuedAt
// is a claim of the signer, not a fact.
type Verified struct {
	KID      string
	IssuedAt time.Time
	Payload  []byte // strict JSON object; read it with Decode
}

// claimed is a token taken apart and not yet believed.
type claimed struct {
	kid     string
	issued  time.Time
	payload []byte
}

// Verify checks a compact token of one kind, in this order: size; three parts
// of canonical base64url; a header of exactly alg, kid and typ, with ES256 and
// that very kind; a payload of strict JSON with iat; a key for kid at iat; the
// signature. What keys reports is returned as it is.
func Verify(token string, typ Typ, keys Keys) (Verified, error) {
	c, err := take(token, typ)
	if err != nil {
		return Verified{}, err
	}
	return c.verify(token, keys)
}

// VerifyRoot verifies a root, the one token that carries its own keys: keysIn
// is shown the payload before anything is believed and must answer with keys
// it knows to be right, because their thumbprint is pinned or an earlier root
// named them. It must keep nothing it read when VerifyRoot fails.
func VerifyRoot(token string, keysIn func(payload []byte) (Keys, error)) (Verified, error) {
	c, err := take(token, TypRoot)
	if err != nil {
		return Verified{}, err
	}
	keys, err := keysIn(bytes.Clone(c.payload))
	if err != nil {
		return Verified{}, err
	}
	return c.verify(token, keys)
}

func (c claimed) verify(token string, keys Keys) (Verified, error) {
	pub, err := keys(c.kid, c.issued)
	if err != nil {
		return Verified{}, err
	}
	if !isP256(pub) {
		return Verified{}, ErrKeyUnknown
	}
	signed, err := gojose.ParseSignedCompact(token, []gojose.SignatureAlgorithm{gojose.ES256})
	if err != nil {
		return Verified{}, ErrMalformed
	}
	payload, err := signed.Verify(pub)
	if err != nil {
		return Verified{}, ErrForged
	}
	return Verified{KID: c.kid, IssuedAt: c.issued, Payload: payload}, nil
}

// take does everything that needs no key.
func take(token string, typ Typ) (claimed, error) {
	if typ.Limit() == 0 {
		return claimed{}, ErrTyp
	}
	if len(token) > typ.Limit() {
		return claimed{}, ErrTooLarge.With("limit", strconv.Itoa(typ.Limit()))
	}
	parts, err := split(token, 3)
	if err != nil {
		return claimed{}, err
	}
	kid, err := header(parts[0], typ)
	if err != nil {
		return claimed{}, err
	}
	issued, err := claimedIssue(parts[1])
	if err != nil {
		return claimed{}, err
	}
	if len(parts[2]) != 2*point {
		return claimed{}, ErrForged // ES256 is 64 bytes; a DER signature is not one
	}
	return claimed{kid: kid, issued: issued, payload: parts[1]}, nil
}

// split cuts a compact token and decodes each part.
func split(token string, n int) ([][]byte, error) {
	if strings.Count(token, ".") != n-1 {
		return nil, ErrMalformed
	}
	parts := make([][]byte, n)
	for i, text := range strings.Split(token, ".") {
		raw, err := unb64(text)
		if err != nil {
			return nil, ErrBase64.At("part " + strconv.Itoa(i+1))
		}
		parts[i] = raw
	}
	return parts, nil
}

// header refuses every member but the three we mean: jwk, jku, x5u and x5c
// would let a token bring its own key, crit and b64 another meaning (RFC 8725).
func header(raw []byte, typ Typ) (kid string, err error) {
	members, err := exactly(raw, "alg", "kid", "typ")
	if err != nil {
		return "", err
	}
	var h struct{ ALG, KID, TYP string }
	for name, to := range map[string]*string{"alg": &h.ALG, "kid": &h.KID, "typ": &h.TYP} {
		if err := json.Unmarshal(members[name], to); err != nil || string(members[name]) == "null" {
			return "", ErrHeader.At(name)
		}
	}
	switch {
	case h.ALG != string(gojose.ES256):
		return "", ErrAlgorithm
	case h.TYP != string(typ):
		return "", ErrTyp
	case !validKID(h.KID):
		return "", ErrHeader.At("kid")
	}
	return h.KID, nil
}

// exactly reads an object that has all of these members and no other.
func exactly(raw []byte, names ...string) (map[string]json.RawMessage, error) {
	var members map[string]json.RawMessage
	if err := Decode(raw, &members); err != nil {
		return nil, ErrHeader.Because(err)
	}
	for _, name := range names {
		if _, ok := members[name]; !ok {
			return nil, ErrHeader.At(name)
		}
	}
	if len(members) != len(names) {
		return nil, ErrHeader
	}
	return members, nil
}

// claimedIssue checks that a payload is a strict JSON object and reads its iat.
func claimedIssue(payload []byte) (time.Time, error) {
	if err := checkJSON(payload, nil); err != nil {
		return time.Time{}, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(payload, &members); err != nil || members == nil {
		return time.Time{}, ErrMalformed.At("payload")
	}
	const year9999 = 253402300799
	n, err := strconv.ParseInt(string(members["iat"]), 10, 64)
	if err != nil || n <= 0 || n > year9999 {
		return time.Time{}, ErrIssuedAt
	}
	return Seconds(n).Time(), nil
}
