package policy_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

var (
	today   = resident.Date{Year: 2026, Month: 11, Day: 22}
	trained = policy.Training{Document: resident.Date{Year: 2026, Month: 3, Day: 1}, Likeness: resident.Date{Year: 2026, Month: 3, Day: 1}}
)

// item is a document with the given checks answered: "original=yes". A bare
// group name answers all checks of the group yes.
func item(t testing.TB, p *policy.Policy, document string, answers ...string) evidence.Item {
	t.Helper()
	d, ok := p.Document(document)
	if !ok {
		t.Fatalf("no document %s", document)
	}
	i := evidence.Item{ID: evidence.ItemID("i-" + document), Type: document, Fields: map[string]string{}}
	for _, a := range answers {
		code, answer, single := strings.Cut(a, "=")
		for _, c := range d.Checks {
			switch {
			case single && c.Code == code:
				i.Checks = append(i.Checks, evidence.Check{Code: c.Code, Answer: evidence.Answer(answer), Reason: "no_equipment"})
			case !single && string(c.Group) == code:
				i.Checks = append(i.Checks, evidence.Check{Code: c.Code, Answer: evidence.Yes})
			}
		}
	}
	return i
}

// alike is a likeness with all conditions met but those named.
func alike(p *policy.Policy, against evidence.ItemID, but ...string) *evidence.Likeness {
	l := &evidence.Likeness{Against: against}
	for _, c := range p.Likeness.Checks {
		answer := evidence.Yes
		for _, b := range but {
			if code, a, _ := strings.Cut(b, "="); code == c.Code {
				answer = evidence.Answer(a)
			}
		}
		l.Checks = append(l.Checks, evidence.Check{Code: c.Code, Answer: answer})
	}
	return l
}

func codes(reasons []policy.Reason) []string {
	var out []string
	for _, r := range reasons {
		out = append(out, r.Code)
	}
	return out
}

func one(p *policy.Policy, i evidence.Item, training policy.Training) policy.ScoredPiece {
	return p.Score(policy.Findings{Evidence: []evidence.Item{i}}, training, today).Pieces[0]
}

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

func TestValidityRule(t *testing.T) {
	p := standard(t)
	all := []string{"physical", "visible", "uv", "source", "crypto", "current"}
	for name, c := range map[string]struct {
		answers []string
		want    int
	}{
		"nothing":                          {nil, 0},
		"physical only":                    {[]string{"physical"}, 1},
		"physical in part":                 {[]string{"original=yes"}, 0},
		"visible":                          {[]string{"visible"}, 2},
		"visible in part":                  {[]string{"photo_fixed=yes"}, 0},
		"visible, one could not":           {[]string{"photo_fixed=yes", "security_features=could_not"}, 0},
		"physical, visible could not":      {[]string{"physical", "photo_fixed=yes", "security_features=could_not"}, 1},
		"uv":                               {[]string{"uv"}, 2},
		"record":                           {[]string{"source"}, 2},
		"visible and uv":                   {[]string{"visible", "uv"}, 2},
		"visible and record":               {[]string{"visible", "source"}, 2},
		"visible, uv and record":           {[]string{"visible", "uv", "source"}, 3},
		"chip":                             {[]string{"crypto"}, 3},
		"visible, uv, chip":                {[]string{"visible", "uv", "crypto"}, 3},
		"visible, uv, chip, not cancelled": {[]string{"visible", "uv", "crypto", "current"}, 4},
		"everything":                       {all, 4},
		"everything, one no":               {append(slices.Clone(all), "original=no"), 0},
		"chip, cancelled":                  {[]string{"crypto", "not_cancelled=no"}, 0},
		"could not alone":                  {[]string{"uv_features=could_not"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			got := one(p, item(t, p, "passport", c.answers...), trained)
			if got.Validity != c.want {
				t.Errorf("%d %v, want %d", got.Validity, got.Reasons, c.want)
			}
		})
	}
}

func TestValidityReasons(t *testing.T) {
	p := standard(t)
	got := one(p, item(t, p, "birth_certificate", "physical", "security_features=yes", "uv_features=could_not"), trained)
	want := []policy.Reason{
		{Code: policy.StrengthListed, Params: map[string]string{"source": "gds2019", "mark": "older-source"}},
		{Code: policy.ValidityChecked, Params: map[string]string{"groups": "visible", "source": "proto2019", "mark": "older-source"}},
		{Code: policy.CheckCouldNot, Params: map[string]string{"check": "uv_features", "reason": "no_equipment"}},
		{Code: policy.CheckOpen, Params: map[string]string{"check": "issuer_record"}},
	}
	if d := cmp.Diff(want, got.Reasons); d != "" {
		t.Error(d)
	}
	got = one(p, item(t, p, "birth_certificate", "visible", "original=no", "details_agree=no"), trained)
	if d := cmp.Diff([]string{policy.StrengthListed, policy.ValidityCheckNo, policy.ValidityCheckNo}, codes(got.Reasons)); d != "" {
		t.Error(d)
	}
}

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

