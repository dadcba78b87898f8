package desk

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net"
	"sync"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/outbox"
)

// Request is one line asked of a running desk. What can be asked needs no
// sign-in and changes nothing; whoever can reach the socket could read the
// vault's file as well.
type Request struct {
	Do string `json:"do"`
}

// What a running desk can be asked.
const (
	DoRaise         = "raise"          // answers nothing
	DoJournalExport = "journal-export" // answers with the file's lines as JSON strings
	DoOutboxList    = "outbox-list"    // answers with one outbox row a line
)

// reply is one line of an answer: a value, or the end.
type reply struct {
	Value json.RawMessage `json:"value,omitempty"`
	End   bool            `json:"end,omitempty"`
	Kind  string          `json:"kind,omitempty"` // of what went wrong
	Code  string          `json:"code,omitempty"`
}

// ErrSocket is for an answer that a desk does not give.
var ErrSocket = fault.New(fault.Malformed, "socket-malformed")

const (
	maxSocketLine = 1 << 20
	socketWait    = 2 * time.Second // to reach a desk, and for it to read a request
	socketTalk    = time.Minute     // for a whole answer
)

// Ask sends one request to the desk that runs over a data folder and hands each
// value of the answer to each, which may be nil. [ErrNotRunning] when there is no desk.
func Ask(ctx context.Context, dir string, request Request, each func(json.RawMessage) error) error {
	wait, cancel := context.WithTimeout(ctx, socketWait)
	defer cancel()
	conn, err := dialSocket(wait, dir)
	if err != nil {
		return ErrNotRunning.Because(err)
	}
	defer conn.Close() //nolint:errcheck // nothing is lost by it
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	_ = conn.SetDeadline(time.Now().Add(socketTalk)) //nolint:forbidigo // the deadline is the kernel's, not the desk's
	if err := json.NewEncoder(conn).Encode(request); err != nil {
		return ErrNotRunning.Because(err)
	}
	lines := bufio.NewScanner(conn)
	lines.Buffer(nil, maxSocketLine)
	for lines.Scan() {
		var r reply
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return ErrSocket
		}
		switch {
		case r.Code != "":
			return r.fault()
		case r.End:
			return nil
		}
		if each == nil {
			continue
		}
		if err := each(r.Value); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return ErrSocket
}

func (r reply) fault() error {
	for _, kind := range fault.Kinds() {
		if kind.String() == r.Kind {
			return fault.New(kind, r.Code)
		}
	}
	return ErrSocket
}

// ring asks a running desk to raise its window.
func ring(ctx context.Context, dir string) error {
	return Ask(ctx, dir, Request{Do: DoRaise}, nil)
}

// doorbell answers on the socket until it is closed.
type doorbell struct {
	listener net.Listener
	mu       sync.Mutex
	open     map[net.Conn]struct{}
	closed   bool
	talks    sync.WaitGroup
}

// listen goes on without a socket where there can be none: the vault's lock
// alone keeps a second desk out.
func (d *Desk) listen(ctx context.Context) *doorbell {
	l, err := listenSocket(ctx, d.c.Dir)
	if err != nil {
		d.c.Log.Warn("no socket for a second start", "err", err)
	}
	return &doorbell{listener: l, open: map[net.Conn]struct{}{}}
}

func (b *doorbell) serve(ctx context.Context, d *Desk) {
	if b.listener == nil {
		return
	}
	defer b.talks.Wait()
	for {
		conn, err := b.listener.Accept()
		if err != nil {
			return // closed, by us or by whoever took the folder away
		}
		if !b.admit(conn) {
			_ = conn.Close()
			continue
		}
		b.talks.Go(func() {
			defer b.leave(conn)
			d.talk(ctx, conn)
		})
	}
}

// maxTalks is far more than the two programs that ever ask.
const maxTalks = 8

func (b *doorbell) admit(conn net.Conn) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed || len(b.open) >= maxTalks {
		return false
	}
	b.open[conn] = struct{}{}
	return true
}

func (b *doorbell) leave(conn net.Conn) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.open, conn)
	_ = conn.Close()
}

func (b *doorbell) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	if b.listener != nil {
		_ = b.listener.Close()
	}
	for conn := range b.open {
		_ = conn.Close()
	}
}

// talk answers one request.
func (d *Desk) talk(ctx context.Context, conn net.Conn) {
	_ = conn.SetDeadline(time.Now().Add(socketTalk)) //nolint:forbidigo // as in Ask
	lines := bufio.NewScanner(conn)
	lines.Buffer(nil, 4<<10)
	if !lines.Scan() {
		return
	}
	var request Request
	out := json.NewEncoder(conn)
	err := json.Unmarshal(lines.Bytes(), &request)
	if err != nil {
		err = ErrSocket
	} else {
		err = d.serveRequest(ctx, request, out)
	}
	end := reply{End: true}
	if err != nil {
		end = reply{Kind: fault.Of(err).String(), Code: fault.Code(err)}
	}
	_ = out.Encode(end) // whoever asked has gone: nothing is owed
}

func (d *Desk) serveRequest(ctx context.Context, request Request, out *json.Encoder) error {
	switch request.Do {
	case DoRaise:
		d.c.Raise()
		return nil
	case DoJournalExport:
		w := &lineWriter{out: out}
		if _, err := d.ExportJournal(ctx, w); err != nil {
			return err
		}
		return w.flush()
	case DoOutboxList:
		for _, row := range outbox.Rows(d.Outbox()) {
			if err := sendValue(out, row); err != nil {
				return err
			}
		}
		return nil
	default:
		return ErrSocket
	}
}

func sendValue(out *json.Encoder, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return out.Encode(reply{Value: data})
}

// lineWriter sends text line by line.
type lineWriter struct {
	out  *json.Encoder
	rest []byte
}

func (w *lineWriter) Write(p []byte) (int, error) {
	w.rest = append(w.rest, p...)
	for {
		cut := bytes.IndexByte(w.rest, '\n')
		if cut < 0 {
			return len(p), nil
		}
		if err := sendValue(w.out, string(w.rest[:cut])); err != nil {
			return 0, err
		}
		w.rest = w.rest[cut+1:]
	}
}

func (w *lineWriter) flush() error {
	if len(w.rest) > 0 {
		return sendValue(w.out, string(w.rest))
	}
	return nil
}
