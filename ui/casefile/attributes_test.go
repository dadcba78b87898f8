package casefile_test

import (
	"strings"
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/vouch"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/words"
)

func TestHowChecked(t *testing.T) {
	s := open(t, func(o *desk.OpenCase) {
		o.Attributes = []desk.Attribute{
			{Attribute: "name", Sources: []desk.AttributeSource{{By: vouch.ByLetter}, {By: vouch.ByDocument, Document: "passport"}, {By: vouch.ByDocument, Document: "birth_certificate"}}},
			{Attribute: "birthdate"},
			{Attribute: "address", Sources: []desk.AttributeSource{{By: vouch.ByCouncilRecord, Document: "council_tax_bill"}}},
			{Attribute: "holds:older_persons_bus_pass", Sources: []desk.AttributeSource{{By: vouch.ByDocument, Document: "older_persons_bus_pass"}}},
		}
	})
	got := casefile.HowChecked(s, spoken(t, words.English))
	want := []string{
		"Name: the council's letter, passport and birth certificate",
		"Address: council tax bill, found in the council's record",
		"Holds: Older person's bus pass, seen, in date and checked",
	}
	if strings.Join(got.Lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q", got.Lines)
	}
	if len(got.Left) != 1 || !strings.HasPrefix(got.Left[0], "Date of birth: nothing shows it") {
		t.Errorf("%q", got.Left)
	}
	for _, line := range append(casefile.HowChecked(s, spoken(t, words.Welsh)).Lines, got.Left...) {
		if strings.ContainsAny(line, "[]") {
			t.Errorf("no words: %q", line)
		}
	}
}

func TestOtherNames(t *testing.T) {
	s := open(t, func(o *desk.OpenCase) {
		o.Case.Evidence = []evidence.Item{{ID: "p", Type: "passport"}, {ID: "b", Type: "birth_certificate"}, {ID: "m", Type: "marriage_certificate"}}
		o.Case.Names = []casework.NameLink{{Item: "p", Reason: "married", Linked: "m", Note: "Spoken slowly"}}
		o.Scored.Flags = []policy.Flag{{Code: policy.FlagNameDiffers, Item: "p"}, {Code: policy.FlagNameDiffers, Item: "b"}}
	})
	for _, lang := range words.Langs() {
		got := casefile.OtherNames(s, spoken(t, lang))
		if len(got) != 2 || !strings.Contains(got[0], "Spoken slowly") || strings.ContainsAny(strings.Join(got, ""), "[]") {
			t.Errorf("%s: %q", lang, got)
		}
	}
}
