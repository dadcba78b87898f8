package words

import (
	"strings"
	"unicode"
)

// Within is a name inside a sentence: "the passport", but "the UK licence" and
// "the Northern Ireland electoral identity card", whose capitals are not those
// of a beginning.
func Within(name string) string {
	first, rest, _ := strings.Cut(name, " ")
	begin := []rune(first)
	if len(begin) == 0 || len(begin) > 1 && unicode.IsUpper(begin[1]) || proper(rest) {
		return name
	}
	begin[0] = unicode.ToLower(begin[0])
	return string(begin) + name[len(first):]
}

// proper tells whether what follows a first word goes on with a capital: the
// two are a proper name then. Letters alone, as in PASS, say nothing of it.
func proper(rest string) bool {
	r := []rune(rest)
	return len(r) > 1 && unicode.IsUpper(r[0]) && unicode.IsLower(r[1])
}
