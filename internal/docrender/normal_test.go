package docrender_test

import (
	"bytes"
	"image"
	"image/color"
	"testing"

	"golang.org/x/image/tiff"

	"vouchdesk/internal/docrender"
)

// even is a picture of one colour in the model of m.
func even[M interface {
	image.Image
	Set(x, y int, c color.Color)
}](m M, c color.Color,
) M {
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			m.Set(x, y, c)
		}
	}
	return m
}

// However a file holds its colours, what is kept is eight bits of sRGB on white.
func TestColours(t *testing.T) {
	r := renderer(t, docrender.Config{})
	at := image.Rect(0, 0, 24, 24)
	half := color.NRGBA{R: 200, G: 0, B: 0, A: 128}
	over := color.RGBA{R: 227, G: 127, B: 127, A: 255}
	deep := color.NRGBA64{R: 0x1234, G: 0x8080, B: 0xfedc, A: 0xffff}
	flat := color.RGBA{R: 0x12, G: 0x80, B: 0xfe, A: 255}
	asTIFF := func(m image.Image) []byte {
		var b bytes.Buffer
		if err := tiff.Encode(&b, m, &tiff.Options{Compression: tiff.Deflate, Predictor: true}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for name, c := range map[string]struct {
		file []byte
		want color.RGBA
	}{
		"ok/png, half transparent":     {asPNG(t, even(image.NewNRGBA(at), half)), over},
		"ok/png, all transparent":      {asPNG(t, even(image.NewNRGBA(at), color.NRGBA{R: 9})), color.RGBA{255, 255, 255, 255}},
		"ok/png of 16 bits":            {asPNG(t, even(image.NewNRGBA64(at), deep)), flat},
		"ok/png of 16 bits, grey":      {asPNG(t, even(image.NewGray16(at), color.Gray16{Y: 0x4242})), color.RGBA{0x42, 0x42, 0x42, 255}},
		"ok/png of a palette, through": {asPNG(t, even(image.NewPaletted(at, color.Palette{half}), half)), over},
		"ok/tiff, half transparent":    {asTIFF(even(image.NewNRGBA(at), half)), over},
		"ok/tiff of 16 bits":           {asTIFF(even(image.NewNRGBA64(at), deep)), flat},
		"ok/tiff of 16 bits, grey":     {asTIFF(even(image.NewGray16(at), color.Gray16{Y: 0x4242})), color.RGBA{0x42, 0x42, 0x42, 255}},
		"ok/jpeg, grey":                {asJPEG(t, even(image.NewGray(at), color.Gray{Y: 77})), color.RGBA{77, 77, 77, 255}},
		"ok/jpeg in cmyk, inverted":    {stored(t, "cmyk.jpg"), color.RGBA{122, 1, 131, 255}},
	} {
		t.Run(name, func(t *testing.T) {
			shown, _, err := r.RGBA(t.Context(), c.file, 0, 100, docrender.Edit{})
			if err != nil {
				t.Fatal(err)
			}
			kept, _, err := r.Capture(t.Context(), c.file, 0, 100, docrender.Edit{})
			if err != nil {
				t.Fatal(err)
			}
			again, _, err := r.RGBA(t.Context(), kept.Bytes, 0, 100, docrender.Edit{})
			if err != nil {
				t.Fatal(err)
			}
			by := 4
			if name == "ok/jpeg in cmyk, inverted" {
				by = 12 // that picture is not even
			}
			near(t, shown.RGBAAt(12, 12), c.want, by)
			near(t, again.RGBAAt(12, 12), c.want, by+2)
		})
	}
}

func near(t *testing.T, got, want color.RGBA, by int) {
	t.Helper()
	for _, d := range []int{int(got.R) - int(want.R), int(got.G) - int(want.G), int(got.B) - int(want.B), int(got.A) - int(want.A)} {
		if d < -by || d > by {
			t.Errorf("%v, want %v", got, want)
			return
		}
	}
}
