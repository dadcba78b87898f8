// Package capture takes a document from outside - a chosen or dropped file for
// now - to a letter's code or to a picture of evidence.
//
// It reads at most [MaxFile] bytes from a regular file, never from a device,
// FIFO or socket, and gives every byte to the confined worker behind [Pages]:
// no decoder runs here. It keeps nothing and writes nothing. A Taker is safe
// for concurrent use if its Pages is. Errors are [fault.Error]; those of Pages
// pass through.
//
// Cameras and scanners will come here as further sources of the same bytes;
// what follows the bytes stays as it is.
package capture

import (
	"context"
	"image"

	"vouchdesk/internal/docrender"
	"vouchdesk/internal/docrender/wire"
	"vouchdesk/internal/fault"
)

// MaxFile is the largest document taken.
const MaxFile = wire.MaxFile

// What can be wrong with a file, and with the code on a letter.
var (
	ErrMissing      = fault.New(fault.NotFound, "file-missing")
	ErrNotRegular   = fault.New(fault.Malformed, "file-not-regular")
	ErrDenied       = fault.New(fault.Unavailable, "file-denied")
	ErrUnavailable  = fault.New(fault.Unavailable, "file-unavailable")
	ErrFileTooLarge = docrender.ErrFileTooLarge
	ErrFileEmpty    = docrender.ErrFileEmpty
	ErrNotAnImage   = docrender.ErrNotAnImage
	ErrQRNone       = fault.New(fault.NotFound, "qr-none")
	ErrQROther      = fault.New(fault.Malformed, "qr-other")
)

// Pages is what a Taker needs of the renderer.
type Pages interface {
	Grey(ctx context.Context, file []byte, page int) (*image.Gray, docrender.Info, error)
	Capture(ctx context.Context, file []byte, page, maxSide int) (docrender.Encoded, docrender.Info, error)
}

// Taker takes documents in.
type Taker struct{ pages Pages }

// New returns a Taker over a renderer.
func New(p Pages) *Taker { return &Taker{pages: p} }
