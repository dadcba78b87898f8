package docrender

import (
	"context"
	"crypto/sha256"

	"vouchdesk/internal/docrender/wire"
	"vouchdesk/internal/fault"
)

// Barriers is what holds a worker, see [wire.Barriers].
type Barriers = wire.Barriers

// pending is a worker that is being started.
type pending struct {
	cancel context.CancelFunc
	done   chan struct{} // closed once what follows is set
	w      *worker
	err    error
}

func (r *Renderer) prepare() *pending {
	ctx, cancel := context.WithCancel(context.Background())
	p := &pending{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		p.w, p.err = start(ctx, r.worker)
	}()
	return p
}

// take is a worker that has seen no document: the one that waits, or else a
// new one.
func (r *Renderer) take(ctx context.Context) (*worker, error) {
	p := r.next
	r.next = nil
	if p != nil {
		select {
		case <-p.done:
		case <-ctx.Done():
			p.drop()
			return nil, stopped(ctx)
		}
		p.cancel()
	}
	if r.warm {
		r.next = r.prepare() //nolint:contextcheck // the next document's worker outlives this call
	}
	if p != nil && p.err == nil {
		if p.w.alive() {
			p.w.waited = true
			return p.w, nil
		}
		p.w.Stop()
	}
	return start(ctx, r.worker)
}

// drop ends a worker that nobody took.
func (p *pending) drop() {
	p.cancel()
	<-p.done
	if p.err == nil {
		p.w.Stop()
	}
}

// enter waits for the Renderer; leave gives it back.
func (r *Renderer) enter(ctx context.Context) error {
	select {
	case r.turn <- struct{}{}:
	case <-ctx.Done():
		return stopped(ctx)
	}
	if r.closed {
		r.leave()
		return errClosed
	}
	return nil
}

func (r *Renderer) leave() { <-r.turn }

// ask checks what needs no worker, waits its turn and has the page drawn.
func (r *Renderer) ask(ctx context.Context, file []byte, q wire.Request) (wire.Response, error) {
	switch {
	case len(file) == 0:
		return wire.Response{}, ErrFileEmpty
	case len(file) > wire.MaxFile:
		return wire.Response{}, ErrFileTooLarge
	case q.Page < 0 || q.Page >= wire.MaxPages:
		return wire.Response{}, ErrPageMissing
	case q.MaxSide < 0 || q.MaxSide > wire.MaxPixels:
		return wire.Response{}, fault.New(fault.Internal, "render-max-side")
	case !q.Edit.Valid():
		return wire.Response{}, ErrEdit
	}
	if err := r.enter(ctx); err != nil {
		return wire.Response{}, err
	}
	defer r.leave()
	p, err := r.draw(ctx, file, q)
	if err != nil {
		return wire.Response{}, err
	}
	return p, failure(p.Status)
}

// draw has the page from the document's worker or a fresh one.
func (r *Renderer) draw(ctx context.Context, file []byte, q wire.Request) (wire.Response, error) {
	clock, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	defer context.AfterFunc(r.life, cancel)() //nolint:contextcheck // a second reason to end, beside ctx
	document := sha256.Sum256(file)
	for first := true; ; first = false {
		if w := r.current; w != nil && (w.given && w.document != document || !w.alive()) {
			r.discard()
		}
		if r.current == nil {
			w, err := r.take(clock)
			if err != nil {
				return wire.Response{}, err
			}
			r.current = w
		}
		r.current.document = document
		// One that waited, or has drawn other pages, may have ended for
		// another reason than this page.
		again := first && (r.current.answered || r.current.waited)
		p, err := r.current.page(clock, file, q)
		if err == nil {
			return p, nil
		}
		r.discard()
		switch {
		case ctx.Err() != nil:
			return wire.Response{}, stopped(ctx)
		case r.life.Err() != nil:
			return wire.Response{}, errClosed
		case clock.Err() != nil:
			return wire.Response{}, ErrTimeout
		case !again:
			// The worker crashed, met a limit or broke the protocol. Which
			// one is no use to the officer: the document did it.
			return wire.Response{}, ErrUnreadable
		}
	}
}

func (r *Renderer) discard() {
	if r.current != nil {
		r.current.Stop()
		r.current = nil
	}
}

// Barriers is what holds the worker that will have the next document.
func (r *Renderer) Barriers(ctx context.Context) (Barriers, error) {
	if err := r.enter(ctx); err != nil {
		return 0, err
	}
	defer r.leave()
	w, err := r.take(ctx)
	if err != nil {
		return 0, err
	}
	r.discard()
	r.current = w // which takes the next document
	return w.barriers, nil
}

// Close ends every worker. Calls that wait, are under way or come later fail.
func (r *Renderer) Close() {
	r.end()
	r.turn <- struct{}{}
	defer r.leave()
	if r.closed {
		return
	}
	r.closed = true
	r.discard()
	if r.next != nil {
		r.next.drop()
		r.next = nil
	}
}
