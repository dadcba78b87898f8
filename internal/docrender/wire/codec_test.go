package wire_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/docrender/wire"
)

func request(t testing.TB, q wire.Request) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := wire.WriteRequest(&b, q); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func response(t testing.TB, p wire.Response) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := wire.WriteResponse(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asked() wire.Request {
	return wire.Request{Op: wire.Grey, Page: 2, MaxSide: 9, MaxPixels: 24, Edit: wire.Edit{
		Turn: 3, Crop: wire.Area{Left: 1, Top: 2, Right: 9999, Bottom: wire.Whole}, Black: []wire.Area{{Left: 3, Top: 4, Right: 5, Bottom: 6}},
	}}
}

func answered() wire.Response {
	return wire.Response{
		Format: wire.FormatPDF, Pages: 3, SourceW: 595, SourceH: 842, Width: 4, Height: 6, Payload: make([]byte, 24),
	}
}

func TestRequest(t *testing.T) {
	number := func(at int, v uint32) func([]byte) []byte {
		return func(b []byte) []byte { binary.BigEndian.PutUint32(b[at:], v); return b }
	}
	for name, c := range map[string]struct {
		change func([]byte) []byte
		status wire.Status
		frame  bool
	}{
		"ok/as written":            {change: func(b []byte) []byte { return b }},
		"refused/other magic":      {change: func(b []byte) []byte { b[0] = 'X'; return b }, frame: true},
		"refused/other version":    {change: func(b []byte) []byte { b[3] = 2; return b }, frame: true},
		"refused/unknown op":       {change: func(b []byte) []byte { b[4] = 9; return b }, status: wire.BadRequest},
		"refused/reserved set":     {change: func(b []byte) []byte { b[7] = 1; return b }, status: wire.BadRequest},
		"refused/turned too far":   {change: func(b []byte) []byte { b[5] = 4; return b }, status: wire.BadRequest},
		"refused/too much black":   {change: func(b []byte) []byte { b[6] = wire.MaxBlack + 1; return b }, status: wire.BadRequest},
		"refused/black not there":  {change: func(b []byte) []byte { b[6] = 2; return b[:36] }, frame: true},
		"refused/crop beyond":      {change: number(22, 10001<<16|10000), status: wire.BadRequest},
		"refused/black inside out": {change: number(30, 2<<16|3), status: wire.BadRequest},
		"refused/no pixels":        {change: number(16, 0), status: wire.BadRequest},
		"refused/too many pixels":  {change: number(16, wire.MaxPixels+1), status: wire.BadRequest},
		"refused/number too large": {change: number(8, 1<<31), frame: true},
		"refused/short areas":      {change: func(b []byte) []byte { return b[:len(b)-1] }, frame: true},
		"refused/short head":       {change: func(b []byte) []byte { return b[:10] }, frame: true},
	} {
		t.Run(name, func(t *testing.T) {
			q, status, err := wire.ReadRequest(bytes.NewReader(c.change(request(t, asked()))))
			if errors.Is(err, wire.ErrFrame) != c.frame || (!c.frame && status != c.status) {
				t.Fatalf("status %d, error %v", status, err)
			}
			if !c.frame && status == wire.OK {
				if d := cmp.Diff(asked(), q); d != "" {
					t.Error(d)
				}
			}
		})
	}
}

func TestDocument(t *testing.T) {
	var b bytes.Buffer
	if err := wire.WriteDocument(&b, []byte("%PDF-")); err != nil {
		t.Fatal(err)
	}
	if got, err := wire.ReadDocument(bytes.NewReader(b.Bytes())); err != nil || string(got) != "%PDF-" {
		t.Errorf("%q, %v", got, err)
	}
	for name, bad := range map[string][]byte{
		"refused/short":     b.Bytes()[:b.Len()-1],
		"refused/too large": append(append([]byte{}, b.Bytes()[:4]...), 0x01, 0x90, 0, 1),
		"refused/magic":     []byte("VDR\x03\x00\x00\x00\x00"),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := wire.ReadDocument(bytes.NewReader(bad)); !errors.Is(err, wire.ErrFrame) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestHello(t *testing.T) {
	var b bytes.Buffer
	if err := wire.WriteHello(&b, wire.Limits|wire.Files); err != nil {
		t.Fatal(err)
	}
	if got, err := wire.ReadHello(bytes.NewReader(b.Bytes())); err != nil || got != wire.Limits|wire.Files || got.String() != "limits, path rules" {
		t.Errorf("%v, %v", got, err)
	}
	for name, bad := range map[string]string{
		"refused/short": "VDR\x05\x01", "refused/magic": "VDR\x03\x01\x00\x00\x00",
		"refused/reserved": "VDR\x05\x01\x00\x00\x01", "refused/says the desk's part": "VDR\x05\x08\x00\x00\x00",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := wire.ReadHello(bytes.NewReader([]byte(bad))); !errors.Is(err, wire.ErrFrame) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestResponse(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*wire.Response)
		refuse bool
	}{
		"ok/as written":               {change: func(*wire.Response) {}},
		"ok/status alone":             {change: func(p *wire.Response) { *p = wire.Response{Status: wire.Unreadable} }},
		"ok/it spreads":               {change: func(p *wire.Response) { p.Spreads = true }},
		"ok/it is in part    ":        {change: func(p *wire.Response) { p.Partial = true }},
		"ok/black refused":            {change: func(p *wire.Response) { *p = wire.Response{Status: wire.Spreads} }},
		"refused/unknown status":      {change: func(p *wire.Response) { p.Status = 99 }, refuse: true},
		"refused/payload with status": {change: func(p *wire.Response) { p.Status = wire.Unreadable }, refuse: true},
		"refused/unknown format":      {change: func(p *wire.Response) { p.Format = 77 }, refuse: true},
		"refused/payload too short":   {change: func(p *wire.Response) { p.Payload = p.Payload[1:] }, refuse: true},
		"refused/larger than asked":   {change: func(p *wire.Response) { p.Height, p.Payload = 7, make([]byte, 28) }, refuse: true},
		"refused/side beyond asked":   {change: func(p *wire.Response) { p.Width, p.Height, p.Payload = 10, 1, make([]byte, 10) }, refuse: true},
		"refused/no width":            {change: func(p *wire.Response) { p.Width, p.Payload = 0, nil }, refuse: true},
		"refused/too many pages":      {change: func(p *wire.Response) { p.Pages = wire.MaxPages + 1 }, refuse: true},
		"refused/orientation":         {change: func(p *wire.Response) { p.Orientation = 9 }, refuse: true},
	} {
		t.Run(name, func(t *testing.T) {
			want := answered()
			c.change(&want)
			got, err := wire.ReadResponse(bytes.NewReader(response(t, want)), asked())
			if c.refuse {
				if !errors.Is(err, wire.ErrFrame) {
					t.Fatalf("got %+v, %v", got, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// What is accepted writes to the same bytes, whatever the bytes are.
func FuzzRequest(f *testing.F) {
	f.Add(request(f, asked()))
	f.Add(request(f, wire.Request{Op: wire.JPEG, MaxPixels: wire.MaxPixels}))
	f.Fuzz(func(t *testing.T, b []byte) {
		q, status, err := wire.ReadRequest(bytes.NewReader(b))
		if err != nil || status != wire.OK {
			return
		}
		if again := request(t, q); !bytes.Equal(again, b[:len(again)]) {
			t.Errorf("read %x, wrote %x", b, again)
		}
	})
}

func FuzzResponse(f *testing.F) {
	f.Add(response(f, answered()))
	f.Add(response(f, wire.Response{Status: wire.PageMissing}))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := wire.ReadResponse(bytes.NewReader(b), asked())
		if err != nil || p.Status != wire.OK {
			return
		}
		if p.Width*p.Height != len(p.Payload) || len(p.Payload) > asked().MaxPixels {
			t.Fatalf("%d x %d with %d bytes", p.Width, p.Height, len(p.Payload))
		}
		if again := response(t, p); !bytes.Equal(again, b[:len(again)]) {
			t.Errorf("read %x, wrote %x", b, again)
		}
	})
}
