package brokerapi

import (
	"encoding/json"
	"strings"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// ErrParcelForm is for a vouch's parcel with something beside the vouch that is
// not as it should be.
var ErrParcelForm = fault.New(fault.Malformed, "parcel-form")

// Referee is what the broker alone is told of a referee, beside the vouch and
// never in it: enough to tell them again in another vouch. The vouch's signed
// reference binds it.
type Referee struct {
	Reference string        `json:"reference"`
	Salt      string        `json:"salt"`
	Born      resident.Date `json:"birthdate"`
}

// beside is what travels with a vouch.
type beside struct {
	Referees []Referee `json:"referees"`
}

// SealVouch is SealParcel for a vouch, with what the broker has to know of its
// referees: it stands on a line of its own after the token, which has none.
func SealVouch(token string, referees []Referee, list *trust.List, now time.Time) (string, error) {
	if len(referees) > 0 {
		text, err := json.Marshal(beside{referees})
		if err != nil {
			return "", ErrParcelForm.Because(err)
		}
		token += "\n" + string(text)
	}
	return SealParcel(token, jose.TypVouch, list, now)
}

// SplitVouch takes apart what SealVouch put together.
func SplitVouch(plain string) (token string, referees []Referee, err error) {
	token, text, more := strings.Cut(plain, "\n")
	if !more {
		return token, nil, nil
	}
	var b beside
	if err := jose.Decode([]byte(text), &b); err != nil {
		return "", nil, ErrParcelForm.Because(err)
	}
	return token, b.Referees, nil
}
