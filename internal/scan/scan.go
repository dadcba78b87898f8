// Package scan reads the codes in a grey picture: the right text or nothing.
//
// It tries the cheap ways first and goes on to dearer ones until a letter or
// enrolment code is found, the ways are used up or the context ends: gozxing as
// it is, rxing as a second reader, then our own search, which finds corner
// patterns in grey, settles a grid on what every code has, learns from it how
// the picture is blurred, and leaves out what stays in doubt. The order and
// what each way adds and costs are in docs/decisions/0021-two-readers.md. What
// is looked at is bounded by counts and so the same on every machine; a
// deadline stands behind them.
//
// A code is reported only when its own error correction holds, and its text is
// never mended or guessed. The package decodes no image file. A [Reader] keeps
// only the second reader, compiled when it is first needed, and may be used
// concurrently; a [Live] belongs to one camera. A picture without a code is an
// empty list, not an error; an ended context is [ErrStopped] unless something
// had been found.
package scan

import (
	"strings"

	"vouchdesk/internal/fault"
)

// ErrStopped is a search that was ended by its context with nothing found.
var ErrStopped = fault.New(fault.Unavailable, "scan-stopped")

// Format is the kind of symbol.
type Format string

// The symbols that are read. A letter is always a QR code.
const (
	QR         Format = "qr"
	Code128    Format = "code_128"
	DataMatrix Format = "data_matrix"
	Aztec      Format = "aztec"
	PDF417     Format = "pdf417"
)

// Kind is what a code is for, told by its prefix alone: it is not yet checked.
type Kind string

// The kinds of code.
const (
	Letter    Kind = "letter"
	Enrolment Kind = "enrolment"
	Other     Kind = "other"
)

// Found is one code.
type Found struct {
	Format Format
	Text   string
	Kind   Kind
}

// KindOf tells the kind of a code by its prefix.
func KindOf(text string) Kind {
	switch {
	case strings.HasPrefix(text, "VLA"):
		return Letter
	case strings.HasPrefix(text, "VDE"):
		return Enrolment
	default:
		return Other
	}
}
