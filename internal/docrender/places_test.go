package docrender_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"strings"
	"testing"

	"vouchdesk/internal/docrender"
	"vouchdesk/internal/docrender/wire"
)

// The dictionary of a picture of 160 x 120.
const (
	ofSize = "/Type/XObject/Subtype/Image/Width 160/Height 120/BitsPerComponent 8"
	ofRGB  = ofSize + "/ColorSpace/DeviceRGB"
)

// packed is a stream that is deflated, last or on top of what its entries say.
func packed(entries, content string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(content))
	_ = z.Close()
	return stream(entries, b.String())
}

// Wherever a page shows a picture and however it says so, what lies beneath black
// is gone with the whole of the blocks it is in.
func TestRedactionWhereverPicturesLie(t *testing.T) {
	r := renderer(t, docrender.Config{})
	const w, h = 160, 120
	one := speckled(w, h)
	two := image.NewRGBA(one.Rect)
	copy(two.Pix, one.Pix)
	hidden := image.Rect(61, 43, 90, 59)
	draw.Draw(two, hidden, image.White, image.Point{}, draw.Src)
	files, grey := [2]string{string(asJPEG(t, one)), string(asJPEG(t, two))}, map[string]string{}
	for i, m := range []*image.RGBA{one, two} {
		g := image.NewGray(m.Rect)
		draw.Draw(g, m.Rect, m, image.Point{}, draw.Src)
		grey[files[i]] = string(asJPEG(t, g))
	}
	const entries = ofRGB + "/Filter/DCTDecode"
	do := func(m string) string { return m + " cm /I Do" }
	for name, c := range map[string]struct {
		m    [6]float64
		page func(m, jpeg string) []byte
	}{
		"small":     {[6]float64{30, 0, 0, 22, 100, 50}, nil},
		"coarse":    {[6]float64{190, 0, 0, 90, 5, 5}, nil},
		"askew":     {[6]float64{70, 40, -40, 50, 80, 5}, nil},
		"mirrored":  {[6]float64{-150, 0, 0, -80, 170, 90}, nil},
		"sheared":   {[6]float64{120, 0, 60, 80, 5, 10}, nil},
		"over edge": {[6]float64{300, 0, 0, 240, -60, -100}, nil},
		"inline in packed contents": {[6]float64{120, 0, 0, 90, 20, 5}, func(m, j string) []byte {
			return written("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
				"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<<>>>>", packed("/Filter/FlateDecode", m+" cm BI /W 160 /H 120 /BPC 8 /CS /RGB /F /DCT ID "+j+" EI"))
		}},
		"in a form that turns it": {[6]float64{0, 90, -120, 0, 160, 5}, func(m, j string) []byte {
			return onePage("", "/Resources<</XObject<</F 6 0 R>>>>", "/F Do", stream(entries, j),
				stream("/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Matrix["+m+"]/Resources<</XObject<</I 5 0 R>>>>", "/I Do"))
		}},
		"half seen through": {[6]float64{120, 0, 0, 90, 20, 5}, func(m, j string) []byte {
			return onePage("", "/Resources<</XObject<</I 5 0 R>>/ExtGState<</G<</ca .5/BM/Multiply>>>>>>", "/G gs "+do(m), stream(entries, j))
		}},
		"through a mask": {[6]float64{120, 0, 0, 90, 20, 5}, func(m, j string) []byte {
			return onePage("", "/Resources<</XObject<</I 5 0 R>>>>", do(m), stream(entries+"/SMask 6 0 R", j),
				stream("/Type/XObject/Subtype/Image/Width 2/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "\x80\xff"))
		}},
		"after a pattern, through a mask": {[6]float64{120, 0, 0, 90, 20, 5}, func(m, j string) []byte {
			return onePage("", "/Resources<</XObject<</I 5 0 R>>/Pattern<</P 7 0 R>>>>", "/Pattern cs /P scn 0 0 9 9 re f "+do(m), stream(entries+"/SMask 6 0 R", j),
				stream("/Type/XObject/Subtype/Image/Width 40/Height 30/BitsPerComponent 8/ColorSpace/DeviceGray", strings.Repeat("\x80\xff", 600)),
				stream("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 3 3]/XStep 3/YStep 3/Resources<<>>", "0 0 1 1 re f"))
		}},
		"directly, then as a soft mask": {[6]float64{120, 0, 0, 90, 20, 5}, func(m, j string) []byte {
			return onePage("", "/Resources<</XObject<</I 5 0 R>>/ExtGState<</G<</SMask<</S/Luminosity/G 6 0 R>>>>>>>>", "q 1 0 0 1 500 500 cm /I Do Q /G gs 1 0 0 rg 0 0 200 100 re f",
				stream(entries, j), stream("/Type/XObject/Subtype/Form/BBox[0 0 200 100]/Group<</S/Transparency/CS/DeviceRGB>>/Resources<</XObject<</I 5 0 R>>>>", do(m)))
		}},
		"of tones by their number": {[6]float64{120, 0, 0, 90, 20, 5}, func(m, j string) []byte {
			var tones []byte
			for v := range 256 {
				tones = append(tones, byte(255-v))
			}
			return onePage("", "/Resources<</XObject<</I 5 0 R>>>>", do(m), stream(ofSize+"/ColorSpace[/Indexed/DeviceGray 255 6 0 R]/Filter/DCTDecode", grey[j]), stream("", string(tones)))
		}},
		"packed, beside an attached JPEG": {[6]float64{120, 0, 0, 90, 20, 5}, func(m, j string) []byte {
			return onePage("", "/Resources<</XObject<</I 5 0 R>>>>", do(m), packed(ofSize+"/ColorSpace[/Indexed/DeviceGray 255 6 0 R]/Filter[/FlateDecode/DCTDecode]", grey[j]),
				stream("", strings.Repeat("\x00\x7f\xff\x3f", 64)), stream("/Type/EmbeddedFile", grey[j]))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.page == nil {
				c.page = func(m, j string) []byte {
					return onePage("", "/Resources<</XObject<</I 5 0 R>>>>", do(m), stream(entries, j))
				}
			}
			m := fmt.Sprintf("%g %g %g %g %g %g", c.m[0], c.m[1], c.m[2], c.m[3], c.m[4], c.m[5])
			black := docrender.Area{Left: wire.Whole, Top: wire.Whole}
			for _, at := range []image.Point{hidden.Min, {hidden.Max.X, hidden.Min.Y}, {hidden.Min.X, hidden.Max.Y}, hidden.Max} {
				u, v := float64(at.X)/w, 1-float64(at.Y)/h
				x, y := (c.m[0]*u+c.m[2]*v+c.m[4])/200, 1-(c.m[1]*u+c.m[3]*v+c.m[5])/100
				black.Left, black.Right = min(black.Left, int(x*wire.Whole)), max(black.Right, int(x*wire.Whole)+1)
				black.Top, black.Bottom = min(black.Top, int(y*wire.Whole)), max(black.Bottom, int(y*wire.Whole)+1)
			}
			same(t, r, [2][]byte{c.page(m, files[0]), c.page(m, files[1])}, 3000, docrender.Edit{Black: []docrender.Area{black}})
		})
	}
}

// Black is refused where a picture is nowhere in particular, and where its
// dictionary lays its samples out as its JPEG does not; both are seen once
// something is to be black.
func TestRedactionOfPicturesNowhere(t *testing.T) {
	r := renderer(t, docrender.Config{})
	const do, dct = "120 0 0 90 20 5 cm /I Do", "/Filter/DCTDecode"
	jpeg := string(asJPEG(t, speckled(160, 120)))
	grey := string(asJPEG(t, image.NewGray(image.Rect(0, 0, 160, 120))))
	tile := stream("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 200 100]/XStep 100/YStep 100/Resources<</XObject<</I 5 0 R>>>>", do)
	page := func(resources, content, entries, j string, more ...string) []byte {
		return onePage("", "/Resources<</XObject<</I 5 0 R>>"+resources+">>", content, append([]string{stream(entries, j)}, more...)...)
	}
	plain := func(entries, j string) []byte { return page("", do, entries+dct, j) }
	layer := func(name string) []byte {
		return page("/Properties<</L<</Type/OCG/Name("+name+")>>>>", "/OC /L BDC "+do+" EMC", ofRGB+dct, jpeg)
	}
	letter := "<</Type/Font/Subtype/Type3/FontBBox[0 0 200 100]/FontMatrix[1 0 0 1 0 0]/Encoding<</Type/Encoding/Differences[65/a]>>" +
		"/CharProcs<</a 7 0 R>>/FirstChar 65/LastChar 65/Widths[200]/Resources<</XObject<</I 5 0 R>>>>>>"
	for name, file := range map[string][]byte{
		"in a pattern":                    page("/Pattern<</P 6 0 R>>", "/Pattern cs /P scn 0 0 200 100 re f", ofRGB+dct, jpeg, tile),
		"off the page, then in a pattern": page("/Pattern<</P 6 0 R>>", "q 1 0 0 1 500 500 cm /I Do Q /Pattern cs /P scn 0 0 200 100 re f", ofRGB+dct, jpeg, tile),
		"in a letter":                     page("/Font<</T 6 0 R>>", "BT /T 1 Tf (A) Tj ET", ofRGB+dct, jpeg, letter, stream("", "200 0 d0 "+do)),
		"in a layer":                      layer("Scans"),
		"in a layer that looks like one":  layer(`x"></g><image id="image_0" width="160" height="120" xlink:href="data:image/png;base64,AAAA"/><g x="`),
		"half as wide":                    plain(strings.Replace(ofRGB, "Width 160/Height 120", "Width 80/Height 240", 1), jpeg),
		"half as wide and packed": onePage("", "/Resources<</XObject<</I 5 0 R>>>>", do,
			packed(strings.Replace(ofRGB, "Width 160/Height 120", "Width 80/Height 240", 1)+"/Filter[/FlateDecode/DCTDecode]", jpeg)),
		"grey as colours":                 plain(ofRGB, grey),
		"colours as grey":                 plain(ofSize+"/ColorSpace/DeviceGray", jpeg),
		"without a space":                 plain(ofSize, grey),
		"of four bits":                    plain(strings.Replace(ofSize, "Component 8", "Component 4", 1)+"/ColorSpace/DeviceGray", grey),
		"a stencil":                       plain("/Type/XObject/Subtype/Image/Width 160/Height 120/BitsPerComponent 1/ImageMask true", grey),
		"whose size is in another object": page("", do, strings.Replace(ofRGB, "Width 160", "Width 6 0 R", 1)+dct, jpeg, " 160 "),
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := r.Capture(t.Context(), file, 0, 300, docrender.Edit{}); err != nil {
				t.Error(err)
			}
			black := docrender.Edit{Black: []docrender.Area{{Left: 1, Top: 1, Right: 9, Bottom: 9}}}
			if _, _, err := r.Capture(t.Context(), file, 0, 300, black); !errors.Is(err, docrender.ErrSpreads) {
				t.Error(err)
			}
		})
	}
}
