package jose

import (
	"maps"
	"slices"
	"strconv"
)

// Conceal replaces parts of a payload by digests (RFC 9901): an object member
// or array element whose path conceal accepts becomes a disclosure with a salt
// of its own. Paths name members, and array elements by index:
// verified_claims, verification, evidence, 0, document_details. Parts nested
// in concealed parts may be concealed as well. There are no decoys.
//
// Claims that hold a verifier back (iss, aud, iat, nbf, exp, jti, status, cnf)
// stay clear, and salt must give at least 128 bits, never the same twice: use
// [NewSalt] outside tests.
func Conceal(payload []byte, conceal func(path []string) bool, salt func() string) (issuerPayload []byte, disclosures []string, err error) {
	if err := checkJSON(payload, nil); err != nil {
		return nil, nil, err
	}
	tree, err := decodeTree(payload)
	if err != nil {
		return nil, nil, err
	}
	top, ok := tree.(map[string]any)
	if !ok {
		return nil, nil, ErrMalformed.At("payload")
	}
	c := concealer{wanted: conceal, salt: salt, salts: map[string]bool{}}
	concealed, err := c.object(top, nil)
	if err != nil {
		return nil, nil, err
	}
	concealed["_sd_alg"] = "sha-256"
	issuerPayload, err = encode(concealed)
	return issuerPayload, c.disclosures, err
}

type concealer struct {
	wanted      func(path []string) bool
	salt        func() string
	salts       map[string]bool
	disclosures []string
}

func (c *concealer) value(v any, path []string) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		return c.object(v, path)
	case []any:
		return c.array(v, path)
	default:
		return v, nil
	}
}

func (c *concealer) object(v map[string]any, path []string) (map[string]any, error) {
	out := map[string]any{}
	var digests []string
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if isReserved(name) {
			return nil, ErrReserved
		}
		at := append(slices.Clone(path), name)
		inner, err := c.value(v[name], at)
		if err != nil {
			return nil, err
		}
		if !c.wanted(slices.Clone(at)) {
			out[name] = inner
			continue
		}
		if mustStayClear(at) {
			return nil, ErrReserved.At(name)
		}
		d, err := c.disclose(name, inner)
		if err != nil {
			return nil, err
		}
		digests = append(digests, d)
	}
	if len(digests) > 0 {
		slices.Sort(digests) // so that their order says nothing about the members'
		out["_sd"] = digests
	}
	return out, nil
}

func (c *concealer) array(v []any, path []string) ([]any, error) {
	out := make([]any, len(v))
	for i, element := range v {
		at := append(slices.Clone(path), strconv.Itoa(i))
		inner, err := c.value(element, at)
		if err != nil {
			return nil, err
		}
		out[i] = inner
		if !c.wanted(slices.Clone(at)) {
			continue
		}
		d, err := c.disclose(inner)
		if err != nil {
			return nil, err
		}
		out[i] = map[string]any{"...": d}
	}
	return out, nil
}

func (c *concealer) disclose(what ...any) (string, error) {
	salt := c.salt()
	if raw, err := unb64(salt); err != nil || len(raw) < 16 || c.salts[salt] {
		return "", ErrSalt
	}
	c.salts[salt] = true
	text, err := encode(append([]any{salt}, what...))
	if err != nil {
		return "", err
	}
	disclosure := b64(text)
	c.disclosures = append(c.disclosures, disclosure)
	return digest(disclosure), nil
}

func isReserved(name string) bool { return name == "_sd" || name == "..." || name == "_sd_alg" }

// mustStayClear names what would change a vouch's meaning if withheld: a
// verifier that cannot see exp would take the vouch as everlasting.
func mustStayClear(path []string) bool {
	return len(path) == 1 && slices.Contains(
		[]string{"iss", "aud", "iat", "nbf", "exp", "jti", "status", "cnf"}, path[0])
}
