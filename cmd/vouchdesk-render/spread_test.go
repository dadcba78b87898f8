package main

import (
	"fmt"
	"image"
	"strings"
	"testing"
)

// A block of a scan is black as a whole; what has none grows by the smoothing
// alone, and what does not say how coarse it is by the most.
func TestSpread(t *testing.T) {
	a4 := image.Rect(0, 0, 595, 842)
	picture := func(w, h int, filter string) string {
		return fmt.Sprintf("5 0 obj<</Type/XObject/Subtype/Image/Width %d/Height %d/Filter%s/Length 9>>stream\n", w, h, filter)
	}
	const most = pdfBlur + 50 // 18 pixels of 72 an inch
	quarter := "\xff\xd8\xff\xc0\x00\x11\x08\x00\x09\x00\x09\x03\x01\x41\x00\x02\x11\x00\x03\x11\x00\xff\xda\x00\x02"
	for name, c := range map[string]struct {
		file string
		want int
	}{
		"ok/no picture":                    {"%PDF-1.4", pdfBlur},
		"ok/fax":                           {picture(2480, 3508, "/CCITTFaxDecode"), pdfBlur},
		"ok/deflated":                      {picture(2480, 3508, "/FlateDecode"), pdfBlur},
		"ok/scan at 300 dpi":               {picture(2480, 3508, "/DCTDecode"), pdfBlur + 13},
		"ok/scan at 200 dpi":               {picture(1654, 2339, "/DCTDecode"), pdfBlur + 19},
		"ok/scan at 200 dpi on its side":   {picture(2339, 1654, "/DCTDecode"), pdfBlur + 19},
		"ok/scan at 100 dpi":               {picture(827, 1170, "/DCTDecode"), pdfBlur + 37},
		"ok/scan at 75 dpi":                {picture(620, 877, "/DCTDecode"), pdfBlur + 49},
		"ok/wide blocks":                   {picture(1654, 2339, "/DCTDecode") + quarter, pdfBlur + 35},
		"ok/in an array":                   {picture(2480, 3508, "[/FlateDecode/DCTDecode]"), pdfBlur + 13},
		"ok/jpeg 2000":                     {picture(2480, 3508, "/JPXDecode"), pdfBlur + 13},
		"ok/the coarsest counts":           {picture(2480, 3508, "/DCTDecode") + picture(827, 1170, "/DCTDecode"), pdfBlur + 37},
		"ok/cut from a larger page":        {"/MediaBox [0 0 1190 1684]" + picture(2480, 3508, "/DCTDecode"), pdfBlur + 25},
		"unknown/logo":                     {picture(200, 80, "/DCTDecode"), most},
		"unknown/a strip":                  {picture(2480, 128, "/DCTDecode"), most},
		"unknown/size in another object":   {strings.Replace(picture(2480, 3508, "/DCTDecode"), "/Width 2480", "/Width 12 0 R", 1), most},
		"unknown/filter in another object": {picture(200, 80, " 7 0 R"), most},
		"unknown/no size":                  {"BI /F/DCT ID", most},
		"unknown/boxes may be packed":      {"/Type/ObjStm" + picture(2480, 3508, "/DCTDecode"), most},
	} {
		t.Run(name, func(t *testing.T) {
			if got := spread([]byte(c.file), a4, pdfDPI); got != c.want {
				t.Errorf("%d pixels, want %d", got, c.want)
			}
		})
	}
}