func TestLikenessRule(t *testing.T) {
	p := standard(t)
	for name, c := range map[string]struct {
		but  []string
		want int
		code string
	}{
		"all six":                    {nil, 3, policy.LikenessChecked},
		"mask not sure":              {[]string{"face_natural=could_not"}, 2, policy.LikenessConditions},
		"glare":                      {[]string{"eyes_clear=no"}, 2, policy.LikenessConditions},
		"first four":                 {[]string{"eyes_clear=no", "face_natural=no"}, 2, policy.LikenessConditions},
		"bad light":                  {[]string{"light_good=no"}, 1, policy.LikenessConditions},
		"tampering not looked at":    {[]string{"photo_untampered="}, 1, policy.LikenessConditions},
		"not compared":               {[]string{"same_person="}, 0, policy.LikenessInsufficient},
		"cannot tell":                {[]string{"same_person=could_not"}, 0, policy.LikenessInsufficient},
		"another person":             {[]string{"same_person=no"}, 0, policy.LikenessNo},
		"not here":                   {[]string{"person_present=no"}, 0, policy.LikenessNo},
		"photo tampered":             {[]string{"photo_untampered=no"}, 0, policy.LikenessNo},
		"document not genuine":       {[]string{"photo_genuine=no"}, 0, policy.LikenessNo},
		"contradiction counts as no": {[]string{"same_person=yes", "same_person=no"}, 0, policy.LikenessNo},
	} {
		t.Run(name, func(t *testing.T) {
			passport := item(t, p, "passport", "visible")
			s := p.Score(policy.Findings{Evidence: []evidence.Item{passport}, Likeness: alike(p, passport.ID, c.but...)}, trained, today)
			if s.Verification != c.want || !slices.Contains(codes(s.VerificationReasons), c.code) {
				t.Errorf("%d %v, want %d %s", s.Verification, s.VerificationReasons, c.want, c.code)
			}
		})
	}
}

func TestLikenessNeedsAPhotoFoundGenuine(t *testing.T) {
	p := standard(t)
	passport, certificate := item(t, p, "passport", "visible"), item(t, p, "birth_certificate", "visible")
	doubtful := item(t, p, "passport", "visible", "original=no")
	for name, c := range map[string]struct {
		items    []evidence.Item
		likeness *evidence.Likeness
		code     string
	}{
		"none":             {[]evidence.Item{passport}, nil, policy.LikenessNone},
		"no such document": {[]evidence.Item{passport}, alike(p, "elsewhere"), policy.LikenessNoDocument},
		"no photo on it":   {[]evidence.Item{certificate}, alike(p, certificate.ID), policy.LikenessNoPhoto},
		"found not valid":  {[]evidence.Item{doubtful}, alike(p, doubtful.ID), policy.LikenessNotValid},
		"unknown document": {[]evidence.Item{{ID: "x", Type: "library_card"}}, alike(p, "x"), policy.LikenessNoPhoto},
	} {
		t.Run(name, func(t *testing.T) {
			s := p.Score(policy.Findings{Evidence: c.items, Likeness: c.likeness}, trained, today)
			if s.Verification != 0 || s.VerificationReasons[0].Code != c.code {
				t.Errorf("%d %v", s.Verification, s.VerificationReasons)
			}
			if s.Result.Confidence != gpg45.None {
				t.Errorf("confidence %v without a likeness", s.Result.Confidence)
			}
		})
	}
}

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

// The main case (J1): a passport by eye.
func TestMainCase(t *testing.T) {
	p := standard(t)
	passport := item(t, p, "passport", "physical", "visible", "uv", "chip_signature=could_not", "issuer_record=could_not")
	f := policy.Findings{Evidence: []evidence.Item{passport}, Likeness: alike(p, passport.ID)}
	s := p.Score(f, trained, today)
	want := gpg45.Result{Profiles: []string{"L1B"}, Confidence: gpg45.Low, Next: []gpg45.Next{{
		Confidence: gpg45.Medium, Profile: "M2C",
		Add: []gpg45.Add{{Kind: gpg45.Wait, What: "council-check"}, {Kind: gpg45.Bring, What: "driving_licence_uk_photocard"}},
	}}}
	if d := cmp.Diff(want, s.Result); d != "" {
		t.Error(d)
	}
	f.Fraud = 1
	f.Evidence = append(f.Evidence, item(t, p, "birth_certificate", "physical", "visible"))
	if s = p.Score(f, trained, today); s.Result.Confidence != gpg45.Medium || s.Fraud != 1 {
		t.Errorf("%+v", s.Result)
	}
	if len(s.Flags) != 0 {
		t.Errorf("flags %v", s.Flags)
	}
	again, err := json.Marshal(p.Score(f, trained, today))
	if err != nil {
		t.Fatal(err)
	}
	first, err := json.Marshal(s)
	if err != nil || string(first) != string(again) {
		t.Errorf("the same findings gave another answer, %v", err)
	}
}

