// Package capture takes a document from outside to a letter's code or to a
// picture of evidence.
//
// A [Sheet] is the document in memory, whatever gave it: a chosen or dropped
// file, a folder, a scanner, a camera. What follows is the same for all. It
// holds at most [MaxFile] bytes; a file is read from a regular one only, never
// from a device, FIFO or socket. Every byte goes to the confined worker behind
// [Pages]: no decoder runs here. The package keeps nothing and writes nothing.
// A Taker is safe for concurrent use if its Pages is. Errors are [fault.Error]
// and name no file; those of Pages pass through.
package capture

import (
	"context"
	"errors"
	"image"
	"time"

	"vouchdesk/internal/docrender"
	"vouchdesk/internal/docrender/wire"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/scan"
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
	ErrQRPartial    = fault.New(fault.NotFound, "qr-partial") // and a part of the file may be missing
	ErrQROther      = fault.New(fault.Malformed, "qr-other")
)

// Pages is what a Taker needs of the renderer.
type Pages interface {
	Grey(ctx context.Context, file []byte, page int) (*image.Gray, docrender.Info, error)
	RGBA(ctx context.Context, file []byte, page, maxSide int, e docrender.Edit) (*image.RGBA, docrender.Info, error)
	Capture(ctx context.Context, file []byte, page, maxSide int, e docrender.Edit) (docrender.Encoded, docrender.Info, error)
}

// Codes is what a Taker needs of the reader of codes.
type Codes interface {
	Codes(ctx context.Context, g *image.Gray) ([]scan.Found, error) // a letter's
	All(ctx context.Context, g *image.Gray) ([]scan.Found, error)   // barcodes of papers, too
}

// Taker takes documents in.
type Taker struct {
	pages Pages
	codes Codes
}

// New returns a Taker over a renderer and a reader of codes.
func New(p Pages, c Codes) *Taker { return &Taker{pages: p, codes: c} }

// Letter returns the text of the letter code in a document, not yet checked:
// that is internal/letter's. Without one, [ErrQROther] says that another code
// was there, [ErrQRNone] that none was, and [ErrQRPartial] that none was in what
// could be drawn.
func (t *Taker) Letter(ctx context.Context, s Sheet) (string, error) {
	other, partial := false, false
	for page := range wire.MaxPages { // a scanner may have put other papers before it
		g, info, err := t.pages.Grey(ctx, s.data, page)
		if page > 0 && errors.Is(err, docrender.ErrPageMissing) {
			break // the document claimed more than it has
		}
		if err != nil {
			return "", err
		}
		partial = partial || info.Partial
		codes, err := t.codes.Codes(ctx, g)
		if err != nil {
			return "", err
		}
		for _, c := range codes {
			if c.Kind == scan.Letter {
				return c.Text, nil
			}
			other = true
		}
		if page+1 >= info.Pages {
			break
		}
	}
	switch {
	case other:
		return "", ErrQROther
	case partial:
		return "", ErrQRPartial
	}
	return "", ErrQRNone
}

// codesTime is how long a page is searched for codes that only save typing.
const codesTime = 5 * time.Second

// Codes returns the codes on a page, whatever they are for: none where the
// search took too long.
func (t *Taker) Codes(ctx context.Context, p Prepared) ([]scan.Found, error) {
	g, _, err := t.pages.Grey(ctx, p.Sheet.data, p.Page)
	if err != nil {
		return nil, err
	}
	within, cancel := context.WithTimeout(ctx, codesTime)
	defer cancel()
	found, err := t.codes.All(within, g)
	if errors.Is(err, scan.ErrStopped) && ctx.Err() == nil {
		return nil, nil
	}
	return found, err
}

// Page returns a page for looking at as it would be kept, its longest side at
// most maxSide pixels. Nothing is kept of it.
func (t *Taker) Page(ctx context.Context, p Prepared, maxSide int) (*image.RGBA, docrender.Info, error) {
	return t.pages.RGBA(ctx, p.Sheet.data, p.Page, maxSide, p.Edit)
}

// Picture returns the page as it is kept, its longest side at most maxSide
// pixels, upright and without metadata.
func (t *Taker) Picture(ctx context.Context, p Prepared, maxSide int) (docrender.Encoded, error) {
	e, _, err := t.pages.Capture(ctx, p.Sheet.data, p.Page, maxSide, p.Edit)
	return e, err
}
