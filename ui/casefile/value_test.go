package casefile_test

import (
	"slices"
	"strings"
	"testing"

	"vouchdesk/assets"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

// open is a case with one passport and a service that needs medium.
func open(t *testing.T, change func(*desk.OpenCase)) desk.Snapshot {
	t.Helper()
	p, err := policy.Decode(assets.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	o := &desk.OpenCase{
		Case: &casework.Case{
			ID: "c", Ref: "EB-0184", State: casework.Open,
			Purpose: &casework.Purpose{Service: p.Services[0].ID}, Evidence: []evidence.Item{{ID: "p", Type: "passport"}},
		},
		Needs: gpg45.Medium,
		Steps: []desk.StepState{{Step: casework.StepEvidence, Status: desk.StepInProgress, Done: 1, Total: 2}, {Step: casework.StepLetter, Status: desk.StepMatches}},
	}
	change(o)
	return desk.Snapshot{Policy: p, Open: o}
}

func spoken(t *testing.T, lang words.Lang) words.Words {
	t.Helper()
	b, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	return b.In(lang)
}

func TestValue(t *testing.T) {
	next := func(add ...gpg45.Add) func(*desk.OpenCase) {
		return func(o *desk.OpenCase) {
			o.Next = []gpg45.Next{{Confidence: gpg45.Medium, Profile: "M2C", Add: add}}
		}
	}
	for name, c := range map[string]struct {
		change func(*desk.OpenCase)
		says   string // in the coach's title, text and note
		coming int
	}{
		"ok/finish the checks": {next(gpg45.Add{Kind: gpg45.Ask, What: policy.AddChecks + "passport"}), "Do now: the remaining checks of the passport.", component.None},
		"ok/upper case stays":  {next(gpg45.Add{Kind: gpg45.Ask, What: policy.AddChecks + "driving_licence_uk_photocard"}), "the remaining checks of the UK photocard driving licence", component.None},
		"ok/likeness":          {next(gpg45.Add{Kind: gpg45.Ask, What: policy.AddLikeness}), "Do now: compare the resident with the photo. ", component.None},
		"ok/bring":             {next(gpg45.Add{Kind: gpg45.Bring, What: "birth_certificate"}), "Bring: Birth certificate.", component.None},
		"ok/nothing to bring":  {next(gpg45.Add{Kind: gpg45.Ask, What: policy.AddLikeness}), "Reaches M2C · nothing more to bring", component.None},
		"ok/no way":            {func(*desk.OpenCase) {}, "It can still become a vouch of what was checked.", component.None},
		"ok/there":             {func(o *desk.OpenCase) { o.Scored.Result.Confidence = gpg45.Medium }, "Nothing more is needed", component.None},
	} {
		t.Run(name, func(t *testing.T) {
			v := casefile.Value(open(t, c.change), spoken(t, words.English))
			if v.Coach == nil {
				t.Fatal("says nothing")
			}
			said := v.Coach.Title + " " + v.Coach.Text + " " + v.Coach.Note
			if !strings.Contains(said, c.says) || v.Coming != c.coming {
				t.Errorf("coming %d, says %q", v.Coming, said)
			}
		})
	}
}

func TestNoPurposeIsNotCoached(t *testing.T) {
	s := open(t, func(o *desk.OpenCase) { o.Case.Purpose, o.Needs = nil, gpg45.None })
	if v := casefile.Value(s, spoken(t, words.English)); v.Coach != nil || v.Needed != component.None {
		t.Errorf("%+v", v)
	}
}

// TestEveryFlagAndNextStepHasWords holds the policy's closed lists to the
// words: one without shows itself in brackets.
func TestEveryFlagAndNextStepHasWords(t *testing.T) {
	for _, lang := range words.Langs() {
		s := open(t, func(o *desk.OpenCase) {
			for _, code := range policy.Flags() {
				o.Scored.Flags = append(o.Scored.Flags, policy.Flag{Code: code, Item: "p"})
			}
			var add []gpg45.Add
			for _, kind := range policy.AddKinds() {
				if strings.HasSuffix(kind, ":") {
					kind += "passport"
				}
				add = append(add, gpg45.Add{Kind: gpg45.Ask, What: kind})
			}
			o.Next = []gpg45.Next{{Confidence: gpg45.Medium, Profile: "M1A", Add: add}}
		})
		w := spoken(t, lang)
		v := casefile.Value(s, w)
		if len(v.Flags) != len(policy.Flags()) {
			t.Errorf("%s: %d flags", lang, len(v.Flags))
		}
		for _, said := range append(slices.Clone(v.Flags), v.Coach.Text) {
			if strings.ContainsAny(said, "[]") || strings.Contains(said, "checks:") || strings.Contains(said, "<no value>") {
				t.Errorf("%s: %q", lang, said)
			}
		}
	}
}

func TestAFlagIsSaidOnce(t *testing.T) {
	twice := policy.Flag{Code: policy.FlagMRZ, Item: "p"}
	s := open(t, func(o *desk.OpenCase) { o.Scored.Flags = []policy.Flag{twice, twice} })
	want := []string{"Passport: the machine-readable lines do not add up"}
	if v := casefile.Value(s, spoken(t, words.English)); !slices.Equal(v.Flags, want) {
		t.Errorf("%q", v.Flags)
	}
}

func TestTasks(t *testing.T) {
	s := open(t, func(*desk.OpenCase) {})
	v := casefile.Tasks(s, spoken(t, words.English))
	if v.Heading != "CASE EB-0184" || len(v.Steps) != 2 {
		t.Fatalf("%+v", v)
	}
	if v.Steps[0].State != "1 of 2 checked" || v.Steps[1].State != "Matches record" {
		t.Errorf("%+v", v.Steps)
	}
	if v := casefile.Tasks(desk.Snapshot{}, spoken(t, words.English)); v.Heading != "" || v.Steps != nil {
		t.Errorf("without a case: %+v", v)
	}
}
