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

// maxDecoded is what a decoder may need for its pixels and coefficients, by
// arithmetic from the header. Forty megapixels fit as 16-bit RGBA or as a
// progressive 4:2:0 JPEG, the largest that a phone or a scanner makes. The
// limit in confine lies above it and catches what lies about its header.
const maxDecoded = 330_000_000

// page is one decoded page, not yet turned or shrunk.
type page struct {
	format        wire.Format
	pages         int
	width, height int // upright
	orientation   uint8
	block         image.Point // the pixels that the file's compression mixes
	blur          int         // how far drawing the page mixed its details, in pixels
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
	if bytes.HasPrefix(d.file, []byte("%PDF-")) {
		return d.openPDF(q)
	}
	f, ok := sniff(d.file)
	if !ok {
		return page{}, wire.NotAnImage
	}
	if q.Page != 0 {
		return page{}, wire.PageMissing
	}
	c, err := f.config(bytes.NewReader(d.file))
	if err != nil || c.Width < 1 || c.Height < 1 {
		return page{}, wire.Unreadable
	}
	if c.Width > wire.MaxSource || c.Height > wire.MaxSource || c.Width*c.Height > wire.MaxSource {
		return page{}, wire.ImageTooLarge
	}
	if c.Width*c.Height*perPixel(c.ColorModel, f.format, d.file) > maxDecoded {
		return page{}, wire.ImageTooLarge
	}
	m, err := f.decode(bytes.NewReader(d.file))
	if err != nil || m.Bounds().Dx() != c.Width || m.Bounds().Dy() != c.Height {
		return page{}, wire.Unreadable
	}
	p := page{format: f.format, pages: 1, width: c.Width, height: c.Height, pixels: m}
	about := f.meta(d.file)
	p.orientation = orientation(about.exif)
	if q.Op != wire.Grey { // codes are read without colours
		p.colours = profile(about.icc)
	}
	p.block = block(m, f.format, d.file)
	if p.orientation > 4 {
		p.width, p.height = p.height, p.width
	}
	return p, wire.OK
}

// block is the size of what a lossy compression mixes, 1 x 1 where there is none.
func block(m image.Image, format wire.Format, file []byte) image.Point {
	if format == wire.FormatJPEG {
		return mcu(file)
	}
	switch m.(type) {
	case *image.YCbCr, *image.NYCbCrA: // a macroblock of VP8
		return image.Pt(16, 16)
	default:
		return image.Pt(1, 1)
	}
}

// perPixel is how many bytes a decoder holds for each pixel, at most. A
// progressive JPEG keeps four bytes for every sample until its last scan.
func perPixel(m color.Model, format wire.Format, file []byte) int {
	switch m {
	case color.GrayModel, color.AlphaModel:
		if format == wire.FormatJPEG && progressive(file) {
			return 5
		}
		return 1
	case color.Gray16Model:
		return 2
	case color.YCbCrModel:
		if format == wire.FormatJPEG && progressive(file) {
			if subsampled(file) {
				return 8 // 1.5 x (4+1)
			}
			return 15
		}
		return 3
	case color.NRGBA64Model, color.RGBA64Model:
		return 8
	case color.CMYKModel:
		if progressive(file) {
			return 24
		}
		return 8 // the planes, and the interleaved copy
	default:
		return 4
	}
}
