package scan

import (
	"context"
	"image"
	"math"
	"slices"
	"time"

	"vouchdesk/internal/scan/symbol"
)

const (
	// frameTime is what one frame may take at most. It takes a third of that
	// where nothing else runs: frames come every 67 ms.
	frameTime = 150 * time.Millisecond
	// frameGrids is how many grids are settled in one frame.
	frameGrids = 2
	// memory is how many frames count fully when frames are read together.
	memory = 12
	// alike is how like two frames' modules must be to be of one code: chance
	// makes less than a tenth.
	alike = 0.25
)

// turns are the dearer steps, of which each frame takes one: a letter held
// still is seen by all of them within half a second.
var turns = func() (all []step) {
	for _, name := range []string{"second", "fit x2", "grey/2", "grey/4", "grey", "fit/4"} {
		all = append(all, steps[slices.IndexFunc(steps, func(s step) bool { return s.name == name })])
	}
	return all
}()

// Live reads the frames of one camera, one after another. What frames say that
// cannot be read alone is added up, module by module, and read together: grain
// and tremor differ from frame to frame, the letter does not. It belongs to
// one goroutine.
type Live struct {
	reader *Reader
	within time.Duration // what one frame may take
	frames int
	turn   int // the next of the turns
	good   int // 1 more than the turn that saw the code being read together; 0: none
	fused  *fusion
}

// fusion is one code seen in several frames.
type fusion struct {
	layout *symbol.Layout
	sum    lattice
	weight float64
	frames int
}

// Live starts a reading of frames, and begins to compile the second reader.
func (r *Reader) Live() *Live {
	r.second.Prepare()
	return &Live{reader: r, within: frameTime}
}

// Frame reads the next frame within a camera's patience. A frame without a
// code, or one that took too long, is an empty list; the error is only for a
// context that the caller ended. The frame is not kept: its pixels may be
// written over as soon as Frame returns.
func (l *Live) Frame(ctx context.Context, g *image.Gray) ([]Found, error) {
	if ctx.Err() != nil {
		return nil, stop(ctx)
	}
	if g == nil || g.Rect.Dx() < smallest || g.Rect.Dy() < smallest {
		return nil, nil
	}
	within, cancel := context.WithTimeout(ctx, l.within)
	defer cancel()
	sight := newLadder(whole(g), l.second()) //nolint:contextcheck // compiling outlives the frame
	sight.tries.left = frameGrids
	turn := l.next()
	sight.tries.failed = func(layout *symbol.Layout, seen *lattice, agreement float64) (string, bool) {
		text, ok := l.fuse(layout, seen, agreement)
		if ok {
			l.Restart()
		} else {
			l.good = turn + 1
		}
		return text, ok
	}
	var found []Found
	for _, s := range [2]step{steps[0], turns[turn]} {
		texts := guarded(func() []string { return s.look(within, sight) })
		if found, _ = join(nil, texts); len(found) > 0 || within.Err() != nil {
			break
		}
	}
	if len(found) == 0 && ctx.Err() != nil {
		return nil, stop(ctx)
	}
	return found, nil
}

// second is the second reader once it can be used; no frame waits for it.
func (l *Live) second() secondReader {
	select {
	case <-l.reader.second.Prepare():
		return l.reader.second
	default:
		return nil
	}
}

// next is this frame's turn: every second one is that which sees a code that
// is being read together.
func (l *Live) next() int {
	l.frames++
	if l.good > 0 && l.frames%2 == 0 {
		return l.good - 1
	}
	l.turn = (l.turn + 1) % len(turns)
	return (l.turn + len(turns) - 1) % len(turns)
}

// Restart forgets the frames so far.
func (l *Live) Restart() { l.fused, l.good = nil, 0 }

// fuse adds a frame's modules to those before and reads them together. What is
// not like them is another code, or none: it takes their place.
func (l *Live) fuse(layout *symbol.Layout, seen *lattice, agreement float64) (string, bool) {
	weight := agreement - 0.5
	f := l.fused
	if f == nil || f.layout != layout || correlation(f.sum.plain(), seen.plain()) < alike {
		l.fused = &fusion{layout: layout, sum: *seen, weight: weight, frames: 1}
		return "", false
	}
	f.frames++
	share := weight / (f.weight + weight)
	for i, v := range seen.grey {
		f.sum.grey[i] += share * (v - f.sum.grey[i])
	}
	f.weight = min(f.weight+weight, memory*0.4)
	values := f.sum.plain()
	return f.sum.equalised(layout, values, roundsFor(layout.Agreement(values)))
}

func correlation(a, b []float64) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += a[i] * b[i]
		aa += a[i] * a[i]
		bb += b[i] * b[i]
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}
