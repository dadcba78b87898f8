package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"vouchdesk/internal/docrender/wire"
)

// A picture that MuPDF draws for want of room is the same picture, and is as
// black where it is to be: what lies beneath changes nothing.
func TestWrapped(t *testing.T) {
	const w, h = 640, 480
	base := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(2, 2))
	for i := range base.Pix {
		base.Pix[i] = byte(r.Uint32())
	}
	draw.Draw(base, image.Rect(0, 0, 160, 120), image.NewUniform(color.RGBA{R: 250, A: 255}), image.Point{}, draw.Src)
	other := image.NewRGBA(base.Rect)
	copy(other.Pix, base.Pix)
	draw.Draw(other, image.Rect(320, 240, 480, 360), image.White, image.Point{}, draw.Src)
	black := wire.Area{Left: 5000, Top: 5000, Right: 7500, Bottom: 7500}

	drawn := func(m image.Image, side int, black ...wire.Area) *raster {
		t.Helper()
		var b bytes.Buffer
		if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
			t.Fatal(err)
		}
		d := &document{file: b.Bytes()}
		q := wire.Request{Op: wire.RGBA, MaxSide: side, MaxPixels: wire.MaxPixels, Edit: wire.Edit{Turn: 1}}
		for _, a := range black { // as it lies on the turned page
			q.Edit.Black = append(q.Edit.Black, wire.Area{Left: wire.Whole - a.Bottom, Top: a.Left, Right: wire.Whole - a.Top, Bottom: a.Right})
		}
		pg, status := d.wrapped(w, h, q)
		if status != wire.OK || !bytes.Equal(d.file, b.Bytes()) {
			t.Fatal(status)
		}
		return shrink(pg.pixels, q, newPlan(q.Edit, pg))
	}
	for _, side := range []int{640, 333, 80} {
		one, two := drawn(base, side, black), drawn(other, side, black)
		if !bytes.Equal(one.pix, two.pix) {
			t.Errorf("%d: what is shown tells of what was beneath the black", side)
		}
		if bytes.Equal(drawn(base, side).pix, drawn(other, side).pix) {
			t.Errorf("%d: the pictures do not differ", side)
		}
		// Turned clockwise, the red corner is at the top right.
		if p := one.pix[4*(one.w*(one.h/20)+one.w*19/20):]; one.h <= one.w || p[0] < 230 || p[1] > 30 {
			t.Errorf("%d: %d x %d, %v", side, one.w, one.h, p[:4])
		}
	}
}
