package resident

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"vouchdesk/internal/fault"
)

// The longest address taken: enough for any in the world, small enough for a
// letter and a vouch.
const (
	MaxAddressLines = 6
	MaxAddressRunes = 200 // each line
)

// What can be wrong with an address.
var (
	ErrAddressMissing = fault.New(fault.Malformed, "address-missing")
	ErrAddressControl = fault.New(fault.Malformed, "address-control")
	ErrAddressTooLong = fault.New(fault.Malformed, "address-too-long")
)

// WarnPostcode is the warning for a postcode that does not look like a UK one.
const WarnPostcode = "postcode-unusual"

// Address is where a resident lives, or NoFixed when they have no fixed
// address; then the rest is empty or a place where post reaches them.
type Address struct {
	Lines    []string `json:"lines,omitempty"`
	Town     string   `json:"town,omitempty"`
	Postcode string   `json:"postcode,omitempty"`
	Country  string   `json:"country,omitempty"` // empty is the United Kingdom
	NoFixed  bool     `json:"no_fixed,omitempty"`
}

// ParseAddress cleans and checks a typed address. Empty lines are dropped. It
// needs a first line and a town or postcode, unless a.NoFixed. Codes:
// address-missing, address-control, address-too-long; Where is "lines",
// "town", "postcode" or "country".
func ParseAddress(a Address) (Address, error) {
	out := Address{NoFixed: a.NoFixed}
	for _, line := range a.Lines {
		clean, err := parseAddressPart(line, "lines")
		if err != nil {
			return Address{}, err
		}
		if clean != "" {
			out.Lines = append(out.Lines, clean)
		}
	}
	if len(out.Lines) > MaxAddressLines {
		return Address{}, ErrAddressTooLong.At("lines")
	}
	for _, part := range []struct {
		where string
		from  string
		to    *string
	}{{"town", a.Town, &out.Town}, {"postcode", a.Postcode, &out.Postcode}, {"country", a.Country, &out.Country}} {
		clean, err := parseAddressPart(part.from, part.where)
		if err != nil {
			return Address{}, err
		}
		*part.to = clean
	}
	out.Postcode = ParsePostcode(out.Postcode)
	if out.NoFixed {
		return out, nil
	}
	if len(out.Lines) == 0 {
		return Address{}, ErrAddressMissing.At("lines")
	}
	if out.Town == "" && out.Postcode == "" {
		return Address{}, ErrAddressMissing.At("postcode")
	}
	return out, nil
}

func parseAddressPart(s, where string) (string, error) {
	if len(s) > utf8.UTFMax*MaxAddressRunes*2 {
		return "", ErrAddressTooLong.At(where)
	}
	clean, ok := cleanLine(s)
	if !ok {
		return "", ErrAddressControl.At(where)
	}
	if utf8.RuneCountInString(clean) > MaxAddressRunes {
		return "", ErrAddressTooLong.At(where)
	}
	return clean, nil
}

// IsZero reports whether nothing was given at all.
func (a Address) IsZero() bool {
	return len(a.Lines) == 0 && a.Town == "" && a.Postcode == "" && a.Country == "" && !a.NoFixed
}

// Warnings lists what an officer should look at twice; it never blocks.
func (a Address) Warnings() []string {
	if a.Postcode != "" && a.Country == "" && !PostcodeLooksRight(a.Postcode) {
		return []string{WarnPostcode}
	}
	return nil
}

// ParsePostcode puts a postcode in its usual form, upper case with one space
// before the last three characters. What does not look like a postcode is
// only trimmed and upper-cased: it may be right all the same.
func ParsePostcode(s string) string {
	plain := strings.ToUpper(strings.Join(strings.Fields(s), " "))
	joined := strings.ReplaceAll(plain, " ", "")
	if len(joined) > 3 && len(joined) <= 7 {
		if spaced := joined[:len(joined)-3] + " " + joined[len(joined)-3:]; PostcodeLooksRight(spaced) {
			return spaced
		}
	}
	return plain
}

// The shape of BS 7666's PostCodeType schema. It misses a few real ones (N1P,
// BFPO), which is why it only warns.
var postcodeShape = regexp.MustCompile(`^(GIR 0AA|[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKSTUW]|[A-HK-Y][0-9][ABEHMNPRVWXY]) [0-9][ABD-HJLNP-UW-Z]{2})$`)

// PostcodeLooksRight reports whether s, in its usual form, has the shape of a
// UK postcode.
func PostcodeLooksRight(s string) bool { return postcodeShape.MatchString(s) }
