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
	askEvery   = 30 * time.Second // whether the broker is there, or is back
	roundLeast = time.Second
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
		// What was refused would be refused again at once: it waits its turn.
		if full && !offline(err) {
			pulled = now
		}
		if order.done != nil {
			order.done <- err
		}
		timer.Reset(d.nextRound())
	}
}

// round is one conversation with the broker. An error is why the broker could
// not be reached; what it refused stands in the parcels. A round in which
// nothing else was answered asks for the time: that nothing was to be said is no
// sign of a broker.
func (d *Desk) round(ctx context.Context, full bool) error {
	var err error
	if full {
		err = d.pull(ctx)
	}
	if ctx.Err() != nil {
		return ErrClosed
	}
	// A list that is refused is no reason to hold the outbox up.
	if !offline(err) {
		answered, pushed := d.push(ctx)
		err = errors.Join(err, pushed)
		if !full && !answered && err == nil && ctx.Err() == nil {
			_, err = d.pullTime(ctx)
		}
	}
	if ctx.Err() != nil {
		return ErrClosed
	}
	return errors.Join(err, d.do(ctx, func(s *state) error { return s.heard(err) }))
}

// offline reports whether the broker could not be reached at all, as against
// an answer that was not to our liking.
func offline(err error) bool { return err != nil && unanswered(err) != "" }

// unanswered is the code of the first of several failures that says so.
func unanswered(err error) string {
	for _, e := range append(fault.All(err), &fault.Error{Kind: fault.Of(err), Code: fault.Code(err)}) {
		if e.Kind == fault.Unavailable || e.Kind == fault.Stopped {
			return e.Code
		}
	}
	return ""
}

// heard keeps how the desk stands with the broker, after a request to it was
// answered (nil, or what was wrong with the answer) or not.
func (s *state) heard(err error) error {
	link := Link{State: LinkOnline, Since: s.link.Since}
	if offline(err) {
		now := s.now()
		link = Link{
			State: LinkOffline, Since: s.link.Since, Reason: unanswered(err), Next: now.Add(s.d.c.wait(s.parcelList(), now)),
		}
	}
	if link.State != s.link.State {
		link.Since = s.now()
	}
	s.link = link
	return nil
}

// nextRound is when to ask again.
func (d *Desk) nextRound() time.Duration { return d.c.wait(d.Snapshot().Outbox, d.c.Now()) }

// wait is how long until a parcel is due, or the broker is to be asked whether
// it is there.
func (c Config) wait(parcels []outbox.Parcel, now time.Time) time.Duration {
	wait, least := askEvery, roundLeast
	if c.pace > 0 {
		wait, least = c.pace, c.pace
	}
	if next, ok := outbox.NextTry(parcels); ok {
		wait = min(wait, next.Sub(now))
	}
	return max(wait, least)
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
