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
	candidates := map[string]*ecdsa.PublicKey{}
	body, err := peekRoot(token)
	if err != nil {
		return nil, err
	}
	for _, raw := range body.RootKeys {
		key, err := jose.ParseKey(raw)
		if err != nil {
			return nil, ErrMalformed.At("root_keys").Because(err)
		}
		candidates[jose.Thumbprint(key)] = key
	}
	return finishRoot(token, body, candidates, pinned, now)
}

// ParseNextRoot verifies a root that replaces current: signed by one of the
// current root's keys, of the same council, and newer.
func ParseNextRoot(token string, current *Root, now time.Time) (*Root, error) {
	body, err := peekRoot(token)
	if err != nil {
		return nil, err
	}
	pinned := make([]string, 0, len(current.keys))
	for kid := range current.keys {
		pinned = append(pinned, kid)
	}
	next, err := finishRoot(token, body, current.keys, pinned, now)
	switch {
	case err != nil:
		return nil, err
	case next.Body.Issuer != current.Body.Issuer:
		return nil, ErrOtherCouncil
	case next.Body.Version < current.Body.Version:
		return nil, ErrOlder
	}
	return next, nil
}

func peekRoot(token string) (RootBody, error) {
	payload, err := jose.Peek(token, jose.TypRoot)
	if err != nil {
		return RootBody{}, err
	}
	var body RootBody
	if err := jose.Decode(payload, &body); err != nil {
		return RootBody{}, ErrMalformed.At("root").Because(err)
	}
	return body, nil
}

func finishRoot(token string, body RootBody, signers map[string]*ecdsa.PublicKey, pinned []string, now time.Time) (*Root, error) {
	allowed := map[string]bool{}
	for _, kid := range pinned {
		allowed[kid] = true
	}
	_, err := jose.Verify(token, jose.TypRoot, func(kid string, _ time.Time) (*ecdsa.PublicKey, error) {
		key, ok := signers[kid]
		if !ok || !allowed[kid] {
			return nil, ErrUnpinned
		}
		return key, nil
	})
	if err != nil {
		return nil, err
	}
	r := &Root{Token: token, Body: body, keys: map[string]*ecdsa.PublicKey{}}
	for _, raw := range body.RootKeys {
		key, err := jose.ParseKey(raw)
		if err != nil {
			return nil, ErrMalformed.At("root_keys").Because(err)
		}
		r.keys[jose.Thumbprint(key)] = key
	}
	if r.registrar, err = jose.ParseKey(body.Registrar); err != nil {
		return nil, ErrMalformed.At("registrar_key").Because(err)
	}
	if r.policy, err = jose.ParseKey(body.Policy); err != nil {
		return nil, ErrMalformed.At("policy_key").Because(err)
	}
	if body.Issuer == "" || body.Version < 1 || body.Expires <= body.IssuedAt {
		return nil, ErrMalformed.At("root")
	}
	return r, within(body.IssuedAt, body.Expires, now)
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
			return nil, jose.ErrUnknownKey
		}
		return key, nil
	}
}
