package main

import (
	"fmt"
	"image"
	"math"
	"strconv"

	"github.com/gen2brain/go-fitz"

	"vouchdesk/internal/docrender/wire"
)

// wrapPixels is the largest answer where MuPDF draws a picture whose
// coefficients lie beside it in memory.
const wrapPixels = 4_400_000

// wrapped draws a progressive JPEG that this program's own decoder has no room
// for: MuPDF's holds two bytes for every sample instead of five, and makes it
// smaller while it decodes. It is given the file as the one picture of a page
// of PDF.
func (d *document) wrapped(w, h int, q wire.Request) (page, wire.Status) {
	space := "DeviceRGB"
	coefficients := 6 * w * h
	switch _, _, samples := frame(d.file); {
	case samples == 1:
		space, coefficients = "DeviceGray", 2*w*h
	case samples != 3:
		return page{}, wire.ImageTooLarge
	case subsampled(d.file):
		coefficients = 3 * w * h
	}
	if w > 20_000 || h > 20_000 || coefficients+len(d.file)+3*wrapPixels+w*h > budget {
		return page{}, wire.ImageTooLarge
	}
	if d.pdf == nil {
		whole, at := wrap(d.file, w, h, space)
		fitz.MaxStore = pdfStore
		doc, err := fitz.NewFromMemory(whole)
		if err != nil {
			return page{}, wire.Unreadable
		}
		d.pdf, d.file = doc, whole[at:at+len(d.file)] // one copy is enough
	}
	q.MaxPixels = min(q.MaxPixels, wrapPixels)
	dpi, ok := resolution(image.Rect(0, 0, w, h), q)
	if !ok {
		return page{}, wire.ImageTooLarge
	}
	m, err := d.pdf.ImageDPI(0, dpi)
	if err != nil || missed(m) {
		return page{}, wire.Unreadable
	}
	d.partial = d.heard.any() || d.partial
	return page{
		format: wire.FormatJPEG, pages: 1, width: w, height: h, opaque: true,
		block: image.Pt(1, 1), blur: pdfBlur + int(math.Ceil(float64(reading(d.file))*dpi/72)), pixels: m,
	}, wire.OK
}

// wrap is a PDF of one page that file covers, and where in it file begins. The
// page beneath is of a colour that no picture is in all its corners, so that a
// picture that was not drawn is found out.
func wrap(file []byte, w, h int, space string) (whole []byte, at int) {
	whole = make([]byte, 0, len(file)+1200)
	var offsets []int
	object := func(format string, a ...any) {
		offsets = append(offsets, len(whole))
		whole = fmt.Appendf(whole, strconv.Itoa(len(offsets))+" 0 obj"+format+"\nendobj\n", a...)
	}
	whole = append(whole, "%PDF-1.4\n"...)
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>", w, h)
	content := fmt.Sprintf("1 0 1 rg 0 0 %d %d re f %d 0 0 %d 0 0 cm /I Do", w, h, w, h)
	object("<</Length %d>>stream\n%s\nendstream", len(content), content)
	offsets = append(offsets, len(whole))
	whole = fmt.Appendf(whole, "5 0 obj<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/%s/Filter/DCTDecode/Length %d>>stream\n",
		w, h, space, len(file))
	at = len(whole)
	whole = append(append(whole, file...), "\nendstream\nendobj\n"...)
	xref := len(whole)
	whole = fmt.Appendf(whole, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		whole = fmt.Appendf(whole, "%010d 00000 n \n", o)
	}
	return fmt.Appendf(whole, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, xref), at
}

// missed says whether the colour beneath shows in the middle and all corners.
func missed(m *image.RGBA) bool {
	w, h := m.Rect.Dx()-1, m.Rect.Dy()-1
	for _, p := range []image.Point{{w / 2, h / 2}, {0, 0}, {w, 0}, {0, h}, {w, h}} {
		if c := m.RGBAAt(p.X, p.Y); c.R != 255 || c.G != 0 || c.B != 255 {
			return false
		}
	}
	return true
}
