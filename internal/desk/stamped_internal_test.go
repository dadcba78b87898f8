package desk

import (
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
)

// TestStamped: an answer stays with who gave it, until it changes or is given
// anew.
func TestStamped(t *testing.T) {
	then, now := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC), time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	before := []evidence.Check{{Code: "c", CheckID: "one", Answer: evidence.Yes, By: "first", At: then}}
	for name, c := range map[string]struct {
		given evidence.Check
		by    string
		at    time.Time
		id    evidence.CheckID
	}{
		"unchanged":        {evidence.Check{Code: "c", CheckID: "one", Answer: evidence.Yes}, "first", then, "one"},
		"without an id":    {evidence.Check{Code: "c", Answer: evidence.Yes}, "first", then, "one"},
		"changed":          {evidence.Check{Code: "c", CheckID: "two", Answer: evidence.No}, "second", now, "two"},
		"made anew":        {evidence.Check{Code: "c", CheckID: "two", Answer: evidence.Yes}, "second", now, "two"},
		"another question": {evidence.Check{Code: "d", CheckID: "two", Answer: evidence.Yes}, "second", now, "two"},
		"taken back":       {evidence.Check{Code: "c", CheckID: "one"}, "", time.Time{}, "one"},
	} {
		t.Run(name, func(t *testing.T) {
			got := stamped([]evidence.Check{c.given}, before, casework.By{Person: "second", At: now})[0]
			if got.By != c.by || !got.At.Equal(c.at) || got.CheckID != c.id {
				t.Errorf("%s at %s, id %s", got.By, got.At, got.CheckID)
			}
		})
	}
}
