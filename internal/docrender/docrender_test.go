package docrender_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"vouchdesk/internal/docrender"
	"vouchdesk/internal/docrender/wire"
	"vouchdesk/internal/fault"
)

// Every hostile file gives its code, and the good file after it still works.
func TestFiles(t *testing.T) {
	good := asPNG(t, marked())
	sixteen := image.NewNRGBA64(image.Rect(0, 0, 9, 7))
	for i := range sixteen.Pix {
		sixteen.Pix[i] = 0xff
	}
	j := asJPEG(t, marked())
	for name, c := range map[string]struct {
		file []byte
		page int
		err  error
		w, h int
	}{
		"ok/png":                          {file: good, w: 60, h: 40},
		"ok/png of one pixel":             {file: asPNG(t, image.NewGray(image.Rect(0, 0, 1, 1))), w: 1, h: 1},
		"ok/png of 16 bits":               {file: asPNG(t, sixteen), w: 9, h: 7},
		"ok/png of a palette":             {file: asPNG(t, image.NewPaletted(image.Rect(0, 0, 5, 5), color.Palette{color.White, color.Black})), w: 5, h: 5},
		"ok/jpeg":                         {file: j, w: 60, h: 40},
		"ok/jpeg in cmyk":                 {file: stored(t, "cmyk.jpg"), w: 32, h: 24},
		"ok/jpeg progressive":             {file: stored(t, "progressive.jpg"), w: 32, h: 24},
		"ok/tiff":                         {file: stored(t, "lzw.tif"), w: 32, h: 24},
		"ok/webp":                         {file: stored(t, "lossy.webp"), w: 32, h: 24},
		"ok/pdf":                          {file: pdf(1, 72, 36), w: 200, h: 100},
		"ok/pdf with a huge box":          {file: pdf(1, 14400, 14400), w: 2829, h: 2829},
		"refused/empty":                   {err: docrender.ErrFileEmpty},
		"refused/text":                    {file: []byte("Annwyl Mair Enghraifft"), err: docrender.ErrNotAnImage},
		"refused/gif":                     {file: []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), err: docrender.ErrNotAnImage},
		"refused/svg":                     {file: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), err: docrender.ErrNotAnImage},
		"ok/pdf after other bytes":        {file: append([]byte("PK\x03\x04 of no archive\n"), pdf(1, 72, 36)...), w: 200, h: 100},
		"refused/pdf after too many":      {file: append(bytes.Repeat([]byte("\n"), 1020), pdf(1, 72, 72)...), err: docrender.ErrNotAnImage},
		"refused/pdf of nothing":          {file: []byte("%PDF-1.7 and then nothing of the kind"), err: docrender.ErrUnreadable},
		"refused/pdf of too many pages":   {file: pdf(99999999, 72, 72), err: docrender.ErrTooManyPages},
		"refused/pdf page it only claims": {file: pdf(5, 72, 72), page: 3, err: docrender.ErrPageMissing},
		"refused/pdf page beyond":         {file: pdf(1, 72, 72), page: 1, err: docrender.ErrPageMissing},
		"refused/png second page":         {file: good, page: 1, err: docrender.ErrPageMissing},
		"refused/page beyond the cap":     {file: good, page: wire.MaxPages, err: docrender.ErrPageMissing},
		"refused/png of 50,000 x 50,000":  {file: pngHead(50_000, 50_000), err: docrender.ErrImageTooLarge},
		"refused/png of 1 x 2^31-1":       {file: pngHead(1, 1<<31-1), err: docrender.ErrImageTooLarge},
		"refused/png header alone":        {file: pngHead(10, 10), err: docrender.ErrUnreadable},
		"refused/png truncated":           {file: good[:len(good)-20], err: docrender.ErrUnreadable},
		"refused/jpeg truncated":          {file: j[:len(j)/2], err: docrender.ErrUnreadable},
		"refused/jpeg of three bytes":     {file: j[:3], err: docrender.ErrUnreadable},
		"refused/tiff of eight bytes":     {file: []byte("II*\x00\x08\x00\x00\x00"), err: docrender.ErrUnreadable},
		"refused/file too large":          {file: make([]byte, wire.MaxFile+1), err: docrender.ErrFileTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			r := renderer(t, docrender.Config{})
			g, _, err := r.Grey(t.Context(), c.file, c.page)
			switch {
			case c.err != nil && !errors.Is(err, c.err):
				t.Errorf("got %v, want %v", err, c.err)
			case c.err == nil && err != nil:
				t.Error(err)
			case c.err == nil && (g.Rect.Dx() != c.w || g.Rect.Dy() != c.h):
				t.Errorf("%v, want %d x %d", g.Rect, c.w, c.h)
			}
			if g, _, err := r.Grey(t.Context(), good, 0); err != nil || g.Pix[0] > 10 || g.Pix[59] < 245 {
				t.Errorf("the next file: %v", err)
			}
		})
	}
}

func TestOrientation(t *testing.T) {
	r := renderer(t, docrender.Config{})
	for o := 1; o <= 8; o++ {
		t.Run("ok/orientation "+strconv.Itoa(o), func(t *testing.T) {
			m, info, err := r.RGBA(t.Context(), turned(t, marked(), o), 0, 1000, docrender.Edit{})
			if err != nil {
				t.Fatal(err)
			}
			if m.Rect.Dx() != 60 || m.Rect.Dy() != 40 || info.Orientation != o || info.Width != 60 || info.Height != 40 {
				t.Fatalf("%v, %+v", m.Rect, info)
			}
			for p, dark := range map[image.Point]bool{{5, 5}: true, {55, 5}: false, {5, 35}: false, {55, 35}: false} {
				if c := m.RGBAAt(p.X, p.Y); (c.R < 60) != dark || c.A != 255 {
					t.Errorf("%v is %v", p, c)
				}
			}
		})
	}
}

