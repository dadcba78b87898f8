package namematch

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// latin are the ways in which zones and other countries write a letter:
// ICAO Doc 9303 part 3, section 6, A, and common use beside it.
var latin = map[rune]string{
	'ä': "a ae", 'ö': "o oe", 'ü': "u ue uxx", 'å': "a aa", 'æ': "ae a e", 'ø': "o oe", 'œ': "oe", 'ß': "ss sz s",
	'þ': "th", 'ð': "d dh th", 'đ': "d dj dz", 'ł': "l", 'ı': "i", 'ñ': "n nxx ny", 'ŋ': "n ng", 'ħ': "h", 'ŧ': "t", 'ĸ': "k q",
	'ō': "o oh ou oo", 'ū': "u uu uh", 'ő': "o oe", 'ű': "u ue", 'õ': "o oe",
	'š': "s sh", 'č': "c ch", 'ž': "z zh", 'ć': "c ch", 'ş': "s sh", 'ș': "s sh", 'ç': "c ch", 'ț': "t tz ts", 'ţ': "t tz ts",
	'ğ': "g gh", 'ģ': "g gj", 'ə': "a e", 'ʒ': "z", 'ɓ': "b", 'ɗ': "d", 'ƙ': "k", 'ƴ': "y", 'ɔ': "o", 'ɛ': "e", 'ơ': "o", 'ư': "u",
}

// cyrillic letters: ICAO Doc 9303 part 3, section 6, B, the older French and
// scholarly ways that are still in people's papers, and Ukrainian ones.
var cyrillic = map[rune]string{
	'а': "a", 'б': "b", 'в': "v w", 'г': "g h gh", 'ґ': "g", 'д': "d", 'ѓ': "g gj", 'ђ': "d dj", 'е': "e ye ie je",
	'ё': "e yo io jo", 'є': "ie ye je", 'ж': "zh j z g", 'з': "z", 'ѕ': "dz", 'и': "i y", 'і': "i", 'ї': "i yi ji",
	'й': "i y j _", 'ј': "j", 'к': "k c", 'л': "l", 'љ': "lj", 'м': "m", 'н': "n", 'њ': "nj", 'о': "o", 'п': "p", 'р': "r",
	'с': "s ss", 'т': "t", 'ћ': "c", 'ќ': "k kj", 'у': "u ou", 'ў': "u w", 'ф': "f ph", 'х': "kh h ch x", 'ц': "ts c tz tc",
	'ч': "ch tch c", 'џ': "dz dj", 'ш': "sh ch sch s", 'щ': "shch sch sht sc", 'ъ': "ie _ a", 'ы': "y i", 'ь': "_ y i", 'э': "e",
	'ю': "iu yu ju", 'я': "ia ya ja a", '’': "_",
}

// greek letters: ELOT 743 and common use.
var greek = map[rune]string{
	'α': "a", 'β': "v b", 'γ': "g y gh n", 'δ': "d dh", 'ε': "e", 'ζ': "z", 'η': "i e", 'θ': "th", 'ι': "i y _", 'κ': "k c",
	'λ': "l", 'μ': "m", 'ν': "n", 'ξ': "x ks", 'ο': "o", 'π': "p", 'ρ': "r rh", 'σ': "s ss", 'τ': "t", 'υ': "y i u f v _",
	'φ': "f ph", 'χ': "ch h kh x", 'ψ': "ps", 'ω': "o",
}

// arabic letters, of which only consonants are written: see bones.
var arabic = map[rune]string{
	'ا': "_", 'أ': "_", 'إ': "_", 'آ': "_", 'ٱ': "_", 'ى': "_", 'ء': "_", 'ئ': "_ y", 'ؤ': "_ w", 'ع': "_",
	'ب': "b", 'پ': "p", 'ت': "t", 'ث': "th s t", 'ج': "j g dj c", 'چ': "ch", 'ح': "h", 'خ': "kh h k", 'د': "d", 'ذ': "dh z d th",
	'ر': "r", 'ز': "z", 'ژ': "zh j", 'س': "s", 'ش': "sh ch s", 'ص': "s", 'ض': "d z dh", 'ط': "t", 'ظ': "z dh th", 'غ': "gh g",
	'ف': "f", 'ق': "q k g", 'ك': "k c", 'ک': "k c", 'گ': "g", 'ل': "l", 'م': "m", 'ن': "n", 'ه': "h _", 'ة': "_ h t",
	'و': "_ w v", 'ي': "_ y", 'ی': "_ y",
}

