package resident

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Key names a person by name and birth date, for comparing and for hashing: the
// words of the name whatever their order, case, accents and punctuation, and
// the date. Its form never changes, because hashes of it are kept. It is
// personal data. Two people can share one, so what it finds is for a person to
// settle; somebody who misspells their name has another.
func Key(name string, born Date) string {
	return strings.Join(canonicalWords(name), " ") + "|" + born.ISO()
}

// SameName reports whether two names are the same as [Key] sees them; names
// without any letter are the same as none.
func SameName(a, b string) bool {
	words := canonicalWords(a)
	return len(words) > 0 && slices.Equal(words, canonicalWords(b))
}

func canonicalWords(name string) []string {
	folded := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == 'ʼ', r == '.':
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		default:
			return ' '
		}
	}, norm.NFKD.String(name))
	words := strings.Fields(folded)
	slices.Sort(words)
	return words
}

// SamePlace reports whether two addresses are the same household as far as
// they say: the same words in whatever order, or the same postcode and one
// with nothing that the other has not. No fixed address is the same as none.
func SamePlace(a, b Address) bool {
	if a.NoFixed || b.NoFixed {
		return false
	}
	words, others := a.words(), b.words()
	if len(words) == 0 || len(others) == 0 {
		return false
	}
	if slices.Equal(words, others) {
		return true
	}
	post := a.post()
	return post != "" && post == b.post() && len(a.Lines) > 0 && len(b.Lines) > 0 &&
		(within(words, others) || within(others, words))
}

func (a Address) post() string { return strings.ReplaceAll(ParsePostcode(a.Postcode), " ", "") }

func (a Address) words() []string {
	return slices.Compact(canonicalWords(strings.Join(a.Lines, " ") + " " + a.Town + " " + a.post()))
}

func within(some, all []string) bool {
	return !slices.ContainsFunc(some, func(w string) bool { return !slices.Contains(all, w) })
}
