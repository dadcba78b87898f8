// Package synthetic is cameras that are not there, for tests, tours and the
// specimen council: they play pictures again and again at a camera's pace, or
// colour bars where there is none, and have whatever trouble a test asks for.
//
// A [Driver] is used by a camera program as any other is; [Cameras] puts it
// behind the desk's own protocol without a process. What plays is never
// changed. Nothing the desk ships links this package.
package synthetic

import (
	"context"
	"image"
	"io"
	"sync"
	"time"

	"vouchdesk/internal/camera"
	"vouchdesk/internal/camera/device"
	"vouchdesk/internal/camera/wire"
)

// Camera is one camera that is not there.
type Camera struct {
	ID, Name string
	Frames   []*image.YCbCr           // played in order, again and again; none: colour bars
	Feed     func(n int) *image.YCbCr // the nth frame, instead of Frames
	Still    *image.YCbCr             // nil: the frame of the moment
	Every    time.Duration            // between frames; 0: a fifteenth of a second

	Fails     error // of opening it
	GoneAfter int   // frames, after which it is unplugged; 0: never
	Hangs     bool  // it opens and never sends a frame
}

// Driver has cameras. The zero Driver has none.
type Driver struct {
	mu      sync.Mutex
	cameras []Camera
	pulled  int // times everything was unplugged
	open    int
	most    int
}

// New returns a driver with these cameras.
func New(cameras ...Camera) *Driver { return &Driver{cameras: cameras} }

// Plug changes what cameras there are.
func (d *Driver) Plug(cameras ...Camera) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cameras = cameras
}

// Unplug takes all cameras away, also from whoever uses them.
func (d *Driver) Unplug() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cameras = nil
	d.pulled++
}

// Opened counts the cameras that are open now, and the most at any time.
func (d *Driver) Opened() (now, most int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.open, d.most
}

// List implements device.Driver.
func (d *Driver) List() ([]wire.Camera, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []wire.Camera
	for _, c := range d.cameras {
		all = append(all, wire.Camera{ID: c.ID, Name: c.Name})
	}
	return all, nil
}

// Open implements device.Driver.
func (d *Driver) Open(id string) (device.Device, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.cameras {
		if c.ID != id && id != "" {
			continue
		}
		if c.Fails != nil {
			return nil, c.Fails
		}
		if len(c.Frames) == 0 && c.Feed == nil {
			c.Frames = []*image.YCbCr{Bars(1280, 720)}
		}
		if c.Every == 0 {
			c.Every = time.Second / 15
		}
		d.open++
		d.most = max(d.most, d.open)
		return &player{of: c, driver: d, plugged: d.pulled, clock: time.NewTicker(c.Every), closed: make(chan struct{})}, nil
	}
	return nil, device.Trouble(wire.NoCamera)
}

// player is an open camera.
type player struct {
	of      Camera
	driver  *Driver
	clock   *time.Ticker
	at      int
	plugged int
	closed  chan struct{}
}

func (d *Driver) unplugged(since int) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.pulled > since
}

// Grab implements device.Device.
func (p *player) Grab() (device.Picture, error) {
	select {
	case <-p.clock.C:
	case <-p.closed:
		return device.Picture{}, device.Trouble(wire.Gone)
	}
	if p.of.Hangs {
		return device.Picture{}, device.Trouble(wire.Silent)
	}
	if p.of.GoneAfter > 0 && p.at >= p.of.GoneAfter || p.driver.unplugged(p.plugged) {
		return device.Picture{}, device.Trouble(wire.Gone)
	}
	p.at++
	if p.of.Feed != nil {
		return device.Picture{Planes: p.of.Feed(p.at - 1)}, nil
	}
	return device.Picture{Planes: p.of.Frames[(p.at-1)%len(p.of.Frames)]}, nil
}

// Still implements device.Device.
func (p *player) Still() (device.Picture, error) {
	if p.of.Still != nil {
		return device.Picture{Planes: p.of.Still}, nil
	}
	return p.Grab()
}

// Close implements device.Device.
func (p *player) Close() error {
	p.clock.Stop()
	close(p.closed)
	p.driver.mu.Lock()
	defer p.driver.mu.Unlock()
	p.driver.open--
	return nil
}

// Cameras are the desk's cameras with this driver behind them: the protocol and
// both its sides, but no process.
func (d *Driver) Cameras() *camera.Cameras {
	return camera.Through(func(context.Context) (*camera.Line, error) {
		asks, asked := io.Pipe()
		answers, answered := io.Pipe()
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = answered.CloseWithError(device.Serve(asks, answered, d))
		}()
		end := func() {
			_ = asked.Close()
			_ = answers.Close()
			<-done
		}
		return &camera.Line{In: asked, Out: answers, End: end}, nil
	})
}
