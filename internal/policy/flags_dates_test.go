package policy_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

// What cannot be, or hardly: flagged, scored as far as it goes, never a crash.
func TestDateFlags(t *testing.T) {
	p := standard(t)
	day := func(years, days int) resident.Date {
		at := time.Date(today.Year+years, time.Month(today.Month), today.Day+days, 0, 0, 0, 0, time.UTC)
		return resident.DateOf(at)
	}
	const licence = "driving_licence_uk_photocard"
	type params = map[string]string
	for name, c := range map[string]struct {
		birth  resident.Date
		fields params
		at     time.Time
		want   []policy.Flag
	}{
		"a person of 109":            {day(-110, 1), nil, time.Time{}, nil},
		"a person of 117":            {day(-117, 0), nil, time.Time{}, []policy.Flag{{Code: policy.FlagAge, Params: params{"years": "110"}}}},
		"the card says 117":          {resident.Date{}, params{"birth_date": day(-117, 0).ISO()}, time.Time{}, []policy.Flag{{Code: policy.FlagAge, Item: "i", Params: params{"years": "110"}}}},
		"born tomorrow":              {day(0, 1), nil, time.Time{}, []policy.Flag{{Code: policy.FlagFuture, Params: params{"field": "birthdate"}}}},
		"born today":                 {day(0, 0), nil, time.Time{}, nil},
		"issued tomorrow":            {day(-40, 0), params{"issued": day(0, 1).ISO()}, time.Time{}, []policy.Flag{{Code: policy.FlagFuture, Item: "i", Params: params{"field": "issued"}}}},
		"issued today":               {day(-40, 0), params{"issued": today.ISO()}, time.Time{}, nil},
		"issued before birth":        {day(-40, 0), params{"issued": day(-40, -1).ISO()}, time.Time{}, []policy.Flag{{Code: policy.FlagBeforeBirth, Item: "i", Params: params{"field": "issued"}}}},
		"photo of a child, grown up": {day(-20, 0), params{"issued": day(-5, 0).ISO()}, time.Time{}, []policy.Flag{{Code: policy.FlagChildPhoto, Item: "i", Params: params{"years": "16"}}}},
		"photo at sixteen":           {day(-20, 0), params{"issued": day(-4, 0).ISO()}, time.Time{}, nil},
		"photo of a child, a child":  {day(-15, 0), params{"issued": day(-1, 0).ISO()}, time.Time{}, nil},
		"checked tomorrow":           {day(-40, 0), nil, time.Date(today.Year, time.Month(today.Month), today.Day+1, 9, 0, 0, 0, time.UTC), []policy.Flag{{Code: policy.FlagFuture, Item: "i", Params: params{"check": "original"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			i := item(t, p, licence, "original=yes")
			i.ID, i.Fields, i.Checks[0].At = "i", c.fields, c.at
			got := p.Score(policy.Findings{Evidence: []evidence.Item{i}, Birth: c.birth}, trained, today)
			if d := cmp.Diff(c.want, append([]policy.Flag(nil), got.Flags...)); d != "" {
				t.Error(d)
			}
			if got.Pieces[0].Strength != 3 {
				t.Error("a flag changed a score")
			}
		})
	}
}

func TestContradictionsAreFlagged(t *testing.T) {
	p := standard(t)
	for name, c := range map[string]struct {
		answers []string
		chip    string
		want    []string // checks
	}{
		"none":                           {[]string{"original=yes", "chip_signature=yes"}, "trusted", nil},
		"the same twice":                 {[]string{"original=yes", "original=yes"}, "", nil},
		"yes and no":                     {[]string{"original=yes", "original=no", "original=yes"}, "", []string{"original"}},
		"yes and could not":              {[]string{"uv_features=yes", "uv_features=could_not"}, "", []string{"uv_features"}},
		"trusted, and the check denies":  {[]string{"chip_signature=no"}, "trusted", []string{"chip_signature"}},
		"not trusted, the check says so": {[]string{"chip_signature=yes"}, "not_trusted", []string{"chip_signature"}},
	} {
		t.Run(name, func(t *testing.T) {
			i := item(t, p, "passport", c.answers...)
			if c.chip != "" {
				i.Conditions = map[string]string{"chip": c.chip}
			}
			var got []string
			for _, f := range p.Score(policy.Findings{Evidence: []evidence.Item{i}}, trained, today).Flags {
				if f.Code == policy.FlagContradicts {
					got = append(got, f.Params["check"])
				}
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}
