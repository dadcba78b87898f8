// Package camera shows the desk what a camera sees without any of the
// camera's code, or of the decoders its pictures need, running in the desk.
//
// [Cameras.Open] starts one vouchdesk-camera process with an empty
// environment, asks it for one picture at a time and kills it when the stream
// is closed, its context ends, it falls silent or what it says is not of the
// protocol. A camera driver that crashes costs the picture on screen and
// nothing else. Pictures the desk does not ask for are never sent, so a slow
// consumer always gets the newest.
//
// One [Cameras] has at most one stream: who opens a second waits until the
// first is closed. A [Stream] may be used from several goroutines; its calls
// take turns. Nothing is written to disk. Errors are [fault.Error] with a code
// of the list below; none carries anything of a picture.
package camera

import (
	"context"
	"image"

	"vouchdesk/internal/camera/wire"
	"vouchdesk/internal/fault"
)

// Why there is no picture.
var (
	ErrNone    = fault.New(fault.NotFound, "camera-none")
	ErrBusy    = fault.New(fault.Unavailable, "camera-busy")   // another program has it
	ErrDenied  = fault.New(fault.Unavailable, "camera-denied") // this account may not use it
	ErrGone    = fault.New(fault.Unavailable, "camera-gone")   // unplugged while it was used
	ErrFormat  = fault.New(fault.Unavailable, "camera-format") // no format that is understood
	ErrSilent  = fault.New(fault.Unavailable, "camera-silent") // it sends no picture
	ErrDied    = fault.New(fault.Unavailable, "camera-died")   // the program ended, or broke the protocol
	ErrProgram = fault.New(fault.Unavailable, "camera-program-missing")
	ErrSystem  = fault.New(fault.Unavailable, "camera-not-here") // not built for this system
)

// ID names a camera from day to day, as far as the system allows.
type ID string

// Device is one camera.
type Device struct {
	ID   ID
	Name string // the system's word for it
}

// Frame is one picture twice. Its pixels are the caller's until the second
// call of [Stream.Next] after the one that gave it: one may be on screen while
// the next is on its way there.
type Frame struct {
	Grey    *image.Gray // whole, for reading; nil where it was not asked for
	Preview *image.RGBA // for showing, without a gap between rows
	Light   Light
}

// Cameras are the cameras of this machine.
type Cameras struct {
	start Starter
	slot  chan struct{}
}

// New returns the cameras that the program at path finds; an empty path is
// vouchdesk-camera next to this executable. Whether it is there is seen when
// a camera is wanted: a desk needs none.
func New(path string) *Cameras {
	return Through(func(context.Context) (*Line, error) { return run(path) })
}

// Starter starts a program and answers the line to it.
type Starter func(context.Context) (*Line, error)

// Through returns the cameras behind whatever is started: in tests, no
// process.
func Through(start Starter) *Cameras {
	return &Cameras{start: start, slot: make(chan struct{}, 1)}
}

// Devices are the cameras there are now, in use or not.
func (c *Cameras) Devices(ctx context.Context) ([]Device, error) {
	s, err := c.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer s.end()
	err = s.list(ctx)
	return s.all, err
}

// Open opens the camera that is wanted, or the first where that one is not
// there: which, [Stream.Device] says.
func (c *Cameras) Open(ctx context.Context, wanted ID) (*Stream, error) {
	select {
	case c.slot <- struct{}{}:
	case <-ctx.Done():
		return nil, stopped(ctx)
	}
	s, err := c.begin(ctx)
	if err != nil {
		<-c.slot
		return nil, err
	}
	s.free = func() { <-c.slot }
	if err := s.open(ctx, wanted); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func (c *Cameras) begin(ctx context.Context) (*Stream, error) {
	line, err := c.start(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil, stopped(ctx)
		}
		return nil, err
	}
	return newStream(line), nil
}

func failure(s wire.Status) error {
	switch s {
	case wire.OK:
		return nil
	case wire.NoCamera:
		return ErrNone
	case wire.Busy:
		return ErrBusy
	case wire.Denied:
		return ErrDenied
	case wire.Gone:
		return ErrGone
	case wire.Unsupported:
		return ErrFormat
	case wire.Silent:
		return ErrSilent
	case wire.NotBuilt:
		return ErrSystem
	case wire.BadRequest:
	}
	return ErrDied
}

func stopped(ctx context.Context) error {
	return fault.New(fault.Stopped, "camera-stopped").Because(ctx.Err())
}
