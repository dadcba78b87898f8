// Package rxing reads codes by the rxing library, compiled to WebAssembly and
// run by wazero without cgo.
//
// Nothing happens until the first reading: then the module is compiled, which
// takes about a second unless the cache folder has it from an earlier run. The
// module sees one grey picture and nothing else: no files, no network, no
// clock. It has at most [Memory] bytes, and stops when the context does or its
// turns are used up. After a trap, a stop or a large picture its memory is thrown
// away and the next reading starts in fresh memory. One reading runs at a time; a
// Reader may be used concurrently, others wait. A picture without a code is no
// error.
package rxing

import (
	"context"
	"image"
	"sync"

	"github.com/tetratelabs/wazero"

	"vouchdesk/internal/fault"
)

// What can be wrong. ErrBroken is a module that cannot be used at all; ErrTrap
// is one reading that it did not survive.
var (
	ErrBroken = fault.New(fault.Unavailable, "scan-second-reader")
	ErrTrap   = fault.New(fault.Unavailable, "scan-second-reader-trap")
	ErrLarge  = fault.New(fault.Malformed, "scan-second-reader-large")
)

const (
	page = 64 << 10
	// Memory is the most the module may have.
	Memory = 256 << 20
	// kept is how large a module's memory may be and still be used again.
	kept = 200 << 20
	// most is the largest picture, in pixels: the module needs about eight
	// bytes for each.
	most = 20 << 20
)

// Format is a kind of code, by rxing's own names.
type Format string

// The kinds that are asked for here.
const (
	QR         Format = "qrcode"
	Code128    Format = "code128"
	DataMatrix Format = "datamatrix"
	Aztec      Format = "aztec"
	PDF417     Format = "pdf417"
)

// Found is one code.
type Found struct {
	Format Format
	Text   string
}

// How is a way of looking.
type How struct {
	Formats []Format
	Hard    bool // more rows, and light on dark
	Filter  bool // again in half sizes and with specks closed
	Turns   int  // of its loops, in thousands, after which it gives up; 0: when the context ends
}

// Reader reads codes.
type Reader struct {
	cache string
	turn  chan struct{} // held by who reads

	compile  sync.Once
	prepared chan struct{}
	broken   error
	compiled wazero.CompiledModule
	runtime  wazero.Runtime
	files    wazero.CompilationCache
	now      *instance
	closed   bool
}

// New makes a Reader that keeps its compiled form in the folder cache, which
// must be this user's alone: what lies there is executed. An empty cache, or
// one that others could write to, is not used.
func New(cache string) *Reader {
	return &Reader{cache: cache, turn: make(chan struct{}, 1), prepared: make(chan struct{})}
}

// Prepare begins to compile the module, if that was not done, and returns at
// once. The channel is closed when the module can be used or is known to be broken.
func (r *Reader) Prepare() <-chan struct{} {
	r.compile.Do(func() {
		go func() {
			defer close(r.prepared)
			r.broken = r.prepare(context.Background())
		}()
	})
	return r.prepared
}

// Ready waits for the module, and tells whether it can be used.
func (r *Reader) Ready(ctx context.Context) error {
	select {
	case <-r.Prepare(): //nolint:contextcheck // compiling outlives who asked first
		return r.broken
	case <-ctx.Done():
		return ErrTrap.Because(ctx.Err())
	}
}

func (r *Reader) prepare(ctx context.Context) error {
	if !genuine() {
		return ErrBroken.At("hash")
	}
	asking, err := metered(module)
	if err != nil {
		return ErrBroken.Because(err)
	}
	kept := private(r.cache) && (sound(r.cache) || forget(r.cache))
	if err := r.build(ctx, asking, kept); err != nil {
		return ErrBroken.Because(err)
	}
	if kept {
		seal(r.cache) // without it, it is compiled again the next time
	}
	return nil
}

// build compiles the module, or takes its compiled form from the cache.
func (r *Reader) build(ctx context.Context, module []byte, kept bool) error {
	c := wazero.NewRuntimeConfig().WithMemoryLimitPages(Memory / page)
	if kept {
		if files, err := wazero.NewCompilationCacheWithDir(r.cache); err == nil {
			r.files = files
			c = c.WithCompilationCache(files)
		}
	}
	r.runtime = wazero.NewRuntimeWithConfig(ctx, c)
	if err := provide(ctx, r.runtime); err != nil {
		return err
	}
	m, err := r.runtime.CompileModule(ctx, module)
	r.compiled = m
	return err
}

// Close ends the module, after the reading that runs.
func (r *Reader) Close() {
	r.turn <- struct{}{}
	defer func() { <-r.turn }()
	r.closed = true
	r.compile.Do(func() { close(r.prepared) })
	<-r.prepared
	r.end(context.Background())
}

// end lets go of what build made.
func (r *Reader) end(ctx context.Context) {
	if r.runtime != nil {
		_ = r.runtime.Close(ctx)
	}
	if r.files != nil {
		_ = r.files.Close(ctx)
	}
	r.runtime, r.files, r.compiled = nil, nil, nil
}

// Read looks for one code.
func (r *Reader) Read(ctx context.Context, g *image.Gray, how How) (found Found, ok bool, err error) {
	if g.Rect.Dx() < 1 || g.Rect.Dy() < 1 {
		return Found{}, false, nil
	}
	if g.Rect.Dx() > most/g.Rect.Dy() {
		return Found{}, false, ErrLarge
	}
	select {
	case r.turn <- struct{}{}:
		defer func() { <-r.turn }()
	case <-ctx.Done():
		return Found{}, false, ErrTrap.Because(ctx.Err())
	}
	if r.closed {
		return Found{}, false, ErrBroken.At("closed")
	}
	if err := r.Ready(ctx); err != nil {
		return Found{}, false, err
	}
	if r.now == nil {
		if r.now, err = start(ctx, r.runtime, r.compiled); err != nil {
			return Found{}, false, ErrTrap.Because(err)
		}
	}
	found, ok, err = r.now.read(ctx, g, how)
	if err != nil || r.now.module.Memory().Size() > kept {
		_ = r.now.module.Close(context.WithoutCancel(ctx))
		r.now = nil
	}
	if err != nil {
		return Found{}, false, ErrTrap.Because(err)
	}
	return found, ok, nil
}
