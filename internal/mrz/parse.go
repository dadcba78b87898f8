package mrz

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
)

// What can be wrong with the text. Where is "line 2, column 10" or "line 2".
var (
	ErrEmpty     = fault.New(fault.Malformed, "mrz-empty")
	ErrLines     = fault.New(fault.Malformed, "mrz-lines")     // no layout has this many characters
	ErrLength    = fault.New(fault.Malformed, "mrz-length")    // a line is too short or long; params have, want
	ErrCharacter = fault.New(fault.Malformed, "mrz-character") // a character that cannot stand there
	ErrTooLong   = fault.New(fault.Malformed, "mrz-too-long")
)

// maxText is far above the 90 characters of the largest zone and its spaces.
const maxText = 2048

// Parse reads a zone. Lower case, spaces, and all lines in one are taken as
// they are pasted. Years are placed so that a birth is not after today and an
// expiry is within fifty years of it.
func Parse(text string, today resident.Date) (Result, error) {
	if len(text) > maxText {
		return Result{}, ErrTooLong
	}
	lines, err := arrange(typedLines(text))
	if err != nil {
		return Result{}, err
	}
	layout, err := layoutOf(lines)
	if err != nil {
		return Result{}, err
	}
	if err := layout.check(lines); err != nil {
		return Result{}, err
	}
	return layout.read(lines, today), nil
}

// typedLines drops spaces and empty lines and raises the case. The guillemets
// are what some readers and word processors make of the filler.
func typedLines(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		clean := strings.Map(func(r rune) rune {
			switch {
			case unicode.IsSpace(r):
				return -1
			case r == '‹':
				return '<'
			case r >= 'a' && r <= 'z':
				return r - 'a' + 'A'
			default:
				return r
			}
		}, strings.ReplaceAll(line, "«", "<<"))
		if clean != "" {
			lines = append(lines, clean)
		}
	}
	return lines
}

var shapes = []struct{ rows, width int }{{3, 30}, {2, 36}, {2, 44}}

// arrange returns the lines of one of the three shapes. Text broken in other
// places is joined and cut again; a line of the wrong length is named.
func arrange(lines []string) ([]string, error) {
	if len(lines) == 0 {
		return nil, ErrEmpty
	}
	for i, line := range lines {
		if at := strings.IndexFunc(line, func(r rune) bool { return !inZone(r) }); at >= 0 {
			column := len([]rune(line[:at])) + 1
			return nil, characterAt(i+1, column)
		}
	}
	joined := strings.Join(lines, "")
	for _, shape := range shapes {
		fits := len(lines) == shape.rows
		for _, line := range lines {
			fits = fits && len(line) == shape.width
		}
		if fits {
			return lines, nil
		}
		if len(lines) != shape.rows && len(joined) == shape.rows*shape.width {
			return cut(joined, shape.width), nil
		}
	}
	return nil, wrongLength(lines)
}

func cut(s string, width int) []string {
	var lines []string
	for ; len(s) > 0; s = s[width:] {
		lines = append(lines, s[:width])
	}
	return lines
}

// wrongLength names the first line that does not have the width the lines
// come nearest to.
func wrongLength(lines []string) error {
	width := 0
	switch len(lines) {
	case 3:
		width = 30
	case 2:
		width = 36
		if max(len(lines[0]), len(lines[1])) > 40 { // lines are cut off more often than added to
			width = 44
		}
	default:
		total := 0
		for _, line := range lines {
			total += len(line)
		}
		return ErrLines.With("have", strconv.Itoa(total))
	}
	for i, line := range lines {
		if len(line) != width {
			return ErrLength.At(fmt.Sprintf("line %d", i+1)).
				With("have", strconv.Itoa(len(line))).With("want", strconv.Itoa(width))
		}
	}
	return ErrLines
}

func inZone(r rune) bool {
	return r == '<' || (r >= 'A' && r <= 'Z') || (r >= '0' && r <= '9')
}

func characterAt(line, column int) error {
	return ErrCharacter.At(fmt.Sprintf("line %d, column %d", line, column))
}
