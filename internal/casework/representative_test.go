package casework_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
)

func tomos() casework.Representative {
	return casework.Representative{
		Name: resident.Name{Given: "Tomos", Family: "Placeholder"}, Kind: "power_of_attorney", Seen: "Stamped on every page",
		Number: "7000-0000-0001", Agrees: evidence.Yes, Evidence: []evidence.Item{{ID: "rep-1", Type: "passport", Seen: evidence.Returned}},
	}
}

func TestRepresentativeIsTakenAwayAndBroughtBack(t *testing.T) {
	c := opened()
	if err := errors.Join(c.RemoveRepresentative(by(idris)), c.RestoreRepresentative(by(idris))); !errors.Is(err, casework.ErrNoRep) {
		t.Errorf("of nobody: %v", err)
	}
	caseworktest.Do(t, c.SetRepresentative(tomos(), by(idris)))
	set := c.Clone().Representative
	caseworktest.Do(t, c.RemoveRepresentative(by(mair)))
	if c.Representative != nil {
		t.Fatal("still there")
	}
	caseworktest.Do(t, c.RestoreRepresentative(by(mair)))
	if diff := cmp.Diff(set, c.Representative); diff != "" || c.FormerRep != nil {
		t.Errorf("came back otherwise:\n%s", diff)
	}
	if set.By != idris || set.Evidence[0].By != string(idris) || !c.Took(mair) {
		t.Errorf("who did it is lost: %+v", set)
	}
	s := submitted(t)
	if err := s.SetRepresentative(tomos(), by(idris)); !errors.Is(err, casework.ErrNotOpen) {
		t.Errorf("after sending: %v", err)
	}
}

func TestMissingRepresentative(t *testing.T) {
	c := trusttest.New(t, caseworktest.Now())
	rules := trusttest.Policy(t)
	for name, test := range map[string]struct {
		change func(*casework.Representative)
		want   map[string]string // place to code
	}{
		"ok/whole":                       {func(*casework.Representative) {}, nil},
		"ok/ended":                       {func(r *casework.Representative) { r.Until = resident.Date{Year: 2020, Month: 1, Day: 1} }, nil},
		"ok/none shown, and said so":     {func(r *casework.Representative) { r.Evidence, r.NoneShown = nil, true }, nil},
		"ok/helper shows nothing":        {func(r *casework.Representative) { r.Kind, r.Seen, r.Number, r.Evidence = "helper", "", "", nil }, nil},
		"ok/deputy for ever":             {func(r *casework.Representative) { r.Kind, r.Endless = "deputy", true }, nil},
		"refused/no name":                {func(r *casework.Representative) { r.Name = resident.Name{} }, map[string]string{"name": "case-representative-name"}},
		"refused/unknown kind":           {func(r *casework.Representative) { r.Kind = "squire" }, map[string]string{"kind": "case-representative-kind"}},
		"refused/nothing seen":           {func(r *casework.Representative) { r.Seen = "" }, map[string]string{"seen": "case-representative-seen"}},
		"refused/no number":              {func(r *casework.Representative) { r.Number = "" }, map[string]string{"number": "case-representative-number"}},
		"refused/deputy without end":     {func(r *casework.Representative) { r.Kind = "deputy" }, map[string]string{"until": "case-representative-end"}},
		"refused/agreement not asked":    {func(r *casework.Representative) { r.Agrees = "" }, map[string]string{"agrees": "case-representative-agrees"}},
		"refused/who they are not asked": {func(r *casework.Representative) { r.Evidence = nil }, map[string]string{"shown": "case-representative-shown"}},
		"refused/unknown document":       {func(r *casework.Representative) { r.Evidence[0].Type = "beer_mat" }, map[string]string{"shown": "case-representative-document"}},
	} {
		t.Run(name, func(t *testing.T) {
			k := caseworktest.WithPassport(t, c, rules)
			r := tomos()
			test.change(&r)
			caseworktest.Do(t, k.SetRepresentative(r, casework.By{Person: c.Officer.ID, At: c.Now}))
			got := map[string]string{}
			for _, e := range fault.All(k.Missing(rules, resident.DateOf(c.Now))) {
				if casework.StepOf(e) != casework.StepResident {
					t.Errorf("%s is not of the resident step", e.Where)
				}
				got[e.Where[len("resident.representative."):]] = e.Code
			}
			if len(got) != len(test.want) || len(got) > 0 && !cmp.Equal(got, test.want) {
				t.Errorf("missing %v, want %v", got, test.want)
			}
		})
	}
}

// TestResidentIsNotHere: somebody acts for them, but nobody can be compared
// with a photo in their place.
func TestResidentIsNotHere(t *testing.T) {
	c := trusttest.New(t, caseworktest.Now())
	rules := trusttest.Policy(t)
	at := casework.By{Person: c.Officer.ID, At: c.Now}
	k := caseworktest.New(t, c, rules)
	caseworktest.Do(t, k.PutEvidence(caseworktest.Passport(t, rules, c.Officer.ID, c.Now), at))
	r := tomos()
	r.Absent = true
	caseworktest.Do(t, k.SetRepresentative(r, at))
	if err := k.SetLikeness(caseworktest.Likeness(rules, "passport-1", c.Officer.ID, c.Now), at); !errors.Is(err, casework.ErrAbsent) {
		t.Errorf("compared with nobody: %v", err)
	}
	if err := k.Missing(rules, resident.DateOf(c.Now)); !errors.Is(err, casework.ErrLikenessAbsent) {
		t.Errorf("nobody says that the resident has to come: %v", err)
	}
	r.Absent = false
	caseworktest.Do(t, k.SetRepresentative(r, at))
	caseworktest.Do(t, k.SetLikeness(caseworktest.Likeness(rules, "passport-1", c.Officer.ID, c.Now), at))
	caseworktest.Do(t, k.Missing(rules, resident.DateOf(c.Now)))
}

func TestToldToWhoActs(t *testing.T) {
	c := trusttest.New(t, caseworktest.Now())
	rules := trusttest.Policy(t)
	at := casework.By{Person: c.Officer.ID, At: c.Now}
	k := caseworktest.WithPassport(t, c, rules)
	told := *k.Purpose
	told.To = casework.ToldRepresentative
	caseworktest.Do(t, k.SetPurpose(told, at))
	day := resident.DateOf(c.Now)
	if err := k.Missing(rules, day); !errors.Is(err, casework.ErrToldOther) {
		t.Errorf("told to nobody: %v", err)
	}
	helper := tomos()
	helper.Kind = "helper"
	caseworktest.Do(t, k.SetRepresentative(helper, at))
	if err := k.Missing(rules, day); !errors.Is(err, casework.ErrToldOther) {
		t.Errorf("told to who only speaks: %v", err)
	}
	caseworktest.Do(t, k.SetRepresentative(tomos(), at))
	caseworktest.Do(t, k.Missing(rules, day))
	if m, ok := k.Mandate(); !ok || !rules.Standing(m, day).Acts {
		t.Errorf("mandate %+v", m)
	}
	if _, ok := opened().Mandate(); ok {
		t.Error("a mandate of nobody")
	}
}
