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
	for x := range w {
		i := 7 - x*8/w
		on := func(bit int) uint8 { return uint8(191 * (i >> bit & 1)) }
		grey := uint8(x * 16 / w * 17)
		for y := range h {
			c := color.RGBA{on(1), on(2), on(0), 255}
			if y > h*3/4 {
				c = color.RGBA{grey, grey, grey, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return Planes(m)
}

// Planes is a picture as a camera has it.
func Planes(m image.Image) *image.YCbCr {
	b := m.Bounds()
	out := image.NewYCbCr(image.Rect(0, 0, b.Dx()&^1, b.Dy()&^1), image.YCbCrSubsampleRatio420)
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			r, g, bl, _ := m.At(b.Min.X+x, b.Min.Y+y).RGBA()
			l, cb, cr := color.RGBToYCbCr(uint8(r>>8), uint8(g>>8), uint8(bl>>8))
			out.Y[out.YOffset(x, y)] = l
			c := out.COffset(x, y)
			out.Cb[c], out.Cr[c] = cb, cr
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
