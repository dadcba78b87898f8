package namematch

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Beyond these, names are compared letter for letter only: no person's name is
// as long, and a pasted book must cost nothing.
const (
	maxBytes  = 1024
	maxTokens = 16
	maxWord   = 80 // bytes
)

// role is the place of a word in a name.
type role int

const (
	unknown role = iota // the document does not say
	given
	family
)

// token is one word of a name.
type token struct {
	text  string // folded, accents kept, composed
	plain string // and without accents
	bare  string // without O', d' or the Arabic article, or empty
	role  role
	at    int // its place in its name
}

// name is what is compared.
type name struct {
	tokens []token
	parted bool   // given and family name are told apart
	hidden string // characters that cannot be seen, in order
	cut    bool
}

func (n name) empty() bool { return len(n.tokens) == 0 }

func (n name) number() {
	for i := range n.tokens {
		n.tokens[i].at = i
	}
}

func read(p Parts) name {
	n := name{cut: p.Cut}
	add := func(text string, r role) {
		words, hidden := words(text)
		n.hidden += hidden
		for _, w := range words {
			w.role = r
			n.tokens = append(n.tokens, w)
		}
	}
	if strings.TrimSpace(p.Full) != "" {
		add(p.Full, unknown)
		return n
	}
	add(p.Given, given)
	add(p.Family, family)
	n.parted = true
	return n
}

// same compares word by word, in order. One line agrees with two parts if the
// words do.
func (n name) same(other name) bool {
	if len(n.tokens) != len(other.tokens) {
		return false
	}
	for i, t := range n.tokens {
		o := other.tokens[i]
		if !t.same(o) || n.parted && other.parted && t.role != o.role {
			return false
		}
	}
	return true
}

// same folds accents only if one of the two is written without any: Hoà and
// Hóa are two names.
func (t token) same(o token) bool {
	return t.text == o.text || t.plain == o.plain && (t.text == t.plain || o.text == o.plain)
}

// words folds a text and cuts it. Apostrophes join, other punctuation parts.
func words(s string) (all []token, hidden string) {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	for _, short := range slashed {
		s = replaceFold(s, short[0], short[1])
	}
	var b strings.Builder
	var unseen strings.Builder
	for _, r := range norm.NFKC.String(s) {
		switch {
		case r == '\uFFFD', unicode.In(r, unicode.Cf, unicode.Co, unicode.Cc, unicode.Variation_Selector,
			unicode.Other_Default_Ignorable_Code_Point) && !unicode.IsSpace(r):
			unseen.WriteRune(r) // an override or a zero-width space can make one name look like another
		case isApostrophe(r):
			b.WriteRune('\'')
		case r == '.' || r == 'ـ': // an abbreviation's end; the Arabic stretch
			if r == '.' {
				b.WriteRune(' ')
			}
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			b.WriteString(lower(r))
		default:
			b.WriteRune(' ')
		}
	}
	for _, w := range strings.Fields(b.String()) {
		if t, ok := word(w); ok {
			all = append(all, t)
		}
	}
	return all, unseen.String()
}

// lower folds case. The dotless i stays what it is: another letter.
func lower(r rune) string {
	switch r {
	case 'ı':
		return "ı"
	case 'İ':
		return "i"
	case 'ẞ', 'ß':
		return "ß"
	case 'ς':
		return "σ"
	}
	return string(unicode.ToLower(unicode.ToUpper(r)))
}

func isApostrophe(r rune) bool {
	return slices.Contains([]rune{'\'', '’', '‘', 'ʼ', 'ʻ', 'ʹ', 'ʿ', 'ʾ', '`', '´', 'ʽ', '′', '＇'}, r)
}

func word(w string) (token, bool) {
	before, after, elided := strings.Cut(w, "'")
	text := norm.NFC.String(strings.ReplaceAll(w, "'", ""))
	if text == "" {
		return token{}, false
	}
	t := token{text: text, plain: withoutMarks(text)}
	if elided && utf8.RuneCountInString(before) == 1 && utf8.RuneCountInString(after) > 2 {
		t.bare = withoutMarks(strings.ReplaceAll(after, "'", ""))
	}
	if rest, ok := strings.CutPrefix(t.plain, "ال"); ok && utf8.RuneCountInString(rest) > 1 {
		t.bare = rest
	}
	return t, true
}

// withoutMarks drops accents of Latin and Greek letters, Hebrew points and
// Arabic vowel signs. Elsewhere a mark makes another letter: й is not и.
func withoutMarks(s string) string {
	var b strings.Builder
	base := rune(0)
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			base = r
			b.WriteRune(r)
			continue
		}
		switch {
		case unicode.In(base, unicode.Latin, unicode.Greek, unicode.Hebrew):
		case unicode.Is(unicode.Arabic, base) && r != '\u0653' && r != '\u0654' && r != '\u0655':
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// script of a word; mixed for one that pretends, such as a Latin word with a
// Cyrillic а in it.
func script(s string) *unicode.RangeTable {
	var found *unicode.RangeTable
	for _, r := range s {
		for _, table := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Arabic} {
			if !unicode.Is(table, r) {
				continue
			}
			if found != nil && found != table {
				return nil
			}
			found = table
		}
	}
	return found
}

// replaceFold replaces a whole word whatever its case.
func replaceFold(s, old, by string) string {
	fields := strings.Fields(s)
	if !slices.ContainsFunc(fields, func(f string) bool { return strings.EqualFold(f, old) }) {
		return s
	}
	for i, f := range fields {
		if strings.EqualFold(f, old) {
			fields[i] = by
		}
	}
	return strings.Join(fields, " ")
}
