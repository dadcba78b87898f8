package scan_test

import (
	"image"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// photograph is a letter in a picture of twelve megapixels, as a telephone
// takes it: its page fills the height, a little turned, with grain.
func photograph(t testing.TB) *image.Gray {
	return newScene(4000, 3000, 215).put(t, letterText, 2900, 2200, 8.5, 0.05, 40).noisy(12)
}

// still is a frame of a camera at a counter: a letter held at arm's length, a
// little turned, in middling light.
func still(t testing.TB) *image.Gray {
	return newScene(1280, 720, 190).put(t, letterText, 700, 340, 5, 0.06, 60).noisy(6)
}

func BenchmarkPhotograph(b *testing.B) { beside(b, photograph(b)) }

func BenchmarkStill(b *testing.B) { beside(b, still(b)) }

// BenchmarkMiss looks in vain: a page of print and no code on it.
func BenchmarkMiss(b *testing.B) {
	g := newScene(1280, 720, 200).g
	for i := range g.Pix {
		if x, y := i%1280, i/1280; y/14%2 == 0 && (x*7919+y/14*104729)/5%3 == 0 {
			g.Pix[i] = 60
		}
	}
	r := shared()
	if _, err := r.Codes(b.Context(), g); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if found, err := r.Codes(b.Context(), g); err != nil || len(found) > 0 {
			b.Fatal(found, err)
		}
	}
}

// beside reads in turn with scan and with gozxing, used as its own
// documentation shows, so that whatever else the machine does falls on both.
// The time an operation is scan's; x-peer is that over gozxing's, and peer-read
// is 1 only if gozxing read the letter at all.
func beside(b *testing.B, g *image.Gray) {
	r := shared()
	var ours, theirs time.Duration
	n, read := 0, 1.0
	for b.Loop() {
		at := time.Now()
		found, err := r.Codes(b.Context(), g)
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
