// Package wire is the framed binary talk between a desk and its render worker:
// one [Request] to the worker's standard input, one [Response] back.
//
// Both sides read with the caps below, so neither trusts a length the other
// sent: the worker refuses a request that asks too much, the desk refuses a
// response that is larger than what it asked for. All numbers are big-endian.
// The package holds no decoder and starts nothing. Errors are values of
// [Status] on the wire and [fault.Error] on the desk's side; a broken frame is
// ErrFrame.
package wire

import "vouchdesk/internal/fault"

// The caps of DESIGN 10, the same on both sides.
const (
	MaxFile    = 25 << 20   // bytes of one document
	MaxPages   = 50         // pages of one document
	MaxSource  = 40_000_000 // pixels of a stored image, checked from its header
	MaxPixels  = 16_000_000 // pixels of one answered page
	MaxPayload = 4 * MaxPixels
)

// ErrFrame is a frame that is not of this protocol and version.
var ErrFrame = fault.New(fault.Malformed, "render-frame")

// Op says in which form a page is wanted.
type Op uint8

// The forms of a page.
const (
	Grey Op = iota + 1 // one byte a pixel, for reading codes
	RGBA               // four bytes a pixel, opaque, for showing
	JPEG               // re-encoded without metadata, for keeping
)

// Status is how the worker ended.
type Status uint8

// The statuses. A crash or a timeout has none: the desk sees a short frame.
const (
	OK Status = iota
	NotAnImage
	ImageTooLarge
	FileTooLarge
	TooManyPages
	Unreadable
	PageMissing
	BadRequest
)

// Format is what the file was found to be, by its first bytes.
type Format uint8

// The formats that are read. GIF and BMP are not: no scanner or phone makes
// them, and each decoder is attack surface.
const (
	FormatJPEG Format = iota + 1
	FormatPNG
	FormatTIFF
	FormatWebP
	FormatPDF
)

// Request asks for one page of one document.
type Request struct {
	Op        Op
	Page      int // from 0
	MaxSide   int // longest side of the answer in pixels; 0 for no other cap than MaxPixels
	MaxPixels int // pixels of the answer, at most the package's MaxPixels
	File      []byte
}

// Response is one page, or the status that says why there is none.
type Response struct {
	Status        Status
	Format        Format
	Orientation   uint8 // the EXIF orientation that was undone, 1 to 8; 0 where the format has none
	Pages         int   // as the document claims, never above the package's MaxPages
	SourceW       int   // pixels of the stored image, upright; of a PDF page, points
	SourceH       int
	Width, Height int // of the payload
	Payload       []byte
}
