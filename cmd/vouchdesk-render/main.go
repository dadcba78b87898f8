// Command vouchdesk-render renders pages of one untrusted document and ends with
// it: the document and requests on standard input, pages on standard output, as
// internal/docrender/wire frames.
//
// It is the only program that decodes images and PDF. It opens no file and no
// connection, uses no environment, and takes its limits before it reads the
// first byte: see confine. Whatever a document does to it costs that document
// only. It logs nothing, since what it would say could come from the document.
package main

import (
	"bufio"
	"math"
	"os"
	"runtime"
	"time"

	"github.com/gen2brain/go-fitz"

	"vouchdesk/internal/docrender/wire"
)

// How long a worker lives when the desk that would have killed it may be gone:
// alone while it is asked for nothing, busy over one page. A page is bounded by
// processor time and by the desk's clock, which is far below busy; that is for
// where the first is not to be had. It is not short, or a machine with others to
// serve would end pages that are nearly done.
const (
	alone = 15 * time.Second
	busy  = 3 * time.Minute
)

func main() {
	os.Clearenv()
	// First the timer: with it the runtime opens the descriptors it needs,
	// which it could not after confine. It runs once there is a document; a
	// worker without one waits as long as the desk lives.
	clock := time.AfterFunc(math.MaxInt64, func() { os.Exit(4) })
	heard, err := listen()
	if err != nil {
		os.Exit(3)
	}
	holds, err := confine()
	if err != nil {
		os.Exit(3)
	}
	if wire.WriteHello(os.Stdout, holds) != nil {
		os.Exit(2)
	}
	in, out := bufio.NewReader(os.Stdin), bufio.NewWriterSize(os.Stdout, 64<<10)
	file, err := wire.ReadDocument(in)
	if err != nil {
		os.Exit(2)
	}
	idle := alone
	if leaveOut("patience") {
		idle = time.Second
	}
	for d := (&document{file: file, heard: heard}); ; {
		clock.Reset(idle)
		q, status, err := wire.ReadRequest(in)
		if err != nil {
			return
		}
		clock.Reset(busy)
		p := wire.Response{Status: status}
		if status == wire.OK {
			p = d.answer(q)
		}
		if wire.WriteResponse(out, p) != nil || out.Flush() != nil {
			os.Exit(2)
		}
	}
}

// document is what this process lives for.
type document struct {
	file        []byte
	pdf         *fitz.Document // once it is open
	minded      map[int]minded // its pages of which something was to be black
	directories []uint32       // of a TIFF file's pages
	used        bool           // pages of it have been drawn
	heard       complaints
	partial     bool // MuPDF has complained of it, or does not draw all of it
}

// minded is what pictures said of a page.
type minded struct {
	all []shown
	ok  bool
}

// answer renders one request. A panic in a decoder is a page that cannot be
// read, and says no more than that.
func (d *document) answer(q wire.Request) (p wire.Response) {
	defer func() {
		if recover() != nil {
			p = wire.Response{Status: wire.Unreadable}
		}
	}()
	if d.used {
		// What the last page left is found again before more is asked of
		// the system, whose limit counts both.
		runtime.GC()
	}
	d.used = true
	if p, ok := probe(d.file); ok {
		return p
	}
	pg, status := d.open(q)
	if status != wire.OK {
		return wire.Response{Status: status}
	}
	if pg.spreads && len(q.Edit.Black) > 0 {
		return wire.Response{Status: wire.Spreads}
	}
	p = wire.Response{
		Spreads: pg.spreads, Partial: d.partial, Format: pg.format, Orientation: pg.orientation,
		Pages: pg.pages, SourceW: pg.width, SourceH: pg.height,
	}
	if pg.maxPixels > 0 {
		q.MaxPixels = min(q.MaxPixels, pg.maxPixels)
	}
	out := shrink(pg.pixels, q, newPlan(q.Edit, pg))
	p.Width, p.Height, p.Payload = out.w, out.h, out.pix
	if q.Op == wire.JPEG {
		p.Payload, status = encode(out)
		if status != wire.OK {
			return wire.Response{Status: status}
		}
	}
	return p
}
