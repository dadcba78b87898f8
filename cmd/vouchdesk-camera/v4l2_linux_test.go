package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/blackjack/webcam"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"vouchdesk/internal/camera/device"
	"vouchdesk/internal/camera/wire"
)

// No machine that these tests were written on had a camera. What a driver does
// is a fake's here, from the V4L2 documentation; TestTheRealProgram of
// internal/camera runs against a real one where there is one.

// fake is one file of a camera.
type fake struct {
	name, bus string
	modes     []mode
	formats   []webcam.PixelFormat // without sizes of their own
	ranged    *webcam.FrameSize    // instead of each mode's size
	openErr   error
	setErr    error
	startErr  error
	turns     webcam.PixelFormat // the driver chooses this format instead
	less      uint32             // and gives pictures so much smaller each way than it was asked for
	frames    func(f *fake, n int) ([]byte, error)
	wait      func(n int) error

	open, most, n int
	set           []mode
	lent          int
}

func (f *fake) GetName() (string, error)    { return f.name, nil }
func (f *fake) GetBusInfo() (string, error) { return f.bus, nil }

func (f *fake) GetSupportedFormats() map[webcam.PixelFormat]string {
	all := map[webcam.PixelFormat]string{}
	for _, m := range f.modes {
		all[m.format] = "a format"
	}
	for _, format := range f.formats {
		all[format] = "another"
	}
	return all
}

func (f *fake) GetSupportedFrameSizes(format webcam.PixelFormat) (all []webcam.FrameSize) {
	if f.ranged != nil {
		return []webcam.FrameSize{*f.ranged}
	}
	for _, m := range f.modes {
		if m.format == format {
			all = append(all, webcam.FrameSize{MinWidth: m.width, MaxWidth: m.width, MinHeight: m.height, MaxHeight: m.height})
		}
	}
	return all
}

func (f *fake) GetSupportedFramerates(format webcam.PixelFormat, w, h uint32) (all []webcam.FrameRate) {
	for _, m := range f.modes {
		if m.format == format && m.width == w && m.height == h && m.rate > 0 {
			for _, n := range []uint32{5, uint32(m.rate)} { // slowest first, as some drivers list them
				all = append(all, webcam.FrameRate{MinNumerator: 1, MaxNumerator: 1, MinDenominator: n, MaxDenominator: n})
			}
		}
	}
	return all
}

func (f *fake) SetImageFormat(format webcam.PixelFormat, w, h uint32) (webcam.PixelFormat, uint32, uint32, error) {
	if f.setErr != nil {
		return 0, 0, 0, f.setErr
	}
	f.set = append(f.set, mode{format: format, width: w, height: h})
	if f.turns != 0 {
		format = f.turns
	}
	return format, w - f.less, h - f.less, nil
}

func (f *fake) SetFramerate(float32) error  { return nil }
func (f *fake) SetBufferCount(uint32) error { return nil }
func (f *fake) StartStreaming() error       { f.n, f.lent = 0, 0; return f.startErr }
func (f *fake) Close() error                { f.open--; return nil }
func (f *fake) ReleaseFrame(uint32) error   { f.lent--; return nil }
func (f *fake) WaitForFrame(uint32) (err error) {
	if f.wait != nil {
		err = f.wait(f.n)
	}
	return err
}

func (f *fake) GetFrame() ([]byte, uint32, error) {
	b, err := f.frames(f, f.n)
	f.n++
	if err == nil {
		f.lent++
	}
	return b, uint32(f.n % buffers), err
}

func driver(files ...*fake) linux {
	var paths []string
	for i := range files {
		paths = append(paths, fmt.Sprintf("/dev/video%d", i))
	}
	return linux{
		paths: func() ([]string, error) { return paths, nil },
		open: func(path string) (handle, error) {
			f := files[slices.Index(paths, path)]
			if f.openErr != nil {
				return nil, f.openErr
			}
			f.open++
			f.most = max(f.most, f.open)
			return f, nil
		},
	}
}

func flat(f *fake, _ int) ([]byte, error) {
	m := f.set[len(f.set)-1]
	return make([]byte, 2*(m.width-f.less)*(m.height-f.less)), nil
}

