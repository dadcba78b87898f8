package trust

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/json"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
)

// What can be wrong with a root or trust list beyond its signature.
var (
	ErrUnpinned     = fault.New(fault.Tampered, "trust-unpinned")
	ErrOlder        = fault.New(fault.Refused, "trust-older")
	ErrExpired      = fault.New(fault.Refused, "trust-expired")
	ErrFuture       = fault.New(fault.Refused, "trust-future")
	ErrOtherCouncil = fault.New(fault.Refused, "trust-other-council")
	ErrMalformed    = fault.New(fault.Malformed, "trust-malformed")
	ErrKeyNotThen   = fault.New(fault.Unauthorised, "trust-key-not-then") // known, but not valid when it signed
)

// skew is how far ahead of this machine's clock a signed time may lie.
const skew = 5 * time.Minute

// Text is a word or sentence in both languages.
type Text struct {
	En string `json:"en"`
	Cy string `json:"cy"`
}

// In returns the text in a language, English where it has no other.
func (t Text) In(lang string) string {
	if lang == "cy" && t.Cy != "" {
		return t.Cy
	}
	return t.En
}

// RootBody is what a vd-root+jwt says.
type RootBody struct {
	Issuer    string            `json:"iss"`
	Version   int64             `json:"version"`
	IssuedAt  int64             `json:"iat"`
	Expires   int64             `json:"exp"`
	Name      Text              `json:"name"`
	Brand     string            `json:"brand,omitempty"` // "#0B4F5C"
	RootKeys  []json.RawMessage `json:"root_keys"`
	NextRoot  string            `json:"next_root,omitempty"` // thumbprint of the key that will sign the next root
	Registrar json.RawMessage   `json:"registrar_key"`
	Policy    json.RawMessage   `json:"policy_key"`
}

// A Root is a council's verified root.
type Root struct {
	Token     string
	Body      RootBody
	keys      map[string]*ecdsa.PublicKey
	registrar *ecdsa.PublicKey
	policy    *ecdsa.PublicKey
}

// ParseRoot verifies a root token. pinned holds the thumbprints that are
// trusted beforehand: the one pinned at enrolment, or the keys of the root in
// use. A root is signed by one of those, whatever keys it names itself, so
// that whoever can serve a new root cannot make one.
func ParseRoot(token string, pinned []string, now time.Time) (*Root, error) {
	body, err := openRoot(token, func(body RootBody) (map[string]*ecdsa.PublicKey, error) {
		own, err := rootKeys(body)
		if err != nil {
			return nil, err
		}
		allowed := map[string]*ecdsa.PublicKey{}
		for _, kid := range pinned {
			if key, ok := own[kid]; ok {
				allowed[kid] = key
			}
		}
		return allowed, nil
	})
	if err != nil {
		return nil, err
	}
	return newRoot(token, body, now)
}

// ParseNextRoot verifies a root that replaces current: signed by one of the
// current root's keys, of the same council, and newer.
func ParseNextRoot(token string, current *Root, now time.Time) (*Root, error) {
	body, err := openRoot(token, func(RootBody) (map[string]*ecdsa.PublicKey, error) {
		return current.keys, nil
	})
	switch {
	case err != nil:
		return nil, err
	case body.Issuer != current.Body.Issuer:
		return nil, ErrOtherCouncil
	case body.Version < current.Body.Version,
		body.Version == current.Body.Version && token != current.Token:
		return nil, ErrOlder
	}
	return newRoot(token, body, now)
}

// openRoot verifies a root under the keys that allowed picks for it. The body
// is read before its signature is checked, so allowed must only choose among
// keys that are trusted already.
func openRoot(token string, allowed func(RootBody) (map[string]*ecdsa.PublicKey, error)) (RootBody, error) {
	var body RootBody
	_, err := jose.VerifyRoot(token, func(payload []byte) (jose.Keys, error) {
		if err := jose.Decode(payload, &body); err != nil {
			return nil, ErrMalformed.At("root").Because(err)
		}
		signers, err := allowed(body)
		if err != nil {
			return nil, err
		}
		return func(kid string, _ time.Time) (*ecdsa.PublicKey, error) {
			key, ok := signers[kid]
			if !ok {
				return nil, ErrUnpinned
			}
			return key, nil
		}, nil
	})
	if err != nil {
		return RootBody{}, err
	}
	return body, nil
}

func rootKeys(body RootBody) (map[string]*ecdsa.PublicKey, error) {
	keys := map[string]*ecdsa.PublicKey{}
	for _, raw := range body.RootKeys {
		key, err := jose.ParseKey(raw)
		if err != nil {
			return nil, ErrMalformed.At("root_keys").Because(err)
		}
		keys[jose.Thumbprint(key)] = key
	}
	return keys, nil
}

func newRoot(token string, body RootBody, now time.Time) (*Root, error) {
	r := &Root{Token: token, Body: body}
	var err error
	if r.keys, err = rootKeys(body); err != nil {
		return nil, err
	}
	if r.registrar, err = jose.ParseKey(body.Registrar); err != nil {
		return nil, ErrMalformed.At("registrar_key").Because(err)
	}
	if r.policy, err = jose.ParseKey(body.Policy); err != nil {
		return nil, ErrMalformed.At("policy_key").Because(err)
	}
	if body.Issuer == "" || body.Version < 1 || body.Expires <= body.IssuedAt || len(r.keys) == 0 {
		return nil, ErrMalformed.At("root")
	}
	if r.names(r.registrar) || r.names(r.policy) || r.registrar.Equal(r.policy) {
		return nil, ErrMalformed.At("root").With("key", "twice") // a key that signs lists must not be able to make roots
	}
	return r, within(body.IssuedAt, body.Expires, now)
}

// names reports whether a key is one of the root's own.
func (r *Root) names(key *ecdsa.PublicKey) bool {
	_, ok := r.keys[jose.Thumbprint(key)]
	return ok
}

// within checks signed times against now; a zero now skips it, for files that
// are looked at after the fact.
func within(iat, exp int64, now time.Time) error {
	switch {
	case now.IsZero():
		return nil
	case time.Unix(iat, 0).After(now.Add(skew)):
		return ErrFuture
	case !now.Before(time.Unix(exp, 0)):
		return ErrExpired
	}
	return nil
}

// Registrar resolves the key that signs trust lists.
func (r *Root) Registrar() jose.Keys { return only(r.registrar) }

// Policy resolves the key that signs policies.
func (r *Root) Policy() jose.Keys { return only(r.policy) }

// Thumbprints lists the root's own keys.
func (r *Root) Thumbprints() []string {
	all := make([]string, 0, len(r.keys))
	for kid := range r.keys {
		all = append(all, kid)
	}
	return all
}

// Tag is the start of the hash of a root thumbprint, which a letter carries to
// say which council printed it (DESIGN 6, Letter QR). It never changes with
// later roots: it is of the thumbprint pinned at enrolment.
func Tag(pinned string) [4]byte {
	sum := sha256.Sum256([]byte(pinned))
	return [4]byte(sum[:4])
}

func only(key *ecdsa.PublicKey) jose.Keys {
	want := jose.Thumbprint(key)
	return func(kid string, _ time.Time) (*ecdsa.PublicKey, error) {
		if kid != want {
			return nil, jose.ErrKeyUnknown
		}
		return key, nil
	}
}
