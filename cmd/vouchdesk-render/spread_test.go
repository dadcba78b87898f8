package main

import (
	"fmt"
	"image"
	"strings"
	"testing"
)

// What a PDF says of its pictures is looked through as it stands.
func FuzzSpread(f *testing.F) {
	f.Add([]byte("<</Type/Page/MediaBox[0 0 595 842]>>5 0 obj<</Width 2480/Height 3508/Filter/DCTDecode>>stream\n\xff\xd8\xff\xc2\x00\x11\x08\x00\x09\x00\x09\x03\x01\x22\x00\x02\x11\x00\x03\x11\x00\xff\xda\x00\x02"))
	f.Add([]byte("/Filter[/JBIG2Decode]>>stream\r\n\x00\x00\x00\x00\x30\x00\x01\x00\x00\x00\x02ab\x00\x00\x00\x01\x26\x20\x00\x01\x00\x00\x00\x01c\nendstream"))
	f.Fuzz(func(t *testing.T, file []byte) {
		spreads(file)
		if n := spread(file, image.Rect(0, 0, 595, 842), pdfDPI); n < pdfBlur || n > 200_000 {
			t.Errorf("%d pixels", n)
		}
	})
}

// Only what plainly says that each place is stored in its place is taken for so.
func TestSpreads(t *testing.T) {
	pixels := func(n int) string {
		return "\x00\x00\x00\x00\x30\x00\x01\x00\x00\x00\x00" + "\x00\x00\x00\x01\x26\x00\x01" + string([]byte{0, 0, byte(n >> 8), byte(n)}) + strings.Repeat("x", n) + "\nendstream"
	}
	shapes := strings.Replace(pixels(9), "\x26", "\x06", 1)
	for file, want := range map[string]bool{
		"": false, "/Filter/FlateDecode/Resources<</Font<</Arial#20Bold": false, "/Filter [ /ASCII85Decode\n/DCTDecode ]": false,
		"/Filter/Standard/O(a#b)": false, "/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7": false, "/Filters 7 0 R": false, "/FilterX#20": false,
		"/Filter/JPXDecode": true, "/Filter[/FlateDecode /JPXDecode]": true, "/Filter 6 0 R": true, "/Filter[/FlateDecode 6 0 R]": true,
		"/Filter\x006 0 R": true, "/Filter% as below\n/JPXDecode": true, "/Filter[": true, "/Filter": true, "/Filter/#4aPXDecode": true, "/F#69lter/DCTDecode": true,
		"/Filter/JBIG2Decode>>stream\r\n" + pixels(9): false, "/Filter[/JBIG2Decode]>>\nstream\n" + pixels(9000): false,
		"/Filter/JBIG2Decode>>stream\n" + shapes: true, "/Filter/JBIG2Decode": true, "/Filter/JBIG2Decode>>stream\n" + pixels(9)[:20]: true,
	} {
		if got := spreads([]byte(file)); got != want {
			t.Errorf("%.60q: %v", file, got)
		}
	}
}

// A block of a scan is black as a whole; what has none grows by the smoothing
// alone, and what does not say how coarse it is by the most.
func TestSpread(t *testing.T) {
	a4 := image.Rect(0, 0, 595, 842)
	picture := func(w, h int, filter string) string {
		return fmt.Sprintf("5 0 obj<</Type/XObject/Subtype/Image/Width %d/Height %d/Filter%s/Length 9>>stream\n", w, h, filter)
	}
	const most = pdfBlur + 50      // 18 pixels of 72 an inch
	const furthest = pdfBlur + 139 // 50
	half := "\xff\xd8\xff\xc0\x00\x11\x08\x00\x09\x00\x09\x03\x01\x22\x00\x02\x11\x00\x03\x11\x00\xff\xda\x00\x02"
	jpeg := func(w, h int) string { return picture(w, h, "/DCTDecode") + half }
	quarter := "\xff\xd8\xff\xc0\x00\x11\x08\x00\x09\x00\x09\x03\x01\x41\x00\x02\x11\x00\x03\x11\x00\xff\xda\x00\x02"
	for name, c := range map[string]struct {
		file string
		want int
	}{
		"ok/no picture":                  {"%PDF-1.4", pdfBlur},
		"ok/fax":                         {picture(2480, 3508, "/CCITTFaxDecode"), pdfBlur},
		"ok/deflated":                    {picture(2480, 3508, "/FlateDecode"), pdfBlur},
		"ok/scan at 300 dpi":             {jpeg(2480, 3508), pdfBlur + 13},
		"ok/scan at 200 dpi":             {jpeg(1654, 2339), pdfBlur + 19},
		"ok/scan at 200 dpi on its side": {jpeg(2339, 1654), pdfBlur + 19},
		"ok/scan at 100 dpi":             {jpeg(827, 1170), pdfBlur + 37},
		"ok/scan at 75 dpi":              {jpeg(620, 877), pdfBlur + 49},
		"ok/wide blocks":                 {picture(1654, 2339, "/DCTDecode") + quarter, pdfBlur + 35},
		"ok/in an array":                 {picture(2480, 3508, "[/DCTDecode]") + half, pdfBlur + 13},
		"ok/packed again":                {picture(2480, 3508, "[/FlateDecode/DCTDecode]"), pdfBlur + 34},
		"ok/progressive":                 {strings.Replace(jpeg(2480, 3508), "\xff\xc0", "\xff\xc2", 1), pdfBlur + 34},
		"ok/the coarsest counts":         {jpeg(2480, 3508) + jpeg(827, 1170), pdfBlur + 37},
		"ok/cut from a larger page":      {"/MediaBox [0 0 1190 1684]" + jpeg(2480, 3508), pdfBlur + 25},
		"unknown/logo":                   {jpeg(200, 80), most},
		"unknown/a strip":                {jpeg(2480, 128), most},
		"unknown/size in another object": {strings.Replace(jpeg(2480, 3508), "/Width 2480", "/Width 12 0 R", 1), most},
		"unknown/no size":                {"BI /F/DCT ID", furthest},
		"unknown/boxes may be packed":    {"/Type/ObjStm" + jpeg(2480, 3508), most},
	} {
		t.Run(name, func(t *testing.T) {
			if got := spread([]byte(c.file), a4, pdfDPI); got != c.want {
				t.Errorf("%d pixels, want %d", got, c.want)
			}
		})
	}
}
