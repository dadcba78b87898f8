package jose

import (
	"crypto/rand"
	"crypto/sha256"
	"strings"
)

// SDJWT is an SD-JWT without key binding: the issuer-signed JWT and the
// disclosures that travel with it. It is not verified by being parsed.
type SDJWT struct {
	Issuer      string
	Disclosures []string
}

// ParseSDJWT takes the text of an SD-JWT apart; String gives the same bytes
// back. What follows the last tilde would be a key binding JWT and is refused.
func ParseSDJWT(text string) (SDJWT, error) {
	if len(text) > TypVouch.Limit() {
		return SDJWT{}, ErrTooLarge
	}
	parts := strings.Split(text, "~")
	last := len(parts) - 1
	switch {
	case last == 0:
		return SDJWT{}, ErrMalformed
	case parts[last] != "":
		return SDJWT{}, ErrKeyBinding
	}
	if _, err := split(parts[0], 3); err != nil {
		return SDJWT{}, err
	}
	for _, d := range parts[1:last] {
		if raw, err := unb64(d); err != nil || len(raw) == 0 {
			return SDJWT{}, ErrDisclosure
		}
	}
	return SDJWT{Issuer: parts[0], Disclosures: parts[1:last:last]}, nil
}

// String is the SD-JWT as it travels.
func (s SDJWT) String() string {
	var b strings.Builder
	b.WriteString(s.Issuer + "~")
	for _, d := range s.Disclosures {
		b.WriteString(d + "~")
	}
	return b.String()
}

// Hash is vouch_sha256: SHA-256 over the ASCII of the issuer-signed JWT alone,
// base64url. It is the same however few disclosures are passed on, because the
// JWT's digests bind them.
func (s SDJWT) Hash() string { return digest(s.Issuer) }

// VerifiedSDJWT is what a verified SD-JWT says with what was disclosed put
// back and the machinery of concealment taken out.
type VerifiedSDJWT struct {
	Verified
	Disclosed [][]string // where each disclosure went, in the order they came
	Withheld  int        // digests no disclosure was given for
}

// VerifySDJWT verifies the issuer-signed JWT as [Verify] does and puts the
// disclosures in: each is used exactly once, none is foreign, none collides
// with a claim. An array element's place counts the elements withheld too.
func VerifySDJWT(s SDJWT, typ Typ, keys Keys) (VerifiedSDJWT, error) {
	s, err := ParseSDJWT(s.String())
	if err != nil {
		return VerifiedSDJWT{}, err
	}
	v, err := Verify(s.Issuer, typ, keys)
	if err != nil {
		return VerifiedSDJWT{}, err
	}
	r, err := rebuild(v.Payload, s.Disclosures)
	if err != nil {
		return VerifiedSDJWT{}, err
	}
	v.Payload = r.payload
	return VerifiedSDJWT{Verified: v, Disclosed: r.paths, Withheld: r.withheld}, nil
}

// Select returns the same SD-JWT with fewer disclosures: those whose place
// keep accepts. What lies within a dropped disclosure is dropped with it. It
// verifies nothing.
func (s SDJWT) Select(keep func(path []string) bool) (SDJWT, error) {
	parts, err := split(s.Issuer, 3)
	if err != nil {
		return SDJWT{}, err
	}
	if err := checkJSON(parts[1], nil); err != nil {
		return SDJWT{}, err
	}
	r, err := rebuild(parts[1], s.Disclosures)
	if err != nil {
		return SDJWT{}, err
	}
	chosen := SDJWT{Issuer: s.Issuer}
	for i, d := range s.Disclosures {
		if r.kept(i, keep) {
			chosen.Disclosures = append(chosen.Disclosures, d)
		}
	}
	return chosen, nil
}

// NewSalt returns 128 random bits as base64url: the salt of one disclosure.
func NewSalt() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand ends the program instead
	return b64(raw[:])
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return b64(sum[:])
}
