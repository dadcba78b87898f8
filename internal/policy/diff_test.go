package policy_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"vouchdesk/assets"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/policy/policytest"
)

func TestDiffOfTheSameIsNothing(t *testing.T) {
	p := standard(t)
	if got := policy.Diff(p, apart(t)); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

// TestNoChangeIsSilent changes every member that a policy can have, one at a
// time, and wants something to be said of it, at its place.
func TestNoChangeIsSilent(t *testing.T) {
	full := policytest.Full()
	n := 0
	policytest.EachChange(full, func(place string, changed *policy.Policy) {
		n++
		for _, pair := range [][2]*policy.Policy{{full, changed}, {changed, full}} {
			got := policy.Diff(pair[0], pair[1])
			if len(got) == 0 {
				t.Fatalf("%s: nothing is said", place)
			}
			for _, c := range got {
				if c.Place == "" || c.Member == "" || !strings.HasPrefix(place, strings.SplitN(c.Member, ".", 2)[0]) {
					t.Errorf("%s: said at %q (%s)", place, c.Place, c.Member)
				}
			}
		}
	})
	if n < 250 {
		t.Errorf("only %d changes were tried", n)
	}
}

func TestDiff(t *testing.T) {
	index := func(list string, id string) string {
		t.Helper()
		var whole map[string]any
		if err := json.Unmarshal(edited(t, "version", 2), &whole); err != nil {
			t.Fatal(err)
		}
		for i, e := range whole[list].([]any) {
			if e.(map[string]any)["id"] == id {
				return fmt.Sprintf("%s.%d", list, i)
			}
		}
		t.Fatalf("no %s %s", list, id)
		return ""
	}
	for name, c := range map[string]struct {
		path  string
		value any
		want  []policy.Change
	}{
		"version": {"version", 7, []policy.Change{
			{Place: "version", Member: "version", Kind: policy.ValueChanged, From: policy.Value{Code: "1"}, To: policy.Value{Code: "7"}},
		}},
		"confidence a service needs": {index("services", "blue_badge") + ".confidence", "low", []policy.Change{{
			Place: "services.blue_badge.confidence", Member: "services.confidence", Kind: policy.ValueChanged,
			Of:   []policy.Named{{Member: "services", Code: "blue_badge", Names: policy.Text{En: "Blue Badge", Cy: "Bathodyn Glas"}}},
			From: policy.Value{Code: "medium"}, To: policy.Value{Code: "low"},
		}}},
		"a family by its words": {index("services", "blue_badge") + ".family", "housing", []policy.Change{{
			Place: "services.blue_badge.family", Member: "services.family", Kind: policy.ValueChanged,
			Of:   []policy.Named{{Member: "services", Code: "blue_badge", Names: policy.Text{En: "Blue Badge", Cy: "Bathodyn Glas"}}},
			From: policy.Value{Code: "disability", Words: familyWords(t, "disability")},
			To:   policy.Value{Code: "housing", Words: familyWords(t, "housing")},
		}}},
		"a period": {"limits.letter_days", 28, []policy.Change{{
			Place: "limits.letter_days", Member: "limits.letter_days", Kind: policy.ValueChanged,
			From: policy.Value{Code: "21"}, To: policy.Value{Code: "28"},
		}}},
	} {
		t.Run(name, func(t *testing.T) {
			next, err := policy.Decode(edited(t, c.path, c.value))
			if err != nil {
				t.Fatal(err)
			}
			if got := policy.Diff(standard(t), next); !reflect.DeepEqual(got, c.want) {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func familyWords(t *testing.T, family string) policy.Text {
	t.Helper()
	for _, f := range standard(t).Families {
		if f.Code == family {
			return f.Words
		}
	}
	t.Fatalf("no family %q", family)
	return policy.Text{}
}

// TestAnEntryInFrontIsOneChange: entries are told apart by what they are, not
// by where they stand.
func TestAnEntryInFrontIsOneChange(t *testing.T) {
	former, next := standard(t), apart(t)
	added := next.Services[0]
	added.ID, added.Names = "swimming_card", policy.Text{En: "Swimming card", Cy: "Cerdyn nofio"}
	next.Services = append([]policy.Service{added}, next.Services...)
	got := policy.Diff(former, next)
	if len(got) != 1 || got[0].Kind != policy.ValueAdded || got[0].To.Words.En != "Swimming card" {
		t.Errorf("%+v", got)
	}
	got = policy.Diff(next, former)
	if len(got) != 1 || got[0].Kind != policy.ValueRemoved || got[0].From.Code != "swimming_card" {
		t.Errorf("%+v", got)
	}
	next = apart(t)
	next.Services[0], next.Services[1] = next.Services[1], next.Services[0]
	if got := policy.Diff(former, next); len(got) != 1 || got[0].Kind != policy.OrderChanged || got[0].Place != "services" {
		t.Errorf("%+v", got)
	}
}

// apart is the shipped policy once more, to be changed.
func apart(t *testing.T) *policy.Policy {
	t.Helper()
	p, err := policy.Decode(assets.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestAGuideIsSaidOnce: what a dozen documents take over from one guide is one
// change.
func TestAGuideIsSaidOnce(t *testing.T) {
	former, next := policytest.Full(), policytest.Full()
	next.Guides[0].Checks[0].How.En = "another way"
	next.Documents[0].Checks[0].How.En = "another way"
	next.Documents[0].Checks[0].Code = next.Guides[0].Checks[0].Code
	former.Documents[0].Checks[0] = former.Guides[0].Checks[0]
	next.Documents[0].Checks[0] = next.Guides[0].Checks[0]
	got := policy.Diff(former, next)
	if len(got) != 1 || got[0].Member != "guides.checks.how" {
		t.Errorf("%+v", got)
	}
}
