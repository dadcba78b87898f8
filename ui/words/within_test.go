package words_test

import (
	"testing"

	"vouchdesk/ui/words"
)

func TestWithin(t *testing.T) {
	for name, want := range map[string]string{
		"Passport":                                 "passport",
		"UK photocard driving licence":             "UK photocard driving licence",
		"Older person's bus pass":                  "older person's bus pass",
		"Northern Ireland electoral identity card": "Northern Ireland electoral identity card",
		"Blue Badge":                               "Blue Badge",
		"PASS proof of age card":                   "PASS proof of age card",
		"A mistake by whoever issued it":           "a mistake by whoever issued it",
		"Ôl-ddyledion":                             "ôl-ddyledion",
		"X":                                        "x",
		"":                                         "",
		"Proof of age card without the PASS mark": "proof of age card without the PASS mark",
	} {
		if got := words.Within(name); got != want {
			t.Errorf("%q inside a sentence is %q, not %q", name, got, want)
		}
	}
}
