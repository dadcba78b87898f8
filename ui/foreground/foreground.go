// Package foreground is the one door between the window's thread and
// everything else: the only go statement and the only fyne.Do of the face.
//
// A [Runner] belongs to one screen or window. It runs slow work elsewhere and
// posts the outcome back, so a screen never blocks and never touches a widget
// off its thread. After [Runner.Close] nothing is posted any more, work that
// is under way is cancelled, and Close does not wait for it. A panic in work
// becomes a fault of kind Internal, so that one bad case does not take the
// desk down with every other draft.
//
// All methods are called on the window's thread. The package knows no widget
// and no words.
package foreground

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/fault"
)

// ErrPanicked is what work that panicked fails with.
var ErrPanicked = fault.New(fault.Internal, "work-panicked")

// Poster puts a function in the window's queue. Functions run one at a time
// in the order posted. In the program it is [Fyne]; in tests a pump.
type Poster func(func())

// Fyne is the poster of the running program.
func Fyne() Poster { return fyne.Do }

// Timer starts a function after a delay; the answer stops it. The program's
// is [Clock]; tests hold their own.
type Timer func(d time.Duration, fire func()) (stop func())

// Clock is the timer of the running program.
func Clock() Timer {
	return func(d time.Duration, fire func()) func() {
		t := time.AfterFunc(d, fire)
		return func() { t.Stop() }
	}
}

// Runner runs work for one screen.
type Runner struct {
	post   Poster
	timer  Timer
	ctx    context.Context //nolint:containedctx // the life of the screen, ended by Close
	cancel context.CancelFunc
	ended  atomic.Bool

	mu      sync.Mutex // guards running: posted from any goroutine, read by Busy
	running int
}

// New returns a runner that posts through post and waits with the real clock.
func New(post Poster) *Runner { return NewTimed(post, Clock()) }

// NewTimed returns a runner with its own timer.
func NewTimed(post Poster, timer Timer) *Runner {
	ctx, cancel := context.WithCancel(context.Background())
	return &Runner{post: post, timer: timer, ctx: ctx, cancel: cancel}
}

// Close cancels what is running and lets nothing more be posted.
func (r *Runner) Close() {
	r.ended.Store(true)
	r.cancel()
}

// Busy tells whether any work is under way, or its outcome not told yet.
func (r *Runner) Busy() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.running > 0
}

// Run does work elsewhere and then done on the window's thread with its
// error. The title names the work in a panic's fault; it is not shown. The
// context ends with the runner; the answer cancels this work alone.
func (r *Runner) Run(title string, work func(context.Context) error, done func(error)) (stop context.CancelFunc) {
	ctx, cancel := context.WithCancel(r.ctx)
	r.count(1)
	go func() {
		err := guarded(title, ctx, work)
		cancel()
		r.post(func() {
			r.count(-1)
			if done != nil && !r.ended.Load() {
				done(err)
			}
		})
	}()
	return cancel
}

// Post runs fn on the window's thread unless the runner is closed by then.
func (r *Runner) Post(fn func()) {
	r.post(func() {
		if !r.ended.Load() {
			fn()
		}
	})
}

func (r *Runner) count(by int) {
	r.mu.Lock()
	r.running += by
	r.mu.Unlock()
}

func guarded(title string, ctx context.Context, work func(context.Context) error) (err error) { //nolint:revive // the title names the work first
	defer func() {
		if p := recover(); p != nil {
			err = ErrPanicked.At(title).Because(fmt.Errorf("panic: %T", p)) // the value may hold a person's data
		}
	}()
	return work(ctx)
}

// Delay is a debounce: each [Delay.Start] puts off the function again.
type Delay struct {
	runner *Runner
	wait   time.Duration
	fn     func()
	turn   int
	stop   func()
}

// After makes a debounce that runs fn on the window's thread once d has
// passed since the last Start. It does not start by itself.
func (r *Runner) After(d time.Duration, fn func()) *Delay {
	return &Delay{runner: r, wait: d, fn: fn}
}

// Start begins the wait, or begins it again.
func (d *Delay) Start() {
	d.Cancel()
	turn := d.turn
	d.stop = d.runner.timer(d.wait, func() {
		d.runner.Post(func() {
			if d.turn == turn && d.stop != nil { // not put off or cancelled since
				d.stop = nil
				d.fn()
			}
		})
	})
}

// Cancel forgets the wait.
func (d *Delay) Cancel() {
	d.turn++
	if d.stop != nil {
		d.stop()
		d.stop = nil
	}
}

// Flush runs the function now if it is waiting: before a lock or on leaving.
func (d *Delay) Flush() {
	if d.stop == nil {
		return
	}
	d.Cancel()
	d.fn()
}

// Watch pumps values from a subscription to show on the window's thread:
// always the newest, and never two waiting. It ends when the channel is
// closed or the runner is.
func Watch[T any](r *Runner, from <-chan T, show func(T)) {
	var (
		mu      sync.Mutex
		latest  T
		waiting bool
	)
	deliver := func() {
		mu.Lock()
		v := latest
		waiting = false
		mu.Unlock()
		show(v)
	}
	go func() {
		for {
			select {
			case <-r.ctx.Done():
				return
			case v, ok := <-from:
				if !ok {
					return
				}
				mu.Lock()
				latest = v
				posted := waiting
				waiting = true
				mu.Unlock()
				if !posted {
					r.Post(deliver)
				}
			}
		}
	}()
}

// Every calls show on the window's thread at each interval until stopped or
// closed: the way a progress is sampled.
func (r *Runner) Every(d time.Duration, show func()) (stop func()) {
	var tick *Delay
	tick = r.After(d, func() {
		tick.Start()
		show()
	})
	tick.Start()
	return tick.Cancel
}
