package desk

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/outbox"
)

// The pace of the sync worker.
const (
	pullEvery  = 5 * time.Minute
	pullAgain  = 30 * time.Second // after the broker could not be reached
	firstPull  = 100 * time.Millisecond
	checkpoint = time.Hour // a signed journal checkpoint at least as often
)

// syncOrder asks the worker for a round now.
type syncOrder struct {
	full bool // pull too, not only what is due in the outbox
	done chan error
}

// syncing is the worker that talks to the broker: it works while locked, one
// round at a time, and stops when ctx ends. It owns no state; what it learns it
// hands to the owner.
func (d *Desk) syncing(ctx context.Context) {
	timer := time.NewTimer(firstPull)
	defer timer.Stop()
	var pulled time.Time
	for {
		var order syncOrder
		select {
		case <-ctx.Done():
			return
		case order = <-d.wake:
		case <-timer.C:
		}
		now := d.c.Now()
		full := order.full || pulled.IsZero() || now.Sub(pulled) >= pullEvery || now.Before(pulled)
		err := d.round(ctx, full)
		if full && err == nil {
			pulled = now
		}
		if order.done != nil {
			order.done <- err
		}
		timer.Reset(d.nextRound(err))
	}
}

// round is one conversation with the broker. An error is why the broker could
// not be reached; what it refused stands in the parcels.
func (d *Desk) round(ctx context.Context, full bool) error {
	var err error
	if full {
		err = d.pull(ctx)
	}
	if ctx.Err() != nil {
		return ErrClosed
	}
	// A list that is refused is no reason to hold the outbox up.
	if err == nil || !offline(err) {
		err = errors.Join(err, d.push(ctx))
	}
	if ctx.Err() != nil {
		return ErrClosed
	}
	return errors.Join(err, d.do(ctx, func(s *state) error { return s.heard(err) }))
}

// offline reports whether the broker could not be reached at all, as against
// an answer that was not to our liking.
func offline(err error) bool {
	kind := fault.Of(err)
	return kind == fault.Unavailable || kind == fault.Stopped
}

// heard keeps how the desk stands with the broker.
func (s *state) heard(err error) error {
	link := Link{State: LinkOnline, Since: s.link.Since}
	if err != nil && offline(err) {
		link = Link{State: LinkOffline, Since: s.link.Since, Reason: fault.Code(err), Next: s.now().Add(pullAgain)}
	}
	if link.State != s.link.State {
		link.Since = s.now()
	}
	s.link = link
	return nil
}

// nextRound is when to try again: when a parcel is due, or the lists are old.
func (d *Desk) nextRound(err error) time.Duration {
	wait := pullEvery
	if err != nil && offline(err) {
		wait = pullAgain
	}
	s := d.Snapshot()
	if next, ok := outbox.NextTry(s.Outbox); ok {
		wait = min(wait, next.Sub(d.c.Now()))
	}
	return max(wait, time.Second)
}

// Sync asks the broker now and waits until everything was tried.
func (d *Desk) Sync(ctx context.Context) error {
	// Whoever asks for now wants no backoff left over from before.
	err := d.do(ctx, func(s *state) error { return s.hurry("") })
	if err != nil {
		return err
	}
	return d.order(ctx, true)
}

// RetryParcel tries one parcel now, whatever it was waiting for.
func (d *Desk) RetryParcel(ctx context.Context, id string) error {
	err := d.do(ctx, func(s *state) error {
		if _, ok := s.parcels[outbox.ID(id)]; !ok {
			return ErrNoParcel
		}
		return s.hurry(outbox.ID(id))
	})
	if err != nil {
		return err
	}
	return d.order(ctx, false)
}

func (d *Desk) order(ctx context.Context, full bool) error {
	o := syncOrder{full: full, done: make(chan error, 1)}
	select {
	case d.wake <- o:
	case <-d.stopped:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-o.done:
		return err
	case <-d.stopped:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// nudge lets the worker know that something is due, without waiting for it.
func (d *Desk) nudge() {
	select {
	case d.wake <- syncOrder{}:
	default: // it has been told already
	}
}

// jitter keeps a building full of desks from coming back at one moment. It
// guards nothing, so it need not be secret.
func jitter() float64 { return rand.Float64() } //nolint:gosec // see above
