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
		scan := func(m image.Image) []byte {
			w, h := 662*72/float64(dpi), 474*72/float64(dpi)
			return written("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
				fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>", w, h),
				stream("", fmt.Sprintf("%.2f 0 0 %.2f 0 0 cm /I Do", w, h)),
				stream("/Type/XObject/Subtype/Image/Width 662/Height 474/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", string(asJPEG(t, m))))
		}
		files := [2][]byte{scan(one), scan(two)}
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

// A lossy WebP foretells each block from those before it. What is black takes the
// next block with it, which takes away what shows at its edge; the rounding of
// what is printed further on may still depend on what was there, and
// docs/decisions/0022 says how much. bill-1, 2 and 3 differ in a label from
// (112, 64) to (272, 112):
//
//	convert -size 400x288 xc:'#f4f1ea' -fill '#f4f1ea' -draw 'rectangle 112,64 271,111' -fill '#223' -pointsize 17 \
//	  -annotate +24+40 'Cyngor Enghraifft / Example Council' -annotate +24+86 Name -annotate +24+166 Address \
//	  -annotate +120+86 'Rosa Mai Specimen' -annotate +120+166 '1 Stryd Sampl' -annotate +24+220 'Amount due 120.00 by 5 December' \
//	  -fill '#a22' -draw 'circle 350,120 350,90' p.png && cwebp -q 75 p.png -o bill-1.webp
//
// and with 'T. Placeholder' on '#d0ccc0' for bill-2, on '#6a86b0' for bill-3.
func TestRedactionOfWebP(t *testing.T) {
	r := renderer(t, docrender.Config{})
	// differ is how many samples of bill-1 and another differ under an area of
	// black, by how much at most, and by how much beside the label.
	differ := func(other int, black image.Rectangle) (n, most, beside int) {
		part := func(v, whole int) int { return (v*wire.Whole + whole/2) / whole }
		e := docrender.Edit{Black: []docrender.Area{{
			Left: part(black.Min.X, 400), Top: part(black.Min.Y, 288), Right: part(black.Max.X, 400), Bottom: part(black.Max.Y, 288),
		}}}
		var shown [2]*image.RGBA
		for i, bill := range []int{1, other} {
			m, _, err := r.RGBA(t.Context(), stored(t, fmt.Sprintf("bill-%d.webp", bill)), 0, 1000, e)
			if err != nil {
				t.Fatal(err)
			}
			shown[i] = m
		}
		for i, a := range shown[0].Pix {
			b := shown[1].Pix[i]
			if a == b {
				continue
			}
			by := int(max(a, b) - min(a, b))
			n, most = n+1, max(most, by)
			if image.Pt(i/4%400, i/4/400).In(image.Rect(80, 48, 304, 144)) { // no print is there
				beside = max(beside, by)
			}
		}
		return n, most, beside
	}
	for other, limit := range map[int]int{2: 0, 3: 1} { // beside the black
		n, most, beside := differ(other, image.Rect(113, 65, 271, 111))
		t.Logf("1 and %d: %d of %d samples by up to %d, beside the black by up to %d", other, n, 3*400*288, most, beside)
		if beside > limit || most > 40 {
			t.Errorf("what is beneath changes samples by up to %d, beside the black by up to %d", most, beside)
		}
		// And the test sees what it should: with no more black than the label, its neighbours tell.
		if _, _, beside = differ(other, image.Rect(129, 81, 255, 95)); beside <= limit {
			t.Errorf("the smoothing at the label's edge is not seen: by up to %d beside it", beside)
		}
	}
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
