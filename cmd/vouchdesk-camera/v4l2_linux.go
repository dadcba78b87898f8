package main

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/blackjack/webcam"
	"golang.org/x/sys/unix"

	"vouchdesk/internal/camera/device"
	"vouchdesk/internal/camera/wire"
)

// handle is what is used of a webcam.Webcam.
type handle interface {
	GetName() (string, error)
	GetBusInfo() (string, error)
	GetSupportedFormats() map[webcam.PixelFormat]string
	GetSupportedFrameSizes(webcam.PixelFormat) []webcam.FrameSize
	GetSupportedFramerates(f webcam.PixelFormat, width, height uint32) []webcam.FrameRate
	SetImageFormat(f webcam.PixelFormat, width, height uint32) (webcam.PixelFormat, uint32, uint32, error)
	SetFramerate(float32) error
	SetBufferCount(uint32) error
	StartStreaming() error
	WaitForFrame(seconds uint32) error
	GetFrame() ([]byte, uint32, error)
	ReleaseFrame(uint32) error
	Close() error
}

// linux is every camera that Video4Linux has.
type linux struct {
	paths func() ([]string, error)
	open  func(path string) (handle, error)
}

func system() device.Driver {
	return linux{
		paths: func() ([]string, error) { return filepath.Glob("/dev/video*") },
		open: func(path string) (handle, error) {
			h, err := webcam.Open(path)
			if err != nil {
				return nil, err // not a nil pointer in an interface
			}
			return h, nil
		},
	}
}

// found is one camera with the file it is behind.
type found struct {
	wire.Camera
	path  string
	modes []mode
}

