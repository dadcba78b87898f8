package casework_test

import (
	"errors"
	"strings"
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
)

// linked is a case whose passport has a former name, proved by a certificate.
func linked(t *testing.T) *casework.Case {
	t.Helper()
	c := opened()
	caseworktest.Do(t, c.SetResident(caseworktest.Rosa(), by(idris)))
	caseworktest.Do(t, c.PutEvidence(evidence.Item{ID: "p", Type: "passport", Fields: map[string]string{"given_names": "Rosa Mai", "family_name": "Sampl"}}, by(idris)))
	caseworktest.Do(t, c.PutEvidence(evidence.Item{ID: "m", Type: "marriage_certificate", Fields: map[string]string{"full_name": "Rosa Mai Sampl", "name_after": "Rosa Mai Specimen"}}, by(idris)))
	caseworktest.Do(t, c.SetNameLink(casework.NameLink{Item: "p", Reason: "married", Linked: "m", Note: "x"}, by(mair)))
	return c
}

func TestNameLinks(t *testing.T) {
	item := func(c *casework.Case, id evidence.ItemID) evidence.Item {
		i, _ := c.Item(id)
		return i.Clone()
	}
	for name, test := range map[string]struct {
		do   func(c *casework.Case) error
		err  error
		want casework.NameLink // of the passport; without a reason there is none
	}{
		"ok/set": {func(*casework.Case) error { return nil }, nil, casework.NameLink{Reason: "married", Linked: "m"}},
		"ok/again": {func(c *casework.Case) error {
			return c.SetNameLink(casework.NameLink{Item: "p", Reason: "known_as"}, by(idris))
		}, nil, casework.NameLink{Reason: "known_as"}},
		"ok/taken back": {func(c *casework.Case) error { return c.RemoveNameLink("p", by(idris)) }, nil, casework.NameLink{}},
		"ok/proof gone": {func(c *casework.Case) error { return c.RemoveEvidence("m", by(idris)) }, nil, casework.NameLink{Reason: "married"}},
		"ok/piece gone": {func(c *casework.Case) error { return c.RemoveEvidence("p", by(idris)) }, nil, casework.NameLink{}},
		"ok/answer only": {func(c *casework.Case) error {
			i := item(c, "p")
			i.Checks = []evidence.Check{{Code: "original", Answer: evidence.Yes}}
			return c.PutEvidence(i, by(idris))
		}, nil, casework.NameLink{Reason: "married", Linked: "m"}},
		"ok/reads on": {func(c *casework.Case) error {
			i := item(c, "p")
			i.Fields["family_name"] = "Samplo"
			return c.PutEvidence(i, by(idris))
		}, nil, casework.NameLink{}},
		"ok/other name": {func(c *casework.Case) error {
			r := caseworktest.Rosa()
			r.Name = resident.Name{Given: "Mair"}
			return c.SetResident(r, by(idris))
		}, nil, casework.NameLink{}},
		"ok/same name": {func(c *casework.Case) error {
			r := caseworktest.Rosa()
			r.Born.Day = 18
			return c.SetResident(r, by(idris))
		}, nil, casework.NameLink{Reason: "married", Linked: "m"}},

		"refused/no piece": {func(c *casework.Case) error {
			return c.SetNameLink(casework.NameLink{Item: "x", Reason: "married"}, by(idris))
		}, casework.ErrNoItem, casework.NameLink{Reason: "married", Linked: "m"}},
		"refused/no proof": {func(c *casework.Case) error {
			return c.SetNameLink(casework.NameLink{Item: "p", Reason: "married", Linked: "x"}, by(idris))
		}, casework.ErrNoItem, casework.NameLink{Reason: "married", Linked: "m"}},
		"refused/itself": {func(c *casework.Case) error {
			return c.SetNameLink(casework.NameLink{Item: "p", Reason: "married", Linked: "p"}, by(idris))
		}, casework.ErrNameLink, casework.NameLink{Reason: "married", Linked: "m"}},
		"refused/no reason": {func(c *casework.Case) error { return c.SetNameLink(casework.NameLink{Item: "p"}, by(idris)) }, casework.ErrNoReason, casework.NameLink{Reason: "married", Linked: "m"}},
		"refused/book": {func(c *casework.Case) error {
			return c.SetNameLink(casework.NameLink{Item: "p", Reason: "married", Note: strings.Repeat("x", 2001)}, by(idris))
		}, casework.ErrNameLink, casework.NameLink{Reason: "married", Linked: "m"}},
		"refused/nothing back": {func(c *casework.Case) error { return c.RemoveNameLink("m", by(idris)) }, casework.ErrNoItem, casework.NameLink{Reason: "married", Linked: "m"}},
		"refused/closed": {func(c *casework.Case) error {
			c.State = casework.Closed
			return c.SetNameLink(casework.NameLink{Item: "p", Reason: "married"}, by(idris))
		}, casework.ErrNotOpen, casework.NameLink{Reason: "married", Linked: "m"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := linked(t)
			if err := test.do(c); !errors.Is(err, test.err) {
				t.Fatalf("%v, want %v", err, test.err)
			}
			got, ok := c.NameLink("p")
			if ok != (test.want.Reason != "") || got.Reason != test.want.Reason || got.Linked != test.want.Linked {
				t.Errorf("%+v", got)
			}
			if !c.Took(mair) {
				t.Error("who gave the reason may approve it")
			}
		})
	}
}

func TestNamesMissing(t *testing.T) {
	rules := trusttest.Policy(t)
	on := resident.DateOf(clock())
	names := func(c *casework.Case) []string {
		var all []string
		for _, e := range fault.All(c.Missing(rules, on)) {
			if strings.HasPrefix(e.Code, "case-name") {
				all = append(all, e.Code+" "+e.Where)
			}
		}
		return all
	}
	c := linked(t)
	if got := names(c); len(got) != 0 {
		t.Errorf("proved: %v", got)
	}
	caseworktest.Do(t, c.RemoveEvidence("m", by(idris)))
	if got := names(c); len(got) != 1 || got[0] != "case-name-link-missing evidence[0].name" {
		t.Errorf("proof gone: %v", got)
	}
	caseworktest.Do(t, c.RemoveNameLink("p", by(idris)))
	if got := names(c); len(got) != 1 || got[0] != "case-name-unexplained evidence[0].name" {
		t.Errorf("no reason: %v", got)
	}
	caseworktest.Do(t, c.SetNameLink(casework.NameLink{Item: "p", Reason: "known_as"}, by(idris)))
	if got := names(c); len(got) != 0 {
		t.Errorf("a reason that needs no proof: %v", got)
	}
}
