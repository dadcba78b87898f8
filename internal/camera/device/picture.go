package device

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"

	"vouchdesk/internal/camera/wire"
)

// stillQuality is that of a still that the camera did not encode itself.
const stillQuality = 95

// decode makes planes of a picture. A camera is a stranger on a wire: its
// sizes are checked before anything is made room for.
func decode(p Picture, most int) (*image.YCbCr, error) {
	switch {
	case p.Planes != nil:
		if !fits(p.Planes.Rect.Dx(), p.Planes.Rect.Dy(), most) {
			return nil, Trouble(wire.Unsupported)
		}
		return p.Planes, nil
	case p.JPEG != nil:
		return decodeJPEG(whole(p.JPEG), most)
	default:
		return deinterleave(p, most)
	}
}

func fits(w, h, most int) bool {
	return w >= 1 && h >= 1 && w <= wire.MaxSide && h <= wire.MaxSide && w*h <= most
}

func decodeJPEG(file []byte, most int) (*image.YCbCr, error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(file))
	if err != nil || !fits(c.Width, c.Height, most) {
		return nil, Trouble(wire.Unsupported)
	}
	m, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, Trouble(wire.Unsupported)
	}
	switch m := m.(type) {
	case *image.YCbCr:
		return m, nil
	case *image.Gray:
		out := image.NewYCbCr(m.Rect, image.YCbCrSubsampleRatio420)
		for y := range m.Rect.Dy() {
			copy(out.Y[y*out.YStride:], m.Pix[y*m.Stride:][:m.Rect.Dx()])
		}
		fill(out.Cb, 128)
		fill(out.Cr, 128)
		return out, nil
	}
	return nil, Trouble(wire.Unsupported)
}

func fill(b []byte, v byte) {
	for i := range b {
		b[i] = v
	}
}

// deinterleave takes YUYV apart: brightness of two pixels with one colour each
// in between.
func deinterleave(p Picture, most int) (*image.YCbCr, error) {
	w, h := p.Width, p.Height
	if !fits(w, h, most) || w%2 != 0 || p.Stride < 2*w || p.Stride > 1<<16 || len(p.YUYV) < p.Stride*(h-1)+2*w {
		return nil, Trouble(wire.Unsupported)
	}
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio422)
	for y := range h {
		row := p.YUYV[y*p.Stride:][: 2*w : 2*w]
		l, cb, cr := m.Y[y*m.YStride:][:w:w], m.Cb[y*m.CStride:][:w/2:w/2], m.Cr[y*m.CStride:][:w/2:w/2]
		for x := range w / 2 {
			q := row[4*x:][:4:4]
			l[2*x], l[2*x+1], cb[x], cr[x] = q[0], q[2], q[1], q[3]
		}
	}
	return m, nil
}

// frame makes the two forms of a picture, or the small one alone, in the memory
// of f.
func frame(m *image.YCbCr, preview int, whole bool, f *wire.Frame) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	f.Grey.Rect = image.Rectangle{}
	if whole {
		f.Grey = image.Gray{Pix: room(f.Grey.Pix, w*h), Stride: w, Rect: image.Rect(0, 0, w, h)}
		for y := range h {
			copy(f.Grey.Pix[y*w:][:w], m.Y[y*m.YStride:][:w])
		}
	}
	// Whole steps only: the mean of a square of pixels is sharp enough to aim
	// by, and cheap.
	k := max(1, (max(w, h)+preview-1)/preview)
	pw, ph := max(1, w/k), max(1, h/k)
	f.Preview = image.RGBA{Pix: room(f.Preview.Pix, 4*pw*ph), Stride: 4 * pw, Rect: image.Rect(0, 0, pw, ph)}
	for y := range ph {
		line := f.Preview.Pix[4*pw*y:][: 4*pw : 4*pw]
		for x := range pw {
			c := m.COffset(m.Rect.Min.X+x*k, m.Rect.Min.Y+y*k)
			paint(line[4*x:][:4:4], mean(m.Y, m.YStride, x*k, y*k, min(k, w), min(k, h)), int32(m.Cb[c]), int32(m.Cr[c]))
		}
	}
}

func mean(pix []byte, stride, x, y, w, h int) int32 {
	sum := 0
	for j := range h {
		for _, v := range pix[(y+j)*stride+x:][:w] {
			sum += int(v)
		}
	}
	return int32(sum / (w * h))
}

// paint is the colour of BT.601 as JPEG has it, in 16 bits of fraction.
func paint(to []byte, y, cb, cr int32) {
	y, cb, cr = y<<16+1<<15, cb-128, cr-128
	to[0] = clip(y + 91881*cr)
	to[1] = clip(y - 22554*cb - 46802*cr)
	to[2] = clip(y + 116130*cb)
	to[3] = math.MaxUint8
}

func clip(v int32) byte { return byte(min(max(v>>16, 0), math.MaxUint8)) }

func room(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n)
	}
	return b[:n]
}

// still makes a file of a picture: the camera's own JPEG once it is whole and
// can be decoded, since a second encoding would lose some of it.
func still(p Picture) ([]byte, error) {
	m, err := decode(p, wire.MaxSide*wire.MaxSide)
	if err != nil {
		return nil, err
	}
	if p.JPEG != nil {
		if file := whole(p.JPEG); len(file) <= wire.MaxStill {
			return bytes.Clone(file), nil
		}
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, m, &jpeg.Options{Quality: stillQuality}); err != nil {
		return nil, Trouble(wire.Unsupported)
	}
	return file.Bytes(), nil
}
