package extract

import (
	"bytes"
	"encoding/json"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/vouch"
)

// What can be wrong with an extract. Both are our own mistakes.
var (
	ErrEncode = fault.New(fault.Internal, "extract-encode")
	ErrShape  = fault.New(fault.Internal, "extract-shape") // what was made is not in the shape it claims
)

type idaExtract struct {
	VerifiedClaims vouch.VerifiedClaims `json:"verified_claims"`
}

// IDA is what a vouch says in OpenID identity assurance, without what is ours:
// who acted, the answers to each question, a representative. It is held against
// the closed schema before it is given out.
func IDA(o vouch.Opened) ([]byte, error) {
	claims := o.Payload.VerifiedClaims
	if claims.Claims == nil {
		claims.Claims = &vouch.Claims{}
	}
	out, err := encode(idaExtract{claims})
	if err != nil {
		return nil, err
	}
	if err := vouch.ValidateIDA(out); err != nil {
		return nil, ErrShape.Because(err)
	}
	return out, nil
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, ErrEncode.Because(err)
	}
	return b.Bytes(), nil
}
