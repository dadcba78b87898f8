package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
)

func TestStrengthRule(t *testing.T) {
	p := standard(t)
	chip := func(option string, answers ...string) evidence.Item {
		i := item(t, p, "passport", answers...)
		if option != "" {
			i.Conditions = map[string]string{"chip": option}
		}
		return i
	}
	for name, c := range map[string]struct {
		item evidence.Item
		want int
	}{
		"passport by eye":                        {chip(""), 3},
		"passport, chip checked":                 {chip("", "chip_signature=yes"), 4},
		"passport, chip checked and chosen":      {chip("trusted", "chip_signature=yes"), 4},
		"passport, chosen without the check":     {chip("trusted"), 3},
		"passport, chosen, check could not":      {chip("trusted", "chip_signature=could_not"), 3},
		"passport, checked but called untrusted": {chip("not_trusted", "chip_signature=yes"), 3},
		"driving licence":                        {item(t, p, "driving_licence_uk_photocard"), 3},
		"birth certificate":                      {item(t, p, "birth_certificate"), 2},
		"tenancy agreement":                      {item(t, p, "tenancy_agreement"), 2},
		"bus pass":                               {item(t, p, "older_persons_bus_pass"), 2},
		"of no kind we know":                     {evidence.Item{ID: "x", Type: "library_card"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got, reasons := p.Strength(c.item); got != c.want || len(reasons) != 1 {
				t.Errorf("%d %v, want %d", got, reasons, c.want)
			}
		})
	}
}

func TestStrengthNamesItsSource(t *testing.T) {
	p := standard(t)
	_, reasons := p.Strength(item(t, p, "birth_certificate"))
	want := []policy.Reason{{Code: policy.StrengthListed, Params: map[string]string{"source": "gds2019", "mark": "older-source"}}}
	if d := cmp.Diff(want, reasons); d != "" {
		t.Error(d)
	}
	unlisted, err := policy.Decode(edited(t, "documents.2.strengths", []any{}))
	if err != nil {
		t.Fatal(err)
	}
	i := item(t, unlisted, "birth_certificate")
	score, reasons := unlisted.Strength(i)
	if score != 1 || reasons[0].Code != policy.StrengthNotListed || reasons[0].Params["mark"] != "example" {
		t.Errorf("%d %v", score, reasons)
	}
	flags := unlisted.Score(policy.Findings{Evidence: []evidence.Item{i}}, trained, today).Flags
	if len(flags) != 1 || flags[0].Code != policy.FlagNotListed {
		t.Errorf("flags %v", flags)
	}
}
