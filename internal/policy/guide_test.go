package policy_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
)

func words(s string) map[string]any { return map[string]any{"en": s, "cy": s + " yn Gymraeg"} }

func aField(id string) map[string]any {
	return map[string]any{"id": id, "names": words(id), "kind": "text"}
}

func aCheck(code, question string) map[string]any {
	return map[string]any{
		"code": code, "group": "physical", "method": "vpip",
		"question": words(question), "how": words("look"), "source": "example",
	}
}

func aGuide(id string, includes []any, fields, checks []any) map[string]any {
	list := func(l []any) []any { return append([]any{}, l...) }
	return map[string]any{"id": id, "includes": list(includes), "fields": list(fields), "checks": list(checks)}
}

// guided is the default policy with more guides and one more document.
func guided(t testing.TB, document map[string]any, guides ...map[string]any) []byte {
	t.Helper()
	var whole map[string]any
	if err := json.Unmarshal(edited(t, "version", 1), &whole); err != nil {
		t.Fatal(err)
	}
	have, _ := whole["guides"].([]any)
	for _, g := range guides {
		have = append(have, g)
	}
	whole["guides"] = append([]any{}, have...)
	documents, _ := whole["documents"].([]any)
	d := map[string]any{"id": "novel", "names": words("novel"), "family": "photo", "ida": "passport", "strengths": []any{}, "photo": false, "image": "allowed"}
	for name, v := range document {
		d[name] = v
	}
	whole["documents"] = append(documents, d)
	body, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// A guide's own come after what it includes, a document's own after its
// guide's; one of the same id or code takes the place of the earlier.
func TestDecodeJoinsGuides(t *testing.T) {
	body := guided(t,
		map[string]any{"guide": "leaf", "fields": []any{aField("f-own")}, "checks": []any{aCheck("c-left", "own"), aCheck("c-own", "own")}},
		aGuide("left", nil, []any{aField("f-left")}, []any{aCheck("c-left", "left"), aCheck("c-both", "left")}),
		aGuide("right", []any{"deep"}, nil, []any{aCheck("c-both", "right"), aCheck("c-right", "right")}),
		aGuide("deep", nil, nil, []any{aCheck("c-deep", "deep")}),
		aGuide("leaf", []any{"left", "right"}, []any{aField("f-leaf")}, []any{aCheck("c-deep", "leaf")}),
	)
	p, err := policy.Decode(body)
	if err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	twice, err := policy.Decode(again)
	if err != nil {
		t.Fatalf("what Decode joined does not decode: %v", err)
	}
	for _, p := range []*policy.Policy{p, twice} {
		d, _ := p.Document("novel")
		var got []string
		for _, f := range d.Fields {
			got = append(got, f.ID)
		}
		for _, c := range d.Checks {
			got = append(got, c.Code+" "+c.Question.En)
		}
		want := []string{"f-left", "f-leaf", "f-own", "c-left own", "c-both right", "c-deep leaf", "c-right right", "c-own own"}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	}
}

// Two documents of one guide share nothing that one could change in the other.
func TestJoinedDocumentsAreApart(t *testing.T) {
	p := standard(t)
	for i, a := range p.Documents {
		for j, b := range p.Documents[:i] {
			if len(a.Fields) > 0 && len(b.Fields) > 0 && &a.Fields[0] == &b.Fields[0] {
				t.Errorf("documents %d and %d share their fields", i, j)
			}
		}
	}
}

func TestDecodeNamesTheMistakeInGuides(t *testing.T) {
	parts := []any{aField("f")}
	checks := []any{aCheck("c", "is it so")}
	at := len(standard(t).Guides)
	document := func(more map[string]any) map[string]any {
		d := map[string]any{"guide": "one"}
		for name, v := range more {
			d[name] = v
		}
		return d
	}
	last := fmt.Sprintf("documents[%d]", len(standard(t).Documents))
	for name, c := range map[string]struct {
		body  []byte
		want  error
		where string
	}{
		"unknown/by a document": {guided(t, map[string]any{"guide": "none", "fields": parts, "checks": checks}), policy.ErrUnknown, last + ".guide"},
		"unknown/by a guide":    {guided(t, document(nil), aGuide("one", []any{"none"}, parts, checks)), policy.ErrUnknown, "guides[%d].includes[0]"},
		"twice/id":              {guided(t, document(nil), aGuide("one", nil, parts, checks), aGuide("one", nil, parts, checks)), policy.ErrTwice, "guides[+1].id"},
		"twice/include":         {guided(t, document(nil), aGuide("one", []any{"two", "two"}, parts, checks), aGuide("two", nil, nil, nil)), policy.ErrTwice, "guides[%d].includes[1]"},
		"id":                    {guided(t, document(nil), aGuide("one", nil, parts, checks), aGuide("No. 2", nil, nil, nil)), policy.ErrID, "guides[+1].id"},
		"unused":                {guided(t, document(nil), aGuide("one", nil, parts, checks), aGuide("two", nil, parts, checks)), policy.ErrUnreachable, "guides[+1]"},
		"loop/itself":           {guided(t, document(nil), aGuide("one", []any{"one"}, parts, checks)), policy.ErrLoop, "guides[%d].includes[0]"},
		"loop/of three": {
			guided(t, document(nil), aGuide("one", []any{"two"}, parts, checks), aGuide("two", []any{"three"}, nil, nil), aGuide("three", []any{"one"}, nil, nil)),
			policy.ErrLoop, "guides[+2].includes[0]",
		},
		"field/kind":           {guided(t, document(nil), aGuide("one", nil, []any{map[string]any{"id": "f", "names": words("f"), "kind": "number"}}, checks)), policy.ErrUnknown, "guides[%d].fields[0].kind"},
		"check/no welsh":       {guided(t, document(nil), aGuide("one", nil, parts, []any{map[string]any{"code": "c", "group": "uv", "method": "vpiruv", "question": map[string]any{"en": "x", "cy": ""}, "how": words("x"), "source": "example"}})), policy.ErrText, "guides[%d].checks[0].question.cy"},
		"check/unknown source": {guided(t, document(nil), aGuide("one", nil, parts, []any{map[string]any{"code": "c", "group": "uv", "method": "vpiruv", "question": words("x"), "how": words("x"), "source": "hearsay"}})), policy.ErrUnknown, "guides[%d].checks[0].source"},
		"document/no fields":   {guided(t, document(nil), aGuide("one", nil, nil, checks)), policy.ErrEmptyList, last + ".fields"},
		"document/no checks":   {guided(t, document(nil), aGuide("one", nil, parts, nil)), policy.ErrEmptyList, last + ".checks"},
		"claim twice, across": {
			guided(t, document(map[string]any{"fields": []any{map[string]any{"id": "g", "names": words("g"), "kind": "text", "claim": "name"}}}), aGuide("one", nil, []any{map[string]any{"id": "f", "names": words("f"), "kind": "text", "claim": "name"}}, checks)),
			policy.ErrTwice, last + ".fields[0].claim",
		},
		"claim twice, in the guide": {
			guided(t, document(nil), aGuide("one", nil, []any{
				map[string]any{"id": "f", "names": words("f"), "kind": "text", "claim": "name"},
				map[string]any{"id": "g", "names": words("g"), "kind": "text", "claim": "name"},
			}, checks)),
			policy.ErrTwice, last + ".guide",
		},
	} {
		t.Run(name, func(t *testing.T) {
			where := strings.Replace(c.where, "%d", fmt.Sprint(at), 1)
			for n := range 3 {
				where = strings.Replace(where, fmt.Sprintf("[+%d]", n), fmt.Sprintf("[%d]", at+n), 1)
			}
			noteAt(t, c.body, c.want, where)
		})
	}
}

// noteAt fails unless Decode reports that mistake at that place.
func noteAt(t testing.TB, body []byte, want error, where string) {
	t.Helper()
	_, err := policy.Decode(body)
	var places []string
	for _, e := range fault.All(err) {
		if errors.Is(e, want) && e.Where == where {
			return
		}
		places = append(places, e.Error())
	}
	t.Errorf("no %v at %s but %v", want, where, places)
}

// Each guide includes the one before it twice over by two names, so that
// laying them together naively takes 2^n steps; and each adds checks of its
// own, so that what is joined has to be bounded.
func TestIncludesAreBounded(t *testing.T) {
	var guides []map[string]any
	for i := range 120 {
		var includes []any
		for j := max(0, i-60); j < i; j++ {
			includes = append(includes, fmt.Sprintf("g%d", j))
		}
		guides = append(guides, aGuide(fmt.Sprintf("g%d", i), includes, []any{aField(fmt.Sprintf("f%d", i))}, []any{aCheck(fmt.Sprintf("c%d", i), "q")}))
	}
	body := guided(t, map[string]any{"guide": "g119"}, guides...)
	var err error
	spends(t, 256<<20, func() { _, err = policy.Decode(body) })
	if !errors.Is(err, policy.ErrTooLong) {
		t.Errorf("error %v", err)
	}
	if n := len(fault.All(err)); n > 201 {
		t.Errorf("%d faults", n)
	}
	small := slices.Clone(guides[:40])
	if _, err := policy.Decode(guided(t, map[string]any{"guide": "g39"}, small...)); err != nil {
		t.Errorf("forty guides, each including all before it: %v", err)
	}
}
