package main

import (
	"errors"
	"image"
	"math"
	"runtime"

	"github.com/gen2brain/go-fitz"

	"vouchdesk/internal/docrender/wire"
)

const (
	pdfDPI    = 200       // an A4 page is then four megapixels
	pdfPixels = 8_000_000 // the binding holds three copies of a page at once
	pdfStore  = 64 << 20  // MuPDF's cache of fonts and images
)

// openPDF renders one page at the resolution its bounds allow. MuPDF stops the
// process on a pixmap it cannot have, so the bounds are read first; and its
// page count is what the file claims, so a page within it can still be missing.
func (d *document) openPDF(q wire.Request) (page, wire.Status) {
	if d.pdf == nil {
		fitz.MaxStore = pdfStore
		doc, err := fitz.NewFromMemory(d.file)
		if err != nil {
			return page{}, wire.Unreadable
		}
		// Never closed: the process ends with the document, and closing one
		// that damaged MuPDF's lists is one more chance for it to go wrong.
		d.pdf = doc
		d.partial = d.heard.any() || undrawn(d.file)
	}
	doc := d.pdf
	pages := doc.NumPage()
	switch {
	case pages < 1:
		return page{}, wire.Unreadable
	case pages > wire.MaxPages:
		return page{}, wire.TooManyPages
	case q.Page >= pages:
		return page{}, wire.PageMissing
	}
	bounds, err := doc.Bound(q.Page)
	if err != nil {
		return page{}, missing(err)
	}
	if bounds.Min != (image.Point{}) {
		// The binding copies as many pixels as if the page began at its
		// origin; PDF pages do, and anything else would read past them.
		return page{}, wire.Unreadable
	}
	dpi, ok := resolution(bounds, q)
	if !ok {
		return page{}, wire.Unreadable
	}
	p := page{
		format: wire.FormatPDF, pages: pages, width: bounds.Dx(), height: bounds.Dy(),
		opaque: true, block: image.Pt(1, 1), blur: pdfBlur, spreads: spreads(d.file),
	}
	if len(q.Edit.Black) > 0 && !p.spreads {
		all, ok := d.pictures(q.Page)
		for _, s := range all {
			p.lossy = append(p.lossy, s.on(dpi/72))
		}
		p.spreads = !ok
	}
	if p.pixels, err = doc.ImageDPI(q.Page, dpi); err != nil {
		return page{}, missing(err)
	}
	// Also of the pages after it: what MuPDF has got of a broken picture it
	// shows there too, and does not complain again.
	d.partial = d.heard.any() || d.partial
	return p, wire.OK
}

// pictures is where a page shows what black has to mind. It is asked again each
// time somebody moves an edge.
func (d *document) pictures(n int) ([]shown, bool) {
	of, known := d.minded[n]
	if !known {
		unit, ok := coarsest(d.file)
		if of.ok = ok; ok && unit > 0 { // or writing large exact pictures as PNG would take its time
			svg, err := d.pdf.SVG(n)
			of.all, of.ok = pictures(svg, unit)
			of.ok = of.ok && err == nil
		}
		if d.minded == nil {
			d.minded = map[int]minded{}
		}
		d.minded[n] = of
		runtime.GC() // the page's pictures were in it
	}
	return of.all, of.ok
}

func missing(err error) wire.Status {
	if errors.Is(err, fitz.ErrPageMissing) || errors.Is(err, fitz.ErrLoadPage) {
		return wire.PageMissing
	}
	return wire.Unreadable
}

// resolution is pdfDPI, or what keeps the page within its pixels and sides.
// The two points of margin are MuPDF rounding the bounds outwards.
func resolution(bounds image.Rectangle, q wire.Request) (float64, bool) {
	w, h := float64(bounds.Dx())+2, float64(bounds.Dy())+2
	if bounds.Empty() || w > 1e6 || h > 1e6 {
		return 0, false
	}
	dpi := min(pdfDPI, 72*math.Sqrt(float64(min(pdfPixels, q.MaxPixels))/(w*h)))
	if q.MaxSide > 0 {
		kept := onStored(q.Edit.Crop, turned(1, q.Edit.Turn))
		if q.Edit.Crop != (wire.Area{}) {
			w *= float64(kept.Right-kept.Left) / wire.Whole
			h *= float64(kept.Bottom-kept.Top) / wire.Whole
		}
		dpi = min(dpi, 72*float64(q.MaxSide)/max(w, h))
	}
	return dpi, true
}
