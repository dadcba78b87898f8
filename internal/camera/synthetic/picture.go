package synthetic

import (
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg" // frames in a folder
	_ "image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"

	ximage "golang.org/x/image/draw"

	"vouchdesk/internal/fault"
)

// ErrNoFrames is a folder in which no picture is.
var ErrNoFrames = fault.New(fault.NotFound, "no-frames")

// Bars is eight colour bars over a step of greys.
func Bars(w, h int) *image.YCbCr {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	bar, step := make([]byte, 4*w), make([]byte, 4*w)
	for x := range w {
		i := 7 - x*8/w
		on := func(bit int) uint8 { return uint8(191 * (i >> bit & 1)) }
		grey := uint8(x * 16 / w * 17)
		copy(bar[4*x:], []byte{on(1), on(2), on(0), 255})
		copy(step[4*x:], []byte{grey, grey, grey, 255})
	}
	for y := range h {
		row := bar
		if y > h*3/4 {
			row = step
		}
		copy(m.Pix[y*m.Stride:], row)
	}
	return Planes(m)
}

// Planes is a picture as a camera has it.
func Planes(m image.Image) *image.YCbCr {
	b := m.Bounds()
	out := image.NewYCbCr(image.Rect(0, 0, b.Dx()&^1, b.Dy()&^1), image.YCbCrSubsampleRatio420)
	whole, ok := m.(*image.RGBA)
	if !ok {
		whole = image.NewRGBA(b)
		draw.Draw(whole, b, m, b.Min, draw.Src)
	}
	for y := range out.Rect.Dy() {
		row := whole.Pix[whole.PixOffset(b.Min.X, b.Min.Y+y):]
		for x := range out.Rect.Dx() {
			l, cb, cr := color.RGBToYCbCr(row[4*x], row[4*x+1], row[4*x+2])
			out.Y[y*out.YStride+x] = l
			if c := y/2*out.CStride + x/2; x%2 == 0 && y%2 == 0 {
				out.Cb[c], out.Cr[c] = cb, cr
			}
		}
	}
	return out
}

// Scene is what a camera of 1280 x 720 sees that is held over a table on which
// the part of a picture lies: all of it, as large as there is room.
func Scene(m image.Image, part image.Rectangle) *image.RGBA {
	const w, h = 1280, 720
	table := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(table, table.Rect, image.NewUniform(color.RGBA{96, 84, 70, 255}), image.Point{}, draw.Src)
	part = part.Intersect(m.Bounds())
	k := min(float64(h)/float64(max(1, part.Dy())), float64(w)/float64(max(1, part.Dx())))
	pw, ph := int(k*float64(part.Dx())), int(k*float64(part.Dy()))
	at := image.Rect((w-pw)/2, (h-ph)/2, (w+pw)/2, (h+ph)/2)
	ximage.BiLinear.Scale(table, at, m, part, ximage.Over, nil)
	return table
}

// CodePart is the part of a letter's page around its code, which is 35 mm wide
// and so a little more than a quarter of the camera's height.
func CodePart(page image.Rectangle) image.Rectangle {
	page.Min.Y = page.Max.Y - page.Dy()*42/100
	return page
}

// Folder reads the pictures of a folder in the order of their names.
func Folder(dir string) ([]image.Image, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []image.Image
	for _, e := range entries {
		if !slices.Contains([]string{".png", ".jpg", ".jpeg"}, strings.ToLower(filepath.Ext(e.Name()))) {
			continue
		}
		f, err := os.Open(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		m, _, err := image.Decode(f)
		_ = f.Close()
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	if len(all) == 0 {
		return nil, ErrNoFrames
	}
	return all, nil
}
