package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"vouchdesk/internal/docrender/wire"
)

// budget is what a picture may need, by arithmetic from its header: the file,
// what its decoder holds, and the answer. It lies below dataLimit by what the
// runtime has before it begins; that limit catches what lies about its header.
const budget = 200_000_000

// leastAnswer is the fewest pixels an answer is brought down to.
const leastAnswer = 4_000_000

// page is one decoded page, not yet turned or shrunk.
type page struct {
	format        wire.Format
	pages         int
	width, height int // upright
	maxPixels     int // of the answer, by what memory is left for it
	orientation   uint8
	block         image.Point // the pixels that the file's compression mixes
	opaque        bool        // it hides what is behind it everywhere
	spreads       bool        // its compression lets what a place shows into others
	blur          int         // how far drawing the page mixed its details, in pixels
	lossy         []lossy     // where it shows pictures in blocks of their own
	colours       *colours    // nil: sRGB as it is
	pixels        image.Image
}

// picture is how one image format is read.
type picture struct {
	format wire.Format
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	meta   func([]byte) meta
}

func sniff(file []byte) (picture, bool) {
	at := func(i int, s string) bool { return len(file) >= i+len(s) && string(file[i:i+len(s)]) == s }
	switch {
	case at(0, "\xff\xd8\xff"):
		return picture{wire.FormatJPEG, jpeg.DecodeConfig, jpeg.Decode, metaOfJPEG}, true
	case at(0, "\x89PNG\r\n\x1a\n"):
		return picture{wire.FormatPNG, png.DecodeConfig, png.Decode, metaOfPNG}, true
	case at(0, "II*\x00"), at(0, "MM\x00*"):
		return picture{wire.FormatTIFF, tiff.DecodeConfig, tiff.Decode, metaOfTIFF}, true
	case at(0, "RIFF") && at(8, "WEBP"):
		return picture{wire.FormatWebP, webp.DecodeConfig, webp.Decode, metaOfWebP}, true
	default:
		return picture{}, false
	}
}

// open decodes the page that is asked for, by the file's first bytes alone: a
// name or a declared type is the sender's claim.
func (d *document) open(q wire.Request) (page, wire.Status) {
	f, ok := sniff(d.file)
	if !ok {
		// Mail gateways and some office scanners put something before a PDF.
		const before = 1024
		at := bytes.Index(d.file[:min(len(d.file), before)], []byte("%PDF-"))
		if at < 0 {
			return page{}, wire.NotAnImage
		}
		d.file = d.file[at:] // MuPDF is not to take it for any other kind
		return d.openPDF(q)
	}
	p := page{format: f.format, pages: 1}
	if f.format == wire.FormatTIFF {
		if d.directories == nil {
			d.directories = directories(d.file)
		}
		switch p.pages = len(d.directories); {
		case p.pages < 1:
			return page{}, wire.Unreadable
		case p.pages > wire.MaxPages:
			return page{}, wire.TooManyPages
		case q.Page < p.pages:
			choose(d.file, d.directories[q.Page])
		}
	}
	if q.Page >= p.pages {
		return page{}, wire.PageMissing
	}
	status := p.decode(f, d.file, q)
	if status == wire.ImageTooLarge && f.format == wire.FormatJPEG && p.width*p.height <= wire.MaxSource && progressive(d.file) {
		p, status = d.wrapped(p.width, p.height, q)
	}
	if status != wire.OK {
		return page{}, status
	}
	about := f.meta(d.file)
	p.orientation = orientation(about.exif)
	if q.Op != wire.Grey { // codes are read without colours
		p.colours = profile(about.icc)
	}
	if p.orientation > 4 {
		p.width, p.height = p.height, p.width
	}
	return p, wire.OK
}

// decode fills in the pixels, if they fit.
func (p *page) decode(f picture, file []byte, q wire.Request) wire.Status {
	if f.format == wire.FormatTIFF {
		switch x, err := newFaxPage(file); {
		case err != nil:
			return wire.Unreadable
		case x != nil:
			return p.decodeFaxPage(x, q)
		}
		switch j, err := newJPEGPage(file); {
		case err != nil:
			return wire.Unreadable
		case j != nil:
			return p.decodeJPEGPage(j, q)
		}
	}
	c, err := f.config(bytes.NewReader(file))
	if err != nil || c.Width < 1 || c.Height < 1 {
		return wire.Unreadable
	}
	p.width, p.height = c.Width, c.Height
	if !p.fits(file, q, func() int { return need(c, f.format, file) }) {
		return wire.ImageTooLarge
	}
	m, err := f.decode(bytes.NewReader(file))
	if err != nil || m.Bounds().Dx() != c.Width || m.Bounds().Dy() != c.Height {
		return wire.Unreadable
	}
	p.pixels = m
	p.block, p.spreads = block(m, f.format)
	return wire.OK
}

