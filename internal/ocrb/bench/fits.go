package main

import (
	"strings"

	"vouchdesk/internal/mrz"
)

// digitsFit asks of the check digits alone: a specimen may name no real day or
// have a digit for its nationality, which the desk refuses, and is still read
// right or wrong.
func digitsFit(text string) bool {
	l := strings.Split(text, "\n")
	fits := func(from, digit string) bool {
		return digit == string(mrz.Digit(from)) || digit == "<" && strings.Trim(from, "<") == ""
	}
	shape := func(n, columns int) bool {
		for _, line := range l {
			if len(line) != columns {
				return false
			}
		}
		return len(l) == n
	}
	switch {
	case shape(3, 30):
		return fits(l[0][5:14], l[0][14:15]) && fits(l[1][:6], l[1][6:7]) && fits(l[1][8:14], l[1][14:15]) &&
			fits(l[0][5:]+l[1][:7]+l[1][8:15]+l[1][18:29], l[1][29:])
	case shape(2, 36):
		return fits(l[1][:9], l[1][9:10]) && fits(l[1][13:19], l[1][19:20]) && fits(l[1][21:27], l[1][27:28]) &&
			(l[0][0] == 'V' || fits(l[1][:10]+l[1][13:20]+l[1][21:35], l[1][35:]))
	case shape(2, 44):
		return fits(l[1][:9], l[1][9:10]) && fits(l[1][13:19], l[1][19:20]) && fits(l[1][21:27], l[1][27:28]) &&
			(l[0][0] == 'V' || fits(l[1][28:42], l[1][42:43]) && fits(l[1][:10]+l[1][13:20]+l[1][21:43], l[1][43:]))
	default:
		return false
	}
}
