package scan

import (
	"context"
	"image"
	"slices"

	"vouchdesk/internal/fault"
)

// A Reader reads codes. It may be used concurrently.
type Reader struct{}

// New makes a reader; nothing is started. The cache is a folder that only this
// user can write, where the second reader keeps its compiled form between
// runs: without one it is compiled anew in each process that needs it.
func New(cache string) *Reader { return &Reader{} }

// Close ends what a Reader has started. It waits for readings to end.
func (r *Reader) Close() {}

// Codes returns the codes of a picture, letters first. It goes on looking
// after a code of another kind, since letters carry more than ours, and stops
// at the first letter or enrolment code.
func (r *Reader) Codes(ctx context.Context, g *image.Gray) ([]Found, error) {
	if g == nil || g.Rect.Dx() < smallest || g.Rect.Dy() < smallest {
		return nil, nil
	}
	var found []Found
	l := newLadder(whole(g))
	for _, attempt := range steps {
		if ctx.Err() != nil {
			if len(found) > 0 {
				return found, nil
			}
			return nil, stop(ctx)
		}
		done := false
		for _, text := range attempt(ctx, l) {
			f := Found{Format: QR, Text: text, Kind: KindOf(text)}
			if !slices.Contains(found, f) {
				found = append(found, f)
			}
			done = done || f.Kind != Other
		}
		if done {
			break
		}
	}
	slices.SortStableFunc(found, func(a, b Found) int { return rank(a.Kind) - rank(b.Kind) })
	return found, nil
}

func rank(k Kind) int { return slices.Index([]Kind{Letter, Enrolment, Other}, k) }

func stop(ctx context.Context) error {
	if fault.Of(ctx.Err()) == fault.Stopped {
		return fault.New(fault.Stopped, ErrStopped.Code).Because(ctx.Err())
	}
	return ErrStopped.Because(ctx.Err())
}
