package scan

import (
	"context"
	"errors"
	"image"
	"time"

	"vouchdesk/internal/fault"
)

// frameTime is what one frame of a camera may take: at 15 frames a second the
// next is there after 67 ms, and other work needs its share.
const frameTime = 50 * time.Millisecond

// Live reads the frames of one camera, one after another. Frames that cannot
// be read alone may be read together. It belongs to one goroutine.
type Live struct {
	reader *Reader
}

// Live starts a reading of frames.
func (r *Reader) Live() *Live { return &Live{reader: r} }

// Frame reads the next frame within a camera's patience. A frame without a
// code, or one that took too long, is an empty list; the error is only for a
// context that the caller ended. The frame is not kept: its pixels may be
// written over as soon as Frame returns.
func (l *Live) Frame(ctx context.Context, g *image.Gray) ([]Found, error) {
	within, cancel := context.WithTimeout(ctx, frameTime)
	defer cancel()
	found, err := l.reader.Codes(within, g)
	if err != nil && ctx.Err() == nil && (errors.Is(err, ErrStopped) || fault.Of(err) == fault.Stopped) {
		return nil, nil
	}
	return found, err
}

// Restart forgets the frames so far: the camera was moved to another letter.
func (l *Live) Restart() {}
