// Package paper draws what the council puts on paper; so far the posted letter
// with its vouch code, as a page image.
//
// The same input always gives the same bytes: no clock, no system font, no
// network. The code is drawn at 35 mm as QR version 6 level M and nothing
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
