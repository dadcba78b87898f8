package device

import (
	"bufio"
	"errors"
	"io"
	"time"

	"vouchdesk/internal/camera/wire"
)

// frameWait is how long a frame is waited for before the camera is called
// silent: a camera that has just been opened may take two seconds. goodbye is
// how long a device may take to be closed.
const (
	frameWait = 3 * time.Second
	goodbye   = time.Second
	badFrames = 10 // in a row, before its format is called unknown
)

// Serve answers requests until there are no more, which is the desk's goodbye
// and no error. Whatever is not of the protocol ends it.
func Serve(in io.Reader, out io.Writer, d Driver) error {
	s := &server{driver: d, out: bufio.NewWriterSize(out, 64<<10)}
	defer s.close()
	for {
		q, err := wire.ReadRequest(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = s.answer(q)
		}
		if err == nil {
			err = s.out.Flush()
		}
		if err != nil {
			return err
		}
	}
}

type server struct {
	driver  Driver
	out     *bufio.Writer
	grab    *grabber // nil until a camera is open
	preview int
	frame   wire.Frame
}

func (s *server) answer(q wire.Request) error {
	switch q.Op {
	case wire.List:
		all, err := s.driver.List()
		if err != nil {
			return wire.WriteStatus(s.out, q.Op, status(err))
		}
		return wire.WriteCameras(s.out, all)
	case wire.Open:
		return wire.WriteStatus(s.out, q.Op, s.open(q))
	case wire.Next, wire.Still:
		if s.grab == nil {
			return wire.WriteStatus(s.out, q.Op, wire.BadRequest)
		}
		if q.Op == wire.Next {
			return s.next(q.Whole)
		}
		file, err := s.grab.still()
		if err != nil {
			return wire.WriteStatus(s.out, q.Op, status(err))
		}
		return wire.WriteStill(s.out, file)
	}
	return wire.WriteStatus(s.out, q.Op, wire.BadRequest)
}

func (s *server) open(q wire.Request) wire.Status {
	if s.grab != nil || q.Preview < 1 {
		return wire.BadRequest
	}
	dev, err := s.driver.Open(q.ID)
	if err != nil {
		return status(err)
	}
	s.preview, s.grab = q.Preview, newGrabber(dev)
	return wire.OK
}

// next answers with the newest frame that can be decoded.
func (s *server) next(whole bool) error {
	limit := time.NewTimer(frameWait)
	defer limit.Stop()
	for range badFrames {
		p, err := s.grab.take(limit.C)
		if err != nil {
			return wire.WriteStatus(s.out, wire.Next, status(err))
		}
		if m, err := decode(p, wire.MaxGrey); err == nil {
			frame(m, s.preview, whole, &s.frame)
			return wire.WriteFrame(s.out, &s.frame)
		}
	}
	return wire.WriteStatus(s.out, wire.Next, wire.Unsupported)
}

func (s *server) close() {
	if s.grab != nil {
		s.grab.close()
	}
}

// status is what the desk is told of an error.
func status(err error) wire.Status {
	var t Trouble
	if errors.As(err, &t) {
		return wire.Status(t)
	}
	return wire.Silent
}
