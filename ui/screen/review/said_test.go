package review_test

import (
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/vouch"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

// TestHowItWasCheckedIsSaid: what each attribute rests on, what is left out, and
// why a document has another name, in every setting.
func TestHowItWasCheckedIsSaid(t *testing.T) {
	for name, o := range map[string]uitest.Options{
		"en": {}, "cy": {Lang: words.Welsh}, "en-200": {TextScale: 2}, "cy-1280": {Lang: words.Welsh, Width: 1280, Height: 800}, "contrast": {Mode: theme.HighContrast},
	} {
		t.Run(name, func(t *testing.T) {
			s := whole(t)
			s.Open.Case.Names = []casework.NameLink{{Item: "passport-1", Reason: "known_as", Note: "On the library card too"}}
			s.Open.Scored.Flags = []policy.Flag{{Code: policy.FlagNameDiffers, Item: "passport-1", Params: map[string]string{"reason": "known_as"}}}
			s.Open.Attributes = []desk.Attribute{
				{Attribute: "name", Sources: []desk.AttributeSource{{By: vouch.ByLetter}, {By: vouch.ByDocument, Document: "passport"}}},
				{Attribute: "birthdate", Sources: []desk.AttributeSource{{By: vouch.ByDocument, Document: "passport"}}},
				{Attribute: "address"},
			}
			v := visit(t, o, s, &office{})
			v.See(v.Words.T("review.other_names"), "On the library card too", v.Words.T("review.checked_how"), v.Words.T("review.left_out"),
				v.Words.T("casefile.attribute_cure.address"))
			v.Capture("review-said-" + name)
			uitest.AssertNoCutText(t, v.Canvas())
		})
	}
}
