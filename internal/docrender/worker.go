package docrender

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"vouchdesk/internal/docrender/wire"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/program"
)

// ready is how long a worker may take to start and say so.
const ready = 10 * time.Second

// limits are for where a worker cannot take its own: more memory than on Linux,
// where only what is private and writable counts.
var limits = program.Limits{Memory: 512 << 20, CPU: 10 * time.Second}

// worker is one process: it says what holds it, is given one document, and
// answers pages of it until it is killed, crashes, or has waited too long.
type worker struct {
	*program.Process
	out      *bufio.Reader
	barriers wire.Barriers
	document [sha256.Size]byte // of what it was given
	given    bool
	waited   bool // before there was a document
	answered bool // at least one page
}

// start brings a worker to where it waits for a document.
func start(ctx context.Context, path string) (*worker, error) {
	p, err := program.Start(path, limits)
	if err != nil {
		return nil, ErrWorker.Because(err)
	}
	// The worker has seen nothing yet, so it is held before there is a need.
	w := &worker{Process: p, out: bufio.NewReaderSize(p.Out, 64<<10)}
	if err := w.hello(ctx); err != nil {
		w.Stop()
		if ctx.Err() != nil {
			return nil, stopped(ctx)
		}
		return nil, ErrWorker.Because(err)
	}
	return w, nil
}

// hello waits for the worker to be ready and to say what holds it.
func (w *worker) hello(ctx context.Context) error {
	clock, cancel := context.WithTimeout(ctx, ready)
	defer cancel()
	defer context.AfterFunc(clock, w.Kill)()
	b, err := wire.ReadHello(w.out)
	w.barriers = b
	if program.Held {
		w.barriers |= wire.Job
	}
	return err
}

func (w *worker) alive() bool {
	select {
	case <-w.Gone():
		return false
	default:
		return true
	}
}

// page asks for one page of file, which is sent first if it was not before.
func (w *worker) page(ctx context.Context, file []byte, q wire.Request) (wire.Response, error) {
	defer context.AfterFunc(ctx, w.Kill)()
	if !w.given {
		w.given = true
		if err := wire.WriteDocument(w.In, file); err != nil {
			return wire.Response{}, err
		}
	}
	if err := wire.WriteRequest(w.In, q); err != nil {
		return wire.Response{}, err
	}
	p, err := wire.ReadResponse(w.out, q)
	w.answered = w.answered || err == nil
	return p, err
}

func stopped(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return ErrTimeout
	}
	return fault.New(fault.Stopped, "render-stopped").Because(ctx.Err())
}
