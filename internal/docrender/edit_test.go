package docrender_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/tiff"

	"vouchdesk/internal/docrender"
	"vouchdesk/internal/docrender/wire"
)

// speckled is a picture of w x h without an even spot.
func speckled(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(4, 7))
	for i := range m.Pix {
		m.Pix[i] = byte(r.Uint32())
		if i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	return m
}

// with is m, and over the area's inside another picture.
func with(m *image.RGBA, a docrender.Area, c color.Color) *image.RGBA {
	out := image.NewRGBA(m.Rect)
	copy(out.Pix, m.Pix)
	w, h := m.Rect.Dx(), m.Rect.Dy()
	up, down := func(v, n int) int { return (v*n + wire.Whole - 1) / wire.Whole }, func(v, n int) int { return v * n / wire.Whole }
	r := image.Rect(up(a.Left, w), up(a.Top, h), down(a.Right, w), down(a.Bottom, h))
	draw.Draw(out, r, image.NewUniform(c), image.Point{}, draw.Src)
	return out
}

// Redaction is real: two documents that differ only beneath the black give the
// same bytes, so no bit of what is kept depends on what was there.
func TestRedaction(t *testing.T) {
	r := renderer(t, docrender.Config{})
	black := []docrender.Area{{Left: 1234, Top: 2345, Right: 4567, Bottom: 6789}, {Left: 7001, Top: 7003, Right: 7777, Bottom: 9998}}
	base := speckled(331, 237)
	one, two := base, with(with(base, black[0], color.White), black[1], color.RGBA{R: 255, A: 255})
	asTIFF := func(m image.Image) []byte {
		var b bytes.Buffer
		if err := tiff.Encode(&b, m, nil); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	inTIFF := func(m image.Image) []byte {
		j := asJPEG(t, m)
		b := append([]byte("II*\x00\x08\x00\x00\x00"), directory(0, [2]uint32{256, 331}, [2]uint32{257, 237}, [2]uint32{258, 8}, [2]uint32{259, 7},
			[2]uint32{262, 6}, [2]uint32{273, 8 + 2 + 9*12 + 4}, [2]uint32{277, 3}, [2]uint32{278, 237}, [2]uint32{279, uint32(len(j))})...)
		return append(b, j...)
	}
	secret := func(c string) []byte {
		return pdfOf(300, 200, fmt.Sprintf("0 0 1 rg 0 0 300 200 re f %s 38 65 98 87 re f 211 1 22 58 re f", c))
	}
	for source, files := range map[string][2][]byte{
		"png":                 {asPNG(t, one), asPNG(t, two)},
		"jpeg of 4:2:0":       {asJPEG(t, one), asJPEG(t, two)},
		"jpeg of orientation": {turned(t, one, 6), turned(t, two, 6)},
		"jpeg in tiff":        {inTIFF(one), inTIFF(two)},
		"tiff":                {asTIFF(one), asTIFF(two)},
		"pdf":                 {secret("1 1 0 rg"), secret("0 g")},
	} {
		for name, e := range map[string]docrender.Edit{
			"as it is":          {},
			"turned":            {Turn: 1},
			"turned, cropped":   {Turn: 3, Crop: docrender.Area{Left: 333, Top: 1111, Right: 8888, Bottom: 8001}},
			"cropped in black":  {Crop: docrender.Area{Left: 1111, Top: 2222, Right: 3333, Bottom: 4444}},
			"cropped to a line": {Turn: 2, Crop: docrender.Area{Left: 0, Top: 5000, Right: 10000, Bottom: 5001}},
		} {
			for _, side := range []int{1000, 97} {
				t.Run(fmt.Sprintf("%s/%s/%d", source, name, side), func(t *testing.T) {
					for _, a := range black {
						e.Black = append(e.Black, clockwise(a, e.Turn))
					}
					same(t, r, files, side, e)
				})
			}
		}
	}
}

// As a scanner makes it: a JPEG that fills a page. The coarser it is, the more of
// the page each of its blocks covers.
func TestRedactionOfScans(t *testing.T) {
	r := renderer(t, docrender.Config{})
	black := docrender.Area{Left: 3234, Top: 3345, Right: 5567, Bottom: 6789}
	one := speckled(662, 474)
	two := with(one, black, color.White)
	for _, dpi := range []int{75, 100, 150, 340} {
		files := [2][]byte{scanned(asJPEG(t, one), dpi, "/DCTDecode"), scanned(asJPEG(t, two), dpi, "/DCTDecode")}
		for name, e := range map[string]docrender.Edit{"as it is": {}, "turned": {Turn: 1}} {
			for _, side := range []int{3000, 97} {
				t.Run(fmt.Sprintf("%d dpi/%s/%d", dpi, name, side), func(t *testing.T) {
					e.Black = []docrender.Area{clockwise(black, e.Turn)}
					same(t, r, files, side, e)
				})
			}
		}
	}
}

// A progressive JPEG of which only the first scan is there is smoothed over its
// blocks' edges by what draws it. coarse-1 and 2 are speckled(662, 474), without
// and with white over the area, of ImageMagick (-interlace JPEG -sampling-factor
// 2x2 -quality 80), cut after the first scan.
func TestRedactionOfCoarseScans(t *testing.T) {
	r := renderer(t, docrender.Config{})
	e := docrender.Edit{Black: []docrender.Area{{Left: 3234, Top: 3345, Right: 5567, Bottom: 6789}}}
	for _, dpi := range []int{75, 150, 200, 300} {
		t.Run(fmt.Sprint(dpi), func(t *testing.T) {
			same(t, r, [2][]byte{scanned(stored(t, "coarse-1.jpg"), dpi, "/DCTDecode"), scanned(stored(t, "coarse-2.jpg"), dpi, "/DCTDecode")}, 3000, e)
		})
	}
}

// Black is refused where what is kept may tell of it, and the page says so
// before it is asked for.
func TestRedactionRefused(t *testing.T) {
	r := renderer(t, docrender.Config{})
	black := docrender.Edit{Turn: 1, Black: []docrender.Area{{Left: 1, Top: 1, Right: 9, Bottom: 9}}}
	jpeg := asJPEG(t, speckled(662, 474))
	for name, c := range map[string]struct {
		file    []byte
		spreads bool
	}{
		"refused/lossy webp":              {stored(t, "lossy.webp"), true},
		"refused/jpeg 2000 in a pdf":      {scanned([]byte("no such picture"), 200, "/JPXDecode"), true},
		"refused/unknown filter in a pdf": {scanned(jpeg, 200, "[6 0 R]"), true},
		"refused/escaped filter in a pdf": {scanned(jpeg, 200, "/#44CTDecode"), true},
		"ok/jpeg in a pdf":                {scanned(jpeg, 200, "/DCTDecode"), false},
		"ok/jpeg":                         {jpeg, false},
		"ok/a name with a space in a pdf": {pdfOf(300, 200, "/Name#20it BMC EMC 0 0 9 9 re f"), false},
		"refused/shared shapes in a pdf":  {scanned([]byte("\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00"), 200, "/JBIG2Decode"), true},
		"ok/pixels of jbig2 in a pdf":     {scanned([]byte("\x00\x00\x00\x00\x30\x00\x01\x00\x00\x00\x00"), 200, "/JBIG2Decode"), false},
		"refused/what is no jbig2 at all": {scanned([]byte("\x00\x00\x00\x00\x30\x00\x01\x7f\x00\x00\x00"), 200, "/JBIG2Decode"), true},
	} {
		t.Run(name, func(t *testing.T) {
			_, info, err := r.RGBA(t.Context(), c.file, 0, 300, docrender.Edit{Turn: 1})
			if err != nil || info.Spreads != c.spreads {
				t.Fatalf("spreads: %v, %v", info.Spreads, err)
			}
			_, _, err = r.Capture(t.Context(), c.file, 0, 300, black)
			if c.spreads != errors.Is(err, docrender.ErrSpreads) || !c.spreads && err != nil {
				t.Error(err)
			}
		})
	}
}

// scanned is a PDF page that a picture of 662 x 474 covers.
func scanned(data []byte, dpi int, filter string) []byte {
	w, h := 662*72/float64(dpi), 474*72/float64(dpi)
	return written("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>", w, h),
		stream("", fmt.Sprintf("%.2f 0 0 %.2f 0 0 cm /I Do", w, h)),
		stream("/Type/XObject/Subtype/Image/Width 662/Height 474/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter"+filter, string(data)))
}

