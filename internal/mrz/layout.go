package mrz

import (
	"strings"

	"vouchdesk/internal/resident"
)

// A span is a place in the zone, counted from 1 as Doc 9303 does.
type span struct{ line, from, to int }

func (s span) in(lines []string) string {
	if s.line == 0 {
		return ""
	}
	return lines[s.line-1][s.from-1 : s.to]
}

// A digit is a check digit, the name of its check and what it covers.
type digit struct {
	name   string
	at     span
	covers []span
}

// A layout is where Doc 9303 puts everything in one format.
type layout struct {
	format                                            Format
	first                                             string // what the document code may begin with
	code, issuer, name, number, nationality, sex      span
	birth, expiry, optional, optional2                span
	numberDigit, birthDigit, expiryDigit, optionDigit span
	composite                                         digit
}

var (
	td3 = layout{
		format: TD3, first: "P",
		code: span{1, 1, 2}, issuer: span{1, 3, 5}, name: span{1, 6, 44},
		number: span{2, 1, 9}, numberDigit: span{2, 10, 10}, nationality: span{2, 11, 13},
		birth: span{2, 14, 19}, birthDigit: span{2, 20, 20}, sex: span{2, 21, 21},
		expiry: span{2, 22, 27}, expiryDigit: span{2, 28, 28},
		optional: span{2, 29, 42}, optionDigit: span{2, 43, 43},
		composite: digit{CheckComposite, span{2, 44, 44}, []span{{2, 1, 10}, {2, 14, 20}, {2, 22, 43}}},
	}
	td2 = layout{
		format: TD2, first: "ACI",
		code: span{1, 1, 2}, issuer: span{1, 3, 5}, name: span{1, 6, 36},
		number: span{2, 1, 9}, numberDigit: span{2, 10, 10}, nationality: span{2, 11, 13},
		birth: span{2, 14, 19}, birthDigit: span{2, 20, 20}, sex: span{2, 21, 21},
		expiry: span{2, 22, 27}, expiryDigit: span{2, 28, 28}, optional: span{2, 29, 35},
		composite: digit{CheckComposite, span{2, 36, 36}, []span{{2, 1, 10}, {2, 14, 20}, {2, 22, 35}}},
	}
	td1 = layout{
		format: TD1, first: "ACI",
		code: span{1, 1, 2}, issuer: span{1, 3, 5}, name: span{3, 1, 30},
		number: span{1, 6, 14}, numberDigit: span{1, 15, 15}, optional: span{1, 16, 30},
		birth: span{2, 1, 6}, birthDigit: span{2, 7, 7}, sex: span{2, 8, 8},
		expiry: span{2, 9, 14}, expiryDigit: span{2, 15, 15},
		nationality: span{2, 16, 18}, optional2: span{2, 19, 29},
		composite: digit{CheckComposite, span{2, 30, 30}, []span{{1, 6, 30}, {2, 1, 7}, {2, 9, 15}, {2, 19, 29}}},
	}
	mrvA = visa(td3, MRVA, span{2, 29, 44})
	mrvB = visa(td2, MRVB, span{2, 29, 36})
)

// visa is a layout without optional and composite digits.
func visa(l layout, format Format, optional span) layout {
	l.format, l.first = format, "V"
	l.optional, l.optionDigit, l.composite = optional, span{}, digit{}
	return l
}

// layoutOf tells the format from the shape and the first letter.
func layoutOf(lines []string) (layout, error) {
	candidates := []layout{td1}
	switch len(lines[0]) {
	case 36:
		candidates = []layout{td2, mrvB}
	case 44:
		candidates = []layout{td3, mrvA}
	}
	for _, l := range candidates {
		if strings.Contains(l.first, lines[0][:1]) {
			return l, nil
		}
	}
	return layout{}, characterAt(1, 1)
}

const (
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
	digits  = "0123456789"
)

// An alphabet is what may stand in a place.
type alphabet struct {
	at  span
	set string
}

// alphabets are the places where not everything may stand.
func (l layout) alphabets() []alphabet {
	return []alphabet{
		{span{1, 1, 1}, letters},
		// American cards count their kinds here: C1, C2.
		{span{1, 2, 2}, digits + letters},
		{l.issuer, letters},
		{l.name, letters},
		{l.nationality, letters},
		{l.sex, "MFX<"},
		{l.birth, digits + "<"},
		{l.expiry, digits + "<"},
		// A number over nine characters has a filler for its digit.
		{l.numberDigit, digits + "<"},
		{l.birthDigit, digits + "<"},
		{l.expiryDigit, digits + "<"},
		{l.optionDigit, digits + "<"},
		{l.composite.at, digits},
	}
}