func TestCapture(t *testing.T) {
	r := renderer(t, docrender.Config{})
	secret := []byte("Rosa Mai Specimen")
	file := turned(t, marked(), 6)
	file = append(file[:2:2], append(append([]byte{0xff, 0xfe, 0, byte(2 + len(secret))}, secret...), file[2:]...)...)
	e, info, err := r.Capture(t.Context(), file, 0, 30, docrender.Edit{})
	if err != nil {
		t.Fatal(err)
	}
	if e.Width != 30 || e.Height != 20 || e.MediaType != "image/jpeg" || info.Format != "jpeg" || info.Width != 60 {
		t.Errorf("%d x %d %s, %+v", e.Width, e.Height, e.MediaType, info)
	}
	if bytes.Contains(e.Bytes, secret) || bytes.Contains(e.Bytes, []byte("Exif")) {
		t.Error("metadata is still there")
	}
	m, err := jpeg.Decode(bytes.NewReader(e.Bytes))
	if err != nil || m.Bounds().Dx() != 30 {
		t.Fatal(err)
	}
	again, _, err := r.RGBA(t.Context(), e.Bytes, 0, 100, docrender.Edit{})
	if err != nil || again.Rect.Dx() != 30 {
		t.Errorf("a stored capture does not show: %v", err)
	}
}

func TestShrink(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 999, 700))
	for i := range m.Pix {
		m.Pix[i] = uint8(100 + 100*(i%2))
	}
	got, _, err := renderer(t, docrender.Config{}).RGBA(t.Context(), asPNG(t, m), 0, 333, docrender.Edit{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Rect.Dx() != 333 || got.Rect.Dy() != 233 {
		t.Fatalf("%v", got.Rect)
	}
	for i := 0; i < len(got.Pix); i += 4 {
		if v := got.Pix[i]; v < 130 || v > 170 || got.Pix[i+3] != 255 {
			t.Fatalf("pixel %d is %v", i/4, got.Pix[i:i+4])
		}
	}
}

func script(t *testing.T, body string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a worker that lies is a shell script here")
	}
	path := filepath.Join(t.TempDir(), "worker")
	var hello bytes.Buffer
	if err := wire.WriteHello(&hello, wire.Limits); err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, b := range hello.Bytes() {
		said += fmt.Sprintf(`\%03o`, b)
	}
	if err := os.WriteFile(path, []byte("#!/bin/sh\nprintf '"+said+"'\n"+body), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// Whatever a worker that has been taken over does, the desk gets a code.
func TestWorker(t *testing.T) {
	t.Setenv("VOUCHDESK_SECRET", "leak")
	for name, c := range map[string]struct {
		body string
		err  error
	}{
		"refused/crashes":             {body: "kill -SEGV $$", err: docrender.ErrUnreadable},
		"refused/says nothing":        {body: "exit 0", err: docrender.ErrUnreadable},
		"refused/says something else": {body: "echo hello, desk, this is not a frame at all; exit 0", err: docrender.ErrUnreadable},
		"refused/never ends":          {body: "while :; do :; done", err: docrender.ErrTimeout},
		"refused/never stops talking": {body: "cat /dev/zero", err: docrender.ErrUnreadable},
		"refused/finds no environment": {
			body: `test -z "$VOUCHDESK_SECRET" || cat /dev/zero; while :; do :; done`, err: docrender.ErrTimeout,
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := renderer(t, docrender.Config{Worker: script(t, c.body), Timeout: 300 * time.Millisecond})
			if _, _, err := r.Grey(t.Context(), make([]byte, 1<<10), 0); !errors.Is(err, c.err) {
				t.Errorf("got %v, want %v", err, c.err)
			}
		})
	}
}

func TestContext(t *testing.T) {
	r := renderer(t, docrender.Config{Worker: script(t, "while :; do :; done")})
	ctx, cancel := context.WithCancel(t.Context())
	started := make(chan error)
	go func() {
		_, _, err := r.Grey(ctx, []byte("x"), 0)
		started <- err
	}()
	waiting, give := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer give()
	if _, _, err := r.Grey(waiting, []byte("x"), 0); !errors.Is(err, docrender.ErrTimeout) {
		t.Errorf("in the queue: %v", err)
	}
	cancel()
	if err := <-started; fault.Of(err) != fault.Stopped {
		t.Errorf("stopped: %v", err)
	}
}

// A worker that does not even start is this machine's trouble, not the document's.
func TestWorkerThatDoesNotStart(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the worker is a shell script here")
	}
	for name, body := range map[string]string{"refused/ends": "exit 3", "refused/says something else": "echo hello, desk; sleep 9"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "worker")
			if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body), 0o700); err != nil {
				t.Fatal(err)
			}
			for _, warm := range []bool{false, true} {
				r := renderer(t, docrender.Config{Worker: path, Warm: warm})
				if _, _, err := r.Grey(t.Context(), []byte("x"), 0); !errors.Is(err, docrender.ErrWorker) {
					t.Errorf("got %v", err)
				}
			}
		})
	}
}

func TestNew(t *testing.T) {
	_, err := docrender.New(docrender.Config{Worker: filepath.Join("testdata", "missing")})
	if !errors.Is(err, docrender.ErrWorker) {
		t.Errorf("got %v", err)
	}
}
