package component

import (
	"testing"
	"time"
)

func TestSeek(t *testing.T) {
	options := []Option{
		{Text: "Biometric residence permit"},
		{Text: "Birth certificate"},
		{Text: "Driving licence (photocard)"},
		{Text: "Passport"},
		{Text: "Tŷ Ni certificate"},
		{Text: "Bank statement"},
		{Text: "Llythyr"},
		{Text: "HM Forces card"},
	}
	for name, c := range map[string]struct {
		typed  string
		chosen int
		want   int
	}{
		"a letter":                    {"b", None, 0},
		"the letter again":            {"bb", 0, 1},
		"and again, round":            {"bbbb", 5, 0},
		"a letter only inside":        {"x", 3, None},
		"two letters":                 {"bi", None, 0},
		"three letters":               {"bir", 0, 1},
		"the start before a word":     {"p", None, 3},
		"a word":                      {"photo", None, 2},
		"the chosen one stays":        {"certificate", 4, 4},
		"a part of a word":            {"port", None, 3},
		"two words":                   {"birth c", 0, 1},
		"over a bracket":              {"licence ph", None, 2},
		"without the accent":          {"ty n", None, 4},
		"with an accent that is none": {"bánk", None, 5},
		"a letter that begins twice":  {"ll", None, 6},
		"nothing":                     {"birthday", 1, None},
	} {
		t.Run(name, func(t *testing.T) {
			if got := seek(options, c.typed, c.chosen); got != c.want {
				t.Errorf("%q finds %d, not %d", c.typed, got, c.want)
			}
		})
	}
}

// TestSeekingForgets: after a pause a letter begins anew, and a space belongs
// to what is typed only while it is typed.
func TestSeekingForgets(t *testing.T) {
	options := []Option{{Text: "Bus pass"}, {Text: "Council tax"}, {Text: "Blue Badge"}}
	now := time.Date(2026, time.November, 23, 10, 0, 0, 0, time.UTC)
	var s seeker
	s.rune('b', now, options, None)
	if i := s.rune('l', now.Add(typingPause), options, 0); i != 2 {
		t.Errorf("bl finds %d", i)
	}
	if i := s.rune('c', now.Add(3*typingPause), options, 2); i != 1 {
		t.Errorf("after a pause c finds %d", i)
	}
	if i := s.rune(' ', now.Add(9*typingPause), options, 1); i != None || s.typed != "" {
		t.Errorf("a space begins %q", s.typed)
	}
}