// ways lists how each letter of a word can be written in plain Latin letters.
func ways(word string) ([][]string, bool) {
	var all [][]string
	special := false
	for _, r := range norm.NFC.String(word) {
		if unicode.In(r, unicode.Cyrillic, unicode.Greek) {
			r = []rune(withoutMarks(string(r)))[0]
		}
		var options []string
		for _, table := range []map[rune]string{latin, cyrillic, greek} {
			if s, ok := table[r]; ok {
				options, special = list(s), true
			}
		}
		if options == nil {
			options = []string{withoutMarks(string(r))}
		}
		for i := range options {
			options[i] = strings.TrimPrefix(options[i], "_")
		}
		all = append(all, options)
	}
	return all, special
}

// transliterated reports whether the two can be written with the same Latin
// letters, and are not just so already.
func transliterated(a, b string) bool {
	if plainLatin(a) && plainLatin(b) {
		return false
	}
	sa, sb := script(a), script(b)
	switch {
	case sa == nil || sb == nil:
		return false
	case sa == unicode.Arabic && sb == unicode.Latin:
		return vowelled(a, b)
	case sb == unicode.Arabic && sa == unicode.Latin:
		return vowelled(b, a)
	case sa == unicode.Arabic || sb == unicode.Arabic, sa == sb && sa != unicode.Latin:
		return false
	case sa != unicode.Latin && sb != unicode.Latin:
		return false
	}
	x, special := ways(a)
	y, too := ways(b)
	return (special || too) && meet(x, y)
}

func plainLatin(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// maxWays is far above what any name needs: υυυυ has more spellings than there
// is time for.
const maxWays = 5000

// meet reports whether two words have a spelling in common.
func meet(a, b [][]string) bool {
	type at struct {
		i, j         int
		restA, restB string
	}
	seen := map[at]bool{}
	var from func(p at) bool
	from = func(p at) bool {
		if done, ok := seen[p]; ok {
			return done
		}
		if len(seen) > maxWays {
			return false
		}
		seen[p] = false
		found := false
		switch {
		case p.restA == "" && p.i < len(a):
			found = slices.ContainsFunc(a[p.i], func(s string) bool { return from(at{p.i + 1, p.j, s, p.restB}) })
		case p.restB == "" && p.j < len(b):
			found = slices.ContainsFunc(b[p.j], func(s string) bool { return from(at{p.i, p.j + 1, p.restA, s}) })
		case p.restA == "" || p.restB == "":
			found = p.restA == p.restB
		case p.restA[0] == p.restB[0]:
			found = from(at{p.i, p.j, p.restA[1:], p.restB[1:]})
		}
		seen[p] = found
		return found
	}
	return from(at{})
}

const vowels = "aeiou"

// vowelled compares an Arabic word with a Latin one by their consonants: short
// vowels are not written, long ones are spelt in many ways, and a double
// consonant is one letter.
func vowelled(ar, la string) bool {
	ar, la = withoutMarks(ar), withoutMarks(la)
	first := []rune(ar)[0]
	open := arabic[first] == "_" || arabic[first] == "_ w" || arabic[first] == "_ y"
	if strings.ContainsRune(vowels, rune(la[0])) != open {
		return false
	}
	var bones [][]string
	letters := 0
	for _, r := range ar {
		options := list(arabic[r])
		if len(options) == 0 {
			return false
		}
		for i := range options {
			options[i] = strings.TrimPrefix(options[i], "_")
		}
		if options[0] != "" {
			letters++
		}
		bones = append(bones, options)
	}
	if letters < 2 {
		return false // too little is written to compare
	}
	var spoken [][]string
	last := rune(0)
	for _, r := range la {
		switch {
		case strings.ContainsRune(vowels, r), r == last:
		case r == 'y' || r == 'h':
			spoken = append(spoken, []string{string(r), ""})
		default:
			spoken = append(spoken, []string{string(r)})
		}
		last = r
	}
	return meet(bones, spoken)
}
