package vouch

import (
	"fmt"
	"time"

	"vouchdesk/internal/fault"
)

// ErrTime is for a time that is not written to the second in UTC.
var ErrTime = fault.New(fault.Malformed, "vouch-time")

// Times have seconds and Z: RFC 3339 wants the seconds that most published
// examples leave out, and offsets would give one time several spellings.
const timeForm = "2006-01-02T15:04:05Z"

// Time writes a time as a vouch holds it.
func Time(t time.Time) string { return t.UTC().Format(timeForm) }

func parseTime(s string) (time.Time, bool) {
	t, err := time.Parse(timeForm, s)
	return t, err == nil && t.Format(timeForm) == s
}

// times lists every time in a payload with its place.
func (p Payload) times() map[string]string {
	v := p.VerifiedClaims.Verification
	all := map[string]string{"verification.time": v.Time, "claims/desk.told.at": p.Desk.Told.At}
	for i, r := range p.Desk.Referees {
		all[fmt.Sprintf("claims/desk.referees[%d].told.at", i)] = r.Told.At
	}
	for i, e := range v.Evidence {
		for j, c := range e.CheckDetails {
			all[fmt.Sprintf("evidence[%d].check_details[%d].time", i, j)] = c.Time
		}
		if e.Record != nil && e.Record.CreatedAt != "" {
			all[fmt.Sprintf("evidence[%d].record.created_at", i)] = e.Record.CreatedAt
		}
	}
	return all
}

func ruleTimes(p Payload, _ bool) []error {
	var wrong []error
	for _, place := range inOrder(p.times()) {
		if _, ok := parseTime(p.times()[place]); !ok {
			wrong = append(wrong, ErrTime.At(place))
		}
	}
	return wrong
}
