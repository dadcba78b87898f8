package trust

import (
	"encoding/json"

	"vouchdesk/internal/jose"
)

// TakeList reads a trust list as it is given, without checking who signed it.
// It is for one case only: a person at a command line names the file as their
// own trust anchor and has no root at hand. The desk and the broker never call
// it (blueprint holds that): theirs comes under a pinned root.
func TakeList(token string) (*List, error) {
	seen, err := jose.Inspect(token)
	if err != nil {
		return nil, err
	}
	var header struct {
		Typ jose.Typ `json:"typ"`
	}
	if err := json.Unmarshal(seen.Header, &header); err != nil || header.Typ != jose.TypTrust {
		return nil, jose.ErrTyp
	}
	l := &List{Token: token, keys: map[Use]map[string]entry{}}
	if err := jose.Decode(seen.Payload, &l.Body); err != nil {
		return nil, ErrMalformed.At("trust").Because(err)
	}
	return l, l.index(&Root{})
}

// PinsOf lists the thumbprints of the keys that a root names, for the same
// person who gives a root file as their trust anchor.
func PinsOf(rootToken string) ([]string, error) {
	seen, err := jose.Inspect(rootToken)
	if err != nil {
		return nil, err
	}
	var body RootBody
	if err := jose.Decode(seen.Payload, &body); err != nil {
		return nil, ErrMalformed.At("root").Because(err)
	}
	keys, err := rootKeys(body)
	if err != nil {
		return nil, err
	}
	pins := make([]string, 0, len(keys))
	for pin := range keys {
		pins = append(pins, pin)
	}
	return pins, nil
}
