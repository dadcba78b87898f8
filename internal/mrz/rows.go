package mrz

import "strings"

// Rows tells how many lines a zone has whose first line is this one, and 0 if
// it is no first line of a zone. A reader on the keyboard types each line by
// itself, and the first has to be told from anything else that is typed fast.
func Rows(first string) int {
	lines := typedLines(first)
	if len(lines) != 1 || strings.IndexFunc(lines[0], func(r rune) bool { return !inZone(r) }) >= 0 {
		return 0
	}
	for _, shape := range shapes {
		if len(lines[0]) != shape.width {
			continue
		}
		if l, err := layoutOf(lines); err == nil && l.begins(lines[0]) {
			return shape.rows
		}
	}
	return 0
}

// begins tells whether a line of the right length and first letter can be the
// first: an issuer in letters, then a name with its two fillers, or a number
// with its digit.
func (l layout) begins(line string) bool {
	if line[2] == '<' || strings.Trim(line[:5], letters) != "" {
		return false
	}
	lines := []string{line}
	if l.name.line == 1 {
		return strings.Contains(l.name.in(lines), "<<")
	}
	// The digit of a long number stands in a later place: a filler is here.
	digit := l.numberDigit.in(lines)
	return digit == "<" || fits(l.number.in(lines), digit)
}
