package main

import (
	"errors"
	"image"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/pion/mediadevices/pkg/driver"
	_ "github.com/pion/mediadevices/pkg/driver/camera" // registers the cameras there are, once
	"github.com/pion/mediadevices/pkg/io/video"
	"github.com/pion/mediadevices/pkg/prop"

	"vouchdesk/internal/camera/device"
	"vouchdesk/internal/camera/wire"
)

// confine has nothing to do here: the desk holds this process in a job.
func confine() error { return nil }

// What is wanted of a stream.
const wantWidth, wantHeight = 1280, 720

// windows is every camera that DirectShow had when this process began; the
// desk starts one each time a camera is wanted, so a new one is seen then. Its
// driver knows YUY2 alone, and has been seen to panic and to corrupt memory as
// a camera is closed: this process is killed instead.
type windows struct{}

func system() device.Driver { return windows{} }

func (windows) drivers() []driver.Driver {
	all := driver.GetManager().Query(driver.FilterVideoRecorder())
	slices.SortFunc(all, func(a, b driver.Driver) int {
		switch {
		case a.Info().Label < b.Info().Label:
			return -1
		case a.Info().Label > b.Info().Label:
			return 1
		}
		return 0
	})
	return all
}

// usb finds maker and product in the path that stands for a name here.
var usb = regexp.MustCompile(`(?i)vid_([0-9a-f]{4})&pid_([0-9a-f]{4})`)

// List implements device.Driver.
func (w windows) List() ([]wire.Camera, error) {
	var all []wire.Camera
	for i, d := range w.drivers() {
		label := d.Info().Label
		name := strconv.Itoa(i + 1)
		if m := usb.FindStringSubmatch(label); m != nil {
			name += " (USB " + m[1] + ":" + m[2] + ")"
		}
		all = append(all, wire.Camera{ID: tail(label), Name: name})
	}
	return all, nil
}

// tail keeps what tells two cameras apart of a path that is too long.
func tail(label string) string { return label[max(0, len(label)-wire.MaxText):] }

// Open implements device.Driver.
func (w windows) Open(id string) (device.Device, error) {
	for _, d := range w.drivers() {
		if tail(d.Info().Label) != id && id != "" {
			continue
		}
		if err := d.Open(); err != nil {
			return nil, device.Trouble(wire.Busy)
		}
		best, ok := nearest(d.Properties())
		if !ok {
			return nil, device.Trouble(wire.Unsupported)
		}
		recorder, ok := d.(driver.VideoRecorder)
		if !ok {
			return nil, device.Trouble(wire.Unsupported)
		}
		// One that another program has does not connect.
		r, err := recorder.VideoRecord(best)
		if err != nil {
			return nil, device.Trouble(wire.Busy)
		}
		s := &show{frames: make(chan grabbed), next: make(chan struct{})}
		go s.read(r)
		return s, nil
	}
	return nil, device.Trouble(wire.NoCamera)
}

func nearest(all []prop.Media) (best prop.Media, ok bool) {
	least := math.Inf(1)
	for _, p := range all {
		area := p.Width * p.Height
		if p.Width < 2 || p.Height < 2 || p.Width%2 != 0 || p.Width > wire.MaxSide || p.Height > wire.MaxSide || area > wire.MaxGrey {
			continue
		}
		if off := math.Abs(math.Log(float64(area) / (wantWidth * wantHeight))); off < least {
			best, least, ok = p, off, true
		}
	}
	return best, ok
}

// show is an open camera. Its reader blocks for ever where the camera is
// unplugged, so it has a goroutine of its own.
type show struct {
	frames chan grabbed
	next   chan struct{} // the picture before may be written over
	begun  bool
}

type grabbed struct {
	m   image.Image
	err error
}

func (s *show) read(r video.Reader) {
	for {
		m, release, err := r.Read()
		s.frames <- grabbed{m, err}
		<-s.next
		if release != nil {
			release()
		}
		if err != nil {
			return
		}
	}
}

// Grab implements device.Device.
func (s *show) Grab() (device.Picture, error) {
	if s.begun {
		s.begun = false
		s.next <- struct{}{}
	}
	patience := time.NewTimer(time.Second)
	defer patience.Stop()
	select {
	case f := <-s.frames:
		if errors.Is(f.err, io.EOF) || f.err != nil {
			return device.Picture{}, device.Trouble(wire.Gone)
		}
		s.begun = true
		m, ok := f.m.(*image.YCbCr)
		if !ok {
			return device.Picture{}, device.Trouble(wire.Unsupported)
		}
		return device.Picture{Planes: m}, nil
	case <-patience.C:
		return device.Picture{}, device.Trouble(wire.Silent)
	}
}

// Still implements device.Device: the driver has one size.
func (s *show) Still() (device.Picture, error) {
	for range 3 {
		p, err := s.Grab()
		if !errors.Is(err, device.Trouble(wire.Silent)) {
			return p, err
		}
	}
	return device.Picture{}, device.Trouble(wire.Silent)
}

// Close implements device.Device, by doing nothing: see windows.
func (s *show) Close() error { return nil }
