package jose

import (
	"crypto/ecdsa"
	"encoding/json"
	"slices"

	gojose "github.com/go-jose/go-jose/v4"
)

func keyAlgorithms() []gojose.KeyAlgorithm { return []gojose.KeyAlgorithm{gojose.ECDH_ES_A256KW} }

func contentAlgorithms() []gojose.ContentEncryption {
	return []gojose.ContentEncryption{gojose.A256GCM}
}

// jweHeader is what a JWE header may say. There is no zip: compressed length
// tells about content, and a small text could inflate without bound.
type jweHeader struct {
	ALG string          `json:"alg"`
	CTY string          `json:"cty"`
	ENC string          `json:"enc"`
	EPK json.RawMessage `json:"epk"`
	KID string          `json:"kid"`
	TYP string          `json:"typ"`
}

// sealedHeader reads a protected header of exactly these members.
func sealedHeader(raw []byte, typ string, members ...string) (jweHeader, error) {
	h, err := readHeader(raw, members)
	switch {
	case err != nil:
		return jweHeader{}, err
	case h.ENC != string(gojose.A256GCM):
		return jweHeader{}, ErrAlgorithm
	case h.TYP != typ:
		return jweHeader{}, ErrTyp
	case Typ(h.CTY).Limit() == 0:
		return jweHeader{}, ErrHeader.At("cty")
	}
	return h, nil
}

// recipientHeader reads the header of one recipient of several.
func recipientHeader(raw []byte, members ...string) (jweHeader, error) {
	return readHeader(raw, members)
}

func readHeader(raw []byte, members []string) (jweHeader, error) {
	if _, err := exactly(raw, members...); err != nil {
		return jweHeader{}, err
	}
	var h jweHeader
	if err := Decode(raw, &h); err != nil {
		return jweHeader{}, ErrHeader.Because(err)
	}
	if !slices.Contains(members, "kid") {
		return h, nil
	}
	if h.ALG != string(gojose.ECDH_ES_A256KW) {
		return jweHeader{}, ErrAlgorithm
	}
	if !validKID(h.KID) {
		return jweHeader{}, ErrHeader.At("kid")
	}
	if _, err := ParseKey(h.EPK); err != nil {
		return jweHeader{}, ErrHeader.At("epk")
	}
	return h, nil
}

// checkSizes: a wrapped 256-bit key, a GCM nonce and a GCM tag. A short tag
// would be quick to guess.
func checkSizes(wrapped, iv, tag []byte) error {
	if len(wrapped) != 40 || len(iv) != 12 || len(tag) != 16 {
		return ErrMalformed
	}
	return nil
}

func encrypt(token string, to []Recipient, cty, typ string) (*gojose.JSONWebEncryption, error) {
	if Typ(cty).Limit() == 0 {
		return nil, ErrTyp.At("cty")
	}
	if len(token) > Typ(cty).Limit() {
		return nil, ErrTooLarge
	}
	recipients := make([]gojose.Recipient, len(to))
	for i, r := range to {
		if !validKID(r.KID) || !isP256(r.Key) {
			return nil, ErrKey
		}
		recipients[i] = gojose.Recipient{Algorithm: gojose.ECDH_ES_A256KW, Key: r.Key, KeyID: r.KID}
	}
	options := (&gojose.EncrypterOptions{}).WithType(gojose.ContentType(typ)).WithContentType(gojose.ContentType(cty))
	e, err := gojose.NewMultiEncrypter(gojose.A256GCM, recipients, options)
	if err != nil {
		return nil, ErrSealed.Because(err)
	}
	made, err := e.Encrypt([]byte(token))
	if err != nil {
		return nil, ErrSealed.Because(err)
	}
	return made, nil
}

func decrypt(jwe *gojose.JSONWebEncryption, key *ecdsa.PrivateKey) (string, error) {
	if key == nil || !isP256(&key.PublicKey) {
		return "", ErrKeyUnknown
	}
	token, err := jwe.Decrypt(key)
	if err != nil {
		return "", ErrSealed // never why: an oracle begins with a reason
	}
	return string(token), nil
}
