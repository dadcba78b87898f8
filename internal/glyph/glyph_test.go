package glyph_test

import (
	"testing"
	"unicode/utf8"

	"vouchdesk/internal/glyph"
)

func TestPlain(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"a tab":                {"carte d'identité\tor passport", "carte d'identité or passport"},
		"decomposed":           {"cafe\u0301, w\u0302y\u0302", "café, ŵŷ"},
		"a hyphen of its own":  {"one\u2011stop", "one-stop"},
		"no width":             {"pass\u200bport\ufeff\u00ad", "passport"},
		"spaces":               {"a\u00a0b\u202fc", "a b c"},
		"lines":                {"one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"},
		"control":              {"a\x00\x07b", "ab"},
		"a variation selector": {"1\ufe0f", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := glyph.Plain(c.in); got != c.want {
				t.Errorf("%q", got)
			}
			if r, missing := glyph.Missing(c.in); missing {
				t.Errorf("%q cannot be set", r)
			}
		})
	}
}

func TestMissing(t *testing.T) {
	for _, r := range "✓☐☎例𝄞" {
		if got, missing := glyph.Missing("Ŵŷẁẅ ÀÉ", "ask "+string(r)); !missing || got != r {
			t.Errorf("%q: %q, %v", r, got, missing)
		}
	}
	if r, missing := glyph.Missing("", "Wŵ Yŷ Ẁẁ Ẅẅ £€ – “”…\nΕλλάδα Київ"); missing {
		t.Errorf("%q cannot be set", r)
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("cafe\u0301\t\u2011☎\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		once := glyph.Plain(text)
		if !utf8.ValidString(once) || glyph.Plain(once) != once {
			t.Errorf("%q is %q and then %q", text, once, glyph.Plain(once))
		}
	})
}
