// Package paper sets what the council puts on paper: the posted letter with its
// vouch code, as a page image, and what people take home from the counter, as
// PDF ([Sheet]): the slip that every resident gets, the receipt of a vouch and
// the referee's slip, always in both languages, in ordinary or large print.
//
// The same input always gives the same bytes: no clock, no system font, no
// network. A sheet names nobody. The code is drawn at 35 mm as QR version 6 level M and nothing
// else, since desks are measured against that size; a text that would need
// another version is refused. It decodes no image. Functions only, safe for
// concurrent use. Errors are [fault.Error].
package paper

import (
	"vouchdesk/internal/fault"
)

// Why a letter cannot be drawn.
var (
	ErrCode    = fault.New(fault.Malformed, "letter-code-form")
	ErrGlyph   = fault.New(fault.Malformed, "letter-glyph-missing")
	ErrTooLong = fault.New(fault.Malformed, "letter-text-too-long")
	ErrAddress = fault.New(fault.Malformed, "letter-address-missing")
)
