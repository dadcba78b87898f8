package outbox

import (
	"strings"
	"time"

	"vouchdesk/internal/fault"
)

// ErrReason is for a stored reason that no version wrote.
var ErrReason = fault.New(fault.Malformed, "outbox-reason")

// String is the kind and the code: "unavailable:net-offline".
func (r Reason) String() string {
	if r == (Reason{}) {
		return ""
	}
	return r.Kind.String() + ":" + r.Code
}

// MarshalText is [Reason.String].
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (r *Reason) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*r = Reason{}
		return nil
	}
	name, code, ok := strings.Cut(string(text), ":")
	for _, kind := range fault.Kinds() {
		if ok && code != "" && kind.String() == name {
			*r = Reason{Kind: kind, Code: code}
			return nil
		}
	}
	return ErrReason
}

// Row is a parcel as `vouchctl outbox list` shows it.
type Row struct {
	ID       ID     `json:"id"`
	Kind     Kind   `json:"kind"`
	State    State  `json:"state"`
	Reason   Reason `json:"reason"`
	Next     string `json:"next"` // RFC 3339 in UTC, "" for none
	Attempts int    `json:"attempts"`
}

// Rows lists parcels as they are shown, in their given order. It is never nil.
func Rows(parcels []Parcel) []Row {
	rows := make([]Row, len(parcels))
	for i, p := range parcels {
		rows[i] = Row{ID: p.ID, Kind: p.Kind, State: p.State, Reason: p.Reason, Attempts: p.Attempts}
		if p.State == Waiting && !p.Next.IsZero() {
			rows[i].Next = p.Next.UTC().Format(time.RFC3339)
		}
	}
	return rows
}
