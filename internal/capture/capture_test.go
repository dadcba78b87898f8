package capture_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"rsc.io/qr"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/paper"
	"vouchdesk/internal/scan"
)

var built string

// TestMain builds the worker, for the reason docrender's tests give.
func TestMain(m *testing.M) { os.Exit(build(m)) }

func build(m *testing.M) int {
	dir, err := os.MkdirTemp("", "capture")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	built = filepath.Join(dir, "vouchdesk-render")
	if runtime.GOOS == "windows" {
		built += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", built, "vouchdesk/cmd/vouchdesk-render").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

func taker(t *testing.T) *capture.Taker {
	t.Helper()
	r, err := docrender.New(docrender.Config{Worker: built})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return capture.New(r, scan.New(""))
}

var code = "VLA" + strings.Repeat("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5)[:149]

func posted(t *testing.T) []byte {
	t.Helper()
	g, err := paper.Letter(paper.LetterPage{
		Council: "Cyngor Enghraifft", Addressee: []string{"T. Placeholder", "1 Heol Enghraifft"}, Code: code, Typed: "ABCD-EFGH-JKMN-P",
	})
	if err != nil {
		t.Fatal(err)
	}
	return asPNG(t, g)
}

func asPNG(t *testing.T, g *image.Gray) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := paper.EncodePNG(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sign is a page with any code on it.
func sign(t *testing.T, text string) []byte {
	t.Helper()
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	const scale, edge = 6, 40
	g := image.NewGray(image.Rect(0, 0, c.Size*scale+2*edge, c.Size*scale+2*edge))
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			g.Pix[y*g.Stride+x] = 255
			if x >= edge && y >= edge && c.Black((x-edge)/scale, (y-edge)/scale) {
				g.Pix[y*g.Stride+x] = 0
			}
		}
	}
	return asPNG(t, g)
}

func sheet(t *testing.T, b []byte) capture.Sheet {
	t.Helper()
	s, err := capture.NewSheet(capture.FromFile, b)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLetter(t *testing.T) {
	for name, c := range map[string]struct {
		file []byte
		text string
		err  error
	}{
		"ok/letter as printed":    {file: posted(t), text: code},
		"refused/blank page":      {file: asPNG(t, image.NewGray(image.Rect(0, 0, 200, 200))), err: capture.ErrQRNone},
		"refused/another code":    {file: sign(t, "https://example.org/"), err: capture.ErrQROther},
		"refused/enrolment code":  {file: sign(t, "VDE-not-a-letter"), err: capture.ErrQROther},
		"refused/not an image":    {file: []byte("a list of names"), err: capture.ErrNotAnImage},
		"refused/truncated image": {file: posted(t)[:900], err: docrender.ErrUnreadable},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := taker(t).Letter(t.Context(), sheet(t, c.file))
			if text != c.text || !errors.Is(err, c.err) {
				t.Errorf("got %q, %v", text, err)
			}
		})
	}
}

func TestPicture(t *testing.T) {
	e, err := taker(t).Picture(t.Context(), capture.Prepared{Sheet: sheet(t, posted(t))}, 500)
	if err != nil || e.Height != 500 || !bytes.HasPrefix(e.Bytes, []byte("\xff\xd8")) {
		t.Errorf("%d x %d, %v", e.Width, e.Height, err)
	}
}

// pages answers as a document of n pages with the code on one of them does.
type pages struct {
	claimed, real, coded int
	asked                int
	partial              bool
	code                 *image.Gray
}

func (p *pages) Grey(_ context.Context, _ []byte, page int) (*image.Gray, docrender.Info, error) {
	p.asked++
	if page >= p.real {
		return nil, docrender.Info{}, docrender.ErrPageMissing
	}
	g := image.NewGray(image.Rect(0, 0, 100, 100))
	if page == p.coded {
		g = p.code
	}
	return g, docrender.Info{Pages: p.claimed, Partial: p.partial}, nil
}

func (p *pages) RGBA(context.Context, []byte, int, int, docrender.Edit) (*image.RGBA, docrender.Info, error) {
	return nil, docrender.Info{}, docrender.ErrPageMissing
}

func (p *pages) Capture(context.Context, []byte, int, int, docrender.Edit) (docrender.Encoded, docrender.Info, error) {
	return docrender.Encoded{}, docrender.Info{}, docrender.ErrPageMissing
}

// Codes finds the letter's code on the page that has it: whether a real one is
// found there is TestLetter's, and slow for fifty pages without.
func (p *pages) Codes(_ context.Context, g *image.Gray) ([]scan.Found, error) {
	if g == p.code {
		return []scan.Found{{Text: code, Kind: scan.Letter}}, nil
	}
	return nil, nil
}

func (p *pages) All(ctx context.Context, g *image.Gray) ([]scan.Found, error) { return p.Codes(ctx, g) }

func TestLetterPages(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 10, 10))
	for name, c := range map[string]struct {
		pages
		err  error
		want int
	}{
		"ok/first page":                {pages: pages{claimed: 9, real: 9, coded: 0}, want: 1},
		"ok/third page":                {pages: pages{claimed: 3, real: 3, coded: 2}, want: 3},
		"ok/behind many others":        {pages: pages{claimed: 50, real: 50, coded: 49}, want: 50},
		"refused/on none":              {pages: pages{claimed: 9, real: 9, coded: 20}, err: capture.ErrQRNone, want: 9},
		"refused/in what is drawn":     {pages: pages{claimed: 3, real: 3, coded: 5, partial: true}, err: capture.ErrQRPartial, want: 3},
		"refused/pages only claimed":   {pages: pages{claimed: 40, real: 1, coded: 5}, err: capture.ErrQRNone, want: 2},
		"refused/not even a first one": {pages: pages{claimed: 1}, err: docrender.ErrPageMissing, want: 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := c.pages
			p.code = g
			_, err := capture.New(&p, &p).Letter(t.Context(), sheet(t, []byte("x")))
			if !errors.Is(err, c.err) || p.asked != c.want {
				t.Errorf("%v after %d pages", err, p.asked)
			}
		})
	}
}

func TestLetterStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := taker(t).Letter(ctx, sheet(t, posted(t))); fault.Of(err) != fault.Stopped {
		t.Errorf("got %v", err)
	}
}
