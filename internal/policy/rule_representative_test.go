package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

func TestStanding(t *testing.T) {
	p := standard(t)
	today := resident.Date{Year: 2026, Month: 11, Day: 20}
	day := func(y, m, d int) resident.Date { return resident.Date{Year: y, Month: m, Day: d} }
	attorney := policy.Mandate{
		Kind: "power_of_attorney", Service: "blue_badge", Agrees: evidence.Yes, Shown: []string{"passport"}, Born: day(1940, 1, 1),
	}
	with := func(change func(*policy.Mandate)) policy.Mandate {
		m := attorney
		m.Shown = slices.Clone(m.Shown)
		change(&m)
		return m
	}
	parent := func(born resident.Date) policy.Mandate {
		return with(func(m *policy.Mandate) { m.Kind, m.Born = "parent", born })
	}
	for name, c := range map[string]struct {
		of           policy.Mandate
		acts, speaks bool
		why          []string
		until        resident.Date
	}{
		"ok/attorney":                        {of: attorney, acts: true, speaks: true},
		"ok/nobody could ask the resident":   {of: with(func(m *policy.Mandate) { m.Agrees = evidence.CouldNot }), acts: true, speaks: true},
		"ok/ends today":                      {of: with(func(m *policy.Mandate) { m.Until = today }), acts: true, speaks: true, until: today},
		"ok/appointee for a benefit":         {of: with(func(m *policy.Mandate) { m.Kind, m.Service = "appointee", "council_tax_support" }), acts: true, speaks: true},
		"ok/no service chosen yet":           {of: with(func(m *policy.Mandate) { m.Kind, m.Service = "appointee", "" }), acts: true, speaks: true},
		"ok/parent, the day before 18":       {of: parent(day(2008, 11, 21)), acts: true, speaks: true, until: today},
		"ok/parent with an earlier end":      {of: with(func(m *policy.Mandate) { m.Kind, m.Born, m.Until = "parent", day(2015, 1, 1), day(2027, 1, 1) }), acts: true, speaks: true, until: day(2027, 1, 1)},
		"refused/parent, on the day":         {of: parent(day(2008, 11, 20)), speaks: true, why: []string{policy.RepOfAge}, until: day(2026, 11, 19)},
		"refused/ended yesterday":            {of: with(func(m *policy.Mandate) { m.Until = day(2026, 11, 19) }), speaks: true, why: []string{policy.RepEnded}, until: day(2026, 11, 19)},
		"refused/appointee, not a benefit":   {of: with(func(m *policy.Mandate) { m.Kind = "appointee" }), speaks: true, why: []string{policy.RepOtherService}},
		"refused/no photo shown":             {of: with(func(m *policy.Mandate) { m.Shown = []string{"birth_certificate"} }), speaks: true, why: []string{policy.RepUnidentified}},
		"refused/nothing shown":              {of: with(func(m *policy.Mandate) { m.Shown = nil }), speaks: true, why: []string{policy.RepUnidentified}},
		"refused/the resident says no":       {of: with(func(m *policy.Mandate) { m.Agrees = evidence.No }), why: []string{policy.RepNotAgreed}},
		"refused/not asked":                  {of: with(func(m *policy.Mandate) { m.Agrees = evidence.Unanswered }), why: []string{policy.RepNotAgreed}},
		"refused/helper only speaks":         {of: with(func(m *policy.Mandate) { m.Kind = "helper" }), speaks: true, why: []string{policy.RepSpeaksOnly}},
		"refused/helper, resident not asked": {of: with(func(m *policy.Mandate) { m.Kind, m.Agrees = "helper", evidence.CouldNot }), why: []string{policy.RepNotAgreed, policy.RepSpeaksOnly}},
		"refused/unknown authority":          {of: with(func(m *policy.Mandate) { m.Kind = "squire" }), why: []string{policy.RepUnknown}},
		"refused/everything at once": {
			of:  policy.Mandate{Kind: "appointee", Service: "blue_badge", Until: day(2020, 1, 1), Agrees: evidence.No},
			why: []string{policy.RepNotAgreed, policy.RepEnded, policy.RepOtherService, policy.RepUnidentified}, until: day(2020, 1, 1),
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := p.Standing(c.of, today)
			if got.Acts != c.acts || got.Speaks != c.speaks || got.Until != c.until || !slices.Equal(got.Why, c.why) {
				t.Errorf("got %+v", got)
			}
			for _, code := range got.Why {
				if !slices.Contains(policy.RepresentativeReasons(), code) {
					t.Errorf("%s is not listed", code)
				}
			}
		})
	}
}

func TestPeopleOfAPolicyAreLinted(t *testing.T) {
	for name, c := range map[string]struct {
		path  string
		value any
		want  string
	}{
		"covers an unknown family":    {"representative.kinds.1.covers.0", "castles", "policy-unknown"},
		"covers a family twice":       {"representative.kinds.1.covers.1", "benefits", "policy-twice"},
		"two of one code":             {"representative.kinds.1.code", "deputy", "policy-twice"},
		"a helper with a number":      {"representative.kinds.4.number", true, "policy-unreachable"},
		"nobody":                      {"representative.kinds", []any{}, "policy-empty"},
		"no kinds of concern":         {"concern.kinds", []any{}, "policy-empty"},
		"no advice":                   {"concern.advice", []any{}, "policy-empty"},
		"no Welsh advice":             {"concern.advice.0.cy", "", "policy-text"},
		"a referral told otherwise":   {"outcomes.3.next.en", "Another team looks at it.", "policy-tells-referral"},
		"a referral told in Welsh":    {"outcomes.3.next.cy", "Arall.", "policy-tells-referral"},
		"a referral told later":       {"outcomes.3.days", 6, "policy-tells-referral"},
		"nothing to be told the same": {"outcomes.0.outcome", "vanished", "policy-unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := policy.Decode(edited(t, c.path, c.value))
			if !slices.ContainsFunc(fault.All(err), func(e *fault.Error) bool { return e.Code == c.want }) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// TestLacks: what has to be recorded of an authority turns on its kind.
func TestLacks(t *testing.T) {
	all := policy.AuthorityKind{Acts: true, Number: true, Expires: true}
	for name, c := range map[string]struct {
		kind policy.AuthorityKind
		of   policy.Proof
		want string
	}{
		"nothing recorded":   {all, policy.Proof{}, "seen number until"},
		"all recorded":       {all, policy.Proof{Seen: "the order", Number: "7", Ends: true}, ""},
		"only spaces":        {all, policy.Proof{Seen: " ", Number: "\t", Ends: true}, "seen number"},
		"no number, no end":  {policy.AuthorityKind{Acts: true}, policy.Proof{Seen: "the order"}, ""},
		"speaks and no more": {policy.AuthorityKind{Number: true, Expires: true}, policy.Proof{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(c.kind.Lacks(c.of), " "); got != c.want {
				t.Errorf("lacks %q, want %q", got, c.want)
			}
		})
	}
}

// TestVouchEnds: a desk that tells London time and a broker that tells UTC
// agree, also when the clocks go back in between.
func TestVouchEnds(t *testing.T) {
	signed := time.Date(2026, 9, 1, 10, 0, 0, 0, time.FixedZone("BST", 3600))
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	l := policy.Limits{VouchDays: 90}
	for _, at := range []time.Time{signed, signed.UTC(), signed.In(london)} {
		if got := l.VouchEnds(at); !got.Equal(time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)) {
			t.Errorf("%v ends %v", at, got)
		}
	}
}
