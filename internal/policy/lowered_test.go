package policy_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
)

func TestLowered(t *testing.T) {
	p := standard(t)
	type line struct {
		part         policy.Part
		score, could int
		why          string // codes and checks
	}
	passport := func(answers ...string) evidence.Item { return item(t, p, "passport", answers...) }
	stale := policy.Training{Document: today.AddMonths(-14), Likeness: today.AddMonths(-14)}
	for name, c := range map[string]struct {
		f       policy.Findings
		officer policy.Training
		want    []line
	}{
		"no lamp and no record": {
			policy.Findings{Evidence: []evidence.Item{item(t, p, "birth_certificate", "visible", "uv_features=could_not", "issuer_record=could_not")}, Fraud: 1},
			trained,
			[]line{{policy.PartValidity, 2, 3, "check-could-not:issuer_record check-could-not:uv_features"}},
		},
		"a chip that was not read": {
			policy.Findings{Evidence: []evidence.Item{passport("visible", "uv", "source", "chip_signature=could_not")}, Fraud: 1},
			trained,
			[]line{
				{policy.PartStrength, 3, 4, "check-could-not:chip_signature"},
				{policy.PartValidity, 3, 4, "check-could-not:chip_signature check-open:not_cancelled"},
				{policy.PartVerification, 0, 3, "likeness-none:"},
			},
		},
		"answered no": {
			policy.Findings{Evidence: []evidence.Item{item(t, p, "birth_certificate", "visible", "original=no")}, Fraud: 1},
			trained,
			[]line{{policy.PartValidity, 0, 2, "validity-check-no:original"}},
		},
		"training, and a condition": {
			policy.Findings{
				Evidence: []evidence.Item{item(t, p, "older_persons_bus_pass", "visible", "source")},
				Likeness: alike(p, "i-older_persons_bus_pass", "eyes_clear=no"), Fraud: 1,
			},
			stale,
			[]line{
				{policy.PartValidity, 2, 3, "check-open:uv_features validity-training:"},
				{policy.PartVerification, 2, 3, "likeness-conditions:eyes_clear likeness-training:"},
			},
		},
		"the council's check was not made": {policy.Findings{}, trained, []line{{policy.PartFraud, 0, 1, "sources-not-asked:"}}},
		"it said nothing":                  {policy.Findings{Asked: true}, trained, []line{{policy.PartFraud, 0, 1, "sources-silent:"}}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []line
			for _, l := range p.Score(c.f, c.officer, today).Lowered {
				said := ""
				for _, r := range l.Why {
					said += " " + r.Code + ":" + r.Params["check"]
				}
				got = append(got, line{l.Part, l.Score, l.Could, said[1:]})
			}
			if d := cmp.Diff(c.want, got, cmp.AllowUnexported(line{})); d != "" {
				t.Error(d)
			}
		})
	}
}

// What training wants is said in months.
func TestLoweredByTrainingSaysHowLongAgo(t *testing.T) {
	p := standard(t)
	i := item(t, p, "older_persons_bus_pass", "visible")
	stale := policy.Training{Document: today.AddMonths(-14), Likeness: today.AddMonths(-14)}
	s := p.Score(policy.Findings{Evidence: []evidence.Item{i}, Likeness: alike(p, i.ID)}, stale, today)
	k := slices.IndexFunc(s.Lowered, func(l policy.Lowered) bool { return l.Part == policy.PartVerification })
	want := policy.Reason{Code: policy.LikenessTraining, Params: map[string]string{
		"allowed": "2", "score": "3", "within": "12", "trained": policy.TrainedBefore, "months": "14",
	}}
	if d := cmp.Diff([]policy.Reason{want}, s.Lowered[k].Why); d != "" {
		t.Error(d)
	}
}