// all are the cameras that can be opened. A camera has several files, and only
// those with pictures count; one that may not be opened is an error only where
// there is no other.
func (l linux) all() ([]found, error) {
	paths, err := l.paths()
	if err != nil {
		return nil, device.Trouble(wire.NoCamera)
	}
	slices.SortFunc(paths, func(a, b string) int { // video10 after video9
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	var all []found
	odd, shut := false, false
	for _, path := range paths {
		h, err := l.open(path)
		if err != nil {
			shut = shut || denied(err)
			continue
		}
		f := found{path: path, modes: modes(h)}
		name, _ := h.GetName()
		bus, _ := h.GetBusInfo()
		formats := len(h.GetSupportedFormats())
		_ = h.Close()
		if formats == 0 {
			continue // a camera's second file, for data about its pictures
		}
		if _, _, ok := pick(f.modes); !ok {
			odd = true
			continue
		}
		f.ID, f.Name = name+" @ "+bus, name
		for n := 2; slices.ContainsFunc(all, func(o found) bool { return o.ID == f.ID }); n++ {
			f.ID = name + " @ " + bus + " #" + string(rune('0'+n%10))
		}
		all = append(all, f)
	}
	switch {
	case len(all) > 0:
		return all, nil
	case shut:
		return nil, device.Trouble(wire.Denied)
	case odd:
		return nil, device.Trouble(wire.Unsupported)
	}
	return nil, nil
}

// List implements device.Driver.
func (l linux) List() ([]wire.Camera, error) {
	all, err := l.all()
	if err != nil {
		return nil, err
	}
	var cameras []wire.Camera
	for _, f := range all {
		cameras = append(cameras, f.Camera)
	}
	return cameras, nil
}

// Open implements device.Driver.
func (l linux) Open(id string) (device.Device, error) {
	all, err := l.all()
	if err != nil {
		return nil, err
	}
	for _, f := range all {
		if f.ID != id && id != "" {
			continue
		}
		d := &v4l2{open: func() (handle, error) { return l.open(f.path) }}
		d.stream, d.best, _ = pick(f.modes)
		if err := d.begin(d.stream); err != nil {
			return nil, err
		}
		return d, nil
	}
	return nil, device.Trouble(wire.NoCamera)
}

// buffers are those a driver fills in turn.
const buffers = 4

// v4l2 is an open camera.
type v4l2 struct {
	open         func() (handle, error)
	stream, best mode
	at           mode
	width        int // of its pictures: a driver may give the nearest it has
	height       int
	h            handle // nil: closed
	held         bool   // the buffer of the last picture is to be given back
	buffer       uint32
	faults       int
}

// begin opens the camera in a mode. Formats change only while no buffer is
// lent, so each mode has its own opening.
func (d *v4l2) begin(m mode) error {
	h, err := d.open()
	if err != nil {
		return trouble(err, wire.NoCamera)
	}
	format, width, height, err := h.SetImageFormat(m.format, m.width, m.height)
	switch {
	case err != nil:
		err = trouble(err, wire.Unsupported)
	case format != m.format || width < 1 || height < 1:
		err = device.Trouble(wire.Unsupported)
	}
	if err == nil && m.rate > 0 {
		_ = h.SetFramerate(float32(min(m.rate, 30))) // its own pace does as well
	}
	if err == nil {
		err = h.SetBufferCount(buffers)
	}
	if err == nil {
		if start := h.StartStreaming(); start != nil {
			err = trouble(start, wire.Silent)
		}
	}
	if err != nil {
		_ = h.Close()
		return err
	}
	d.h, d.at, d.held, d.faults = h, m, false, 0
	d.width, d.height = int(width), int(height)
	return nil
}

// Grab implements device.Device.
func (d *v4l2) Grab() (device.Picture, error) {
	if d.h == nil {
		return device.Picture{}, device.Trouble(wire.Gone)
	}
	if d.held {
		d.held = false
		if err := d.h.ReleaseFrame(d.buffer); err != nil {
			return device.Picture{}, trouble(err, wire.Gone)
		}
	}
	if err := d.h.WaitForFrame(1); err != nil {
		return device.Picture{}, trouble(err, wire.Silent)
	}
	b, index, err := d.h.GetFrame()
	switch {
	case errors.Is(err, unix.EAGAIN):
		return device.Picture{}, device.Trouble(wire.Silent)
	case errors.Is(err, unix.EIO) && d.faults < 30:
		d.faults++ // a packet was lost on the wire
		return device.Picture{}, device.Trouble(wire.Silent)
	case err != nil:
		return device.Picture{}, trouble(err, wire.Gone)
	}
	d.held, d.buffer, d.faults = true, index, 0
	p := device.Picture{Width: d.width, Height: d.height}
	if d.at.format == fourYUYV {
		// The driver says the length of a row nowhere that is passed on; of a
		// whole picture it follows.
		p.YUYV, p.Stride = b, len(b)/p.Height
		return p, nil
	}
	p.JPEG = b
	return p, nil
}

// settle is how many pictures a camera takes to find its exposure again.
const settle = 5

// Still implements device.Device.
func (d *v4l2) Still() (device.Picture, error) {
	if d.best == d.at || d.h == nil {
		return d.fresh(1)
	}
	_ = d.h.Close()
	d.h = nil
	if err := d.begin(d.best); err == nil {
		p, err := d.fresh(settle)
		if err == nil {
			p.JPEG, p.YUYV = slices.Clone(p.JPEG), slices.Clone(p.YUYV)
		}
		_ = d.h.Close()
		d.h = nil
		if again := d.begin(d.stream); again != nil {
			d.h = nil // told by the next Grab; the still stands
		}
		if err == nil {
			return p, nil
		}
	} else if err := d.begin(d.stream); err != nil {
		return device.Picture{}, err
	}
	d.best = d.stream // not again with this camera
	return d.fresh(1)
}

// fresh is the nth picture from now.
func (d *v4l2) fresh(n int) (p device.Picture, err error) {
	for silent := 0; n > 0; {
		p, err = d.Grab()
		switch {
		case err == nil:
			n--
		case errors.Is(err, device.Trouble(wire.Silent)) && silent < 3:
			silent++
		default:
			return device.Picture{}, err
		}
	}
	return p, nil
}

// Close implements device.Device.
func (d *v4l2) Close() error {
	if d.h == nil {
		return nil
	}
	h := d.h
	d.h = nil
	return h.Close()
}

func denied(err error) bool { return errors.Is(err, unix.EACCES) || errors.Is(err, unix.EPERM) }

// trouble is what the desk is told of an error. The library words some of its
// errors itself, with the system's words at their end.
func trouble(err error, otherwise wire.Status) error {
	is := func(n unix.Errno) bool { return errors.Is(err, n) || strings.HasSuffix(err.Error(), n.Error()) }
	var t device.Trouble
	var late *webcam.Timeout
	switch {
	case errors.As(err, &t):
		return t
	case errors.As(err, &late):
		return device.Trouble(wire.Silent)
	case is(unix.EBUSY):
		return device.Trouble(wire.Busy)
	case is(unix.ENODEV), is(unix.ENXIO):
		return device.Trouble(wire.Gone)
	case is(unix.ENOENT):
		return device.Trouble(wire.NoCamera)
	case is(unix.EACCES), is(unix.EPERM):
		return device.Trouble(wire.Denied)
	}
	return device.Trouble(otherwise)
}
