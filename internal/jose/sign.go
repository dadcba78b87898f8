package jose

import (
	"crypto"
	"crypto/ecdsa"
	"encoding/json"
	"time"

	gojose "github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/cryptosigner"
)

// Seconds is a NumericDate of RFC 7519 as we write it: whole seconds.
type Seconds int64

// SecondsOf drops the fraction of a second.
func SecondsOf(t time.Time) Seconds { return Seconds(t.Unix()) }

// Time is the instant in UTC.
func (s Seconds) Time() time.Time { return time.Unix(int64(s), 0).UTC() }

// Signer signs tokens of one kind with one key. It may be shared.
type Signer struct {
	typ    Typ
	kid    string
	public *ecdsa.PublicKey
	inner  gojose.Signer
}

// NewSigner binds a P-256 key to the one kind of token it is to sign.
func NewSigner(typ Typ, key crypto.Signer, kid string) (*Signer, error) {
	if typ.Limit() == 0 {
		return nil, ErrTyp
	}
	if !validKID(kid) || key == nil {
		return nil, ErrKey
	}
	pub, ok := key.Public().(*ecdsa.PublicKey)
	if !ok || !isP256(pub) {
		return nil, ErrKey
	}
	inner, err := gojose.NewSigner(
		gojose.SigningKey{Algorithm: gojose.ES256, Key: gojose.JSONWebKey{Key: cryptosigner.Opaque(key), KeyID: kid}},
		(&gojose.SignerOptions{}).WithType(gojose.ContentType(typ)))
	if err != nil {
		return nil, ErrSigning.Because(err)
	}
	return &Signer{typ: typ, kid: kid, public: pub, inner: inner}, nil
}

// Typ is the kind of token this signer signs.
func (s *Signer) Typ() Typ { return s.typ }

// KID is the kid its tokens carry.
func (s *Signer) KID() string { return s.kid }

// Public is the key its tokens verify under.
func (s *Signer) Public() *ecdsa.PublicKey { return s.public }

// Sign returns the compact token over a payload: a [json.RawMessage] is signed
// byte for byte, anything else as its JSON. The payload must be an object that
// [Verify] would accept, with iat, and the token within the kind's limit. The
// token is verified before it is returned, because a faulty signature may
// betray the key.
func (s *Signer) Sign(payload any) (string, error) {
	raw, exact := payload.(json.RawMessage)
	if !exact {
		var err error
		if raw, err = encode(payload); err != nil {
			return "", err
		}
	}
	if _, err := claimedIssue(raw); err != nil {
		return "", err
	}
	signed, err := s.inner.Sign(raw)
	if err != nil {
		return "", ErrSigning.Because(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		return "", ErrSigning.Because(err)
	}
	if _, err := Verify(token, s.typ, s.ownKey); err != nil {
		if len(token) > s.typ.Limit() {
			return "", err
		}
		return "", ErrSigning.Because(err)
	}
	return token, nil
}

func (s *Signer) ownKey(string, time.Time) (*ecdsa.PublicKey, error) { return s.public, nil }
