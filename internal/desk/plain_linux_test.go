package desk_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/docrender"
)

// spy has the kernel tell of every file that is made in some folders, however
// soon it is gone again.
type spy struct {
	t    *testing.T
	fd   int
	dirs map[int32]string
}

func newSpy(t *testing.T, roots ...string) *spy {
	t.Helper()
	s := &spy{t: t, fd: must(unix.InotifyInit1(unix.IN_NONBLOCK | unix.IN_CLOEXEC))(t), dirs: map[int32]string{}}
	t.Cleanup(func() { _ = unix.Close(s.fd) })
	for _, root := range roots {
		do(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			wd := must(unix.InotifyAddWatch(s.fd, path, unix.IN_CREATE|unix.IN_MOVED_TO))(t)
			s.dirs[int32(wd)] = path
			return nil
		}))
	}
	return s
}

// made are the files that were made since.
func (s *spy) made() []string {
	s.t.Helper()
	var all []string
	buf := make([]byte, 64<<10)
	for {
		n, err := unix.Read(s.fd, buf)
		if err != nil || n <= 0 {
			return all
		}
		for b := buf[:n]; len(b) >= unix.SizeofInotifyEvent; {
			wd, length := int32(binary.NativeEndian.Uint32(b)), binary.NativeEndian.Uint32(b[12:])
			name := strings.TrimRight(string(b[16:16+length]), "\x00")
			all = append(all, filepath.Join(s.dirs[wd], name))
			b = b[16+length:]
		}
	}
}

// page is a picture with a line of secrets on it.
func secretPage(secret color.Color) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, 400, 300))
	for i := range m.Pix {
		m.Pix[i] = byte(40 + i*i%200)
		if i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	draw.Draw(m, image.Rect(100, 120, 300, 150), image.NewUniform(secret), image.Point{}, draw.Src)
	return m
}

// TestPlainPicturesNeverTouchTheDisk: while pictures are looked at, prepared
// and kept, no file is made in the temporary folder, none in the data folder
// but what is sealed, and none holds a byte of the picture's own.
func TestPlainPicturesNeverTouchTheDisk(t *testing.T) {
	tmp := t.TempDir()
	program := worker(t)
	c := newTown(t, func(k *desk.Config) { k.Worker = program })
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	item := c.tenant()
	t.Setenv("TMPDIR", tmp)
	var j, p bytes.Buffer
	do(t, jpeg.Encode(&j, secretPage(color.White), nil))
	do(t, png.Encode(&p, secretPage(color.White)))
	for i := range 256 { // the folders of sealed files are there from the start, so that each is watched
		do(t, os.MkdirAll(filepath.Join(c.config.Dir, "blobs", fmt.Sprintf("%02x", i)), 0o700))
	}
	spy := newSpy(t, c.config.Dir, tmp)
	for _, plain := range [][]byte{j.Bytes(), p.Bytes()} {
		s := must(capture.NewSheet(capture.FromCamera, plain))(t)
		prepared := capture.Prepared{Sheet: s, Edit: docrender.Edit{Turn: 1}}
		if _, _, err := c.desk.Page(c.ctx, prepared); err != nil {
			t.Fatal(err)
		}
		must(c.desk.Codes(c.ctx, prepared))(t)
		kept := must(c.desk.AddCapture(c.ctx, id, item.ID, prepared))(t)
		must(c.desk.Picture(c.ctx, id, kept.Blob))(t)
	}
	sealed := 0
	for _, path := range spy.made() {
		if strings.HasPrefix(path, tmp) {
			t.Errorf("made in the temporary folder: %s", path)
			continue
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			continue // the codes' reader's, see internal/scan
		}
		b, err := os.ReadFile(path)
		switch {
		case os.IsNotExist(err): // renamed, and told of again under its name
		case err != nil:
			t.Error(err)
		case !bytes.HasPrefix(b, []byte("age-encryption.org/v1")):
			t.Errorf("made in the data folder, and not sealed: %s", path)
		default:
			sealed++
		}
	}
	if sealed < 2 {
		t.Errorf("%d sealed files: the spy sees nothing", sealed)
	}
	do(t, filepath.WalkDir(c.config.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b := must(os.ReadFile(path))(t)
		for _, mark := range [][]byte{j.Bytes()[:20], p.Bytes()[:33], j.Bytes()[600:640], []byte("JFIF"), []byte("\xff\xd8\xff\xdb"), []byte("\xff\xd8\xff\xe0")} {
			if bytes.Contains(b, mark) {
				t.Errorf("%s holds plain bytes of a picture", path)
			}
		}
		return nil
	}))
}

// TestRedactionIsReal: of two documents that differ only beneath what was
// blacked out, what is kept is the same to the last pixel, and black there.
func TestRedactionIsReal(t *testing.T) {
	t.Parallel()
	c := newTown(t, func(k *desk.Config) { k.Worker = worker(t) })
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	item := c.tenant()
	edit := docrender.Edit{Black: []docrender.Area{{Left: 2500, Top: 4000, Right: 7500, Bottom: 5000}}}
	keep := func(secret color.Color, e docrender.Edit) *image.RGBA {
		var b bytes.Buffer
		do(t, jpeg.Encode(&b, secretPage(secret), &jpeg.Options{Quality: 95}))
		s := must(capture.NewSheet(capture.FromFile, b.Bytes()))(t)
		kept := must(c.desk.AddCapture(c.ctx, id, item.ID, capture.Prepared{Sheet: s, Edit: e}))(t)
		return must(c.desk.Picture(c.ctx, id, kept.Blob))(t)
	}
	// A JPEG of the secret differs around it, too, up to its blocks of 16: the
	// area to black out is drawn as wide as that, as an officer would not.
	wide := docrender.Edit{Black: []docrender.Area{{Left: 2200, Top: 3600, Right: 7800, Bottom: 5400}}}
	one, two := keep(color.RGBA{R: 255, A: 255}, wide), keep(color.RGBA{G: 255, B: 90, A: 255}, wide)
	if !bytes.Equal(one.Pix, two.Pix) {
		t.Error("what is kept tells of what was beneath the black")
	}
	shown := keep(color.RGBA{R: 255, A: 255}, edit)
	for y := 121; y < 149; y++ {
		for x := 101; x < 299; x++ {
			if px := shown.RGBAAt(x, y); px.R > 24 || px.G > 24 || px.B > 24 {
				t.Fatalf("%d,%d is %v", x, y, px)
			}
		}
	}
	if bytes.Equal(keep(color.White, docrender.Edit{}).Pix, keep(color.RGBA{R: 255, A: 255}, docrender.Edit{}).Pix) {
		t.Error("the documents do not differ: the test sees nothing")
	}
}
