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
