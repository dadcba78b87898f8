package wire_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/camera/wire"
)

const preview = 64

func frame(gw, gh, pw, ph int) *wire.Frame {
	f := &wire.Frame{Grey: *image.NewGray(image.Rect(0, 0, gw, gh)), Preview: *image.NewRGBA(image.Rect(0, 0, pw, ph))}
	for i := range f.Grey.Pix {
		f.Grey.Pix[i] = byte(i)
	}
	for i := range f.Preview.Pix {
		f.Preview.Pix[i] = byte(3 * i)
	}
	return f
}

func framed(t testing.TB, f *wire.Frame) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := wire.WriteFrame(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRequest(t *testing.T) {
	for name, c := range map[string]struct {
		q      wire.Request
		change func([]byte) []byte
		refuse bool
	}{
		"ok/list":                 {q: wire.Request{Op: wire.List}},
		"ok/open":                 {q: wire.Request{Op: wire.Open, Preview: 640, ID: "Webcam @ usb-1"}},
		"ok/still":                {q: wire.Request{Op: wire.Still}},
		"refused/no such thing":   {q: wire.Request{Op: 9}, refuse: true},
		"refused/nothing":         {q: wire.Request{}, refuse: true},
		"refused/id too long":     {q: wire.Request{Op: wire.Open, ID: strings.Repeat("x", wire.MaxText+1)}, refuse: true},
		"refused/another version": {q: wire.Request{Op: wire.List}, change: func(b []byte) []byte { b[3]++; return b }, refuse: true},
		"refused/cut":             {q: wire.Request{Op: wire.Open, ID: "abc"}, change: func(b []byte) []byte { return b[:len(b)-1] }, refuse: true},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := wire.WriteRequest(&b, c.q); err != nil {
				t.Fatal(err)
			}
			raw := b.Bytes()
			if c.change != nil {
				raw = c.change(raw)
			}
			got, err := wire.ReadRequest(bytes.NewReader(raw))
			if c.refuse {
				if !errors.Is(err, wire.ErrFrame) {
					t.Fatalf("got %+v, %v", got, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.q, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestFrame(t *testing.T) {
	good := func() []byte { return framed(t, frame(128, 72, 64, 36)) }
	put := func(at int, n uint16) func([]byte) []byte {
		return func(b []byte) []byte { binary.BigEndian.PutUint16(b[at:], n); return b }
	}
	for name, c := range map[string]struct {
		change func([]byte) []byte
		refuse bool
	}{
		"ok/as sent":                    {change: func(b []byte) []byte { return b }},
		"ok/more behind it":             {change: func(b []byte) []byte { return append(b, 1, 2, 3) }},
		"refused/cut":                   {change: func(b []byte) []byte { return b[:len(b)-1] }, refuse: true},
		"refused/head alone":            {change: func(b []byte) []byte { return b[:18] }, refuse: true},
		"refused/nothing":               {change: func([]byte) []byte { return nil }, refuse: true},
		"refused/no width":              {change: put(6, 0), refuse: true},
		"refused/wider than it is":      {change: put(6, 129), refuse: true},
		"refused/side beyond all":       {change: put(6, 65535), refuse: true},
		"refused/preview beyond asked":  {change: func([]byte) []byte { return framed(t, frame(128, 72, 65, 36)) }, refuse: true},
		"refused/no preview":            {change: put(10, 0), refuse: true},
		"refused/longer than its sizes": {change: func(b []byte) []byte { b[17]++; return append(b, 0) }, refuse: true},
		"refused/answer to another":     {change: func(b []byte) []byte { b[4] = byte(wire.Still); return b }, refuse: true},
		"refused/status of no meaning":  {change: func(b []byte) []byte { b[5] = 99; return b }, refuse: true},
		"refused/trouble with pictures": {change: func(b []byte) []byte { b[5] = byte(wire.Busy); return b }, refuse: true},
		"refused/another protocol":      {change: func(b []byte) []byte { return append([]byte("RIFF"), b[4:]...) }, refuse: true},
	} {
		t.Run(name, func(t *testing.T) {
			var got wire.Frame
			status, err := wire.ReadFrame(bytes.NewReader(c.change(good())), preview, true, &got)
			if c.refuse {
				if !errors.Is(err, wire.ErrFrame) {
					t.Fatalf("status %d, %v", status, err)
				}
				return
			}
			if err != nil || status != wire.OK {
				t.Fatal(status, err)
			}
			if d := cmp.Diff(frame(128, 72, 64, 36), &got); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestAFrameUsesTheMemoryOfTheLast: nothing is made anew fifteen times a second.
func TestAFrameUsesTheMemoryOfTheLast(t *testing.T) {
	raw := framed(t, frame(128, 72, 64, 36))
	var f wire.Frame
	if _, err := wire.ReadFrame(bytes.NewReader(raw), preview, true, &f); err != nil {
		t.Fatal(err)
	}
	grey, rgba := &f.Grey.Pix[0], &f.Preview.Pix[0]
	if _, err := wire.ReadFrame(bytes.NewReader(raw), preview, true, &f); err != nil {
		t.Fatal(err)
	}
	if grey != &f.Grey.Pix[0] || rgba != &f.Preview.Pix[0] {
		t.Error("another frame took other memory")
	}
}

func TestCameras(t *testing.T) {
	sent := []wire.Camera{{ID: "a", Name: "Front\x1b[31m\ncamera\u202e"}, {ID: "b", Name: "Camera ŵ"}}
	var b bytes.Buffer
	if err := wire.WriteCameras(&b, sent); err != nil {
		t.Fatal(err)
	}
	raw := bytes.Clone(b.Bytes())
	got, status, err := wire.ReadCameras(&b)
	if err != nil || status != wire.OK {
		t.Fatal(status, err)
	}
	if d := cmp.Diff([]wire.Camera{{ID: "a", Name: "Front[31mcamera"}, {ID: "b", Name: "Camera ŵ"}}, got); d != "" {
		t.Error(d)
	}
	for name, change := range map[string]func([]byte) []byte{
		"one more than listed":   func(b []byte) []byte { b[7]++; return b },
		"one fewer":              func(b []byte) []byte { b[7]--; return b },
		"more than there can be": func(b []byte) []byte { b[6] = 1; return b },
		"a word beyond its end":  func(b []byte) []byte { b[19] = 200; return b },
		"a camera with no id":    func(b []byte) []byte { b[20] = 7; return b },
	} {
		if got, _, err := wire.ReadCameras(bytes.NewReader(change(bytes.Clone(raw)))); !errors.Is(err, wire.ErrFrame) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	var none bytes.Buffer
	if err := wire.WriteStatus(&none, wire.List, wire.NotBuilt); err != nil {
		t.Fatal(err)
	}
	if _, status, err := wire.ReadCameras(&none); err != nil || status != wire.NotBuilt {
		t.Error(status, err)
	}
}

func TestStill(t *testing.T) {
	var b bytes.Buffer
	if err := wire.WriteStill(&b, []byte("a picture")); err != nil {
		t.Fatal(err)
	}
	raw := bytes.Clone(b.Bytes())
	if got, _, err := wire.ReadStill(&b); err != nil || string(got) != "a picture" {
		t.Errorf("%q, %v", got, err)
	}
	for name, change := range map[string]func([]byte) []byte{
		"cut":                    func(b []byte) []byte { return b[:len(b)-1] },
		"25 MB of which none is": func(b []byte) []byte { binary.BigEndian.PutUint32(b[14:], wire.MaxStill); return b },
		"more than 25 MB":        func(b []byte) []byte { binary.BigEndian.PutUint32(b[14:], wire.MaxStill+1); return b },
		"nothing":                func(b []byte) []byte { binary.BigEndian.PutUint32(b[14:], 0); return b },
	} {
		if got, _, err := wire.ReadStill(bytes.NewReader(change(bytes.Clone(raw)))); !errors.Is(err, wire.ErrFrame) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}

// FuzzAnswer reads what any program may say as every answer there is. What is
// taken keeps to the caps, and frames write to the same bytes.
func FuzzAnswer(f *testing.F) {
	f.Add(framed(f, frame(8, 6, 4, 3)))
	for _, write := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return wire.WriteStatus(b, wire.Open, wire.Busy) },
		func(b *bytes.Buffer) error { return wire.WriteStill(b, []byte("x")) },
		func(b *bytes.Buffer) error { return wire.WriteCameras(b, []wire.Camera{{ID: "a", Name: "b"}}) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var got wire.Frame
		if status, err := wire.ReadFrame(bytes.NewReader(b), preview, true, &got); err == nil && status == wire.OK {
			g, p := got.Grey.Rect.Size(), got.Preview.Rect.Size()
			if g.X*g.Y > wire.MaxGrey || max(p.X, p.Y) > preview || len(got.Grey.Pix) != g.X*g.Y || len(got.Preview.Pix) != 4*p.X*p.Y {
				t.Fatalf("took %v with %d, %v with %d", g, len(got.Grey.Pix), p, len(got.Preview.Pix))
			}
			if again := framed(t, &got); !bytes.Equal(again, b[:len(again)]) {
				t.Error("wrote something else than was read")
			}
		}
		if all, _, err := wire.ReadCameras(bytes.NewReader(b)); err == nil && len(all) > wire.MaxCameras {
			t.Errorf("%d cameras", len(all))
		}
		if file, status, err := wire.ReadStill(bytes.NewReader(b)); err == nil && status == wire.OK && (len(file) == 0 || len(file) > wire.MaxStill) {
			t.Errorf("%d bytes", len(file))
		}
		_, _ = wire.ReadStatus(bytes.NewReader(b), wire.Open)
	})
}

func FuzzRequest(f *testing.F) {
	for _, q := range []wire.Request{{Op: wire.List}, {Op: wire.Open, Preview: 640, ID: "a"}} {
		var b bytes.Buffer
		if err := wire.WriteRequest(&b, q); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		q, err := wire.ReadRequest(bytes.NewReader(b))
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := wire.WriteRequest(&again, q); err != nil || !bytes.Equal(again.Bytes(), b[:again.Len()]) {
			t.Errorf("read %x, wrote %x", b, again.Bytes())
		}
	})
}
