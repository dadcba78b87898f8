package evidence

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
)

// What can be wrong with a driver number.
var (
	ErrDriverNumberLength = fault.New(fault.Malformed, "driver-number-length")
	ErrDriverNumberForm   = fault.New(fault.Malformed, "driver-number-form")
)

// DriverNumber is a GB driver number of 16 characters, or a Northern Ireland
// one of 8 digits.
type DriverNumber struct {
	number string
}

// The parts of a GB number, each with its place, so that a message can point
// at what does not fit. After One Login's pattern (ipv-cri-dl-front,
// fields.js), split because Go has no lookahead: surname padded with 9, decade,
// month (+5 on the tens for a woman), day, year, initials, then an arbitrary
// character and two check letters whose algorithm is not public.
var driverParts = []struct {
	name     string
	from, to int
	shape    *regexp.Regexp
}{
	{"surname", 0, 5, regexp.MustCompile(`^[A-Z]{1,5}9{0,4}$`)},
	{"decade", 5, 6, regexp.MustCompile(`^[0-9]$`)},
	{"month", 6, 8, regexp.MustCompile(`^([05][1-9]|[16][0-2])$`)},
	{"day", 8, 10, regexp.MustCompile(`^(0[1-9]|[12][0-9]|3[01])$`)},
	{"year", 10, 11, regexp.MustCompile(`^[0-9]$`)},
	{"initials", 11, 13, regexp.MustCompile(`^(99|[A-Z][A-Z9])$`)},
	{"check", 13, 16, regexp.MustCompile(`^[A-Z0-9][A-Z]{2}$`)},
}

var northernIreland = regexp.MustCompile(`^[0-9]{8}$`)

// ParseDriverNumber reads a driver number in any case, with or without spaces;
// a two-digit issue number behind a GB number is dropped. Codes:
// driver-number-length, driver-number-form (Where names the part).
func ParseDriverNumber(s string) (DriverNumber, error) {
	if len(s) > 64 {
		return DriverNumber{}, ErrDriverNumberLength
	}
	n := strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if northernIreland.MatchString(n) {
		return DriverNumber{n}, nil
	}
	if len(n) == 18 && strings.Trim(n[16:], "0123456789") == "" {
		n = n[:16]
	}
	if len(n) != 16 {
		return DriverNumber{}, ErrDriverNumberLength
	}
	for _, part := range driverParts {
		if !part.shape.MatchString(n[part.from:part.to]) {
			return DriverNumber{}, ErrDriverNumberForm.At(part.name)
		}
	}
	if strings.ContainsAny(n[13:14], "IOQYZ01") {
		return DriverNumber{}, ErrDriverNumberForm.At("check")
	}
	return DriverNumber{n}, nil
}

// Text is the number in its usual form. Unlike printing, it shows it.
func (d DriverNumber) Text() string { return d.number }

// Format hides the number from every fmt verb.
func (d DriverNumber) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, d.String()) }

// String hides the number.
func (DriverNumber) String() string { return "[driver number]" }

// MatchesBirthDate compares the birth date inside a GB number with birth. A
// Northern Ireland number carries none: then known is false.
//
// Only the date is compared. Surnames and initials change, and Mac and Mc are
// written alike, so a difference there says nothing (One Login does the same).
func (d DriverNumber) MatchesBirthDate(birth resident.Date) (same, known bool) {
	if len(d.number) != 16 || birth.IsZero() {
		return false, false
	}
	digit := func(i int) int { return int(d.number[i] - '0') }
	year := digit(5)*10 + digit(10)
	month := (digit(6)%5)*10 + digit(7)
	day := digit(8)*10 + digit(9)
	return year == birth.Year%100 && month == birth.Month && day == birth.Day, true
}
