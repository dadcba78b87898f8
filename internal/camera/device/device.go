// Package device is what a camera program does with whatever cameras its
// system has: it answers the desk's requests and makes every picture the two
// forms that the desk takes.
//
// A [Driver] is a system's way to its cameras, a [Device] one that is open.
// [Serve] takes pictures off the device as fast as they come, so that none
// waits in the driver, and decodes only the newest, when one is asked for.
// Pictures are decoded here, which is why no desk links this package. It
// writes no file and logs nothing.
package device

import (
	"image"

	"vouchdesk/internal/camera/wire"
)

// Driver finds and opens cameras.
type Driver interface {
	List() ([]wire.Camera, error)
	// Open opens a camera and has it send pictures; an empty id is the first.
	Open(id string) (Device, error)
}

// Device is an open camera. One goroutine calls it.
type Device interface {
	// Grab waits for the next picture: up to a second or so, then it answers
	// Trouble(wire.Silent) and may be called again. The picture is valid until
	// the next call.
	Grab() (Picture, error)
	// Still makes the best picture there is, changing the format for it where
	// that is quick.
	Still() (Picture, error)
	Close() error
}

// Picture is what a device sends: one of the three.
type Picture struct {
	JPEG   []byte       // as a camera sends it, perhaps without its Huffman tables
	YUYV   []byte       // with Width, Height and Stride
	Planes *image.YCbCr // decoded already

	Width, Height, Stride int
}

// Trouble is why there is no picture, as the desk is told.
type Trouble wire.Status //nolint:errname // it is a status first: Trouble(wire.Busy)

func (t Trouble) Error() string {
	switch wire.Status(t) {
	case wire.NoCamera:
		return "no camera"
	case wire.Busy:
		return "camera busy"
	case wire.Denied:
		return "camera denied"
	case wire.Gone:
		return "camera gone"
	case wire.Unsupported:
		return "camera format not supported"
	case wire.Silent:
		return "camera silent"
	case wire.NotBuilt:
		return "no cameras on this system"
	case wire.OK, wire.BadRequest:
	}
	return "camera trouble"
}
