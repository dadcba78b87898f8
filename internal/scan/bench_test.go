package scan_test

import (
	"image"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"vouchdesk/internal/scan"
)

// photograph is a letter in a picture of twelve megapixels, as a telephone
// takes it: its page fills the height, a little turned, with grain.
func photograph(t testing.TB) *image.Gray {
	return newScene(4000, 3000, 215).put(t, letterText, 2900, 2200, 8.5, 0.05, 40).noisy(12)
}

// BenchmarkPhotograph reads in turn with scan and with gozxing, used as its own
// documentation shows, so that whatever else the machine does falls on both.
// The time an operation is scan's; x-peer is that over gozxing's, and peer-read
// is 1 only if gozxing read the letter at all.
func BenchmarkPhotograph(b *testing.B) {
	g := photograph(b)
	var ours, theirs time.Duration
	n, read := 0, 1.0
	for b.Loop() {
		at := time.Now()
		found, err := scan.New("").Codes(b.Context(), g)
		ours += time.Since(at)
		if err != nil || len(found) != 1 || found[0].Text != letterText {
			b.Fatal(found, err)
		}
		at = time.Now()
		text, err := gozxingReads(g)
		theirs += time.Since(at)
		if err != nil || text != letterText {
			read = 0
		}
		n++
	}
	b.ReportMetric(float64(ours)/float64(n), "ns/op")
	b.ReportMetric(float64(theirs)/float64(n), "ns/peer")
	b.ReportMetric(float64(ours)/float64(theirs), "x-peer")
	b.ReportMetric(read, "peer-read")
}

func gozxingReads(g image.Image) (string, error) {
	m, err := gozxing.NewBinaryBitmapFromImage(g)
	if err != nil {
		return "", err
	}
	r, err := qrcode.NewQRCodeReader().Decode(m, nil)
	if err != nil {
		return "", err
	}
	return r.GetText(), nil
}