func TestCoaching(t *testing.T) {
	p := standard(t)
	add := func(kind gpg45.Kind, what string) gpg45.Add { return gpg45.Add{Kind: kind, What: what} }
	passport := item(t, p, "passport", "physical", "visible")
	for name, c := range map[string]struct {
		findings policy.Findings
		training policy.Training
		low      []gpg45.Add // nil: not offered
	}{
		"the likeness is left": {
			policy.Findings{Evidence: []evidence.Item{passport}},
			trained,
			[]gpg45.Add{add(gpg45.Ask, policy.AddLikeness)},
		},
		"checks are left": {
			policy.Findings{Evidence: []evidence.Item{item(t, p, "passport", "physical")}},
			trained,
			[]gpg45.Add{add(gpg45.Ask, "checks:passport:visible"), add(gpg45.Ask, policy.AddLikeness)},
		},
		"nothing yet": {
			policy.Findings{},
			trained,
			[]gpg45.Add{add(gpg45.Ask, policy.AddLikeness), add(gpg45.Bring, "passport")},
		},
		"a check said no": {
			policy.Findings{Evidence: []evidence.Item{item(t, p, "passport", "physical", "original=no")}},
			trained,
			[]gpg45.Add{add(gpg45.Ask, policy.AddLikeness), add(gpg45.Bring, "driving_licence_uk_photocard")},
		},
		"it is another person": {
			policy.Findings{Evidence: []evidence.Item{passport}, Likeness: alike(p, passport.ID, "same_person=no")}, trained, nil,
		},
		"an officer without training": {
			policy.Findings{Evidence: []evidence.Item{passport}}, policy.Training{}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var low []gpg45.Add
			for _, n := range p.Score(c.findings, c.training, today).Result.Next {
				if n.Confidence == gpg45.Low {
					low = n.Add
				}
			}
			if d := cmp.Diff(c.low, low); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestScoreTakesAnything(t *testing.T) {
	p := standard(t)
	f := policy.Findings{
		Evidence: []evidence.Item{{}, {Type: "passport"}, {Type: "passport", Fields: map[string]string{"mrz": "\x00", "expires": "soon", "birth_date": "x"}}},
		Likeness: &evidence.Likeness{}, Activity: 99, Fraud: -3,
	}
	s := p.Score(f, policy.Training{}, resident.Date{})
	if s.Activity != 4 || s.Fraud != 0 || len(s.Pieces) != 3 || s.Result.Confidence != gpg45.None {
		t.Errorf("%+v", s)
	}
}

// Every code that scoring can say is in the exported tables, which the words
// are checked against.
func TestCodesAreListed(t *testing.T) {
	p := standard(t)
	for _, training := range []policy.Training{trained, {}} {
		for _, document := range []string{"passport", "tenancy_agreement", "x"} {
			for _, answer := range []string{"original=yes", "original=no", "original=could_not", "visible"} {
				i := evidence.Item{ID: "x", Type: "x"}
				if document != "x" {
					i = item(t, p, document, answer)
				}
				s := p.Score(policy.Findings{Evidence: []evidence.Item{i}, Likeness: alike(p, i.ID, "light_good=no")}, training, today)
				for _, code := range slices.Concat(codes(s.Pieces[0].Reasons), codes(s.VerificationReasons)) {
					if !slices.Contains(policy.Reasons(), code) {
						t.Errorf("%s is not listed", code)
					}
				}
				for _, f := range s.Flags {
					if !slices.Contains(policy.Flags(), f.Code) {
						t.Errorf("%s is not listed", f.Code)
					}
				}
			}
		}
	}
}

func BenchmarkScore(b *testing.B) {
	p := standard(b)
	var f policy.Findings
	for _, d := range p.Documents {
		f.Evidence = append(f.Evidence, item(b, p, d.ID, "physical"))
	}
	f.Evidence[0].Fields["mrz"] = zone
	for b.Loop() {
		p.Score(f, trained, today)
	}
}
