package policy_test

import (
	"slices"
	"testing"
	"time"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

func TestTrainingRule(t *testing.T) {
	p := standard(t)
	day := func(s string) resident.Date {
		d, err := resident.ParseISO(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for name, c := range map[string]struct {
		refreshed               resident.Date
		byEye, likeness, byChip int
	}{
		"today":                  {today, 3, 3, 3},
		"a year ago to the day":  {day("2025-11-22"), 3, 3, 3},
		"a year and a day":       {day("2025-11-21"), 2, 2, 3},
		"three years to the day": {day("2023-11-22"), 2, 2, 3},
		"three years and a day":  {day("2023-11-21"), 1, 1, 3},
		"never":                  {resident.Date{}, 1, 1, 3},
		"tomorrow":               {day("2026-11-23"), 1, 1, 3},
	} {
		t.Run(name, func(t *testing.T) {
			training := policy.Training{Document: c.refreshed, Likeness: c.refreshed}
			eye := item(t, p, "passport", "visible", "uv", "source")
			if got := one(p, eye, training); got.Validity != max(c.byEye, 2) {
				// The record alone is 2 and rests on nobody's training.
				t.Errorf("by eye with record %d, want %d", got.Validity, max(c.byEye, 2))
			}
			if got := one(p, item(t, p, "passport", "visible"), training); got.Validity != min(c.byEye, 2) {
				t.Errorf("visible %d, want %d", got.Validity, min(c.byEye, 2))
			}
			if got := one(p, item(t, p, "passport", "crypto"), training); got.Validity != c.byChip {
				t.Errorf("chip %d, want %d", got.Validity, c.byChip)
			}
			s := p.Score(policy.Findings{Evidence: []evidence.Item{eye}, Likeness: alike(p, eye.ID)}, training, today)
			if s.Verification != c.likeness {
				t.Errorf("likeness %d %v, want %d", s.Verification, s.VerificationReasons, c.likeness)
			}
			if c.likeness < 3 && !slices.Contains(codes(s.VerificationReasons), policy.LikenessTraining) {
				t.Errorf("training is not named: %v", s.VerificationReasons)
			}
			document, likeness := p.Allowed(training, today)
			if likeness != c.likeness || document < c.byEye {
				t.Errorf("allowed %d and %d", document, likeness)
			}
		})
	}
}

// A check is worth what the training of who made it was worth then, whoever
// looks at it now.
func TestTrainingRulePerAct(t *testing.T) {
	p := standard(t)
	fresh, stale := policy.Training{Document: today.AddMonths(-3), Likeness: today.AddMonths(-3)}, policy.Training{Document: today.AddMonths(-20), Likeness: today.AddMonths(-20)}
	ago := func(months int) time.Time {
		d := today.AddMonths(-months)
		return time.Date(d.Year, time.Month(d.Month), d.Day, 12, 0, 0, 0, time.UTC)
	}
	type act struct {
		by string
		at time.Time
	}
	for name, c := range map[string]struct {
		trained          map[string]policy.Training
		visible, like    act
		validity, result int
		trainedThen      string // what the reason says, "" for none
	}{
		"the officer at hand":           {nil, act{}, act{}, 2, 3, ""},
		"a better trained colleague":    {map[string]policy.Training{"a": {}, "b": fresh}, act{by: "a"}, act{by: "b"}, 1, 3, policy.TrainedNever},
		"a colleague of less training":  {map[string]policy.Training{"a": fresh, "b": stale}, act{by: "a"}, act{by: "b"}, 2, 2, policy.TrainedBefore},
		"nobody the findings know":      {map[string]policy.Training{"a": fresh}, act{by: "x"}, act{by: "x"}, 1, 1, policy.TrainedNever},
		"current then, run out since":   {map[string]policy.Training{"b": {Document: today.AddMonths(-14), Likeness: today.AddMonths(-14)}}, act{"b", ago(4)}, act{"b", ago(4)}, 2, 3, ""},
		"trained only afterwards":       {map[string]policy.Training{"b": fresh}, act{"b", ago(5)}, act{"b", ago(5)}, 1, 1, policy.TrainedSince},
		"said to be made in the future": {map[string]policy.Training{"b": fresh}, act{"b", ago(-24)}, act{"b", ago(-24)}, 2, 3, ""},
	} {
		t.Run(name, func(t *testing.T) {
			i := item(t, p, "passport", "visible")
			l := alike(p, i.ID)
			for n := range i.Checks {
				i.Checks[n].By, i.Checks[n].At = c.visible.by, c.visible.at
			}
			for n := range l.Checks {
				l.Checks[n].By, l.Checks[n].At = c.like.by, c.like.at
			}
			s := p.Score(policy.Findings{Evidence: []evidence.Item{i}, Likeness: l, Trained: c.trained}, fresh, today)
			if s.Pieces[0].Validity != c.validity || s.Verification != c.result {
				t.Errorf("validity %d, likeness %d", s.Pieces[0].Validity, s.Verification)
			}
			said := ""
			for _, r := range append(s.Pieces[0].Reasons, s.VerificationReasons...) {
				if r.Code == policy.ValidityTraining || r.Code == policy.LikenessTraining {
					said = r.Params["trained"]
				}
			}
			if said != c.trainedThen {
				t.Errorf("says %q", said)
			}
		})
	}
}

// One group of checks made by somebody untrained does not spoil another.
func TestTrainingRuleIsPerGroup(t *testing.T) {
	p := standard(t)
	i := item(t, p, "passport", "visible", "uv", "source")
	for n, c := range i.Checks {
		if asked, _ := documentOf(t, p, "passport").Check(c.Code); asked.Group == policy.UV {
			i.Checks[n].By = "untrained"
		}
	}
	if got := one(p, i, trained).Validity; got != 2 {
		t.Errorf("validity %d: visible features and the record are 2 without ultraviolet", got)
	}
}

func documentOf(t testing.TB, p *policy.Policy, id string) policy.Document {
	t.Helper()
	d, ok := p.Document(id)
	if !ok {
		t.Fatal(id)
	}
	return d
}
