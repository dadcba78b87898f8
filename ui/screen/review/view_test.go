package review

import (
	"strings"
	"testing"

	"vouchdesk/internal/policy"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/words"
)

// TestEveryReasonHasWords enumerates what the policy can say of a score.
func TestEveryReasonHasWords(t *testing.T) {
	p := trusttest.Policy(t)
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Langs() {
		w, seen := book.In(lang), map[string]string{}
		for _, code := range policy.Reasons() {
			got := reason(p, "passport", policy.Reason{Code: code, Params: map[string]string{
				"source": "x", "mark": "example", "groups": "physical,visible,uv,source,crypto,current", "check": "composite",
				"reason": p.CouldNot[0].Code, "allowed": "2", "score": "3", "type": "passport", "condition": "chip=trusted",
			}}, w)
			if strings.Contains(got, "[") || strings.Contains(got, "<no value>") || seen[got] != "" && code != policy.LikenessNo {
				t.Errorf("%s %s: %q (also %s)", lang, code, got, seen[got])
			}
			seen[got] = code
		}
		for _, digit := range []string{"form", "document_number", "birth_date", "expiry_date", "optional_data", "composite", "later"} {
			if got := reason(p, "passport", policy.Reason{Code: policy.ValidityMRZ, Params: map[string]string{"check": digit}}, w); strings.Contains(got, "[") {
				t.Errorf("%s %s: %q", lang, digit, got)
			}
		}
	}
}

// TestScoresNothingIsSaidOnce: the policy's own sentence says it.
func TestScoresNothingIsSaidOnce(t *testing.T) {
	p := trusttest.Policy(t)
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	for lang, nothing := range map[words.Lang]string{words.English: "scores nothing", words.Welsh: "sgorio dim"} {
		if got := reason(p, "", policy.Reason{Code: policy.RefereeNoScore}, book.In(lang)); strings.Count(got, nothing) != 1 {
			t.Errorf("%s: %q", lang, got)
		}
	}
}
