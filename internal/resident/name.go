package resident

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vouchdesk/internal/fault"
)

// MaxNameRunes is the longest given or family name taken.
const MaxNameRunes = 1000

// What can be wrong with a name.
var (
	ErrNameMissing = fault.New(fault.Malformed, "name-missing")
	ErrNameControl = fault.New(fault.Malformed, "name-control")
	ErrNameTooLong = fault.New(fault.Malformed, "name-too-long")
)

// WarnNameDigits is the warning for a name with a digit in it.
const WarnNameDigits = "name-digits"

// Name is a person's name as on their documents. All given names stand in
// Given, in order. A person with one name has the other part empty.
type Name struct {
	Given  string `json:"given"`
	Family string `json:"family"`
}

// ParseName cleans and checks a typed name. Codes: name-missing, name-control,
// name-too-long; Where is "given" or "family".
func ParseName(given, family string) (Name, error) {
	var n Name
	var err error
	if n.Given, err = parseNamePart(given, "given"); err != nil {
		return Name{}, err
	}
	if n.Family, err = parseNamePart(family, "family"); err != nil {
		return Name{}, err
	}
	if n.IsZero() {
		return Name{}, ErrNameMissing.At("given")
	}
	return n, nil
}

func parseNamePart(s, where string) (string, error) {
	// Counted before anything else, so a pasted book costs nothing.
	if len(s) > utf8.UTFMax*MaxNameRunes*2 {
		return "", ErrNameTooLong.At(where)
	}
	clean, ok := cleanLine(s)
	if !ok {
		return "", ErrNameControl.At(where)
	}
	if utf8.RuneCountInString(clean) > MaxNameRunes {
		return "", ErrNameTooLong.At(where)
	}
	return clean, nil
}

// IsZero reports whether there is no name at all.
func (n Name) IsZero() bool { return n.Given == "" && n.Family == "" }

// Full is the whole name in document order.
func (n Name) Full() string { return strings.TrimSpace(n.Given + " " + n.Family) }

// Warnings lists what an officer should look at twice; it never blocks.
func (n Name) Warnings() []string {
	if strings.ContainsFunc(n.Given+n.Family, unicode.IsDigit) {
		return []string{WarnNameDigits}
	}
	return nil
}

// cleanLine returns one line of text as NFC with single spaces. It is not ok
// if the text holds a control, a line break, or an invisible format character:
// a right-to-left override or a zero-width space makes a name look like
// another on the approver's screen.
func cleanLine(s string) (string, bool) {
	if !utf8.ValidString(s) {
		return "", false
	}
	s = strings.TrimSpace(s)
	for _, r := range s {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) || r == utf8.RuneError {
			return "", false
		}
	}
	return norm.NFC.String(strings.Join(strings.Fields(s), " ")), true
}
