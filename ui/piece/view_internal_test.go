package piece

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/assets"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/namematch"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

var today = resident.Date{Year: 2026, Month: 11, Day: 23}

func spoken(t testing.TB, lang words.Lang) words.Words {
	t.Helper()
	b, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	return b.In(lang)
}

func specimenPolicy(t testing.TB) *policy.Policy {
	t.Helper()
	p, err := policy.Decode(assets.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const (
	upper = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
	lower = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
)

func TestZone(t *testing.T) {
	change := func(at int, to string) string { return upper + lower[:at-1] + to + lower[at:] }
	for name, c := range map[string]struct {
		text string
		tint theme.Tint
		says string
		not  string
	}{
		"ok/empty":             {"  ", theme.Tint(0), "", ""},
		"ok/whole":             {upper + lower, theme.Good, "The lines add up", "genuine. "},
		"refused/number":       {change(10, "7"), theme.Bad, "document number does not fit. It is line 2, character 10", "over the whole line"},
		"refused/birth":        {change(20, "3"), theme.Bad, "date of birth does not fit. It is line 2, character 20", "over the whole line"},
		"refused/expiry":       {change(28, "8"), theme.Bad, "expiry date does not fit. It is line 2, character 28", "over the whole line"},
		"refused/personal":     {change(43, "2"), theme.Bad, "personal number does not fit. It is line 2, character 43", "over the whole line"},
		"refused/composite":    {change(44, "1"), theme.Bad, "over the whole line, does not fit. It is line 2, character 44", "document number"},
		"refused/short":        {upper + lower[:31], theme.Warn, "In line 2 there are 31 characters; it needs 44.", ""},
		"refused/one line":     {upper, theme.Warn, "In line 2 there are 0 characters; it needs 44.", ""},
		"refused/character":    {strings.Replace(upper, "ERIKSSON", "ERIK5SON", 1) + lower, theme.Warn, "In line 1, character 10", ""},
		"refused/no such form": {"ABC", theme.Warn, "two lines of 44", ""},
	} {
		t.Run(name, func(t *testing.T) {
			n, fields := zone(c.text, today, spoken(t, words.English))
			said := n.Title + " " + n.Detail
			if !strings.Contains(said, c.says) || (c.not != "" && strings.Contains(said, c.not)) || (c.says != "" && n.Tint != c.tint) {
				t.Errorf("%v %q", n.Tint, said)
			}
			if (fields != nil) != (c.tint == theme.Good && c.says != "") {
				t.Errorf("fields %t", fields != nil)
			}
		})
	}
}

func FuzzZone(f *testing.F) {
	f.Add(upper + lower)
	f.Add("L<<")
	f.Add("\u202e")
	w := spoken(f, words.English)
	f.Fuzz(func(t *testing.T, text string) {
		n, fields := zone(text, today, w)
		if strings.Contains(n.Title+n.Detail, "[evidence.") || (fields != nil && n.Tint != theme.Good) {
			t.Errorf("%q: %+v", text, n)
		}
	})
}

func TestDriver(t *testing.T) {
	born := resident.Date{Year: 1988, Month: 4, Day: 17}
	for name, c := range map[string]struct {
		text string
		born resident.Date
		says string
	}{
		"ok/same":           {"SPECI 854178 RM9AB", born, "fits the date of birth"},
		"ok/no date yet":    {"SPECI854178RM9AB", resident.Date{}, "right form"},
		"ok/ireland":        {"12345678", born, "Northern Ireland"},
		"refused/other":     {"SPECI854188RM9AB", born, "holds another date of birth"},
		"refused/short":     {"SPECI8541", born, "16 letters and figures"},
		"refused/month":     {"SPECI899178RM9AB", born, "month of birth"},
		"ok/nothing is odd": {" ", born, ""},
	} {
		t.Run(name, func(t *testing.T) {
			n := driver(c.text, c.born, spoken(t, words.English))
			if said := n.Title + " " + n.Detail; !strings.Contains(said, c.says) || (c.says == "") != (n.Title == "") {
				t.Errorf("%q", said)
			}
		})
	}
}

func TestDraftHoldsTheForm(t *testing.T) {
	p := specimenPolicy(t)
	doc, _ := p.Document("passport")
	f := typed(map[string]string{
		"type": "passport", "part": "checks", "seen": "returned", "text.number": " 1 ", "date.expires.day": "31",
		"pick.chip": "trusted", "answer.original": "no", "answer.uv_features": "could_not", "reason.uv_features": "worn", "text.nonsense": "x",
	}, doc)
	if diff := cmp.Diff(f, typed(f.draft(), doc)); diff != "" {
		t.Error(diff)
	}
	if f.Part != checksPart || f.Dates["expires"].Day != "31" || f.Picks["chip"] != "trusted" || len(f.Said) != 2 || f.Texts["nonsense"] != "" {
		t.Errorf("%+v", f)
	}
}

func TestWrongFields(t *testing.T) {
	p := specimenPolicy(t)
	doc, _ := p.Document("passport")
	good := map[string]string{
		"text.given_names": "Rosa", "text.number": "123", "text.country": "gbr",
		"date.birth_date.day": "17", "date.birth_date.month": "4", "date.birth_date.year": "1988",
		"date.expires.day": "1", "date.expires.month": "2", "date.expires.year": "2031",
	}
	for name, c := range map[string]struct {
		change map[string]string
		says   []string
	}{
		"ok/whole":            {nil, nil},
		"refused/half date":   {map[string]string{"date.birth_date.month": ""}, []string{"Date of birth: write the month"}},
		"refused/future":      {map[string]string{"date.birth_date.year": "2031"}, []string{"Date of birth: this day lies in the future"}},
		"refused/no such day": {map[string]string{"date.expires.day": "31"}, []string{"Expiry date: the month has no such day"}},
		"refused/country":     {map[string]string{"text.country": "UK"}, []string{"Issuing country: write three capital letters, such as GBR"}},
		"refused/no name":     {map[string]string{"text.given_names": ""}, []string{"Family name: write what stands on the document"}},
		"refused/control":     {map[string]string{"text.number": "12\u202e3"}, []string{"Passport number: it holds a sign that cannot be seen or that turns the writing round. Type it again by hand"}},
		"refused/zone":        {map[string]string{"text.mrz": upper + lower[:40]}, []string{"The two lines at the foot of the photo page: In line 2 there are 40 characters; it needs 44."}},
		"refused/all":         {map[string]string{"text.number": "", "text.country": ""}, []string{"Passport number: write what stands on the document", "Issuing country: write what stands on the document"}},
	} {
		t.Run(name, func(t *testing.T) {
			draft := map[string]string{}
			for k, v := range good {
				draft[k] = v
			}
			for k, v := range c.change {
				draft[k] = v
			}
			item, dates := typed(draft, doc).item("p", doc, record.Item{}, nil)
			var said []string
			for _, e := range wrongFields(p, doc, item, dates, today) {
				field, _ := doc.Field(e.Where)
				said = append(said, say(field, e, spoken(t, words.English)))
			}
			if diff := cmp.Diff(c.says, said); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// residents is an owner whose documents are the case's own.
var residents = Owner{Draft: "evidence:", Of: func(o *desk.OpenCase) Papers {
	return Papers{Items: o.Case.Evidence, Scored: o.Scored, Closed: o.Case.State != casework.Open}
}}

func TestLook(t *testing.T) {
	p := specimenPolicy(t)
	w := spoken(t, words.English)
	with := func(change func(*desk.OpenCase)) desk.Snapshot {
		o := &desk.OpenCase{Case: &casework.Case{State: casework.Open}}
		change(o)
		return desk.Snapshot{Policy: p, Open: o}
	}
	unknown := record.Item{ID: "x", Type: "library_card", Seen: record.Returned}
	for name, c := range map[string]struct {
		s      desk.Snapshot
		states []string
		add    bool
		goOn   bool
	}{
		"ok/no case":   {desk.Snapshot{}, nil, false, false},
		"ok/no policy": {desk.Snapshot{Open: &desk.OpenCase{Case: &casework.Case{}}}, nil, false, false},
		"ok/empty":     {with(func(*desk.OpenCase) {}), nil, true, false},
		"ok/typed only": {with(func(o *desk.OpenCase) {
			o.Drafts = map[string]map[string]string{"evidence:a": {"type": "passport"}, "resident": {"given": "R"}, "evidence:b": {}}
		}), []string{"Begun"}, true, false},
		"ok/unknown type": {with(func(o *desk.OpenCase) { o.Case.Evidence = []record.Item{unknown} }), []string{"Not in the policy"}, true, false},
		"ok/closed":       {with(func(o *desk.OpenCase) { o.Case.State, o.Case.Evidence = casework.Closed, []record.Item{unknown} }), []string{"Not in the policy"}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			v := look(residents.see(c.s), w)
			var states []string
			for _, p := range v.Pieces {
				states = append(states, p.State)
				if p.Remove != c.add {
					t.Errorf("remove %t", p.Remove)
				}
			}
			if diff := cmp.Diff(c.states, states); diff != "" || v.Add != c.add || v.GoOn != c.goOn {
				t.Errorf("add %t, go on %t, %s", v.Add, v.GoOn, diff)
			}
		})
	}
}

// TestEveryReasonAndFlagHasWords holds the policy's closed lists to the words.
func TestEveryReasonAndFlagHasWords(t *testing.T) {
	rules := specimenPolicy(t)
	doc, _ := rules.Document("passport")
	params := map[string]string{"other": "birth_certificate", "why": "order,initial", "check": "document_number", "field": "number", "groups": "physical,uv", "mark": "older-source", "allowed": "2", "years": "16", "condition": "chip=trusted"}
	for _, lang := range words.Langs() {
		w := spoken(t, lang)
		for _, code := range policy.Reasons() {
			if strings.HasPrefix(code, "likeness") || strings.HasPrefix(code, "referee") || strings.HasPrefix(code, "sources") {
				continue // not of a document
			}
			r := policy.Reason{Code: code, Params: params}
			if code == policy.ValidityCheckNo {
				r.Params = map[string]string{"check": "original"}
			}
			said := strings.Join(reasons([]policy.Reason{r}, doc, w), "")
			if said == "" || strings.ContainsAny(said, "[]") {
				t.Errorf("%s %s: %q", lang, code, said)
			}
		}
		for _, code := range policy.Flags() {
			if said := flag(rules, policy.Flag{Code: code, Params: params}, doc, w); said == "" || strings.ContainsAny(said, "[]<>") {
				t.Errorf("%s %s: %q", lang, code, said)
			}
		}
		for _, code := range namematch.Codes() {
			if said := nameWhy(string(code), w); said == "" {
				t.Errorf("%s: no words for why a name varies: %s", lang, code)
			}
		}
		explained := policy.Flag{Code: policy.FlagNameDiffers, Params: map[string]string{"reason": "married"}}
		if said := flag(rules, explained, doc, w); said == w.T("evidence.flag.name-differs") || strings.ContainsAny(said, "[]") {
			t.Errorf("%s: an explained name: %q", lang, said)
		}
	}
}
