package foreground_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"go.uber.org/goleak"

	"vouchdesk/internal/fault"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/uitest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func runner(t *testing.T) (*foreground.Runner, *uitest.Pump, *uitest.Clock) {
	t.Helper()
	pump, clock := uitest.NewPump(), uitest.NewClock()
	r := foreground.NewTimed(pump.Post, clock.Timer())
	t.Cleanup(r.Close)
	return r, pump, clock
}

func TestRunPostsTheOutcome(t *testing.T) {
	refusal := fault.New(fault.Refused, "no")
	for name, c := range map[string]struct {
		work func(context.Context) error
		want fault.Kind
		ok   bool
	}{
		"ok/done":             {work: func(context.Context) error { return nil }, ok: true},
		"refused/error":       {work: func(context.Context) error { return refusal }, want: fault.Refused},
		"refused/panic":       {work: func(context.Context) error { panic("Rosa Mai Specimen") }, want: fault.Internal},
		"refused/nil pointer": {work: func(context.Context) error { var r *foreground.Runner; r.Close(); return nil }, want: fault.Internal},
	} {
		t.Run(name, func(t *testing.T) {
			r, pump, _ := runner(t)
			done, got := false, error(nil)
			r.Run("saving", c.work, func(err error) { done, got = true, err })
			pump.Until(t, "the work is done", func() bool { return done })
			if c.ok != (got == nil) || !c.ok && fault.Of(got) != c.want {
				t.Fatalf("got %v", got)
			}
			if got != nil && errors.Is(got, foreground.ErrPanicked) != (c.want == fault.Internal) {
				t.Errorf("got %v", got)
			}
			if got != nil && containsName(got.Error()) {
				t.Errorf("the panic's value is in the error: %v", got)
			}
			if r.Busy() {
				t.Error("still busy")
			}
		})
	}
}

func containsName(s string) bool {
	for i := 0; i+4 <= len(s); i++ {
		if s[i:i+4] == "Rosa" {
			return true
		}
	}
	return false
}

func TestStopCancelsOneWorkAlone(t *testing.T) {
	r, pump, _ := runner(t)
	first, second := error(nil), error(nil)
	hold := make(chan struct{})
	stop := r.Run("first", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, func(err error) { first = err })
	ended := false
	r.Run("second", func(context.Context) error { <-hold; return nil }, func(err error) { second, ended = err, true })
	if !r.Busy() {
		t.Error("not busy with two works")
	}
	stop()
	pump.Until(t, "the first has stopped", func() bool { return first != nil })
	close(hold)
	pump.Until(t, "the second is done", func() bool { return ended })
	if fault.Of(first) != fault.Stopped || second != nil {
		t.Errorf("first %v, second %v", first, second)
	}
}

func TestNothingComesAfterClose(t *testing.T) {
	r, pump, clock := runner(t)
	ended := make(chan struct{})
	r.Run("work", func(ctx context.Context) error { <-ctx.Done(); close(ended); return nil }, func(error) { t.Error("done was posted") })
	d := r.After(time.Second, func() { t.Error("the delay ran out") })
	d.Start()
	r.Close()
	<-ended
	clock.Advance(time.Minute)
	pump.Drain()
	r.Post(func() { t.Error("posted after the end") })
	pump.Drain()
}

func TestAfterWaitsForTheLastKey(t *testing.T) {
	r, pump, clock := runner(t)
	saved := 0
	d := r.After(500*time.Millisecond, func() { saved++ })
	step := func(wait time.Duration) {
		clock.Advance(wait)
		pump.Drain()
	}
	for range 5 {
		d.Start()
		step(400 * time.Millisecond)
	}
	if saved != 0 {
		t.Fatalf("saved %d times while typing", saved)
	}
	step(100 * time.Millisecond)
	if saved != 1 {
		t.Fatalf("saved %d times after typing", saved)
	}
	step(time.Minute)
	d.Start()
	d.Cancel()
	step(time.Minute)
	d.Start()
	d.Flush()
	step(time.Minute)
	d.Flush() // nothing is waiting
	if saved != 2 {
		t.Errorf("saved %d times, want 2: once by Flush", saved)
	}
}

// TestAfterForgetsATimerThatHasFired is about a timer that fired while the
// window was busy: what it posted must not count once the wait began anew.
func TestAfterForgetsATimerThatHasFired(t *testing.T) {
	r, pump, clock := runner(t)
	saved := 0
	d := r.After(500*time.Millisecond, func() { saved++ })
	d.Start()
	clock.Advance(500 * time.Millisecond) // posted, not yet run
	d.Start()
	pump.Drain()
	if saved != 0 {
		t.Error("an old timer saved too early")
	}
	clock.Advance(500 * time.Millisecond)
	pump.Drain()
	if saved != 1 {
		t.Errorf("saved %d times, want 1", saved)
	}
}

func TestWatchShowsTheNewest(t *testing.T) {
	r, pump, _ := runner(t)
	from := make(chan int)
	var shown []int
	foreground.Watch(r, from, func(v int) { shown = append(shown, v) })
	for v := 1; v <= 50; v++ {
		from <- v // unbuffered: the pump has taken each before the next is sent
	}
	pump.Until(t, "the newest is shown", func() bool { return len(shown) > 0 && shown[len(shown)-1] == 50 })
	if len(shown) > 2 {
		t.Errorf("shown %v: at most two can have been waiting", shown)
	}
	close(from)
}

func TestEvery(t *testing.T) {
	r, pump, clock := runner(t)
	ticks := 0
	stop := r.Every(100*time.Millisecond, func() { ticks++ })
	for range 10 {
		clock.Advance(100 * time.Millisecond)
		pump.Drain()
	}
	stop()
	clock.Advance(time.Minute)
	pump.Drain()
	if ticks != 10 {
		t.Errorf("%d ticks, want 10", ticks)
	}
}
