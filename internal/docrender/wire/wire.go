// Package wire is the framed binary talk between a desk and its render worker.
// The worker says what holds it, in a hello of [Barriers]; the desk sends one
// document, and then as many times as it likes a [Request] for a page of it,
// which the worker answers with a [Response].
//
// Both sides read with the caps below, so neither trusts a length the other
// sent: the worker refuses a request that asks too much, the desk refuses a
// response that is larger than what it asked for. All numbers are big-endian.
// The package holds no decoder and starts nothing. Errors are values of
// [Status] on the wire and [fault.Error] on the desk's side; a broken frame is
// ErrFrame.
package wire

import (
	"strings"

	"vouchdesk/internal/fault"
)

// The caps of DESIGN 10, the same on both sides.
const (
	MaxFile    = 25 << 20   // bytes of one document
	MaxPages   = 50         // pages of one document
	MaxSource  = 40_000_000 // pixels of a stored image, checked from its header
	MaxPixels  = 16_000_000 // pixels of one answered page
	MaxPayload = 4 * MaxPixels
	MaxBlack   = 64     // areas of one page
	Whole      = 10_000 // an area's numbers are parts of this
)

// ErrFrame is a frame that is not of this protocol and version.
var ErrFrame = fault.New(fault.Malformed, "render-frame")

// Barriers is what holds a worker, as it found by trying.
type Barriers uint8

// The barriers. A worker without Limits does not go on.
const (
	Limits   Barriers = 1 << iota // memory, processor time, no descriptor, no dump
	Syscalls                      // no system call but those that decoding takes
	Files                         // no file, by the kernel's path rules
	Job                           // the Windows job; known to the desk, not the worker
)

// String names the barriers that hold.
func (b Barriers) String() string {
	var names []string
	for i, name := range []string{"limits", "system calls", "path rules", "job"} {
		if b>>i&1 != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

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
	TooManyPages
	Unreadable
	PageMissing
	BadRequest
	Spreads // nothing can be blacked out in the document for good
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

// Area is a part of a page in ten-thousandths of its width and height, from its
// upper left corner. The zero Area is none.
type Area struct{ Left, Top, Right, Bottom int }

// Valid says whether the area lies on the page and has an inside.
func (a Area) Valid() bool {
	return 0 <= a.Left && a.Left < a.Right && a.Right <= Whole && 0 <= a.Top && a.Top < a.Bottom && a.Bottom <= Whole
}

// Edit is what is done to a page before anything of it is answered: it is
// turned, then blackened, then cropped, then made smaller. Areas are those of
// the turned page before it is cropped.
type Edit struct {
	Turn  int    // quarter turns clockwise, 0 to 3, of the page as its EXIF orientation shows it
	Black []Area // at most MaxBlack
	Crop  Area   // what is kept; zero: all
}

// Valid says whether a worker would take the edit.
func (e Edit) Valid() bool {
	for _, a := range e.Black {
		if !a.Valid() {
			return false
		}
	}
	return e.Turn >= 0 && e.Turn <= 3 && len(e.Black) <= MaxBlack && (e.Crop == Area{} || e.Crop.Valid())
}

// Request asks for one page of the document.
type Request struct {
	Op        Op
	Page      int // from 0
	MaxSide   int // longest side of the answer in pixels; 0 for no other cap than MaxPixels
	MaxPixels int // pixels of the answer, at most the package's MaxPixels
	Edit      Edit
}

// Response is one page, or the status that says why there is none.
type Response struct {
	Status        Status
	Format        Format
	Orientation   uint8 // the EXIF orientation that was undone, 1 to 8; 0 where the format has none
	Spreads       bool  // its compression lets what a place shows into others: black is refused
	Partial       bool  // something of the document is not drawn, or could not be made sense of
	Pages         int   // as the document claims, never above the package's MaxPages
	SourceW       int   // pixels of the stored image, upright; of a PDF page, points
	SourceH       int
	Width, Height int // of the payload
	Payload       []byte
}
