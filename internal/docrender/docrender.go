// Package docrender turns one page of an untrusted document into pixels
// without any decoder running in the desk.
//
// Each document has a vouchdesk-render process of its own, which is handed the
// bytes on standard input with an empty environment and is killed when the wall
// clock or the context ends, when another document comes, or when nobody asked
// for a page for a while. Pages of one document asked for in a row come from one
// process; one that fails after others came well, or in a process that had
// waited, is tried once more in a fresh one, so that what befell a process is
// not laid at the page's door.
// What comes back is capped and checked against what was asked; a worker that
// crashes or lies costs its one page and nothing else.
//
// A Renderer is safe for concurrent use; one page is drawn at a time, later
// callers wait their turn. It writes no file. It must be closed. Errors are
// [fault.Error] with a code of the list below; none carries anything of the
// document.
package docrender

import (
	"context"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/program"
)

// Why a page could not be had. Malformed is about the document, Unavailable
// about this machine: the first is not worth a second try.
var (
	ErrNotAnImage    = fault.New(fault.Malformed, "not-an-image")
	ErrImageTooLarge = fault.New(fault.Malformed, "image-too-large")
	ErrFileTooLarge  = fault.New(fault.Malformed, "file-too-large")
	ErrFileEmpty     = fault.New(fault.Malformed, "file-empty")
	ErrTooManyPages  = fault.New(fault.Malformed, "too-many-pages")
	ErrUnreadable    = fault.New(fault.Malformed, "file-unreadable")
	ErrPageMissing   = fault.New(fault.NotFound, "page-missing")
	ErrTimeout       = fault.New(fault.Unavailable, "file-timeout")
	ErrSpreads       = fault.New(fault.Malformed, "black-spreads") // nothing can be blacked out in it for good
	ErrEdit          = fault.New(fault.Internal, "render-edit")    // an area that is none, or too many
	ErrWorker        = fault.New(fault.Unavailable, "render-worker-missing")
)

var errClosed = fault.New(fault.Stopped, "render-stopped")

// Config says where the worker is and what it may use.
type Config struct {
	Worker  string        // path of vouchdesk-render; empty: next to this executable
	Timeout time.Duration // wall clock for one page; 0: ten seconds
	Warm    bool          // keep a worker started that has seen no document
}

// Info is what the worker found out about the document.
type Info struct {
	Format        string // jpeg, png, tiff, webp or pdf
	Pages         int    // as the document claims; a later page may still be missing
	Width, Height int    // of the stored image in pixels, upright; of a PDF page in points
	Orientation   int    // the EXIF orientation that was undone; 0 where there is none
	Spreads       bool   // its compression lets what a place shows into others: black is refused
	Partial       bool   // of a PDF or a large JPEG: something may be missing. Form fields, stamps and notes are; what cannot be made sense of is told on Linux only
}

// Encoded is a page as it is kept: upright, without metadata.
type Encoded struct {
	Bytes         []byte
	MediaType     string // image/jpeg
	Width, Height int
}

// Renderer starts workers.
type Renderer struct {
	worker  string
	timeout time.Duration
	warm    bool
	turn    chan struct{} // who holds its one place has what follows
	current *worker       // the last document's
	next    *pending      // one that has seen no document
	closed  bool

	life context.Context //nolint:containedctx // it ends with Close, and ends what is under way
	end  context.CancelFunc
}

// New checks that the worker is there and returns a Renderer.
func New(c Config) (*Renderer, error) {
	if c.Timeout < 0 {
		return nil, fault.New(fault.Internal, "render-config")
	}
	if c.Timeout == 0 {
		c.Timeout = 10 * time.Second
	}
	worker, err := program.Locate("vouchdesk-render", c.Worker)
	if err != nil {
		return nil, ErrWorker.Because(err)
	}
	r := &Renderer{worker: worker, timeout: c.Timeout, warm: c.Warm, turn: make(chan struct{}, 1)}
	r.life, r.end = context.WithCancel(context.Background())
	if r.warm {
		r.next = r.prepare()
	}
	return r, nil
}
