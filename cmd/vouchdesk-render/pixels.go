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
const heapLimit = 448 << 20

// raster is finished pixels: one byte each, or four (red, green, blue, 255).
type raster struct {
	pix     []byte
	w, h, n int
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

// shrink converts, blackens, crops and scales in one pass over strips of rows,
// so that next to the decoder's pixels there is only the answer in memory.
func shrink(m image.Image, q wire.Request, edit plan) raster {
	b := edit.crop
	n := 4
	if q.Op == wire.Grey {
		n = 1
	}
	w, h := size(b.Dx(), b.Dy(), q)
	out := raster{pix: make([]byte, w*h*n), w: w, h: h, n: n}
	if w == b.Dx() && h == b.Dy() {
		rows(m, n, edit, func(y int, row []byte) { copy(out.pix[y*w*n:], row) })
		return out
	}
	s := newScaler(b.Dx(), b.Dy(), out)
	rows(m, n, edit, s.row)
	return out
}

// rows calls yield with every row that is kept, n bytes a pixel, on white where
// m is transparent and black where it is to be.
func rows(m image.Image, n int, edit plan, yield func(y int, row []byte)) {
	b := edit.crop
	finish := func(y int, row []byte) {
		edit.blacken(b.Min.Y+y, row, n)
		yield(y, row)
	}
	if n == 1 {
		switch g := m.(type) {
		case *image.Gray:
			for y := range b.Dy() {
				finish(y, g.Pix[g.PixOffset(b.Min.X, b.Min.Y+y):][:b.Dx()])
			}
			return
		case *image.YCbCr:
			for y := range b.Dy() {
				finish(y, g.Y[g.YOffset(b.Min.X, b.Min.Y+y):][:b.Dx()])
			}
			return
		}
	}
	const tall = 16
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), tall))
	grey := make([]byte, b.Dx())
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

// upright undoes an EXIF orientation. The pixel at (x, y) of the answer stands
// at start + x*across + y*down of r.
func upright(r raster, orientation uint8) raster {
	if orientation < 2 {
		return r
	}
	out := raster{pix: make([]byte, len(r.pix)), w: r.w, h: r.h, n: r.n}
	across, down := 1, r.w
	if orientation > 4 {
		out.w, out.h = r.h, r.w
		across, down = down, across
	}
	start := 0
	switch orientation { // where the answer's first pixel is
	case 2, 8:
		start = r.w - 1
	case 3, 7:
		start = r.w*r.h - 1
	case 4, 6:
		start = r.w * (r.h - 1)
	}
	switch orientation { // and which way it goes on
	case 2, 6:
		across = -across
	case 4, 8:
		down = -down
	case 3, 7:
		across, down = -across, -down
	}
	for y := range out.h {
		from := start + y*down
		row := out.pix[y*out.w*r.n:][:out.w*r.n]
		if r.n == 1 {
			for x := range row {
				row[x] = r.pix[from]
				from += across
			}
			continue
		}
		for x := 0; x < len(row); x += 4 {
			copy(row[x:x+4], r.pix[4*from:])
			from += across
		}
	}
	return out
}

// encode writes a page afresh: nothing of the file's own bytes, and so none of
// its metadata, is in it.
func encode(r raster) ([]byte, wire.Status) {
	var b bytes.Buffer
	m := &image.RGBA{Pix: r.pix, Stride: 4 * r.w, Rect: image.Rect(0, 0, r.w, r.h)}
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 88}); err != nil {
		return nil, wire.Unreadable
	}
	return b.Bytes(), wire.OK
}
