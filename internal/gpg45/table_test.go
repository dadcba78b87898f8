package gpg45_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
)

func TestNewTableRefuses(t *testing.T) {
	good := gpg45.Profile{Code: "X1A", Confidence: gpg45.Low, Evidence: []gpg45.Slot{{1, 1}}, Verification: 1}
	with := func(f func(*gpg45.Profile)) []gpg45.Profile {
		p := good
		f(&p)
		return []gpg45.Profile{p}
	}
	for name, c := range map[string]struct {
		list  []gpg45.Profile
		want  error
		where string
	}{
		"refused/none":            {nil, gpg45.ErrTableEmpty, "profiles"},
		"refused/code":            {with(func(p *gpg45.Profile) { p.Code = "x" }), gpg45.ErrProfileCode, "profiles[0].code"},
		"refused/twice":           {[]gpg45.Profile{good, good}, gpg45.ErrProfileTwice, "profiles[1].code"},
		"refused/level none":      {with(func(p *gpg45.Profile) { p.Confidence = gpg45.None }), gpg45.ErrProfileLevel, "profiles[0].confidence"},
		"refused/no evidence":     {with(func(p *gpg45.Profile) { p.Evidence = nil }), gpg45.ErrProfileSlots, "profiles[0].evidence"},
		"refused/too many pieces": {with(func(p *gpg45.Profile) { p.Evidence = make([]gpg45.Slot, 9) }), gpg45.ErrProfileSlots, "profiles[0].evidence"},
		"refused/strength 0":      {with(func(p *gpg45.Profile) { p.Evidence = []gpg45.Slot{{0, 1}} }), gpg45.ErrProfileScore, "profiles[0].evidence[0].strength"},
		"refused/validity 0":      {with(func(p *gpg45.Profile) { p.Evidence = []gpg45.Slot{{1, 0}} }), gpg45.ErrProfileScore, "profiles[0].evidence[0].validity"},
		"refused/no likeness":     {with(func(p *gpg45.Profile) { p.Verification = 0 }), gpg45.ErrProfileScore, "profiles[0].verification"},
		"refused/fraud 5":         {with(func(p *gpg45.Profile) { p.Fraud = 5 }), gpg45.ErrProfileScore, "profiles[0].fraud"},
		"refused/activity -1":     {with(func(p *gpg45.Profile) { p.Activity = -1 }), gpg45.ErrProfileScore, "profiles[0].activity"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := gpg45.NewTable(c.list)
			if !errors.Is(err, c.want) {
				t.Fatalf("error %v, want %v", err, c.want)
			}
			if got := fault.All(err)[0].Where; got != c.where {
				t.Errorf("where %s, want %s", got, c.where)
			}
		})
	}
}

func TestTableCannotBeChanged(t *testing.T) {
	table := published(t)
	table.Profiles()[0].Evidence[0].Strength = 0
	if table.Profiles()[0].Evidence[0].Strength == 0 {
		t.Error("a caller changed the table")
	}
}

func TestConfidenceWords(t *testing.T) {
	for c, word := range map[gpg45.Confidence]string{
		gpg45.None: "none", gpg45.Low: "low", gpg45.Medium: "medium", gpg45.High: "high", gpg45.VeryHigh: "very_high",
	} {
		read, err := gpg45.ParseConfidence(word)
		if c.String() != word || read != c || err != nil {
			t.Errorf("%q: %v %v", word, read, err)
		}
	}
	if _, err := gpg45.ParseConfidence("certain"); !errors.Is(err, gpg45.ErrConfidence) {
		t.Errorf("error %v", err)
	}
}

func TestResultJSON(t *testing.T) {
	table := published(t)
	for name, c := range map[string]struct {
		result gpg45.Result
		want   string
	}{
		"nothing": {
			table.Assess(gpg45.Claim{}, nil), `{"profiles":[],"confidence":"none","next":[]}`,
		},
		"next": {
			table.Assess(
				gpg45.Claim{Evidence: []gpg45.Piece{{"passport", 3, 2, at(3)}}},
				gpg45.Catalogue{
					{Kind: gpg45.Bring, What: "birth_certificate", Piece: &gpg45.Piece{Type: "birth_certificate", Strength: 2, Validity: 2}},
					{Kind: gpg45.Wait, What: "council-check", Fraud: 1},
				}),
			`{"profiles":["L1B"],"confidence":"low","next":[{"confidence":"medium","profile":"M2C",` +
				`"add":[{"kind":"wait","what":"council-check"},{"kind":"bring","what":"birth_certificate"}]}]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := json.Marshal(c.result)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, string(got)); d != "" {
				t.Error(d)
			}
		})
	}
}

// A full desk: six documents, checked in part, and forty more that could be
// brought, of the scores that a real catalogue has.
func fullDesk() (gpg45.Claim, gpg45.Catalogue) {
	claim := gpg45.Claim{Verification: 2}
	for i, s := range []gpg45.Slot{{3, 2}, {2, 2}, {2, 1}, {1, 1}, {2, 2}, {3, 1}} {
		claim.Evidence = append(claim.Evidence, gpg45.Piece{Type: string(rune('a' + i)), Strength: s.Strength, Validity: s.Validity})
	}
	catalogue := gpg45.Catalogue{
		{Kind: gpg45.Ask, What: "likeness", Verification: 3, Against: []string{"a", "f", "B0", "B7"}},
		{Kind: gpg45.Ask, What: "checks:c", Piece: &gpg45.Piece{Type: "c", Strength: 2, Validity: 2}},
		{Kind: gpg45.Ask, What: "checks:f", Piece: &gpg45.Piece{Type: "f", Strength: 3, Validity: 2}},
		{Kind: gpg45.Wait, What: "council-check", Fraud: 2, Activity: 1},
	}
	for i := range 40 {
		name := "B" + string(rune('0'+i))
		p := gpg45.Piece{Type: name, Strength: 1 + i%4, Validity: 1 + i%3}
		catalogue = append(catalogue, gpg45.Option{Kind: gpg45.Bring, What: name, Piece: &p})
	}
	return claim, catalogue
}

func BenchmarkAssess(b *testing.B) {
	const limit = time.Millisecond
	table := published(b)
	claim, _ := fullDesk()
	b.ReportAllocs()
	for b.Loop() {
		table.Assess(claim, nil)
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(limit), "x-limit")
}

func BenchmarkAssessWithNextSteps(b *testing.B) {
	const limit = 5 * time.Millisecond
	table := published(b)
	claim, catalogue := fullDesk()
	b.ReportAllocs()
	for b.Loop() {
		table.Assess(claim, catalogue)
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(limit), "x-limit")
}

// Nobody has shown anything yet: every slot of every profile is open.
func BenchmarkNextStepsFromNothing(b *testing.B) {
	const limit = 5 * time.Millisecond
	table := published(b)
	_, catalogue := fullDesk()
	b.ReportAllocs()
	for b.Loop() {
		table.Assess(gpg45.Claim{}, catalogue)
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(limit), "x-limit")
}
