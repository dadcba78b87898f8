package uitest

import (
	"slices"
	"sync"
	"testing"
	"time"

	"vouchdesk/ui/foreground"
)

// Clock is a clock and a set of timers that only the test moves.
type Clock struct {
	mu     sync.Mutex
	now    time.Time
	timers []*timer
}

type timer struct {
	at   time.Time
	fire func()
}

// NewClock starts on a Monday morning.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, time.November, 23, 10, 31, 0, 0, time.UTC)}
}

// Now is the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Timer is a foreground.Timer on this clock.
func (c *Clock) Timer() foreground.Timer {
	return func(d time.Duration, fire func()) func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		t := &timer{at: c.now.Add(d), fire: fire}
		c.timers = append(c.timers, t)
		return func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.timers = slices.DeleteFunc(c.timers, func(o *timer) bool { return o == t })
		}
	}
}

// Advance moves the clock on and fires what is due, in order.
func (c *Clock) Advance(d time.Duration) {
	end := c.Now().Add(d)
	for {
		c.mu.Lock()
		var next *timer
		for _, t := range c.timers {
			if !t.at.After(end) && (next == nil || t.at.Before(next.at)) {
				next = t
			}
		}
		if next == nil {
			c.now = end
			c.mu.Unlock()
			return
		}
		c.now = next.at
		c.timers = slices.DeleteFunc(c.timers, func(o *timer) bool { return o == next })
		c.mu.Unlock()
		next.fire()
	}
}

// Pump is the window's queue in a test: what is posted from anywhere runs
// when the test drains it, on the test's goroutine.
type Pump struct {
	queue chan func()
}

// NewPump makes an empty queue.
func NewPump() *Pump { return &Pump{queue: make(chan func(), 1024)} }

// Post implements foreground.Poster.
func (p *Pump) Post(fn func()) { p.queue <- fn }

// Drain runs what is waiting and answers how many there were.
func (p *Pump) Drain() int {
	n := 0
	for {
		select {
		case fn := <-p.queue:
			fn()
			n++
		default:
			return n
		}
	}
}

// Until runs what is posted until the condition holds, and fails the test if
// it does not for as long as patience lasts.
func (p *Pump) Until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	limit := time.After(patience)
	for !holds() {
		select {
		case fn := <-p.queue:
			fn()
		case <-limit:
			t.Fatalf("waited in vain until %s", what)
		}
	}
}
