package main

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/gen2brain/go-fitz"

	"vouchdesk/internal/docrender/wire"
	"vouchdesk/internal/paper"
	"vouchdesk/internal/resident"
)

// What a file says about itself is read before any limit but the caps holds.
func FuzzHeaders(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x22Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x08eXIfMM\x00*\x00\x00\x00\x08\x00\x00\x00\x00"))
	f.Add([]byte("RIFF\x20\x00\x00\x00WEBPEXIF\x08\x00\x00\x00II*\x00\x08\x00\x00\x00"))
	f.Add([]byte("II*\x00\x08\x00\x00\x00\xff\xff\x12\x01\x03\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, ok := sniff(b)
		if !ok {
			return
		}
		about := p.meta(b)
		if o := orientation(about.exif); o > 8 {
			t.Errorf("orientation %d", o)
		}
		if n := need(image.Config{ColorModel: color.YCbCrModel, Width: 9, Height: 9}, p.format, b); n < 1 {
			t.Errorf("%d bytes", n)
		}
		if p.format == wire.FormatTIFF {
			for _, at := range directories(b) {
				choose(b, at)
				_ = metaOfTIFF(b)
				if x, err := newFaxPage(b); err == nil && x != nil && x.width <= 1<<10 && x.height <= 1<<10 {
					_, _ = x.decode()
				}
				if j, err := newJPEGPage(b); err == nil && j != nil && j.width*j.height <= 1<<16 {
					_, _, _ = j.decode()
				}
			}
		}
	})
}

func TestResolution(t *testing.T) {
	for name, c := range map[string]struct {
		w, h, side int
		dpi        float64 // 0: refused
	}{
		"ok/a4":            {w: 595, h: 842, dpi: 200},
		"ok/a4 on display": {w: 595, h: 842, side: 844, dpi: 72},
		"ok/one point":     {w: 1, h: 1, dpi: 200},
		"ok/huge":          {w: 14400, h: 14400, dpi: 72 * math.Sqrt(pdfPixels) / 14402},
		"ok/a line":        {w: 900000, h: 1, dpi: 72 * math.Sqrt(pdfPixels/(900002.0*3))},
		"refused/empty":    {w: 0, h: 10},
		"refused/beyond":   {w: 2000000, h: 10},
	} {
		t.Run(name, func(t *testing.T) {
			dpi, ok := resolution(image.Rect(0, 0, c.w, c.h), wire.Request{MaxPixels: wire.MaxPixels, MaxSide: c.side})
			if ok != (c.dpi != 0) || math.Abs(dpi-c.dpi) > 1e-6 {
				t.Errorf("%v, %v, want %v", dpi, ok, c.dpi)
			}
		})
	}
}

func TestSize(t *testing.T) {
	for name, c := range map[string]struct{ w, h, pixels, side, ow, oh int }{
		"ok/as it is":         {600, 400, 1e6, 0, 600, 400},
		"ok/by side":          {600, 400, 1e6, 300, 300, 200},
		"ok/by pixels":        {8000, 5000, 16e6, 0, 5059, 3162},
		"ok/never larger":     {6, 4, 1e6, 300, 6, 4},
		"ok/a line":           {40e6, 1, 16e6, 0, 16e6, 1},
		"ok/a line to a side": {40e6, 1, 16e6, 100, 100, 1},
	} {
		t.Run(name, func(t *testing.T) {
			ow, oh := size(c.w, c.h, wire.Request{MaxPixels: c.pixels, MaxSide: c.side})
			if ow != c.ow || oh != c.oh {
				t.Errorf("%d x %d, want %d x %d", ow, oh, c.ow, c.oh)
			}
		})
	}
}

// Shrinking keeps the mean: no line of the source counts twice or not at all.
func TestShrinkKeepsTheMean(t *testing.T) {
	for _, c := range [][3]int{{97, 61, 50}, {100, 100, 99}, {64, 48, 7}, {5, 300, 13}} {
		m := image.NewGray(image.Rect(0, 0, c[0], c[1]))
		sum := 0
		for i := range m.Pix {
			m.Pix[i] = byte(i * 37 % 251)
			sum += int(m.Pix[i])
		}
		r := shrink(m, wire.Request{Op: wire.Grey, MaxPixels: wire.MaxPixels, MaxSide: c[2]}, plan{crop: m.Rect})
		got := 0
		for _, v := range r.pix {
			got += int(v)
		}
		if a, b := float64(sum)/float64(len(m.Pix)), float64(got)/float64(len(r.pix)); math.Abs(a-b) > 0.6 {
			t.Errorf("%v: mean %.2f became %.2f", c, a, b)
		}
	}
}

// TestASlipReadsBack holds what people take home against a reader that is not
// the writer's: every word is there, in both languages, letters of Welsh too.
func TestASlipReadsBack(t *testing.T) {
	heading, rows := paper.Slip{
		Ref: "EB-0184", Day: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC), By: time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC),
		How: resident.Post, Seen: []paper.Pair{{En: "Birth certificate", Cy: "Tystysgrif geni y Tŷ Gŵydd"}},
	}.Sheet()
	for name, large := range map[string]bool{"ordinary": false, "large": true} {
		t.Run(name, func(t *testing.T) {
			pdf, err := paper.Sheet{Heading: heading, Rows: rows, Large: large}.PDF()
			if err != nil {
				t.Fatal(err)
			}
			doc, err := fitz.NewFromMemory(pdf)
			if err != nil {
				t.Fatal(err)
			}
			defer doc.Close() //nolint:errcheck // only read
			text := ""
			for page := range doc.NumPage() {
				more, err := doc.Text(page)
				if err != nil {
					t.Fatal(err)
				}
				text += strings.Join(strings.Fields(more), " ") + " "
			}
			for _, want := range []string{
				"EB-0184", "22 November 2026", "22 Tachwedd 2026", "Birth certificate", "Tystysgrif geni y Tŷ Gŵydd",
				"By 27 November 2026 at the latest.", "Erbyn 27 Tachwedd 2026 fan bellaf.", "Beth sy'n digwydd nesaf",
			} {
				if !strings.Contains(text, want) {
					t.Errorf("%q is not in %q", want, text)
				}
			}
		})
	}
}