// check refuses characters that cannot stand where they are.
func (l layout) check(lines []string) error {
	for _, a := range l.alphabets() {
		for i, c := range a.at.in(lines) {
			if !strings.ContainsRune(a.set, c) {
				return characterAt(a.at.line, a.at.from+i)
			}
		}
	}
	return nil
}

func (l layout) read(lines []string, today resident.Date) Result {
	r := Result{Format: l.format}
	number, numberOK, rest := l.readNumber(lines)
	check := func(name string, ok bool) { r.Checks = append(r.Checks, Check{name, ok}) }
	check(CheckNumber, numberOK)
	check(CheckBirth, fits(l.birth.in(lines), l.birthDigit.in(lines)))
	check(CheckExpiry, fits(l.expiry.in(lines), l.expiryDigit.in(lines)))
	if l.optionDigit.line != 0 {
		check(CheckOptional, fits(l.optional.in(lines), l.optionDigit.in(lines)))
	}
	if l.composite.name != "" {
		var covered strings.Builder
		for _, s := range l.composite.covers {
			covered.WriteString(s.in(lines))
		}
		check(CheckComposite, Digit(covered.String()) == l.composite.at.in(lines)[0])
	}
	family, given, _ := strings.Cut(l.name.in(lines), "<<")
	birth, birthReal := readDate(l.birth.in(lines), func(d resident.Date) bool { return !d.After(today) })
	expiry, expiryReal := readDate(l.expiry.in(lines), func(d resident.Date) bool { return d.Year < today.Year+50 })
	if !birthReal {
		check(CheckBirthReal, false)
	}
	if !expiryReal {
		check(CheckExpiryReal, false)
	}
	r.Fields = Fields{
		Code: words(l.code.in(lines)), Issuer: words(l.issuer.in(lines)),
		Family: words(family), Given: words(given), NameCut: !strings.HasSuffix(l.name.in(lines), "<"),
		Number: number, Nationality: words(l.nationality.in(lines)),
		Birth: birth, Sex: strings.Trim(l.sex.in(lines), "<"), Expiry: expiry,
		Optional: strings.TrimSpace(words(rest) + " " + words(l.optional2.in(lines))),
	}
	r.Valid = len(r.Failed()) == 0
	return r
}

// readNumber returns the document number, whether its digit fits, and what is
// left of the optional data. On cards a number over nine characters goes on in
// the optional data, with its digit last, and a filler where the digit was.
func (l layout) readNumber(lines []string) (number string, ok bool, rest string) {
	number, check, optional := l.number.in(lines), l.numberDigit.in(lines), l.optional.in(lines)
	long := (l.format == TD1 || l.format == TD2) && check == "<"
	if run, after, _ := strings.Cut(optional, "<"); long && len(run) >= 2 {
		last := len(run) - 1
		number += run[:last]
		return strings.ReplaceAll(number, "<", ""), fits(number, run[last:]), after
	}
	return words(number), check != "<" && fits(number, check), optional
}

// fits reports whether the digit is that of the text. A filler stands for the
// digit of a field that is empty.
func fits(text, check string) bool {
	if check == "<" {
		return strings.Trim(text, "<") == ""
	}
	return Digit(text) == check[0]
}

// Digit is the check digit of Doc 9303 over text of the zone: weights 7, 3, 1,
// letters 10 to 35, fillers 0, modulo 10.
func Digit(text string) byte {
	sum := 0
	for i := range len(text) {
		value := 0
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			value = int(c - '0')
		case c >= 'A' && c <= 'Z':
			value = int(c-'A') + 10
		}
		sum += value * [...]int{7, 3, 1}[i%3]
	}
	return byte('0' + sum%10)
}

// readDate reads YYMMDD in the latest century that may be. Unknown parts are
// fillers: then there is no date, and that is in order.
func readDate(s string, may func(resident.Date) bool) (d resident.Date, ok bool) {
	if strings.Contains(s, "<") {
		return resident.Date{}, true
	}
	for _, century := range []string{"20", "19"} {
		d, err := resident.ParseISO(century + s[:2] + "-" + s[2:4] + "-" + s[4:])
		if err == nil && may(d) {
			return d, true
		}
	}
	return resident.Date{}, false
}

// words turns fillers into single spaces.
func words(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '<' }), " ")
}
