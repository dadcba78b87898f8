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
	"vouchdesk/ui/theme"
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
		"ok/finish the checks": {next(gpg45.Add{Kind: gpg45.Ask, What: policy.AddChecks + "passport:uv"}), "Do now: check the passport under ultraviolet light.", component.None},
		"ok/upper case stays":  {next(gpg45.Add{Kind: gpg45.Ask, What: policy.AddChecks + "driving_licence_uk_photocard:visible"}), "check the security features of the UK photocard driving licence", component.None},
		"ok/likeness":          {next(gpg45.Add{Kind: gpg45.Ask, What: policy.AddLikeness}), "Do now: compare the resident with the photo.", component.None},
		"ok/bring":             {next(gpg45.Add{Kind: gpg45.Bring, What: "birth_certificate"}), "Bring: birth certificate.", component.None},
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
				o.Scored.Flags = append(o.Scored.Flags, policy.Flag{Code: code, Item: "p", Params: map[string]string{"years": "16"}})
			}
			var add []gpg45.Add
			for _, kind := range policy.AddKinds() {
				if kind != policy.AddChecks {
					add = append(add, gpg45.Add{Kind: gpg45.Ask, What: kind})
					continue
				}
				for _, group := range policy.Groups() {
					add = append(add, gpg45.Add{Kind: gpg45.Ask, What: kind + "passport:" + string(group)})
				}
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

// TestEveryReasonThatLowersHasWords holds policy.LoweredReasons to the words.
func TestEveryReasonThatLowersHasWords(t *testing.T) {
	for _, lang := range words.Langs() {
		s := open(t, func(o *desk.OpenCase) {
			for _, part := range policy.Parts() {
				for _, code := range policy.LoweredReasons() {
					for _, trained := range []string{policy.TrainedNever, policy.TrainedBefore, policy.TrainedSince} {
						params := map[string]string{"check": "uv_features", "reason": "no_equipment", "condition": "chip=trusted"}
						if code == policy.ValidityTraining || code == policy.LikenessTraining {
							params["trained"], params["months"], params["within"], params["score"] = trained, "14", "12", "3"
						}
						o.Scored.Lowered = append(o.Scored.Lowered, policy.Lowered{
							Part: part, Item: "p", Score: 2, Could: 3, Why: []policy.Reason{{Code: code, Params: params}},
						})
					}
				}
			}
		})
		lines := casefile.Value(s, spoken(t, lang)).Lowered
		if len(lines) != len(s.Open.Scored.Lowered) {
			t.Errorf("%s: %d lines", lang, len(lines))
		}
		for _, said := range lines {
			if strings.ContainsAny(said, "[]<>") {
				t.Errorf("%s: %q", lang, said)
			}
		}
	}
}

func TestWhatLoweredAScore(t *testing.T) {
	s := open(t, func(o *desk.OpenCase) {
		o.Scored.Lowered = []policy.Lowered{
			{Part: policy.PartValidity, Item: "p", Score: 2, Could: 3, Why: []policy.Reason{
				{Code: policy.CheckCouldNot, Params: map[string]string{"check": "uv_features", "reason": "no_equipment"}},
				{Code: policy.CheckOpen, Params: map[string]string{"check": "issuer_record"}},
			}},
			{Part: policy.PartVerification, Item: "p", Score: 2, Could: 3, Why: []policy.Reason{{
				Code:   policy.LikenessTraining,
				Params: map[string]string{"allowed": "2", "score": "3", "within": "12", "trained": "before", "months": "14"},
			}}},
		}
	})
	want := []string{
		"Passport: validity 2 instead of 3. Ultraviolet: could not be checked (the equipment is not here); The issuer's record: not checked yet.",
		"Likeness 2 instead of 3. The training of who compared was refreshed 14 months before; 3 needs 12.",
	}
	if got := casefile.Value(s, spoken(t, words.English)).Lowered; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestOtherWaysSayWhatDiffers(t *testing.T) {
	like := gpg45.Add{Kind: gpg45.Ask, What: policy.AddLikeness}
	s := open(t, func(o *desk.OpenCase) {
		o.Next = []gpg45.Next{{Confidence: gpg45.Medium, Profile: "M2C", Add: []gpg45.Add{like, {Kind: gpg45.Bring, What: "birth_certificate"}}}}
		o.Others = []gpg45.Next{{Confidence: gpg45.Medium, Profile: "M2C", Add: []gpg45.Add{like, {Kind: gpg45.Bring, What: "tenancy_agreement"}}}}
	})
	want := []string{"Bring: tenancy agreement. (M2C)"}
	if got := casefile.Value(s, spoken(t, words.English)).Others; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestOtherPhotoDocumentsAreOneLine(t *testing.T) {
	s := open(t, func(o *desk.OpenCase) {
		o.Instead = policy.Instead{Of: "passport", Others: []string{"driving_licence_uk_photocard", "older_persons_bus_pass"}}
		o.NoPhoto = true
	})
	v := casefile.Value(s, spoken(t, words.English))
	want := []string{"In place of the passport, any one of: UK photocard driving licence, older person's bus pass."}
	if !slices.Equal(v.Others, want) || !strings.HasPrefix(v.NoPhoto, "Without a photo document no level can be reached under this policy.") {
		t.Errorf("%q, %q", v.Others, v.NoPhoto)
	}
}

func TestAReviewBelowWhatIsNeededIsAmber(t *testing.T) {
	s := open(t, func(o *desk.OpenCase) {
		o.Steps = []desk.StepState{{Step: casework.StepReview, Status: desk.StepBelow}}
	})
	if got := casefile.Tasks(s, spoken(t, words.English)).Steps[0]; got.State != "Below what is needed" || got.Tint != theme.Warn {
		t.Errorf("%+v", got)
	}
}

// A service that asks for no level is not done before what it asks for is shown.
func TestNothingIsDoneBeforeWhatIsAskedForIsShown(t *testing.T) {
	holds := desk.Attribute{Attribute: "holds:older_persons_bus_pass"}
	for title, a := range map[string][]desk.Attribute{
		"What the service asks for is not shown yet": {holds},
		"Nothing more is needed":                     {{Attribute: holds.Attribute, Sources: []desk.AttributeSource{{By: "document", Document: "older_persons_bus_pass"}}}},
	} {
		s := open(t, func(o *desk.OpenCase) {
			o.Needs, o.Next, o.Scored.Result.Next, o.Attributes = gpg45.None, nil, nil, a
			o.Case.Purpose = &casework.Purpose{Service: "bus_pass_holder"}
		})
		if c := casefile.Value(s, spoken(t, words.English)).Coach; c == nil || c.Title != title {
			t.Errorf("%+v, want %q", c, title)
		}
	}
}

// A count of checks would not say that the reason for a name is all that is
// missing; of anything else it does.
func TestANameThatHasToBeExplainedIsSaid(t *testing.T) {
	name := desk.Reason{Code: "case-name-unexplained", Step: casework.StepEvidence}
	check := desk.Reason{Code: "item-check-open", Step: casework.StepEvidence}
	later := desk.Reason{Code: "case-likeness-missing", Step: casework.StepLikeness}
	for want, missing := range map[string][]desk.Reason{
		"Name to explain": {name, later}, "1 of 2 checked": {name, check},
	} {
		s := open(t, func(o *desk.OpenCase) {
			o.Missing = missing
			o.Steps = []desk.StepState{{Step: casework.StepEvidence, Status: desk.StepInProgress, Done: 1, Total: 2}}
		})
		if got := casefile.Tasks(s, spoken(t, words.English)).Steps[0]; got.State != want || got.Tint != theme.Warn {
			t.Errorf("%+v, not %q", got, want)
		}
	}
}

func TestAnAddressThatIsMissingIsSaid(t *testing.T) {
	for name, c := range map[string]struct {
		by   []gpg45.Add
		says string
	}{
		"the letter":  {[]gpg45.Add{{Kind: gpg45.Ask, What: policy.AddLetter}}, "Do now: ask for the council's letter, which shows the address."},
		"by post":     {[]gpg45.Add{{Kind: gpg45.Bring, What: policy.AddLetter}}, "Bring: the council's letter, which can be posted, for the address."},
		"at sync":     {[]gpg45.Add{{Kind: gpg45.Wait, What: policy.AddLetter}}, "Comes by itself: the council's record of the letter, for the address."},
		"by no means": {nil, "the policy lists no document"},
	} {
		t.Run(name, func(t *testing.T) {
			v := casefile.Value(open(t, func(o *desk.OpenCase) {
				o.Scored.Result.Confidence = gpg45.Medium
				o.Scored.Address = policy.Address{Lacks: true, By: c.by}
			}), spoken(t, words.English))
			if v.Coach == nil || v.Coach.Title != "Only the address is missing" || !strings.Contains(v.Coach.Text, c.says) {
				t.Errorf("%+v", v.Coach)
			}
		})
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

// TestChange words what a new policy changed: result, scores, then the rules,
// and never a wall of them.
func TestChange(t *testing.T) {
	was := casework.Standing{Known: true, Confidence: gpg45.Medium, Profiles: []string{"M1A"}, Pieces: []casework.PieceStanding{{Type: "passport", Strength: 4, Validity: 2}}, Missing: []string{}}
	is := was
	is.Confidence, is.Profiles = gpg45.Low, []string{"L1B"}
	is.Pieces = []casework.PieceStanding{{Type: "passport", Strength: 3, Validity: 2}}
	change := policy.Change{Member: "limits.vouch_days", Kind: policy.ValueChanged, From: policy.Value{Code: "90"}, To: policy.Value{Code: "60"}}
	for name, c := range map[string]struct {
		changed *casework.Changed
		want    []string
	}{
		"nothing": {nil, []string{""}},
		"result": {&casework.Changed{From: 1, To: 2, Before: was, After: is, Changes: []policy.Change{change}}, []string{
			"It reached Medium (M1A). It now reaches Low (L1B).", "Passport, strength / valid: 4 / 2 -> 3 / 2", "Limits: days a vouch counts 90 -> 60",
		}},
		"same result": {&casework.Changed{From: 1, To: 2, Before: was, After: was, Changes: []policy.Change{change}}, []string{
			"It still reaches Medium (M1A).", "Limits: days a vouch counts 90 -> 60",
		}},
		"unknown before": {&casework.Changed{From: 1, To: 4, After: is}, []string{
			"It now reaches Low (L1B). What it was worth before is not known: that policy is no longer here.",
		}},
		"many": {&casework.Changed{From: 1, To: 2, Before: was, After: was, Changes: []policy.Change{change, change, change, change, change, change, change}}, []string{
			"It still reaches Medium (M1A).", "Limits: days a vouch counts 90 -> 60", "Limits: days a vouch counts 90 -> 60", "Limits: days a vouch counts 90 -> 60",
			"Limits: days a vouch counts 90 -> 60", "Limits: days a vouch counts 90 -> 60", "And 2 more.",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, func(o *desk.OpenCase) { o.Case.Changed = c.changed })
			if got := strings.Split(casefile.Change(s, spoken(t, words.English)).Text, "\n"); !slices.Equal(got, c.want) {
				t.Errorf("%q", got)
			}
		})
	}
}
