package letter

import (
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vouchdesk/internal/jose"
)

// State is how far a letter has been shown to belong to the person at the
// counter. Only Matches counts for an address.
type State string

// The states, weakest first.
const (
	Signed   State = "signed"   // the council printed it; no record here to compare
	Matches  State = "matches"  // name and address agree with the council's letter record
	Mismatch State = "mismatch" // they do not
)

// Record is what the council noted when it printed a letter. It is personal
// data: it prints as nothing and is kept sealed.
type Record struct {
	JTI          ID           `json:"jti"`
	Given        string       `json:"given"`
	Family       string       `json:"family"`
	AddressLines []string     `json:"address"`
	Postcode     string       `json:"postcode"`
	Language     string       `json:"language"`
	Issued       jose.Seconds `json:"issued"`
}

// Format keeps a record out of every log and error.
func (Record) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[letter record]") }

// LogValue keeps a record out of structured logs.
func (Record) LogValue() slog.Value { return slog.StringValue("[letter record]") }

// Match compares a letter's record with what the person says. Given name,
// family name, postcode and whole address must each agree once case, spaces,
// punctuation, accents, the division into lines and the usual short forms
// (Rd, St, Ave) are set aside. Two numbers side by side stay two: Flat 1, 12
// is not Flat 11, 2. A name or address that is missing never matches.
func Match(rec Record, given, family string, addressLines []string, postcode string) State {
	if rec.To(given, family) && rec.At(addressLines, postcode) {
		return Matches
	}
	return Mismatch
}

// To reports whether the letter was written to this name, as Match compares it.
func (r Record) To(given, family string) bool {
	return nameKey(given)+nameKey(family) != "" && nameKey(r.Given) == nameKey(given) && nameKey(r.Family) == nameKey(family)
}

// At reports whether it was sent to this address, as Match compares it.
func (r Record) At(lines []string, postcode string) bool {
	address := addressKey(lines)
	return address != "" && nameKey(r.Postcode) == nameKey(postcode) && addressKey(r.AddressLines) == address
}

// Writes reports whether an address written in one text has this first line
// and this postcode; abroad, where there may be none, the town. It is how an
// address on a document is compared: the rest of it is written in too many ways.
func Writes(text, firstLine, postcode, town string) bool {
	has := func(part string) bool {
		all, some := words(text), words(part)
		for _, list := range [][]string{all, some} {
			for i := range list {
				list[i] = longForm(list[i])
			}
		}
		for i := 0; i+len(some) <= len(all); i++ {
			if slices.Equal(all[i:i+len(some)], some) {
				return len(some) > 0
			}
		}
		return false
	}
	if postcode == "" {
		return has(firstLine) && has(town)
	}
	return has(firstLine) && strings.Contains(nameKey(text), nameKey(postcode))
}

func nameKey(text string) string { return strings.Join(words(text), "") }

func addressKey(lines []string) string {
	var b strings.Builder
	digitBefore := false
	for _, w := range words(strings.Join(lines, " ")) {
		w = longForm(w)
		first, _ := utf8.DecodeRuneInString(w)
		last, _ := utf8.DecodeLastRuneInString(w)
		if digitBefore && unicode.IsDigit(first) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		digitBefore = unicode.IsDigit(last)
	}
	return b.String()
}

// longForm gives one spelling to what people shorten. St is street and saint
// alike: both sides of a comparison go through here.
func longForm(word string) string {
	switch word {
	case "rd":
		return "road"
	case "st", "saint":
		return "street"
	case "ave", "av":
		return "avenue"
	case "ln":
		return "lane"
	case "cl":
		return "close"
	case "ct":
		return "court"
	case "dr":
		return "drive"
	case "gdns":
		return "gardens"
	case "terr":
		return "terrace"
	case "cres":
		return "crescent"
	default:
		return word
	}
}

// words folds text to lower-case letters and digits without accents. An
// apostrophe joins, every other sign divides.
func words(text string) []string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '\u2019', r == '\u2018', r == '`':
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteString(plain(r))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

// plain spells the letters that Unicode does not take apart as people do who
// have no key for them.
func plain(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	default:
		return string(r)
	}
}
