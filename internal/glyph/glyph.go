// Package glyph knows which letters the fonts of what we print have.
//
// [Plain] writes a text as it can be set: composed, with a space for a tab, and
// without what no paper shows. [Missing] tells what can still not be set, so that
// it is said where the text is typed and not when somebody waits for the paper.
// It sets nothing itself. Functions only, safe for concurrent use; it has no errors.
package glyph

import (
	"strings"
	"unicode"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// Plain is a text as it is set. Line breaks stay.
func Plain(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r', r == '\u2028', r == '\u2029':
			return '\n'
		case r == '\t', unicode.Is(unicode.Zs, r): // a space of any width
			return ' '
		case r == '\u2010', r == '\u2011': // hyphens, the second of which does not break
			return '-'
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Cc, r), unicode.Is(unicode.Variation_Selector, r): // of no width
			return -1
		}
		return r
	}, text))
}

// Missing is the first letter of the texts, as they are set, that a font lacks.
func Missing(texts ...string) (letter rune, missing bool) {
	var buffer sfnt.Buffer
	for _, ttf := range [][]byte{goregular.TTF, gobold.TTF} {
		font, err := sfnt.Parse(ttf)
		if err != nil {
			panic("glyph: the program's own font: " + err.Error())
		}
		for _, text := range texts {
			for _, r := range Plain(text) {
				if r == '\n' {
					continue
				}
				if i, err := font.GlyphIndex(&buffer, r); err != nil || i == 0 {
					return r, true
				}
			}
		}
	}
	return 0, false
}
