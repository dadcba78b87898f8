// Command vouchdesk-render renders one page of one untrusted document and
// ends: a request on standard input, a page on standard output, both as
// internal/docrender/wire frames.
//
// It is the only program that decodes images and PDF. It opens no file and no
// connection, uses no environment, and takes its limits before it reads the
// first byte: see confine. Whatever a document does to it costs that document
// only. It logs nothing, since what it would say could come from the document.
package main

import (
	"bufio"
	"os"
	"time"

	"vouchdesk/internal/docrender/wire"
)

// alone is how long a worker lives when nobody stops it: the desk that would
// have killed it may be gone. Above the desk's own limit.
const alone = 15 * time.Second

func main() {
	os.Clearenv()
	// First the timer: with it the runtime opens the descriptors it needs,
	// which it could not after confine.
	time.AfterFunc(alone, func() { os.Exit(4) })
	if err := confine(); err != nil {
		os.Exit(3)
	}
	q, status, err := wire.ReadRequest(os.Stdin)
	if err != nil {
		os.Exit(2)
	}
	p := wire.Response{Status: status}
	if status == wire.OK {
		p = answer(q)
	}
	out := bufio.NewWriterSize(os.Stdout, 64<<10)
	if wire.WriteResponse(out, p) != nil || out.Flush() != nil {
		os.Exit(2)
	}
}

// answer renders one request. A panic in a decoder is a document that cannot
// be read, and says no more than that.
func answer(q wire.Request) (p wire.Response) {
	defer func() {
		if recover() != nil {
			p = wire.Response{Status: wire.Unreadable}
		}
	}()
	pg, status := open(q)
	if status != wire.OK {
		return wire.Response{Status: status}
	}
	p = wire.Response{
		Format: pg.format, Orientation: pg.orientation, Pages: pg.pages, SourceW: pg.width, SourceH: pg.height,
	}
	edit := newPlan(q.Edit, pg.pixels.Bounds(), pg.orientation, pg.block, pg.blur)
	out := upright(shrink(pg.pixels, q, edit), edit.orientation)
	p.Width, p.Height = out.w, out.h
	p.Payload = out.pix
	if q.Op == wire.JPEG {
		p.Payload, status = encode(out)
		if status != wire.OK {
			return wire.Response{Status: status}
		}
	}
	return p
}
