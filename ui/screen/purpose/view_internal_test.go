package purpose

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

func TestLook(t *testing.T) {
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	rules := trusttest.Policy(t)
	at := time.Date(2026, time.November, 23, 10, 31, 0, 0, time.UTC)
	said := &casework.Purpose{Service: "blue_badge", Notice: "1", Told: "given", Language: "cy", At: at}
	older := &casework.Purpose{Service: "blue_badge", Notice: "0", Told: "given", Language: "cy", At: at}
	gone := &casework.Purpose{Service: "no_longer", Notice: "1", Told: "given", Language: "cy", At: at}
	type drawn struct {
		Closed, Changed  string
		Form             bool
		Services         int
		Paragraph, Value string
	}
	const first = "Your council asks for these details to be sure who you are, for the service you have chosen."
	for name, c := range map[string]struct {
		lang    words.Lang
		state   casework.State
		rules   *policy.Policy
		said    *casework.Purpose
		told    resident.Language
		renewed bool
		want    drawn
	}{
		"open":            {words.English, casework.Open, rules, nil, "en", false, drawn{Form: true, Services: len(rules.Services), Paragraph: first}},
		"open/welsh desk": {words.Welsh, casework.Open, rules, nil, "en", false, drawn{Form: true, Services: len(rules.Services), Paragraph: first}},
		"open/told":       {words.English, casework.Open, rules, said, "en", false, drawn{Form: true, Services: len(rules.Services), Paragraph: first}},
		"open/told older": {words.English, casework.Open, rules, older, "en", false, drawn{Form: true, Services: len(rules.Services), Paragraph: first, Changed: "The notice is a new one"}},
		"open/renewed":    {words.English, casework.Open, rules, nil, "en", true, drawn{Form: true, Services: len(rules.Services), Paragraph: first, Changed: "The notice is a new one"}},
		"no policy":       {words.English, casework.Open, nil, said, "en", false, drawn{Closed: "The council's policy has not arrived yet"}},
		"closed":          {words.Welsh, casework.Closed, rules, said, "en", false, drawn{Closed: "Ni ellir newid y diben nawr", Value: "Bathodyn Glas"}},
		"closed/not kept": {words.English, casework.Closed, rules, nil, "en", false, drawn{Closed: "The purpose cannot be changed now", Value: "Nothing was recorded in this step."}},
		"closed/gone":     {words.English, casework.Closed, rules, gone, "en", false, drawn{Closed: "The purpose cannot be changed now", Value: "no_longer"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := desk.Snapshot{Policy: c.rules, Open: &desk.OpenCase{Case: &casework.Case{State: c.state, Purpose: c.said}}}
			v := look(s, c.told, c.renewed, book.In(c.lang))
			got := drawn{Closed: v.Closed.Title, Changed: v.Changed.Title, Form: v.Form, Services: options(v.Services)}
			if len(v.Paragraphs) > 0 {
				got.Paragraph = v.Paragraphs[0]
			}
			if len(v.Rows) > 0 {
				got.Value = v.Rows[0].Value
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	if v := look(desk.Snapshot{}, "en", false, book.In(words.English)); v.Form || v.Closed.Title != "" {
		t.Errorf("without a case: %+v", v)
	}
}

func TestNeeds(t *testing.T) {
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	w := book.In(words.English)
	any := policy.Service{Attributes: []policy.Attribute{policy.AttributeName}}
	if got := needs(&policy.Policy{}, any, w); got != "Whatever was checked is enough · name" {
		t.Errorf("%q", got)
	}
}

func options(groups []component.Group) int {
	n := 0
	for _, g := range groups {
		n += len(g.Options)
	}
	return n
}

// Every service stands in its family, and one that needs no identity says what
// it asks instead.
func TestServicesAreGrouped(t *testing.T) {
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	p := trusttest.Policy(t)
	for _, lang := range words.Langs() {
		groups := services(p, book.In(lang))
		seen := map[string]component.Option{}
		for i, g := range groups {
			if g.Text != p.Families[i].Words.In(resident.Language(lang)) {
				t.Errorf("%s: group %q", lang, g.Text)
			}
			for _, o := range g.Options {
				if s, _ := p.Service(o.ID); s.Family != p.Families[i].Code {
					t.Errorf("%s in %s", o.ID, p.Families[i].Code)
				}
				seen[o.ID] = o
			}
		}
		if len(seen) != len(p.Services) || len(p.Services) < 70 {
			t.Errorf("%d of %d services", len(seen), len(p.Services))
		}
	}
	groups := services(p, book.In(words.English))
	for _, g := range groups {
		for _, o := range g.Options {
			if o.ID == "concession_holder" && o.Hint != "Whatever was checked is enough · holds: Older person's bus pass" {
				t.Errorf("hint %q", o.Hint)
			}
		}
	}
}