// clockwise is where an area lies once the page is turned.
func clockwise(a docrender.Area, quarters int) docrender.Area {
	for range quarters {
		a = docrender.Area{Left: wire.Whole - a.Bottom, Top: a.Left, Right: wire.Whole - a.Top, Bottom: a.Right}
	}
	return a
}

func same(t *testing.T, r *docrender.Renderer, files [2][]byte, side int, e docrender.Edit) {
	t.Helper()
	var kept [2][]byte
	var shown [2]*image.RGBA
	for i, file := range files {
		c, _, err := r.Capture(t.Context(), file, 0, side, e)
		if err != nil {
			t.Fatal(err)
		}
		kept[i] = c.Bytes
		if shown[i], _, err = r.RGBA(t.Context(), file, 0, side, e); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(kept[0], kept[1]) {
		t.Error("what is kept tells of what was beneath the black")
	}
	if !bytes.Equal(shown[0].Pix, shown[1].Pix) {
		t.Error("what is shown tells of what was beneath the black")
	}
	// And the test sees what it should: without the black they differ.
	e.Black = nil
	a, _, err := r.Capture(t.Context(), files[0], 0, side, e)
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := r.Capture(t.Context(), files[1], 0, side, e)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(a.Bytes, b.Bytes) {
		t.Error("the documents do not differ")
	}
}

// An edit does to a page what its words say, however the file was stored.
func TestEdit(t *testing.T) {
	r := renderer(t, docrender.Config{})
	m := with(with(marked(), docrender.Area{Left: 5000, Top: 0, Right: 10000, Bottom: 5000}, color.RGBA{R: 255, A: 255}),
		docrender.Area{Left: 0, Top: 5000, Right: 5000, Bottom: 10000}, color.RGBA{G: 255, A: 255})
	e := docrender.Edit{
		Turn:  1,
		Black: []docrender.Area{{Left: 0, Top: 9990, Right: 10, Bottom: 10000}},
		Crop:  docrender.Area{Left: 0, Top: 5000, Right: 10000, Bottom: 10000},
	}
	for o := 1; o <= 8; o++ {
		t.Run(fmt.Sprintf("ok/orientation %d", o), func(t *testing.T) {
			got, info, err := r.RGBA(t.Context(), turned(t, m, o), 0, 1000, e)
			if err != nil {
				t.Fatal(err)
			}
			// Clockwise, the right half becomes the lower half: red on its right, white on its left.
			if got.Rect.Dx() != 40 || got.Rect.Dy() != 30 || info.Width != 60 {
				t.Fatalf("%v, %+v", got.Rect, info)
			}
			for p, want := range map[image.Point]color.RGBA{
				{35, 5}: {254, 0, 0, 255}, {35, 25}: {254, 0, 0, 255}, {3, 3}: {255, 255, 255, 255}, {3, 28}: {0, 0, 0, 255},
			} {
				c := got.RGBAAt(p.X, p.Y)
				for _, d := range []int{int(c.R) - int(want.R), int(c.G) - int(want.G), int(c.B) - int(want.B)} {
					if d < -12 || d > 12 {
						t.Errorf("%v is %v, want %v", p, c, want)
						break
					}
				}
			}
		})
	}
	for name, e := range map[string]docrender.Edit{
		"refused/turned too far":  {Turn: 4},
		"refused/turned backward": {Turn: -1},
		"refused/beyond the page": {Crop: docrender.Area{Right: 10001, Bottom: 1}},
		"refused/inside out":      {Black: []docrender.Area{{Left: 5, Right: 4, Bottom: 9}}},
		"refused/black of none":   {Black: []docrender.Area{{}}},
		"refused/too much black":  {Black: make([]docrender.Area, wire.MaxBlack+1)},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := r.Capture(t.Context(), asPNG(t, m), 0, 1000, e); !errors.Is(err, docrender.ErrEdit) {
				t.Errorf("got %v", err)
			}
		})
	}
}
