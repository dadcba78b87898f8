package policy_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
)

func TestExpiry(t *testing.T) {
	p := standard(t)
	for name, c := range map[string]struct {
		document, expires string
		validity          int
		accepted          string // "" is not expired
	}{
		"passport last day":              {"passport", "2026-11-22", 2, ""},
		"passport yesterday":             {"passport", "2026-11-21", 2, "yes"},
		"passport a year ago to the day": {"passport", "2025-11-22", 2, "yes"},
		"passport a year and a day":      {"passport", "2025-11-21", 0, "no"},
		"licence last day":               {"driving_licence_uk_photocard", "2026-11-22", 2, ""},
		"licence yesterday":              {"driving_licence_uk_photocard", "2026-11-21", 0, "no"},
		"bus pass yesterday":             {"older_persons_bus_pass", "2026-11-21", 0, "no"},
		"no date taken":                  {"passport", "", 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			i := item(t, p, c.document, "visible")
			i.Fields["expires"] = c.expires
			s := p.Score(policy.Findings{Evidence: []evidence.Item{i}}, trained, today)
			if s.Pieces[0].Validity != c.validity {
				t.Errorf("validity %d, want %d", s.Pieces[0].Validity, c.validity)
			}
			if got := slices.Contains(codes(s.Pieces[0].Reasons), policy.ValidityExpired); got != (c.accepted == "no") {
				t.Errorf("reasons %v", s.Pieces[0].Reasons)
			}
			var want []policy.Flag
			if c.accepted != "" {
				want = []policy.Flag{{Code: policy.FlagExpired, Item: i.ID, Params: map[string]string{"accepted": c.accepted}}}
			}
			if d := cmp.Diff(want, append([]policy.Flag(nil), s.Flags...)); d != "" {
				t.Error(d)
			}
		})
	}
}
