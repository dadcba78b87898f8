package jose

import (
	"crypto/ecdsa"
	"encoding/json"
	"strconv"

	gojose "github.com/go-jose/go-jose/v4"
)

// The typ header of what [Seal] and [SealMany] make.
const (
	TypParcelSealed = "vd-parcel+jwe"
	TypPacketSealed = "vd-packet+jwe"
)

// maxRecipients is more supervisors than a site has.
const maxRecipients = 64

// Recipient is one that can open a JWE.
type Recipient struct {
	KID string
	Key *ecdsa.PublicKey
}

// DecryptionKeys finds the private key named kid. A nil key without an error
// means: not ours.
type DecryptionKeys func(kid string) (*ecdsa.PrivateKey, error)

// sealed is a JWE in JSON form (RFC 7516 section 7.2) with nothing optional.
type sealed struct {
	Protected  string     `json:"protected"`
	Recipients []envelope `json:"recipients"`
	IV         string     `json:"iv"`
	Ciphertext string     `json:"ciphertext"`
	Tag        string     `json:"tag"`
}

type envelope struct {
	Header       json.RawMessage `json:"header,omitempty"`
	EncryptedKey string          `json:"encrypted_key"`
}

// Seal encrypts a signed token to one recipient as a compact JWE. The cty says
// what the token is and is bound to the ciphertext.
func Seal(signedToken string, to Recipient, cty string) (string, error) {
	made, err := encrypt(signedToken, []Recipient{to}, cty, TypParcelSealed)
	if err != nil {
		return "", err
	}
	text, err := made.CompactSerialize()
	if err != nil {
		return "", ErrSealed.Because(err)
	}
	return text, nil
}

// Open decrypts what Seal made and verifies nothing within it: anybody can
// seal to a public key. Size, form, exact headers and algorithms are checked
// before a private key is used.
func Open(jwe string, keys DecryptionKeys) (token, cty string, err error) {
	if len(jwe) > sealedMax {
		return "", "", ErrTooLarge
	}
	parts, err := split(jwe, 5)
	if err != nil {
		return "", "", err
	}
	if err := checkSizes(parts[1], parts[2], parts[4]); err != nil {
		return "", "", err
	}
	h, err := sealedHeader(parts[0], TypParcelSealed, "alg", "cty", "enc", "epk", "kid", "typ")
	if err != nil {
		return "", "", err
	}
	parsed, err := gojose.ParseEncryptedCompact(jwe, keyAlgorithms(), contentAlgorithms())
	if err != nil {
		return "", "", ErrMalformed
	}
	key, err := keys(h.KID)
	if err != nil {
		return "", "", err
	}
	token, err = decrypt(parsed, key)
	return token, h.CTY, err
}

// SealMany encrypts a signed token to several recipients, each under its own
// kid, as a JWE in general JSON form. Their order is kept.
func SealMany(signedToken string, to []Recipient, cty string) (string, error) {
	if len(to) == 0 || len(to) > maxRecipients {
		return "", ErrRecipients
	}
	seen := map[string]bool{}
	for _, r := range to {
		if seen[r.KID] {
			return "", ErrRecipients
		}
		seen[r.KID] = true
	}
	made, err := encrypt(signedToken, to, cty, TypPacketSealed)
	if err != nil {
		return "", err
	}
	// go-jose flattens a single recipient and repeats the first of several
	// beside the list, which RFC 7516 section 7.2.1 does not know; ours is one form.
	var loose struct {
		sealed
		EncryptedKey string `json:"encrypted_key"`
	}
	if err := json.Unmarshal([]byte(made.FullSerialize()), &loose); err != nil {
		return "", ErrSealed.Because(err)
	}
	if len(to) == 1 {
		loose.Recipients = []envelope{{EncryptedKey: loose.EncryptedKey}}
	}
	text, err := encode(loose.sealed)
	return string(text), err
}

// OpenMany decrypts what SealMany made with the first key of ours and names
// every recipient, for the caller to compare with the list that was signed.
func OpenMany(jwe string, keys DecryptionKeys) (token, cty string, recipients []string, err error) {
	if len(jwe) > sealedMax {
		return "", "", nil, ErrTooLarge
	}
	var s sealed
	if err := Decode([]byte(jwe), &s); err != nil {
		return "", "", nil, ErrMalformed.Because(err)
	}
	if len(s.Recipients) == 0 || len(s.Recipients) > maxRecipients {
		return "", "", nil, ErrRecipients
	}
	h, kids, err := s.check()
	if err != nil {
		return "", "", nil, err
	}
	for i, kid := range kids {
		key, err := keys(kid)
		if err != nil {
			return "", "", nil, err
		}
		if key == nil {
			continue
		}
		token, err := s.openAs(i, key)
		return token, h.CTY, kids, err
	}
	return "", "", nil, ErrKeyUnknown
}

// check settles the form of every part, also of those not ours.
func (s *sealed) check() (jweHeader, []string, error) {
	protected, err := unb64(s.Protected)
	if err != nil {
		return jweHeader{}, nil, err
	}
	shared, own := []string{"cty", "enc", "typ"}, []string{"alg", "epk", "kid"}
	single := len(s.Recipients) == 1 // then everything is protected
	if single {
		shared, own = append(shared, own...), nil
	}
	h, err := sealedHeader(protected, TypPacketSealed, shared...)
	if err != nil {
		return jweHeader{}, nil, err
	}
	var kids []string
	seen := map[string]bool{}
	for i, r := range s.Recipients {
		each := h
		if single && r.Header != nil {
			return jweHeader{}, nil, ErrHeader.At("recipient 1")
		}
		if !single {
			if each, err = recipientHeader(r.Header, own...); err != nil {
				return jweHeader{}, nil, err
			}
		}
		if seen[each.KID] {
			return jweHeader{}, nil, ErrRecipients.At("recipient " + strconv.Itoa(i+1))
		}
		seen[each.KID] = true
		kids = append(kids, each.KID)
		if err := s.checkEnvelope(r); err != nil {
			return jweHeader{}, nil, err
		}
	}
	return h, kids, nil
}

func (s *sealed) checkEnvelope(r envelope) error {
	wrapped, err1 := unb64(r.EncryptedKey)
	iv, err2 := unb64(s.IV)
	tag, err3 := unb64(s.Tag)
	for _, err := range []error{err1, err2, err3} {
		if err != nil {
			return err
		}
	}
	return checkSizes(wrapped, iv, tag)
}

// openAs gives go-jose the one recipient that is meant, because its own
// search would try the key on every envelope.
func (s *sealed) openAs(i int, key *ecdsa.PrivateKey) (string, error) {
	if _, err := unb64(s.Ciphertext); err != nil {
		return "", err
	}
	one := *s
	one.Recipients = s.Recipients[i : i+1]
	text, err := encode(one)
	if err != nil {
		return "", err
	}
	parsed, err := gojose.ParseEncryptedJSON(string(text), keyAlgorithms(), contentAlgorithms())
	if err != nil {
		return "", ErrMalformed
	}
	return decrypt(parsed, key)
}
