package camera_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"go.uber.org/goleak"

	"vouchdesk/internal/camera"
	"vouchdesk/internal/camera/device"
	"vouchdesk/internal/camera/synthetic"
	"vouchdesk/internal/camera/wire"
	"vouchdesk/internal/capture"
	"vouchdesk/internal/fault"
)

// bin has the programs, built once: what is tested are real processes.
var bin string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "camera")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	bin = dir
	for _, name := range []string{"vouchdesk-camera", "specimen-camera"} {
		cmd := exec.Command("go", "build", "-o", program(name), "vouchdesk/cmd/"+name)
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func program(name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(bin, name)
}

func quick(c synthetic.Camera) synthetic.Camera {
	if c.ID == "" {
		c.ID, c.Name = "one", "Camera one"
	}
	c.Every = time.Millisecond
	return c
}

func opened(t *testing.T, c *camera.Cameras, wanted camera.ID) *camera.Stream {
	t.Helper()
	s, err := c.Open(t.Context(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// TestARealProcessShowsFrames is the whole way: a program, its pipes, frames
// and a still.
func TestARealProcessShowsFrames(t *testing.T) {
	s := opened(t, camera.New(program("specimen-camera")), "")
	if s.Device() != (camera.Device{ID: "specimen", Name: "Specimen camera"}) || len(s.Devices()) != 1 {
		t.Errorf("%v of %v", s.Device(), s.Devices())
	}
	for range 3 {
		f, err := s.Next(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		if f.Grey.Rect != image.Rect(0, 0, 1280, 720) || f.Preview.Rect != image.Rect(0, 0, 640, 360) || f.Preview.Stride != 4*640 {
			t.Fatalf("%v, %v", f.Grey.Rect, f.Preview.Rect)
		}
		if c := f.Preview.RGBAAt(40, 40); c != (color.RGBA{191, 191, 191, 255}) {
			t.Errorf("the first bar is %v", c)
		}
	}
	sheet, err := s.Still(t.Context())
	if err != nil || sheet.From() != capture.FromCamera {
		t.Fatal(sheet, err)
	}
	if m, err := jpeg.Decode(bytes.NewReader(sheet.Bytes())); err != nil || m.Bounds() != image.Rect(0, 0, 1280, 720) {
		t.Error(err)
	}
	if _, err := s.Next(t.Context(), true); err != nil {
		t.Errorf("after a still: %v", err)
	}
}

// TestTheRealProgram says what it must where there is no camera, and shows
// what one sees where there is.
func TestTheRealProgram(t *testing.T) {
	c := camera.New(program("vouchdesk-camera"))
	all, err := c.Devices(t.Context())
	if len(all) == 0 {
		s, openErr := c.Open(t.Context(), "")
		if openErr == nil {
			s.Close()
			t.Fatal("opened a camera that is not there")
		}
		if err == nil && !errors.Is(openErr, camera.ErrNone) || err != nil && !errors.Is(openErr, err) {
			t.Errorf("listing says %v, opening %v", err, openErr)
		}
		t.Skip("no camera at this machine: frames of a real one are not tested here")
	}
	s := opened(t, c, all[0].ID)
	if _, err := s.Next(t.Context(), true); err != nil {
		t.Error(err)
	}
}

func TestTroubleHasItsCode(t *testing.T) {
	for name, c := range map[string]struct {
		cameras []synthetic.Camera
		err     error
	}{
		"refused/none":        {err: camera.ErrNone},
		"refused/busy":        {cameras: []synthetic.Camera{{Fails: device.Trouble(wire.Busy)}}, err: camera.ErrBusy},
		"refused/denied":      {cameras: []synthetic.Camera{{Fails: device.Trouble(wire.Denied)}}, err: camera.ErrDenied},
		"refused/odd format":  {cameras: []synthetic.Camera{{Fails: device.Trouble(wire.Unsupported)}}, err: camera.ErrFormat},
		"refused/this system": {cameras: []synthetic.Camera{{Fails: device.Trouble(wire.NotBuilt)}}, err: camera.ErrSystem},
	} {
		t.Run(name, func(t *testing.T) {
			d := synthetic.New()
			for _, one := range c.cameras {
				d.Plug(quick(one))
			}
			cameras := d.Cameras()
			if s, err := cameras.Open(t.Context(), ""); !errors.Is(err, c.err) {
				t.Fatalf("got %v, %v", s, err)
			}
			// The next one works: nothing was left open.
			d.Plug(quick(synthetic.Camera{}))
			s := opened(t, cameras, "")
			if _, err := s.Next(t.Context(), true); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestUnpluggedWhileItIsUsed(t *testing.T) {
	d := synthetic.New(quick(synthetic.Camera{GoneAfter: 3}))
	s := opened(t, d.Cameras(), "")
	var err error
	for range 10 {
		if _, err = s.Next(t.Context(), true); err != nil {
			break
		}
	}
	if !errors.Is(err, camera.ErrGone) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Still(t.Context()); !errors.Is(err, camera.ErrGone) {
		t.Errorf("a still: %v", err)
	}
}

// TestTheCameraThatIsWanted is opened, and the first where it is not there.
func TestTheCameraThatIsWanted(t *testing.T) {
	c := synthetic.New(quick(synthetic.Camera{ID: "a", Name: "A"}), quick(synthetic.Camera{ID: "b", Name: "B"})).Cameras()
	for wanted, want := range map[camera.ID]camera.ID{"": "a", "a": "a", "b": "b", "gone": "a"} {
		s := opened(t, c, wanted)
		if s.Device().ID != want {
			t.Errorf("wanted %q, got %q", wanted, s.Device().ID)
		}
		s.Close()
	}
}

// TestOneAtATime: two places never open a camera twice.
func TestOneAtATime(t *testing.T) {
	d := synthetic.New(quick(synthetic.Camera{}))
	c := d.Cameras()
	first := opened(t, c, "")
	if _, err := first.Next(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	second := make(chan *camera.Stream)
	go func() {
		s, err := c.Open(t.Context(), "")
		if err != nil {
			t.Error(err)
		}
		second <- s
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.Open(ctx, ""); fault.Of(err) != fault.Stopped {
		t.Errorf("a third: %v", err)
	}
	first.Close()
	first.Close() // harmless
	s := <-second
	if _, err := s.Next(t.Context(), true); err != nil {
		t.Error(err)
	}
	s.Close()
	if now, most := d.Opened(); now != 0 || most != 1 {
		t.Errorf("%d open, %d at once", now, most)
	}
}

// TestAFrameIsTheCallersUntilTheNextButOne holds the rule by which a picture
// is shown without being copied.
func TestAFrameIsTheCallersUntilTheNextButOne(t *testing.T) {
	flat := func(y uint8) *image.YCbCr {
		m := image.NewYCbCr(image.Rect(0, 0, 64, 36), image.YCbCrSubsampleRatio420)
		for i := range m.Y {
			m.Y[i] = y
		}
		return m
	}
	s := opened(t, synthetic.New(quick(synthetic.Camera{Frames: []*image.YCbCr{flat(10), flat(60), flat(110), flat(160), flat(210)}})).Cameras(), "")
	var before camera.Frame
	for i := range 12 {
		was := byte(0)
		if i > 0 {
			was = before.Grey.Pix[0]
		}
		f, err := s.Next(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 && (before.Grey.Pix[0] != was || &f.Grey.Pix[0] == &before.Grey.Pix[0]) {
			t.Fatal("the frame on screen was written over")
		}
		before = f
	}
}

func TestStoppedByItsContext(t *testing.T) {
	s := opened(t, synthetic.New(quick(synthetic.Camera{Hangs: true})).Cameras(), "")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, err := s.Next(ctx, true); fault.Of(err) != fault.Stopped {
		t.Errorf("got %v", err)
	}
}

func TestNoProgram(t *testing.T) {
	c := camera.New(filepath.Join(bin, "missing"))
	if _, err := c.Open(t.Context(), ""); !errors.Is(err, camera.ErrProgram) {
		t.Errorf("got %v", err)
	}
	if _, err := c.Devices(t.Context()); !errors.Is(err, camera.ErrProgram) {
		t.Errorf("got %v", err)
	}
}

func script(t *testing.T, body string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a program that lies is a shell script here")
	}
	path := filepath.Join(t.TempDir(), "camera")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// said is what a program says, as a shell prints it.
func said(t *testing.T, write ...func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	for _, w := range write {
		if err := w(&b); err != nil {
			t.Fatal(err)
		}
	}
	text := "printf '"
	for _, c := range b.Bytes() {
		text += fmt.Sprintf(`\%03o`, c)
	}
	return text + "'\n"
}

// TestAProgramThatWasTakenOver can do what it likes: the desk gets a code, in
// bounded time and memory, and the next program works.
func TestAProgramThatWasTakenOver(t *testing.T) {
	t.Setenv("VOUCHDESK_SECRET", "leak")
	one := func(b *bytes.Buffer) error { return wire.WriteCameras(b, []wire.Camera{{ID: "a", Name: "A"}}) }
	ok := func(b *bytes.Buffer) error { return wire.WriteStatus(b, wire.Open, wire.OK) }
	greeting := said(t, one, ok)
	for name, c := range map[string]struct {
		body string
		err  error
	}{
		"crashes at once":            {body: "kill -SEGV $$", err: camera.ErrDied},
		"says nothing and ends":      {body: "exit 0", err: camera.ErrDied},
		"says something else":        {body: "echo hello desk, this is no frame at all; exit 0", err: camera.ErrDied},
		"never stops talking":        {body: "cat /dev/zero", err: camera.ErrDied},
		"finds the desk's secrets":   {body: `test -z "$VOUCHDESK_SECRET" && kill -SEGV $$; while :; do :; done`, err: camera.ErrDied},
		"opens and crashes":          {body: greeting + "kill -SEGV $$", err: camera.ErrDied},
		"opens and floods":           {body: greeting + "cat /dev/zero", err: camera.ErrDied},
		"answers before it is asked": {body: greeting + said(t, one, one, ok, ok) + "sleep 5", err: camera.ErrDied},
		"lies about its length":      {body: greeting + said(t, func(b *bytes.Buffer) error { return lie(b) }) + "sleep 5", err: camera.ErrDied},
	} {
		t.Run(name, func(t *testing.T) {
			c := camera.New(script(t, c.body))
			s, err := c.Open(t.Context(), "")
			if err == nil {
				defer s.Close()
				_, err = s.Next(t.Context(), true)
			}
			if !errors.Is(err, camera.ErrDied) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// lie claims a frame of 4 gigabytes.
func lie(b *bytes.Buffer) error {
	_, err := b.Write([]byte{'V', 'D', 'C', 1, byte(wire.Next), 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	return err
}

// TestAProgramThatHangs is killed when its caller will not wait any longer.
func TestAProgramThatHangs(t *testing.T) {
	c := camera.New(script(t, "while :; do :; done"))
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := c.Open(ctx, ""); fault.Of(err) != fault.Stopped {
		t.Errorf("got %v", err)
	}
}

func TestLight(t *testing.T) {
	flat := func(v uint8) *image.YCbCr {
		m := image.NewYCbCr(image.Rect(0, 0, 320, 180), image.YCbCrSubsampleRatio420)
		for i := range m.Y {
			m.Y[i] = v
		}
		for i := range m.Cb {
			m.Cb[i], m.Cr[i] = 128, 128
		}
		return m
	}
	spot := flat(120)
	for y := range 60 {
		for x := range 80 {
			spot.Y[spot.YOffset(x, y)] = 255
		}
	}
	for name, c := range map[string]struct {
		frames              []*image.YCbCr
		dark, glare, moving bool
	}{
		"a letter in good light":  {frames: []*image.YCbCr{flat(150)}},
		"white paper all over it": {frames: []*image.YCbCr{flat(254)}},
		"a dark room":             {frames: []*image.YCbCr{flat(20)}, dark: true},
		"a lamp in the laminate":  {frames: []*image.YCbCr{spot}, glare: true},
		"a hand that moves":       {frames: []*image.YCbCr{flat(100), flat(160)}, moving: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := opened(t, synthetic.New(quick(synthetic.Camera{Frames: c.frames})).Cameras(), "")
			var l camera.Light
			for range 2 * len(c.frames) {
				f, err := s.Next(t.Context(), true)
				if err != nil {
					t.Fatal(err)
				}
				if l = f.Light; l.Moving() {
					break
				}
			}
			if l.Dark() != c.dark || l.Glare() != c.glare || l.Moving() != c.moving {
				t.Errorf("%+v", l)
			}
		})
	}
}

// BenchmarkNext is one frame of a real process at the desk: pipe, checks and
// measures.
func BenchmarkNext(b *testing.B) {
	d := synthetic.New(quick(synthetic.Camera{}))
	s, err := d.Cameras().Open(b.Context(), "")
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for b.Loop() {
		if _, err := s.Next(b.Context(), true); err != nil {
			b.Fatal(err)
		}
	}
}
