package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"

	"vouchdesk/internal/docrender/wire"
)

// heapLimit is where Go starts to collect: below it a worker is gone before
// collecting would have paid.
const heapLimit = 200 << 20

// raster is finished pixels: one byte each, or four (red, green, blue, 255).
// Rows of the stored picture are put where they stand in the upright one, so
// that there is never a second copy.
type raster struct {
	pix     []byte
	w, h, n int

	start, across, down int // where a stored pixel goes, in pixels
}

// newRaster is for a stored picture of w x h that orientation shows.
func newRaster(w, h, n int, orientation uint8) *raster {
	r := &raster{w: w, h: h, n: n, across: 1, down: w}
	if orientation > 4 {
		r.w, r.h = h, w
		r.across, r.down = r.w, 1
	}
	right, last := r.w-1, r.w*(r.h-1)
	switch orientation {
	case 2: // mirrored
		r.start, r.across = right, -1
	case 3: // upside down
		r.start, r.across, r.down = last+right, -1, -r.w
	case 4: // both
		r.start, r.down = last, -r.w
	case 6: // to be turned clockwise
		r.start, r.down = right, -1
	case 7: // mirrored and to be turned
		r.start, r.across, r.down = last+right, -r.w, -1
	case 8: // to be turned the other way
		r.start, r.across = last, -r.w
	}
	return r
}

// put places row y of the stored picture.
func (r *raster) put(y int, row []byte) {
	if r.pix == nil {
		r.pix = make([]byte, r.w*r.h*r.n)
	}
	to := r.start + y*r.down
	switch {
	case r.across == 1:
		copy(r.pix[to*r.n:], row)
	case r.n == 1:
		for _, v := range row {
			r.pix[to] = v
			to += r.across
		}
	default:
		for ; len(row) >= 4; row = row[4:] {
			copy(r.pix[4*to:4*to+4], row)
			to += r.across
		}
	}
}

// size is the largest the request allows of a w x h image, never larger than it.
func size(w, h int, q wire.Request) (int, int) {
	k := min(1, math.Sqrt(float64(q.MaxPixels)/(float64(w)*float64(h))))
	if q.MaxSide > 0 {
		k = min(k, float64(q.MaxSide)/float64(max(w, h)))
	}
	ow, oh := max(1, int(float64(w)*k)), max(1, int(float64(h)*k))
	// A line one pixel high keeps that pixel, so its length has to give.
	return min(ow, q.MaxPixels/oh), oh
}

// shrink converts, blackens, crops, scales and turns in one pass over strips of
// rows, so that next to the decoder's pixels there is only the answer in memory.
func shrink(m image.Image, q wire.Request, edit plan) *raster {
	b := edit.crop
	n := 4
	if q.Op == wire.Grey {
		n = 1
	}
	w, h := size(b.Dx(), b.Dy(), q)
	out := newRaster(w, h, n, edit.orientation)
	whole := w == m.Bounds().Dx() && h == m.Bounds().Dy()
	if page, ok := m.(*image.RGBA); ok && edit.opaque && n == 4 && whole && edit.orientation < 2 {
		out.pix = page.Pix // as MuPDF drew it, blackened in place below
	}
	if w == b.Dx() && h == b.Dy() {
		rows(m, n, edit, out.put)
		return out
	}
	rows(m, n, edit, newScaler(b.Dx(), b.Dy(), w, h, out).row)
	return out
}

// rows calls yield with every row that is kept, n bytes a pixel, on white where
// m is transparent and black where it is to be.
func rows(m image.Image, n int, edit plan, yield func(y int, row []byte)) {
	b := edit.crop
	finish := func(y int, row []byte) {
		if edit.colours != nil && n == 4 {
			edit.colours.convert(row)
		}
		edit.blacken(b.Min.Y+y, row, n)
		yield(y, row)
	}
	grey := make([]byte, b.Dx())
	switch g := m.(type) {
	case *image.Gray:
		if n == 1 {
			for y := range b.Dy() {
				finish(y, g.Pix[g.PixOffset(b.Min.X, b.Min.Y+y):][:b.Dx()])
			}
			return
		}
	case *image.YCbCr:
		if n == 1 {
			for y := range b.Dy() {
				finish(y, g.Y[g.YOffset(b.Min.X, b.Min.Y+y):][:b.Dx()])
			}
			return
		}
	case *image.RGBA:
		if edit.opaque {
			for y := range b.Dy() {
				row := g.Pix[g.PixOffset(b.Min.X, b.Min.Y+y):][:4*b.Dx()]
				if n == 1 {
					luma(grey, row)
					row = grey
				}
				finish(y, row)
			}
			return
		}
	}
	const tall = 16
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), tall))
	for top := 0; top < b.Dy(); top += tall {
		draw.Draw(strip, strip.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
		draw.Draw(strip, strip.Rect, m, b.Min.Add(image.Pt(0, top)), draw.Over)
		for y := top; y < min(top+tall, b.Dy()); y++ {
			row := strip.Pix[(y-top)*strip.Stride:][:4*b.Dx()]
			if n == 1 {
				luma(grey, row)
				row = grey
			}
			finish(y, row)
		}
	}
}

// luma is ITU-R BT.601, as in JPEG.
func luma(dst, rgba []byte) {
	for i := range dst {
		p := rgba[4*i : 4*i+3 : 4*i+3]
		dst[i] = byte((19595*uint32(p[0]) + 38470*uint32(p[1]) + 7471*uint32(p[2]) + 1<<15) >> 16)
	}
}

// encode writes a page afresh: nothing of the file's own bytes, and so none of
// its metadata, is in it.
func encode(r *raster) ([]byte, wire.Status) {
	var b bytes.Buffer
	m := &image.RGBA{Pix: r.pix, Stride: 4 * r.w, Rect: image.Rect(0, 0, r.w, r.h)}
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 88}); err != nil {
		return nil, wire.Unreadable
	}
	return b.Bytes(), wire.OK
}