// usual is a webcam as most are: large and fast compressed, slow raw.
func usual() []mode {
	return []mode{
		{fourYUYV, 640, 480, 30},
		{fourYUYV, 1280, 720, 10},
		{fourYUYV, 1920, 1080, 5},
		{fourMJPG, 640, 480, 30},
		{fourMJPG, 1280, 720, 30},
		{fourMJPG, 1920, 1080, 30},
		{fourMJPG, 2592, 1944, 15},
	}
}

func TestPick(t *testing.T) {
	for name, c := range map[string]struct {
		modes         []mode
		stream, still mode
		none          bool
	}{
		"ok/usual": {modes: usual(), stream: mode{fourMJPG, 1280, 720, 30}, still: mode{fourMJPG, 2592, 1944, 15}},
		"ok/raw where it is fast": {
			modes: append(usual(), mode{fourYUYV, 1280, 720, 30}), stream: mode{fourYUYV, 1280, 720, 30}, still: mode{fourMJPG, 2592, 1944, 15},
		},
		"ok/small one": {modes: []mode{{fourYUYV, 640, 480, 30}}, stream: mode{fourYUYV, 640, 480, 30}, still: mode{fourYUYV, 640, 480, 30}},
		"ok/all slow": {
			modes: []mode{{fourYUYV, 1280, 720, 5}, {fourYUYV, 1280, 720, 10}, {fourYUYV, 1920, 1080, 5}}, stream: mode{fourYUYV, 1280, 720, 10}, still: mode{fourYUYV, 1920, 1080, 5},
		},
		"ok/does not say": {
			modes: []mode{{fourYUYV, 1280, 720, 0}, {fourMJPG, 1280, 720, 0}}, stream: mode{fourMJPG, 1280, 720, 0}, still: mode{fourMJPG, 1280, 720, 0},
		},
		"refused/only too large": {modes: []mode{{fourMJPG, 3840, 2160, 30}}, none: true},
		"refused/nothing":        {none: true},
	} {
		t.Run(name, func(t *testing.T) {
			f := &fake{modes: c.modes}
			stream, still, ok := pick(modes(f))
			if ok == c.none {
				t.Fatal(ok)
			}
			if c.none {
				return
			}
			if d := cmp.Diff([]mode{c.stream, c.still}, []mode{stream, still}, cmp.AllowUnexported(mode{})); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestARangeOfSizes(t *testing.T) {
	f := &fake{formats: []webcam.PixelFormat{fourMJPG}, ranged: &webcam.FrameSize{MinWidth: 160, MaxWidth: 1600, StepWidth: 16, MinHeight: 120, MaxHeight: 1200, StepHeight: 8}}
	stream, still, ok := pick(modes(f))
	if !ok || stream.width != 1280 || stream.height != 720 || still.width != 1600 || still.height != 1200 {
		t.Errorf("%+v, %+v", stream, still)
	}
}

func TestList(t *testing.T) {
	cam := func(name, bus string) *fake { return &fake{name: name, bus: bus, modes: usual()} }
	for name, c := range map[string]struct {
		files []*fake
		want  []wire.Camera
		err   error
	}{
		"ok/none":                   {},
		"ok/one with its data file": {files: []*fake{cam("HD Webcam", "usb-1"), {name: "HD Webcam", bus: "usb-1"}}, want: []wire.Camera{{ID: "HD Webcam @ usb-1", Name: "HD Webcam"}}},
		"ok/two alike": {
			files: []*fake{cam("Cam", "usb-1"), cam("Cam", "usb-1"), cam("Cam", "usb-2")},
			want:  []wire.Camera{{ID: "Cam @ usb-1", Name: "Cam"}, {ID: "Cam @ usb-1 #2", Name: "Cam"}, {ID: "Cam @ usb-2", Name: "Cam"}},
		},
		"ok/one of two may be opened": {files: []*fake{{openErr: unix.EACCES}, cam("Cam", "usb-1")}, want: []wire.Camera{{ID: "Cam @ usb-1", Name: "Cam"}}},
		"refused/may not be opened":   {files: []*fake{{openErr: unix.EACCES}}, err: device.Trouble(wire.Denied)},
		"refused/odd formats":         {files: []*fake{{name: "Depth", formats: []webcam.PixelFormat{0x36315a, 0x34363248}}}, err: device.Trouble(wire.Unsupported)},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := driver(c.files...).List()
			if !errors.Is(err, c.err) {
				t.Fatalf("got %v", err)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
			for _, f := range c.files {
				if f.open != 0 {
					t.Errorf("%s is left open", f.name)
				}
			}
		})
	}
}

func TestOpenSaysWhyNot(t *testing.T) {
	for name, c := range map[string]struct {
		f    fake
		want wire.Status
	}{
		"another program has its format":  {fake{setErr: unix.EBUSY}, wire.Busy},
		"another program has its buffers": {fake{startErr: errors.New("Failed to map request buffers: " + unix.EBUSY.Error())}, wire.Busy},
		"unplugged meanwhile":             {fake{setErr: unix.ENODEV}, wire.Gone},
		"no such format after all":        {fake{setErr: unix.EINVAL}, wire.Unsupported},
		"no size at all":                  {fake{less: 720}, wire.Unsupported},
		"another format instead":          {fake{turns: 0x34363248}, wire.Unsupported},
		"no bandwidth on the bus":         {fake{startErr: errors.New("Failed to start streaming: " + unix.ENOSPC.Error())}, wire.Silent},
	} {
		t.Run(name, func(t *testing.T) {
			c.f.modes = usual()
			_, err := driver(&c.f).Open("")
			if !errors.Is(err, device.Trouble(c.want)) {
				t.Errorf("got %v", err)
			}
			if c.f.open != 0 {
				t.Error("left open")
			}
		})
	}
	if _, err := driver().Open(""); !errors.Is(err, device.Trouble(wire.NoCamera)) {
		t.Errorf("none: %v", err)
	}
	if _, err := driver(&fake{modes: usual()}).Open("another"); !errors.Is(err, device.Trouble(wire.NoCamera)) {
		t.Errorf("another: %v", err)
	}
}

// TestAnotherSizeThanAsked: a picture is as large as the driver says that it is.
func TestAnotherSizeThanAsked(t *testing.T) {
	f := &fake{modes: []mode{{fourYUYV, 1280, 720, 30}}, frames: flat, less: 16}
	d, err := driver(f).Open("")
	if err != nil {
		t.Fatal(err)
	}
	p, err := d.Grab()
	if err != nil || p.Width != 1264 || p.Height != 704 || p.Stride != 2*1264 {
		t.Errorf("%d x %d, rows of %d, %v", p.Width, p.Height, p.Stride, err)
	}
	if _, err := d.Still(); err != nil || len(f.set) != 1 { // the camera has no better mode to be opened in
		t.Errorf("opened %d times, %v", len(f.set), err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

func TestGrab(t *testing.T) {
	for name, c := range map[string]struct {
		f    fake
		want []any // a length, or a status
	}{
		"frames": {fake{frames: flat}, []any{1843200, 1843200, 1843200}},
		"unplugged mid-stream": {fake{frames: func(f *fake, n int) ([]byte, error) {
			if n == 2 {
				return nil, unix.ENODEV
			}
			return flat(f, n)
		}}, []any{1843200, 1843200, wire.Gone}},
		"unplugged while it waits": {fake{frames: flat, wait: func(n int) error {
			if n == 1 {
				return unix.ENODEV
			}
			return nil
		}}, []any{1843200, wire.Gone}},
		"silent for a while": {fake{frames: flat, wait: func(n int) error {
			if n == 0 {
				return new(webcam.Timeout)
			}
			return nil
		}}, []any{wire.Silent, wire.Silent}},
		"nothing there yet": {fake{frames: func(f *fake, n int) ([]byte, error) {
			if n == 0 {
				return nil, unix.EAGAIN
			}
			return flat(f, n)
		}}, []any{wire.Silent, 1843200}},
		"a packet lost": {fake{frames: func(f *fake, n int) ([]byte, error) {
			if n == 0 {
				return nil, unix.EIO
			}
			return flat(f, n)
		}}, []any{wire.Silent, 1843200}},
	} {
		t.Run(name, func(t *testing.T) {
			c.f.modes = []mode{{fourYUYV, 1280, 720, 30}}
			d, err := driver(&c.f).Open("")
			if err != nil {
				t.Fatal(err)
			}
			for i, want := range c.want {
				p, err := d.Grab()
				switch want := want.(type) {
				case int:
					if err != nil || len(p.YUYV) != want || p.Width != 1280 || p.Stride != 2560 {
						t.Errorf("%d: %d bytes of %d x %d, %v", i, len(p.YUYV), p.Width, p.Height, err)
					}
				case wire.Status:
					if !errors.Is(err, device.Trouble(want)) {
						t.Errorf("%d: %v, want %d", i, err, want)
					}
				}
				if c.f.lent > 1 {
					t.Errorf("%d buffers are kept from the driver", c.f.lent)
				}
			}
			if err := d.Close(); err != nil || c.f.open != 0 {
				t.Error(err, c.f.open)
			}
		})
	}
	t.Run("never anything but errors", func(t *testing.T) {
		f := &fake{modes: []mode{{fourYUYV, 640, 480, 30}}, frames: func(*fake, int) ([]byte, error) { return nil, unix.EIO }}
		d, err := driver(f).Open("")
		if err != nil {
			t.Fatal(err)
		}
		for range 40 {
			if _, err = d.Grab(); errors.Is(err, device.Trouble(wire.Gone)) {
				return
			}
		}
		t.Errorf("after 40 of them: %v", err)
	})
}

func jpegs(f *fake, n int) ([]byte, error) {
	m := f.set[len(f.set)-1]
	return fmt.Appendf(nil, "%dx%d picture %d", m.width, m.height, n), nil
}

// TestStillIsTheLargestFormat: the camera is opened anew for it, once at a
// time, and goes on as before.
func TestStillIsTheLargestFormat(t *testing.T) {
	f := &fake{modes: usual(), frames: jpegs}
	d, err := driver(f).Open("")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1280x720 picture 0", "1280x720 picture 1"} {
		if p, err := d.Grab(); err != nil || string(p.JPEG) != want {
			t.Fatalf("%q, %v", p.JPEG, err)
		}
	}
	p, err := d.Still()
	if err != nil || string(p.JPEG) != "2592x1944 picture 4" {
		t.Errorf("still %q, %v", p.JPEG, err)
	}
	if p, err := d.Grab(); err != nil || string(p.JPEG) != "1280x720 picture 0" {
		t.Errorf("then %q, %v", p.JPEG, err)
	}
	if f.most != 1 {
		t.Errorf("open %d times at once", f.most)
	}
}

// TestAStillThatFailsIsTheFrameOfTheMoment: a camera that cannot change its
// format keeps working.
func TestAStillThatFailsIsTheFrameOfTheMoment(t *testing.T) {
	f := &fake{modes: usual()}
	f.frames = func(f *fake, n int) ([]byte, error) {
		if f.set[len(f.set)-1].width > 1280 {
			return nil, unix.EINVAL
		}
		return jpegs(f, n)
	}
	d, err := driver(f).Open("")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if p, err := d.Still(); err != nil || string(p.JPEG[:8]) != "1280x720" {
			t.Errorf("%q, %v", p.JPEG, err)
		}
	}
	large := 0
	for _, m := range f.set {
		if m.width > 1280 {
			large++
		}
	}
	if large != 1 {
		t.Errorf("the large format was tried %d times", large)
	}
}

func TestFilesAreInTheirOrder(t *testing.T) {
	var asked []string
	l := linux{
		paths: func() ([]string, error) { return []string{"/dev/video10", "/dev/video0", "/dev/video9"}, nil },
		open:  func(path string) (handle, error) { asked = append(asked, filepath.Base(path)); return nil, unix.ENOENT },
	}
	if _, err := l.List(); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"video0", "video9", "video10"}, asked); d != "" {
		t.Error(d)
	}
}
