package jose

import "encoding/json"

// Inspected is a token as it is written. Nothing of it is believed.
type Inspected struct {
	Header  json.RawMessage
	Payload json.RawMessage
}

// Inspect takes a compact token apart without verifying it, for a person who
// wants to look. It refuses what is too large for any token and what is not
// strict JSON. No rule may be decided on its answer: blueprint lists its callers.
func Inspect(token string) (Inspected, error) {
	if len(token) > TypTrust.Limit() {
		return Inspected{}, ErrTooLarge
	}
	parts, err := split(token, 3)
	if err != nil {
		return Inspected{}, err
	}
	for _, part := range parts[:2] {
		if err := checkJSON(part, nil); err != nil {
			return Inspected{}, err
		}
	}
	return Inspected{Header: parts[0], Payload: parts[1]}, nil
}

// InspectDisclosure shows one disclosure as the JSON array it is.
func InspectDisclosure(text string) (json.RawMessage, error) {
	if _, err := readDisclosure(text); err != nil {
		return nil, err
	}
	return unb64(text)
}
