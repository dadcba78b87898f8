package desk

import (
	"context"
	"runtime/debug"
	"time"

	"vouchdesk/internal/fault"
)

// command is one thing to do on the goroutine that owns the state.
type command struct {
	run    func(*state) error
	silent bool // it only reads: nothing is published
	answer chan error
}

// do runs a command and waits for its answer; when it returns nil, a snapshot
// that shows what was done is out. ctx is asked only until the command is
// taken: what has begun ends, and its true answer is given.
func (d *Desk) do(ctx context.Context, run func(*state) error) error {
	return d.send(ctx, command{run: run, answer: make(chan error, 1)})
}

// ask is do for what changes nothing.
func (d *Desk) ask(ctx context.Context, run func(*state) error) error {
	return d.send(ctx, command{run: run, silent: true, answer: make(chan error, 1)})
}

func (d *Desk) send(ctx context.Context, c command) error {
	select {
	case <-d.stopped: // a closed desk answers so even where the others are ready too
		return ErrClosed
	default:
	}
	select {
	case d.commands <- c:
		return <-c.answer
	case <-d.stopped:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// The pace of the desk's own clockwork.
const (
	tickEvery = 30 * time.Second // time is observed and "since" words grow older
	idleFirst = time.Minute      // until the policy's own limit is asked
)

// own is the goroutine that owns the state.
func (d *Desk) own(s *state) {
	defer close(d.stopped)
	tick, idle := time.NewTicker(tickEvery), time.NewTimer(idleFirst)
	defer tick.Stop()
	defer idle.Stop()
	s.publish()
	for {
		select {
		case c := <-d.commands:
			err := d.perform(s, func(s *state) error { s.observe(); s.turnPolicy(); return c.run(s) })
			if err == nil && !c.silent {
				s.publish()
			}
			c.answer <- err
			idle.Reset(s.idleLeft())
		case <-tick.C:
			_ = d.perform(s, func(s *state) error {
				s.observe()
				s.turnPolicy()
				s.checkpointHourly()
				s.lapse()
				s.publish()
				return nil
			})
		case <-idle.C:
			_ = d.perform(s, func(s *state) error {
				if s.lockIfIdle() {
					s.publish()
				}
				return nil
			})
			idle.Reset(s.idleLeft())
		case <-d.closing:
			s.close()
			return
		}
	}
}

var errBroken = fault.New(fault.Internal, "desk-broken")

// perform keeps a mistake of ours from taking the window away. What is on disk
// is whole, as a transaction that panics is rolled back; what is in memory may
// not be, so nothing more is done until the next start.
func (d *Desk) perform(s *state, run func(*state) error) (err error) {
	if s.broken {
		return errBroken
	}
	defer func() {
		if r := recover(); r != nil {
			s.broken = true
			// The panic's own text may quote a value, so only the stack goes out.
			d.c.Log.Error("desk broken", "stack", string(debug.Stack()))
			err = errBroken
		}
	}()
	return run(s)
}
