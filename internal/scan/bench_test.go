package scan_test

import (
	"image"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"vouchdesk/internal/scan"
)

// photograph is a letter in a picture of twelve megapixels, as a telephone
// takes it: its page fills the height, a little turned, with grain.
func photograph(t testing.TB) *image.Gray {
	return newScene(4000, 3000, 215).put(t, letterText, 2900, 2200, 8.5, 0.05, 40).noisy(12)
}

// BenchmarkPhotograph sets scan beside gozxing used as its own documentation
// shows.
func BenchmarkPhotograph(b *testing.B) {
	g := photograph(b)
	b.Run("scan", func(b *testing.B) {
		for b.Loop() {
			found, err := scan.Codes(b.Context(), g)
			if err != nil || len(found) != 1 || found[0].Text != letterText {
				b.Fatal(found, err)
			}
		}
	})
	b.Run("peer=gozxing", func(b *testing.B) {
		read := true
		for b.Loop() {
			m, err := gozxing.NewBinaryBitmapFromImage(g)
			if err != nil {
				b.Fatal(err)
			}
			r, err := qrcode.NewQRCodeReader().Decode(m, nil)
			read = read && err == nil && r.GetText() == letterText
		}
		b.ReportMetric(map[bool]float64{true: 1}[read], "read")
	})
}
