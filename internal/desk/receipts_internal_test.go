package desk

import (
	"testing"

	"vouchdesk/internal/vouch"
)

// A council with sources is not told that it has none where a vouch names nobody.
func TestUpliftSaysWhyNothingWasAsked(t *testing.T) {
	for want, u := range map[string]vouch.Uplift{
		"sources-asked":        {Sources: []string{"mortality"}, Note: "checked before submission"},
		"not-named":            {Sources: []string{}, Note: vouch.NotNamed},
		"no-source-configured": {Sources: []string{}, Note: vouch.NoSource},
	} {
		if got := upliftOf(u); got != want {
			t.Errorf("%+v: %s, want %s", u, got, want)
		}
	}
}
