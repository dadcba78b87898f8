package docrender

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os/exec"
	"time"

	"vouchdesk/internal/docrender/wire"
	"vouchdesk/internal/fault"
)

// reap is how long a killed worker may take to be gone.
const reap = 2 * time.Second

// run starts one worker, tells it q, reads its response and sees it gone.
func (r *Renderer) run(ctx context.Context, q wire.Request) (wire.Response, error) {
	clock, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	cmd := exec.CommandContext(clock, r.worker) //nolint:gosec // G204: the path is configuration, made absolute by New
	cmd.Env = []string{}                        // nil would hand over the desk's own
	cmd.Dir = root()                            // so that the worker holds no folder of the user's
	cmd.WaitDelay = reap
	hide(cmd)
	in, err := cmd.StdinPipe()
	if err != nil {
		return wire.Response{}, ErrWorker.Because(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return wire.Response{}, ErrWorker.Because(err)
	}
	if err := cmd.Start(); err != nil {
		if ctx.Err() != nil {
			return wire.Response{}, stopped(ctx)
		}
		return wire.Response{}, ErrWorker.Because(cause(err))
	}
	// The worker waits for its first byte, so nothing of the document has
	// been seen by a worker that is not yet held.
	release, err := hold(cmd.Process)
	if err != nil {
		cancel()
		_ = cmd.Wait()
		return wire.Response{}, ErrWorker.Because(err)
	}
	defer release()
	p, talkErr := talk(in, out, q)
	expired := clock.Err() != nil
	// The answer is all a worker is for; how it ends tells nothing more, and
	// killing it spares it the tidying up.
	cancel()
	_ = cmd.Wait()
	switch {
	case talkErr == nil:
		return p, nil
	case ctx.Err() != nil:
		return wire.Response{}, stopped(ctx)
	case expired:
		return wire.Response{}, ErrTimeout
	default:
		// The worker crashed, met a limit or broke the protocol. Which one
		// is no use to the officer: the document did it.
		return wire.Response{}, ErrUnreadable
	}
}

// talk sends and reads at once: a worker that refuses by the head answers
// without having read the file, and its end of the pipe closes under the writer.
func talk(in io.WriteCloser, out io.Reader, q wire.Request) (wire.Response, error) {
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		// A failure to write is seen by the reader as a missing response.
		_ = wire.WriteRequest(in, q)
		_ = in.Close()
	}()
	p, err := wire.ReadResponse(bufio.NewReaderSize(out, 64<<10), q)
	if err != nil {
		return p, err
	}
	<-sent
	return p, nil
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
