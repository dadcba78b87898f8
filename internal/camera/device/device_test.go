package device_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"vouchdesk/internal/camera/device"
	"vouchdesk/internal/camera/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// stub is a driver with one camera that sends what a test lays ready.
type stub struct {
	fails error
	grabs func(n int) (device.Picture, error)
	still device.Picture

	mu     sync.Mutex
	n      int
	closed int
}

func (s *stub) List() ([]wire.Camera, error) { return []wire.Camera{{ID: "stub", Name: "Stub"}}, nil }

func (s *stub) Open(string) (device.Device, error) {
	if s.fails != nil {
		return nil, s.fails
	}
	return s, nil
}

func (s *stub) Grab() (device.Picture, error) {
	s.mu.Lock()
	n := s.n
	s.n++
	s.mu.Unlock()
	return s.grabs(n)
}

func (s *stub) Still() (device.Picture, error) { return s.still, nil }

func (s *stub) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed++
	return nil
}

// talk serves a stub; the end of the test ends it, and the camera is closed
// then.
func talk(t *testing.T, s *stub) (io.Writer, io.Reader) {
	t.Helper()
	asks, asked := io.Pipe()
	answers, answered := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- device.Serve(asks, answered, s); _ = answered.Close() }()
	t.Cleanup(func() {
		_ = asked.Close()
		_ = answers.Close()
		if err := <-done; err != nil {
			t.Errorf("the goodbye: %v", err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.n > 0 && s.closed != 1 {
			t.Errorf("closed %d times", s.closed)
		}
	})
	return asked, answers
}

func ask(t *testing.T, w io.Writer, q wire.Request) {
	t.Helper()
	if err := wire.WriteRequest(w, q); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, w io.Writer, r io.Reader) wire.Status {
	t.Helper()
	ask(t, w, wire.Request{Op: wire.Open, Preview: 64})
	status, err := wire.ReadStatus(r, wire.Open)
	if err != nil {
		t.Fatal(err)
	}
	return status
}

// halves is dark on the left and light on the right, in one colour each.
func halves(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{200, 40, 40, 255}
			if x >= w/2 {
				c = color.RGBA{60, 200, 220, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bare is a JPEG without its Huffman tables, as a camera sends it.
func bare(t testing.TB, file []byte) (without, tables []byte) {
	t.Helper()
	i := bytes.Index(file, []byte{0xff, 0xc4})
	if i < 0 {
		t.Fatal("no tables")
	}
	n := 2 + int(file[i+2])<<8 + int(file[i+3])
	return append(bytes.Clone(file[:i]), file[i+n:]...), file[i : i+n]
}

func asYUYV(m *image.RGBA, pad int) device.Picture {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	p := device.Picture{Width: w, Height: h, Stride: 2*w + pad}
	for y := range h {
		for x := 0; x < w; x += 2 {
			a, b := m.RGBAAt(x, y), m.RGBAAt(x+1, y)
			ya, cb, cr := color.RGBToYCbCr(a.R, a.G, a.B)
			yb, _, _ := color.RGBToYCbCr(b.R, b.G, b.B)
			p.YUYV = append(p.YUYV, ya, cb, yb, cr)
		}
		p.YUYV = append(p.YUYV, make([]byte, pad)...)
	}
	return p
}

// TestEveryFormatBecomesAFrame: grey and whole for reading, small and in its
// colours for showing.
func TestEveryFormatBecomesAFrame(t *testing.T) {
	m := halves(128, 72)
	without, _ := bare(t, asJPEG(t, m))
	grey := image.NewGray(m.Rect)
	for i := range grey.Pix {
		grey.Pix[i] = 90
	}
	for name, c := range map[string]struct {
		p    device.Picture
		grey bool
	}{
		"jpeg":                  {p: device.Picture{JPEG: asJPEG(t, m)}},
		"jpeg without tables":   {p: device.Picture{JPEG: without}},
		"jpeg and bytes behind": {p: device.Picture{JPEG: append(bytes.Clone(without), make([]byte, 400)...)}},
		"jpeg in grey":          {p: device.Picture{JPEG: asJPEG(t, grey)}, grey: true},
		"yuyv":                  {p: asYUYV(m, 0)},
		"yuyv with padded rows": {p: asYUYV(m, 32)},
	} {
		t.Run(name, func(t *testing.T) {
			w, r := talk(t, &stub{grabs: func(int) (device.Picture, error) { return c.p, nil }})
			if s := open(t, w, r); s != wire.OK {
				t.Fatal(s)
			}
			var f wire.Frame
			ask(t, w, wire.Request{Op: wire.Next, Whole: true})
			if s, err := wire.ReadFrame(r, 64, true, &f); err != nil || s != wire.OK {
				t.Fatal(s, err)
			}
			if f.Grey.Rect.Dx() != 128 || f.Grey.Rect.Dy() != 72 || f.Preview.Rect.Dx() != 64 || f.Preview.Rect.Dy() != 36 {
				t.Fatalf("%v, %v", f.Grey.Rect, f.Preview.Rect)
			}
			for at, want := range map[image.Point]color.RGBA{{10, 18}: {200, 40, 40, 255}, {50, 18}: {60, 200, 220, 255}} {
				l := color.GrayModel.Convert(want).(color.Gray).Y
				if c.grey {
					want, l = color.RGBA{90, 90, 90, 255}, 90
				}
				if got := f.Preview.RGBAAt(at.X, at.Y); far(got.R, want.R) || far(got.G, want.G) || far(got.B, want.B) || got.A != 255 {
					t.Errorf("%v is %v, want %v", at, got, want)
				}
				if got := f.Grey.GrayAt(2*at.X, 2*at.Y).Y; far(got, l) {
					t.Errorf("%v is %d in grey, want %d", at, got, l)
				}
			}
		})
	}
}

func far(a, b uint8) bool { return max(a, b)-min(a, b) > 6 }

func TestWhatIsNotUnderstoodIsSaid(t *testing.T) {
	m := halves(128, 72)
	whole := asJPEG(t, m)
	huge := bytes.Clone(whole)
	i := bytes.Index(huge, []byte{0xff, 0xc0})
	huge[i+5], huge[i+6], huge[i+7], huge[i+8] = 0xff, 0xff, 0xff, 0xff // 65,535 by 65,535
	short := asYUYV(m, 0)
	short.YUYV = short.YUYV[:len(short.YUYV)-1]
	for name, p := range map[string]device.Picture{
		"no jpeg":            {JPEG: []byte("H264 and nothing else")},
		"jpeg cut":           {JPEG: whole[:len(whole)/2]},
		"jpeg claims a lot":  {JPEG: huge},
		"yuyv cut":           short,
		"yuyv of odd width":  {YUYV: make([]byte, 9999), Width: 33, Height: 10, Stride: 66},
		"yuyv of no size":    {YUYV: make([]byte, 10)},
		"yuyv rows too long": {YUYV: make([]byte, 10), Width: 4, Height: 2, Stride: 1 << 30},
		"nothing":            {},
	} {
		t.Run(name, func(t *testing.T) {
			w, r := talk(t, &stub{still: p, grabs: func(int) (device.Picture, error) { return p, nil }})
			open(t, w, r)
			var f wire.Frame
			ask(t, w, wire.Request{Op: wire.Next, Whole: true})
			if s, err := wire.ReadFrame(r, 64, true, &f); err != nil || s != wire.Unsupported {
				t.Error(s, err)
			}
			ask(t, w, wire.Request{Op: wire.Still})
			if _, s, err := wire.ReadStill(r); err != nil || s != wire.Unsupported {
				t.Error(s, err)
			}
		})
	}
}

// TestABrokenFrameIsPassedOver: one is usual when a cable is moved.
func TestABrokenFrameIsPassedOver(t *testing.T) {
	good := asJPEG(t, halves(128, 72))
	w, r := talk(t, &stub{grabs: func(n int) (device.Picture, error) {
		if n%3 != 2 {
			return device.Picture{JPEG: good[:100]}, nil
		}
		return device.Picture{JPEG: good}, nil
	}})
	open(t, w, r)
	var f wire.Frame
	ask(t, w, wire.Request{Op: wire.Next, Whole: true})
	if s, err := wire.ReadFrame(r, 64, true, &f); err != nil || s != wire.OK {
		t.Error(s, err)
	}
}

func TestTroubleIsTold(t *testing.T) {
	for name, s := range map[string]*stub{
		"busy":   {fails: device.Trouble(wire.Busy)},
		"denied": {fails: device.Trouble(wire.Denied)},
		"silent": {fails: errors.New("whatever")},
	} {
		want := map[string]wire.Status{"busy": wire.Busy, "denied": wire.Denied, "silent": wire.Silent}[name]
		t.Run(name, func(t *testing.T) {
			w, r := talk(t, s)
			if got := open(t, w, r); got != want {
				t.Errorf("got %d, want %d", got, want)
			}
			ask(t, w, wire.Request{Op: wire.Next, Whole: true})
			if got, err := wire.ReadStatus(r, wire.Next); err != nil || got != wire.BadRequest {
				t.Error(got, err)
			}
		})
	}
	t.Run("unplugged", func(t *testing.T) {
		p := device.Picture{JPEG: asJPEG(t, halves(128, 72))}
		w, r := talk(t, &stub{grabs: func(n int) (device.Picture, error) {
			if n > 0 {
				return device.Picture{}, device.Trouble(wire.Gone)
			}
			return p, nil
		}})
		open(t, w, r)
		var f wire.Frame
		s := wire.OK
		for range 2 {
			ask(t, w, wire.Request{Op: wire.Next, Whole: true})
			var err error
			if s, err = wire.ReadFrame(r, 64, true, &f); err != nil {
				t.Fatal(err)
			}
		}
		if s != wire.Gone {
			t.Errorf("then %d", s)
		}
		ask(t, w, wire.Request{Op: wire.Still})
		if _, s, err := wire.ReadStill(r); err != nil || s != wire.Gone {
			t.Errorf("a still then: %d, %v", s, err)
		}
	})
}

// TestAStillIsTheCamerasOwnPicture: not encoded a second time, but with the
// tables that every reader of files wants.
func TestAStillIsTheCamerasOwnPicture(t *testing.T) {
	whole := asJPEG(t, halves(256, 144))
	without, tables := bare(t, whole)
	s := &stub{still: device.Picture{JPEG: without}, grabs: func(int) (device.Picture, error) { return device.Picture{JPEG: whole}, nil }}
	w, r := talk(t, s)
	open(t, w, r)
	ask(t, w, wire.Request{Op: wire.Still})
	file, status, err := wire.ReadStill(r)
	if err != nil || status != wire.OK {
		t.Fatal(status, err)
	}
	// image/jpeg writes the standard's tables, so what was put in is known.
	if !bytes.Contains(file, tables) || len(file) != len(whole) {
		t.Errorf("%d bytes of %d, the tables of the standard: %v", len(file), len(whole), bytes.Contains(file, tables))
	}
	if m, err := jpeg.Decode(bytes.NewReader(file)); err != nil || m.Bounds().Dx() != 256 {
		t.Error(err)
	}
}

func TestAStillOfRawPicturesIsEncoded(t *testing.T) {
	p := asYUYV(halves(256, 144), 0)
	w, r := talk(t, &stub{still: p, grabs: func(int) (device.Picture, error) { return p, nil }})
	open(t, w, r)
	ask(t, w, wire.Request{Op: wire.Still})
	file, _, err := wire.ReadStill(r)
	if err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if c := color.RGBAModel.Convert(m.At(30, 70)).(color.RGBA); far(c.R, 200) || far(c.G, 40) || far(c.B, 40) {
		t.Errorf("the left half is %v", c)
	}
}

// FuzzPicture gives the program what a device posing as a camera may send.
func FuzzPicture(f *testing.F) {
	m := halves(64, 36)
	without, _ := bare(f, asJPEG(f, m))
	f.Add(without, 64, 36, 128)
	f.Add(asYUYV(m, 0).YUYV, 64, 36, 128)
	f.Fuzz(func(t *testing.T, b []byte, w, h, stride int) {
		for _, p := range []device.Picture{{JPEG: b}, {YUYV: b, Width: w, Height: h, Stride: stride}} {
			grabs := func(int) (device.Picture, error) {
				time.Sleep(time.Millisecond) // a camera has its own pace, and leaves the rest of the machine to others
				return p, nil
			}
			in, out := talk(t, &stub{still: p, grabs: grabs})
			open(t, in, out)
			var got wire.Frame
			ask(t, in, wire.Request{Op: wire.Next, Whole: true})
			if s, err := wire.ReadFrame(out, 64, true, &got); err != nil || s != wire.OK && s != wire.Unsupported {
				t.Error(s, err)
			}
			ask(t, in, wire.Request{Op: wire.Still})
			if _, _, err := wire.ReadStill(out); err != nil {
				t.Error(err)
			}
		}
	})
}

// BenchmarkFrame is what one frame costs the camera program.
func BenchmarkFrame(b *testing.B) {
	m := halves(1280, 720)
	without, _ := bare(b, asJPEG(b, m))
	for name, p := range map[string]device.Picture{"mjpeg": {JPEG: without}, "yuyv": asYUYV(m, 0)} {
		b.Run(name, func(b *testing.B) {
			asks, asked := io.Pipe()
			answers, answered := io.Pipe()
			done := make(chan struct{})
			go func() {
				defer close(done)
				_ = device.Serve(asks, answered, &stub{grabs: func(int) (device.Picture, error) { return p, nil }})
			}()
			defer func() { _ = asked.Close(); _ = answers.Close(); <-done }()
			_ = wire.WriteRequest(asked, wire.Request{Op: wire.Open, Preview: 640})
			if s, err := wire.ReadStatus(answers, wire.Open); err != nil || s != wire.OK {
				b.Fatal(s, err)
			}
			var f wire.Frame
			for b.Loop() {
				_ = wire.WriteRequest(asked, wire.Request{Op: wire.Next, Whole: true})
				if _, err := wire.ReadFrame(answers, 640, true, &f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
