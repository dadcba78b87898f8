package viewfinder

import (
	"context"
	"image"
	"time"

	"vouchdesk/internal/camera"
	"vouchdesk/internal/scan"
)

// pace is the most frames shown in a second: each is uploaded anew, and many
// desks draw in software.
const pace = 15

// watching is one opening of the camera. Its methods run off the window's
// thread; what they learn goes there through mine, which drops what comes
// after the panel has gone on.
type watching struct {
	panel   *Panel
	mine    func(func()) func()
	cameras *camera.Cameras
	wanted  camera.ID

	grey chan *image.Gray // to the reader
	free chan *image.Gray // and back: while it reads, frames pass it by
}

// frames shows one frame after another until the context ends or the camera
// does.
func (l *watching) frames(ctx context.Context) error {
	s, err := l.cameras.Open(ctx, l.wanted)
	if err != nil {
		return err
	}
	defer s.Close()
	l.panel.st.Run.Post(l.mine(func() { l.panel.opened(s) }))
	tick := time.NewTicker(time.Second / pace)
	defer tick.Stop()
	for n := 0; ; n++ {
		// Every other frame is read, so that reading one takes no more than half
		// of a processor that also has to draw.
		copied := l.reader(n%2 == 0)
		f, err := s.Next(ctx, copied != nil)
		if err != nil {
			return err
		}
		if copied != nil {
			copied.Pix = append(copied.Pix[:0], f.Grey.Pix...)
			copied.Stride, copied.Rect = f.Grey.Stride, f.Grey.Rect
			l.grey <- copied
		}
		// The next frame is asked for once this one is shown: what the window
		// has no time for is never sent, and no frame is written over on screen.
		shown := make(chan struct{})
		l.panel.st.Run.Post(func() {
			l.mine(func() { l.panel.show(f) })()
			close(shown)
		})
		select {
		case <-shown:
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// reader is room for a frame that the reader has time for, or nil.
func (l *watching) reader(now bool) *image.Gray {
	if !now {
		return nil
	}
	select {
	case g := <-l.free:
		return g
	default:
		return nil
	}
}

// codes reads frame after frame until a letter's code is found.
func (l *watching) codes(ctx context.Context) error {
	reader := l.panel.want.Reader()
	for {
		var g *image.Gray
		select {
		case g = <-l.grey:
		case <-ctx.Done():
			return ctx.Err()
		}
		found, err := reader.Frame(ctx, g)
		if err != nil {
			return err
		}
		for _, f := range found {
			if f.Kind == scan.Letter {
				l.panel.st.Run.Post(l.mine(func() { l.panel.found(f.Text) }))
				return nil
			}
		}
		if len(found) > 0 {
			l.panel.st.Run.Post(l.mine(l.panel.other))
		}
		l.free <- g
	}
}
