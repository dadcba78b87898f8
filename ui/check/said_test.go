package check_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/check"
)

var asked = []policy.Check{{Code: "original"}, {Code: "photo"}, {Code: "uv"}}

func TestDraftHoldsWhatWasSaid(t *testing.T) {
	said := map[string]check.Said{
		"original": {Answer: evidence.Yes}, "uv": {Answer: evidence.CouldNot, Reason: "no_equipment"},
	}
	draft := map[string]string{}
	check.Put(draft, "a/", said)
	if diff := cmp.Diff(said, check.Take(draft, "a/", asked)); diff != "" {
		t.Error(diff)
	}
	if other := check.Take(draft, "b/", asked); len(other) != 0 {
		t.Errorf("another's answers: %v", other)
	}
	draft["a/answer.photo"] = "perhaps"
	if _, there := check.Take(draft, "a/", asked)["photo"]; there {
		t.Error("an answer that is none was taken")
	}
}

func TestAnAnswerThatDidNotChangeKeepsItsID(t *testing.T) {
	n := 0
	fresh := func() evidence.CheckID { n++; return evidence.CheckID(fmt.Sprint("new-", n)) }
	before := []evidence.Check{
		{Code: "original", CheckID: "old-1", Answer: evidence.Yes, By: "officer-1"},
		{Code: "uv", CheckID: "old-2", Answer: evidence.CouldNot, Reason: "worn"},
	}
	said := map[string]check.Said{
		"uv": {Answer: evidence.CouldNot, Reason: "no_equipment"}, "original": {Answer: evidence.Yes}, "photo": {Answer: evidence.No},
	}
	want := []evidence.Check{
		before[0],
		{Code: "photo", CheckID: "new-1", Answer: evidence.No},
		{Code: "uv", CheckID: "new-2", Answer: evidence.CouldNot, Reason: "no_equipment"},
	}
	equal := cmp.Comparer(func(a, b evidence.Check) bool { return a == b })
	if diff := cmp.Diff(want, check.Checks(said, asked, before, fresh), equal); diff != "" {
		t.Error(diff)
	}
}

func TestOpen(t *testing.T) {
	for name, c := range map[string]struct {
		said map[string]check.Said
		open int
	}{
		"ok/none":          {map[string]check.Said{"original": {Answer: evidence.Yes}, "photo": {Answer: evidence.No}, "uv": {Answer: evidence.CouldNot, Reason: "worn"}}, 0},
		"refused/reason":   {map[string]check.Said{"original": {Answer: evidence.Yes}, "photo": {Answer: evidence.No}, "uv": {Answer: evidence.CouldNot}}, 1},
		"refused/answered": {nil, 3},
	} {
		t.Run(name, func(t *testing.T) {
			if got := check.Open(c.said, asked); len(got) != c.open {
				t.Errorf("%d open", len(got))
			}
		})
	}
}
