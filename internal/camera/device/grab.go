package device

import (
	"errors"
	"image"
	"sync"
	"time"

	"vouchdesk/internal/camera/wire"
)

// grabber is the goroutine that alone talks to an open device.
type grabber struct {
	dev    Device
	stills chan chan<- shot
	stop   chan struct{}
	done   chan struct{}
	wake   chan struct{} // a newer picture, or the end

	mu     sync.Mutex
	newest Picture // a copy: the device writes over its own
	taken  Picture // the one before, being decoded
	fresh  bool
	err    error // why there are no more
}

type shot struct {
	file []byte
	err  error
}

func newGrabber(dev Device) *grabber {
	g := &grabber{
		dev: dev, stills: make(chan chan<- shot), stop: make(chan struct{}), done: make(chan struct{}), wake: make(chan struct{}, 1),
	}
	go g.run()
	return g
}

func (g *grabber) run() {
	defer close(g.done)
	for {
		select {
		case <-g.stop:
			g.end(g.dev.Close())
			return
		case answer := <-g.stills:
			p, err := g.dev.Still()
			var s shot
			if s.err = err; err == nil {
				s.file, s.err = still(p)
			}
			answer <- s
			continue
		default:
		}
		p, err := g.dev.Grab()
		switch {
		case err == nil:
			g.keep(p)
		case errors.Is(err, Trouble(wire.Silent)): // the desk's patience counts, not the device's
		default:
			_ = g.dev.Close()
			g.end(err)
			return
		}
	}
}

func (g *grabber) keep(p Picture) {
	g.mu.Lock()
	g.newest = clone(g.newest, p)
	g.fresh = true
	g.mu.Unlock()
	g.call()
}

func (g *grabber) end(err error) {
	if err == nil {
		err = Trouble(wire.Gone)
	}
	g.mu.Lock()
	g.err = err
	g.mu.Unlock()
	g.call()
}

func (g *grabber) call() {
	select {
	case g.wake <- struct{}{}:
	default: // called already
	}
}

// take waits for a picture newer than the last; it is the caller's until the
// next call.
func (g *grabber) take(limit <-chan time.Time) (Picture, error) {
	for {
		g.mu.Lock()
		if g.fresh {
			g.newest, g.taken = g.taken, g.newest
			g.fresh = false
			p := g.taken
			g.mu.Unlock()
			return p, nil
		}
		err := g.err
		g.mu.Unlock()
		if err != nil {
			return Picture{}, err
		}
		select {
		case <-g.wake:
		case <-limit:
			return Picture{}, Trouble(wire.Silent)
		}
	}
}

func (g *grabber) still() ([]byte, error) {
	answer := make(chan shot, 1)
	select {
	case g.stills <- answer:
		s := <-answer
		return s.file, s.err
	case <-g.done:
		g.mu.Lock()
		defer g.mu.Unlock()
		return nil, g.err
	}
}

// close has the device closed, and does not wait for one that hangs: the
// program is about to end.
func (g *grabber) close() {
	close(g.stop)
	limit := time.NewTimer(goodbye)
	defer limit.Stop()
	select {
	case <-g.done:
	case <-limit.C:
	}
}

// clone copies p into the memory of an older picture.
func clone(old, p Picture) Picture {
	c := p
	if p.JPEG != nil {
		c.JPEG = append(old.JPEG[:0], p.JPEG...)
	}
	if p.YUYV != nil {
		c.YUYV = append(old.YUYV[:0], p.YUYV...)
	}
	if p.Planes != nil {
		m := *p.Planes
		was := old.Planes
		if was == nil {
			was = &image.YCbCr{}
		}
		m.Y, m.Cb, m.Cr = append(was.Y[:0], m.Y...), append(was.Cb[:0], m.Cb...), append(was.Cr[:0], m.Cr...)
		c.Planes = &m
	}
	return c
}