func (p *page) decodeFaxPage(x *faxPage, q wire.Request) wire.Status {
	p.width, p.height = x.width, x.height
	if !p.fits(x.file, q, x.need) {
		return wire.ImageTooLarge
	}
	m, err := x.decode()
	if err != nil {
		return wire.Unreadable
	}
	p.pixels, p.block = m, image.Pt(1, 1)
	return wire.OK
}

func (p *page) decodeJPEGPage(j *jpegPage, q wire.Request) wire.Status {
	p.width, p.height = j.width, j.height
	if !p.fits(j.file, q, j.need) {
		return wire.ImageTooLarge
	}
	m, block, err := j.decode()
	if err != nil {
		return wire.Unreadable
	}
	p.pixels, p.block = m, block
	if j.bw%block.X != 0 || j.bh%block.Y != 0 {
		p.blur = max(block.X, block.Y) // each part has a grid of its own
	}
	return wire.OK
}

// fits says whether the picture is within the pixels and the memory, and how
// much of that is left for the answer: rather a smaller one than none.
func (p *page) fits(file []byte, q wire.Request, need func() int) bool {
	w, h := p.width, p.height
	if w > wire.MaxSource || h > wire.MaxSource || w*h > wire.MaxSource {
		return false
	}
	p.maxPixels = budget - need() - len(file)
	if q.Op != wire.Grey {
		p.maxPixels /= 4
	}
	ow, oh := size(w, h, q) // a crop makes it smaller still
	return p.maxPixels >= min(ow*oh, leastAnswer)
}

// block is the size of what a lossy compression mixes, 1 x 1 where there is none.
// Lossy WebP has no such size: VP8 stores each block as the difference from what
// its neighbours foretell, in steps, so how a kept pixel is rounded may depend on
// any block above or to the left of it.
func block(m image.Image, format wire.Format) (size image.Point, spreads bool) {
	if format == wire.FormatJPEG {
		return unit(m), false
	}
	switch m.(type) {
	case *image.YCbCr, *image.NYCbCrA:
		return image.Pt(1, 1), true
	default:
		return image.Pt(1, 1), false
	}
}

// need is how many bytes a decoder holds, at most.
func need(c image.Config, format wire.Format, file []byte) int {
	pixels := c.Width * c.Height
	switch format {
	case wire.FormatJPEG:
		return pixels * perPixelJPEG(c.ColorModel, file) / 2
	case wire.FormatWebP:
		if c.ColorModel == color.YCbCrModel {
			return 2 * pixels
		}
		return 9 * pixels // the pixels, and what a transform makes of them
	case wire.FormatTIFF:
		return pixels*perPixel(c.ColorModel) + packed(file, c.Width, c.Height)
	default:
		if len(file) > 28 && file[28] != 0 { // interlaced: the last pass lies beside the whole
			return pixels * perPixel(c.ColorModel) * 3 / 2
		}
		return pixels * perPixel(c.ColorModel)
	}
}

func perPixel(m color.Model) int {
	switch m {
	case color.GrayModel, color.AlphaModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.NRGBA64Model, color.RGBA64Model:
		return 8
	default:
		if _, ok := m.(color.Palette); ok {
			return 1
		}
		return 4
	}
}

// perPixelJPEG is in half bytes. A progressive file keeps four bytes for every
// sample until its last scan.
func perPixelJPEG(m color.Model, file []byte) int {
	samples := 6 // three planes, in halves
	switch {
	case m == color.GrayModel:
		samples = 2
	case m == color.CMYKModel:
		samples = 8
	case subsampled(file):
		samples = 3
	}
	n := samples
	if progressive(file) {
		n = 5 * samples
	}
	if m == color.CMYKModel || m == color.RGBAModel {
		n += 8 // the interleaved copy
	}
	return n
}
