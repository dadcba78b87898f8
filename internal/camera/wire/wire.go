// Package wire is the framed binary talk between a desk and its camera
// program: a [Request] to the program's standard input, one answer back, then
// the next. Nobody speaks unasked, so pictures the desk has no time for are
// never sent.
//
// The reader checks every number against the caps below and against what it
// asked for before it reads on; a program that lies about a length costs its
// own life and no memory. All numbers are big-endian. The package decodes no
// picture and starts nothing. What is not of this protocol is [ErrFrame]; why
// there is no picture is a [Status].
package wire

import (
	"image"

	"vouchdesk/internal/fault"
)

// The caps, the same on both sides.
const (
	MaxCameras = 16
	MaxText    = 512         // bytes of a camera's id, and of its name
	MaxSide    = 4096        // pixels, of any picture
	MaxGrey    = 1920 * 1200 // pixels of one frame for reading
	MaxPreview = 1280 * 800  // pixels of one frame for showing
	MaxStill   = 25 << 20    // bytes of a still: what a document may have
	maxCatalog = MaxCameras * 2 * (MaxText + 2)
)

// ErrFrame is an answer that is not of this protocol.
var ErrFrame = fault.New(fault.Malformed, "camera-frame")

// Op is what the desk asks.
type Op uint8

// What can be asked. A program is asked to open one camera once; it ends when
// its standard input does.
const (
	List  Op = iota + 1 // the cameras there are
	Open                // one of them
	Next                // a frame newer than the one before
	Still               // the best picture it can make
)

// Status says how it went.
type Status uint8

// The statuses. A crash has none: the desk sees a short answer.
const (
	OK          Status = iota
	NoCamera           // none is there, or not the one asked for
	Busy               // another program has it
	Denied             // this account may not use it
	Gone               // unplugged
	Unsupported        // it has no format that is understood
	Silent             // it sends no picture
	NotBuilt           // this program has no cameras on this system
	BadRequest
)

// Request asks for one thing.
type Request struct {
	Op      Op
	Whole   bool   // Next: the frame for reading too, not only the one for showing
	Preview int    // Open: the longest side of frames for showing
	ID      string // Open: the camera; empty is the first
}

// Camera is one of the cameras there are. The id stays the same from day to
// day as far as the system allows; both are the system's words.
type Camera struct {
	ID   string
	Name string
}

// Frame is one picture twice: small and in colour for showing, and, where it
// was asked for, whole and grey for reading. Reading into a frame reuses its
// memory.
type Frame struct {
	Grey    image.Gray
	Preview image.RGBA
}
