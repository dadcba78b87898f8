package docrender

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os/exec"
	"time"

	"vouchdesk/internal/docrender/wire"
	"vouchdesk/internal/fault"
)

const (
	ready = 10 * time.Second // for a worker to start and say so
	reap  = 2 * time.Second  // for a killed one to be gone
)

// worker is one process: it says what holds it, is given one document, and
// answers pages of it until it is killed, crashes, or has waited too long.
type worker struct {
	cmd      *exec.Cmd
	in       io.WriteCloser
	out      *bufio.Reader
	outEnd   io.Closer
	barriers wire.Barriers
	document [sha256.Size]byte // of what it was given
	given    bool
	waited   bool          // before there was a document
	answered bool          // at least one page
	release  func()        // what holds it from outside
	gone     chan struct{} // closed once it is
}

// start brings a worker to where it waits for a document.
func start(ctx context.Context, path string) (*worker, error) {
	cmd := exec.Command(path) //nolint:noctx // it outlives ctx
	cmd.Env = []string{}      // nil would hand over the desk's own
	cmd.Dir = root()          // so that the worker holds no folder of the user's
	hide(cmd)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, ErrWorker.Because(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, ErrWorker.Because(err)
	}
	if err := cmd.Start(); err != nil {
		return nil, ErrWorker.Because(cause(err))
	}
	w := &worker{cmd: cmd, in: in, out: bufio.NewReaderSize(out, 64<<10), outEnd: out, release: func() {}, gone: make(chan struct{})}
	// The worker has seen nothing yet, so it is held before there is a need.
	release, err := hold(cmd.Process)
	if err == nil {
		w.release = release
		err = w.hello(ctx)
	}
	go w.reap()
	if err != nil {
		w.stop()
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
	defer context.AfterFunc(clock, w.kill)()
	b, err := wire.ReadHello(w.out)
	w.barriers = b | held
	return err
}

// reap sees the process gone.
func (w *worker) reap() {
	_, _ = w.cmd.Process.Wait()
	w.release()
	close(w.gone)
}

// kill ends the worker and whoever waits for it, even if something else should
// hold the other ends of its pipes.
func (w *worker) kill() {
	_ = w.cmd.Process.Kill()
	_ = w.in.Close()
	_ = w.outEnd.Close()
}

// stop ends the worker and returns once it is gone, or should long have been.
func (w *worker) stop() {
	w.kill()
	patience := time.NewTimer(reap)
	defer patience.Stop()
	select {
	case <-w.gone:
	case <-patience.C:
	}
}

func (w *worker) alive() bool {
	select {
	case <-w.gone:
		return false
	default:
		return true
	}
}

// page asks for one page of file, which is sent first if it was not before.
func (w *worker) page(ctx context.Context, file []byte, q wire.Request) (wire.Response, error) {
	defer context.AfterFunc(ctx, w.kill)()
	if !w.given {
		w.given = true
		if err := wire.WriteDocument(w.in, file); err != nil {
			return wire.Response{}, err
		}
	}
	if err := wire.WriteRequest(w.in, q); err != nil {
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

// cause is an error without the path or the command line in it.
func cause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
