package docrender_test

import (
	"bytes"
	"image/color"
	"testing"

	"vouchdesk/internal/docrender"
)

// What office scanners write: fax compressions, and JPEG in strips and tiles.
// Each picture is 64 x 48, with a quarter dark or red at the top left; those in
// colour have a blue one at the bottom right.
func TestTIFF(t *testing.T) {
	r := renderer(t, docrender.Config{})
	red, blue, white, black := color.RGBA{200, 40, 40, 255}, color.RGBA{40, 40, 200, 255}, color.RGBA{255, 255, 255, 255}, color.RGBA{A: 255}
	for name, c := range map[string]struct {
		file                string
		topLeft, lowerRight color.RGBA
	}{
		"ok/fax group 3":             {"g3.tif", black, white},
		"ok/fax group 4":             {"g4.tif", black, white},
		"ok/jpeg in strips":          {"jpeg-strips.tif", red, blue},
		"ok/jpeg in tiles":           {"jpeg-tiles.tif", red, blue},
		"ok/jpeg in ycbcr":           {"ycc-jpeg.tif", red, blue},
		"ok/jpeg in grey, one strip": {"grey-jpeg.tif", color.RGBA{74, 74, 74, 255}, color.RGBA{58, 58, 58, 255}},
	} {
		t.Run(name, func(t *testing.T) {
			file := stored(t, c.file)
			m, info, err := r.RGBA(t.Context(), file, 0, 100, docrender.Edit{})
			if err != nil {
				t.Fatal(err)
			}
			if m.Rect.Dx() != 64 || m.Rect.Dy() != 48 || info.Format != "tiff" || info.Pages != 1 {
				t.Errorf("%v, %+v", m.Rect, info)
			}
			near(t, m.RGBAAt(10, 8), c.topLeft, 12)
			near(t, m.RGBAAt(54, 40), c.lowerRight, 12)
			near(t, m.RGBAAt(54, 8), white, 12)
			for cut := range 20 { // whatever is missing, there is a reason or a picture
				if _, _, err := r.RGBA(t.Context(), file[:len(file)*cut/20], 0, 100, docrender.Edit{}); err == nil && cut < 5 {
					t.Errorf("a picture of %d twentieths", cut)
				}
			}
		})
	}
	t.Run("refused/strips that promise more", func(t *testing.T) {
		// The strips' own heads say 2^16 lines where the directory says 16.
		file := bytes.ReplaceAll(stored(t, "jpeg-strips.tif"), []byte{0xff, 0xc0, 0x00, 0x11, 0x08, 0x00, 0x10}, []byte{0xff, 0xc0, 0x00, 0x11, 0x08, 0xff, 0xff})
		if bytes.Equal(file, stored(t, "jpeg-strips.tif")) {
			t.Fatal("nothing was changed")
		}
		if _, _, err := r.RGBA(t.Context(), file, 0, 100, docrender.Edit{}); err == nil {
			t.Error("read")
		}
	})
}
