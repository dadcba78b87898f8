package capture_test

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/jpeg"
	"math/rand/v2"
	"testing"
	"time"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/paper"
	"vouchdesk/internal/scan"
)

// photograph is a posted letter in a JPEG of twelve megapixels with grain.
func photograph(b *testing.B) []byte {
	b.Helper()
	page, err := paper.Letter(paper.LetterPage{Council: "Cyngor Enghraifft", Addressee: []string{"T. Placeholder"}, Code: code, Typed: "ABCD-EFGH-JKMN-P"})
	if err != nil {
		b.Fatal(err)
	}
	const w, h = 4000, 3000
	g := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(g, image.Rect(1000, 300, w, h), page, image.Point{}, draw.Src)
	r := rand.New(rand.NewPCG(1, 2))
	m := image.NewRGBA(g.Rect)
	for i, v := range g.Pix {
		grain := min(255, max(0, 20+0.8*float64(v)+8*r.NormFloat64()))
		m.Pix[4*i], m.Pix[4*i+1], m.Pix[4*i+2], m.Pix[4*i+3] = uint8(grain), uint8(grain), uint8(0.9*grain), 255
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, m, &jpeg.Options{Quality: 85}); err != nil {
		b.Fatal(err)
	}
	return file.Bytes()
}

// BenchmarkLetter is a telephone's photograph from its bytes to the code, in
// turn with the same without confinement: decoded in this process. The time an
// operation is the confined one's; x-peer is that over the other's.
func BenchmarkLetter(b *testing.B) {
	file := photograph(b)
	sheet, err := capture.NewSheet(capture.FromFile, file)
	if err != nil {
		b.Fatal(err)
	}
	r, err := docrender.New(docrender.Config{Worker: built, Warm: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(r.Close)
	var ours, theirs time.Duration
	n := 0
	for b.Loop() {
		at := time.Now()
		if text, err := capture.New(r, scan.New("")).Letter(b.Context(), sheet); err != nil || text != code {
			b.Fatal(text, err)
		}
		ours += time.Since(at)
		at = time.Now()
		if text, err := inProcess(b.Context(), file); err != nil || text != code {
			b.Fatal(text, err)
		}
		theirs += time.Since(at)
		n++
	}
	b.ReportMetric(float64(ours)/float64(n), "ns/op")
	b.ReportMetric(float64(theirs)/float64(n), "ns/peer")
	b.ReportMetric(float64(ours)/float64(theirs), "x-peer")
}

func inProcess(ctx context.Context, file []byte) (string, error) {
	m, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		return "", err
	}
	y := m.(*image.YCbCr)
	found, err := scan.New("").Codes(ctx, &image.Gray{Pix: y.Y, Stride: y.YStride, Rect: y.Rect})
	if err != nil || len(found) != 1 {
		return "", err
	}
	return found[0].Text, nil
}
