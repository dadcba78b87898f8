package mrz_test

import (
	"strings"
	"testing"

	"vouchdesk/internal/mrz"
)

func TestRows(t *testing.T) {
	for line, want := range map[string]int{
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<": 2,
		"p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<": 2, // Caps Lock
		"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<": 2,
		"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<":         2,
		"I<UTOD231458907<<<<<<<<<<<<<<<":               3,
		"I<UTOD23145890<7349<<<<<<<<<<<":               3, // a long number
		"I<UTOD231458908<<<<<<<<<<<<<<<":               0, // its digit is wrong
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<":  0,
		"P<UTOERIKSSON<ANNA<MARIA<<X<<<<<<<<<<<<<<<<<": 2,
		"PARCEL000000000000000000000001":               0,
		"CODE128WITHTHIRTYCHARACTERS000":               0,
		"VLA1" + strings.Repeat("A", 40):               0,
		"PASSWORD<PHRASE<OF<FORTY<FOUR<CHARACTERS<ABC": 0,
		"":                                    0,
		"I<UTOD231458907<<<<<<<<<<<<<<\u00e9": 0,
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO74": 0,
	} {
		if got := mrz.Rows(line); got != want {
			t.Errorf("%q: %d lines, want %d", line, got, want)
		}
	}
}
