package camera

import (
	"bufio"
	"context"
	"io"
	"slices"
	"sync"
	"time"

	"vouchdesk/internal/camera/wire"
	"vouchdesk/internal/capture"
)

// previewSide is the longest side of a frame for showing. Each is uploaded to
// the graphics anew, and desks often have none but software for it.
const previewSide = 640

// How long the program may take to answer. A camera that wakes up takes
// seconds, and so does one that changes its format for a still.
const (
	openWait  = 10 * time.Second
	frameWait = 5 * time.Second
	stillWait = 8 * time.Second
)

// Line is the way to a running program. End kills it and returns once it is
// gone; it is called once.
type Line struct {
	In  io.Writer
	Out io.Reader
	End func()
}

// Stream is an open camera. It must be closed.
type Stream struct {
	line  *Line
	out   *bufio.Reader
	turn  chan struct{} // held by the call that talks
	all   []Device
	using Device
	ring  [3]wire.Frame // on screen, on its way there, being read
	next  int
	meter meter
	ended sync.Once
	free  func() // lets the next stream be opened
}

func newStream(line *Line) *Stream {
	return &Stream{line: line, out: bufio.NewReaderSize(line.Out, 64<<10), turn: make(chan struct{}, 1)}
}

// Device is the camera that is open.
func (s *Stream) Device() Device { return s.using }

// Devices are the cameras there were when it was opened.
func (s *Stream) Devices() []Device { return slices.Clone(s.all) }

// Close gives the camera back and ends the program.
func (s *Stream) Close() { s.end() }

func (s *Stream) end() {
	s.ended.Do(func() {
		s.line.End()
		if s.free != nil {
			s.free()
		}
	})
}

func (s *Stream) list(ctx context.Context) error {
	return s.ask(ctx, openWait, wire.Request{Op: wire.List}, func() (wire.Status, error) {
		found, status, err := wire.ReadCameras(s.out)
		for _, c := range found {
			s.all = append(s.all, Device{ID: ID(c.ID), Name: c.Name})
		}
		return status, err
	})
}

func (s *Stream) open(ctx context.Context, wanted ID) error {
	if err := s.list(ctx); err != nil {
		return err
	}
	if len(s.all) == 0 {
		return ErrNone
	}
	i := slices.IndexFunc(s.all, func(d Device) bool { return d.ID == wanted })
	s.using = s.all[max(i, 0)]
	q := wire.Request{Op: wire.Open, Preview: previewSide, ID: string(s.using.ID)}
	return s.ask(ctx, openWait, q, func() (wire.Status, error) { return wire.ReadStatus(s.out, wire.Open) })
}

// Next waits for a frame newer than the one before, with its grey picture only
// where that is wanted whole. After an error the stream is of no more use.
func (s *Stream) Next(ctx context.Context, whole bool) (Frame, error) {
	var f Frame
	err := s.ask(ctx, frameWait, wire.Request{Op: wire.Next, Whole: whole}, func() (wire.Status, error) {
		slot := &s.ring[s.next]
		status, err := wire.ReadFrame(s.out, previewSide, whole, slot)
		if err == nil && status == wire.OK {
			s.next = (s.next + 1) % len(s.ring)
			f = Frame{Preview: &slot.Preview, Light: s.meter.look(&slot.Preview)}
			if whole {
				f.Grey = &slot.Grey
			}
		}
		return status, err
	})
	return f, err
}

// Still is the best picture the camera can make, as a document like any other:
// nobody has looked into it. It may take a second or two.
func (s *Stream) Still(ctx context.Context) (capture.Sheet, error) {
	var file []byte
	err := s.ask(ctx, stillWait, wire.Request{Op: wire.Still}, func() (status wire.Status, err error) {
		file, status, err = wire.ReadStill(s.out)
		return status, err
	})
	if err != nil {
		return capture.Sheet{}, err
	}
	return capture.NewSheet(capture.FromCamera, file)
}

// ask sends a request and reads its answer. The program is killed when the
// context ends or the time is up: nothing else ends a read that hangs.
func (s *Stream) ask(ctx context.Context, most time.Duration, q wire.Request, read func() (wire.Status, error)) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return stopped(ctx)
	}
	clock, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	defer context.AfterFunc(clock, s.end)()
	err := wire.WriteRequest(s.line.In, q)
	status := wire.OK
	if err == nil {
		status, err = read()
	}
	switch {
	case err == nil:
		return failure(status)
	case ctx.Err() != nil:
		return stopped(ctx)
	case clock.Err() != nil:
		return ErrSilent
	default:
		// It crashed, was killed or does not keep to the protocol: whatever it
		// says next is not believed.
		s.end()
		return ErrDied
	}
}
