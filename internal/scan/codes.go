package scan

import (
	"context"
	"image"
	"slices"
	"sync"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/scan/rxing"
)

// A Reader reads codes. It may be used concurrently.
type Reader struct{ second *rxing.Reader }

// New makes a reader; nothing is started. The cache is a folder that only this
// user can write, where the second reader keeps its compiled form between
// runs: without one it is compiled anew in each process that needs it.
func New(cache string) *Reader { return &Reader{second: rxing.New(cache)} }

// Close ends what a Reader has started. It waits for readings to end.
func (r *Reader) Close() { r.second.Close() }

// patience bounds a reading whatever is in the picture. Ordinary ones end long
// before: see docs/decisions/0021-two-readers.md.
func patience(g *image.Gray) time.Duration {
	return 4*time.Second + time.Duration(g.Rect.Dx()*g.Rect.Dy()/1000)*time.Millisecond
}

// Codes returns the codes of a picture, letters first. It stops at the first
// letter or enrolment code. A code of another kind may stand beside one, since
// letters carry more than ours: then the quick ways to see several are tried,
// and no more.
func (r *Reader) Codes(ctx context.Context, g *image.Gray) ([]Found, error) {
	if g == nil || g.Rect.Dx() < smallest || g.Rect.Dy() < smallest {
		return nil, nil
	}
	if ctx.Err() != nil {
		return nil, stop(ctx)
	}
	l := newLadder(whole(g), r.second)
	found, done := join(nil, steps[0].look(ctx, l))
	if !done {
		// That the second reader is compiled, once in a program's life, is not the picture's fault.
		_ = r.second.Ready(ctx)
		found = l.climb(ctx, found)
	}
	if len(found) == 0 && ctx.Err() != nil {
		return nil, stop(ctx)
	}
	slices.SortStableFunc(found, func(a, b Found) int { return rank(a.Kind) - rank(b.Kind) })
	return found, nil
}

// climb goes on with the further steps. Two hands see ahead what they make of
// the picture alone, so that on two cores a step rarely waits; what is then
// settled, and so what is read, is as if there were one.
func (l *ladder) climb(ctx context.Context, found []Found) []Found {
	var hands sync.WaitGroup
	defer hands.Wait()
	ctx, cancel := context.WithTimeout(ctx, patience(l.original))
	defer cancel()
	// What sees one code only is not wanted once there is one.
	single, enough := context.WithCancel(ctx)
	defer enough()
	if len(found) > 0 {
		enough()
	}
	sights := make([]chan seen, len(steps))
	for i := range sights {
		sights[i] = make(chan seen, 1)
	}
	for _, apart := range []bool{false, true} {
		hands.Go(func() {
			for i, s := range steps[1:] {
				within := single
				if s.several {
					within = ctx
				}
				if s.apart == apart && within.Err() == nil {
					sights[i] <- guarded(func() seen { return s.see(within, l) })
				}
			}
		})
	}
	for i, s := range steps[1:] {
		l.tries.ours = len(found) > 0 // one of ours may stand beside it
		if l.tries.ours && !s.several {
			continue
		}
		var v seen
		select {
		case v = <-sights[i]:
		case <-ctx.Done():
			return found
		}
		var done bool
		if found, done = join(found, l.settle(ctx, v)); done || ctx.Err() != nil {
			break
		}
		if len(found) > 0 {
			enough()
		}
	}
	return found
}

// join adds texts to what was found, and tells whether one is of our kinds.
func join(found []Found, texts []string) ([]Found, bool) {
	ours := false
	for _, text := range texts {
		f := Found{Format: QR, Text: text, Kind: KindOf(text)}
		if !slices.Contains(found, f) {
			found = append(found, f)
		}
		ours = ours || f.Kind != Other
	}
	return found, ours
}

func rank(k Kind) int { return slices.Index([]Kind{Letter, Enrolment, Other}, k) }

func stop(ctx context.Context) error {
	if fault.Of(ctx.Err()) == fault.Stopped {
		return fault.New(fault.Stopped, ErrStopped.Code).Because(ctx.Err())
	}
	return ErrStopped.Because(ctx.Err())
}
