package scan_test

import (
	"image"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/oned"

	"vouchdesk/internal/scan"
)

// barcode draws what gozxing encodes, size pixels a module, on white.
func barcode(t *testing.T, w gozxing.Writer, f gozxing.BarcodeFormat, text string, size, high int) *image.Gray {
	t.Helper()
	m, err := w.Encode(text, f, 0, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	const rim = 12
	rows := max(m.GetHeight(), 1)
	s := newScene((m.GetWidth()+2*rim)*size, max(high, rows*size)+2*rim*size, 245)
	for y := rim * size; y < s.g.Rect.Dy()-rim*size; y++ {
		for x := range m.GetWidth() * size {
			row := 0
			if high == 0 {
				row = (y - rim*size) / size
			}
			if m.Get(x/size, row) {
				s.g.Pix[y*s.g.Stride+x+rim*size] = 25
			}
		}
	}
	return s.noisy(6)
}

func TestAll(t *testing.T) {
	r := shared()
	code128 := barcode(t, oned.NewCode128Writer(), gozxing.BarcodeFormat_CODE_128, "COUNCIL-0042-7", 3, 120)
	onEnd := image.NewGray(image.Rect(0, 0, code128.Rect.Dy(), code128.Rect.Dx()))
	for y := range code128.Rect.Dy() {
		for x := range code128.Rect.Dx() {
			onEnd.Pix[x*onEnd.Stride+y] = code128.Pix[y*code128.Stride+x]
		}
	}
	for name, c := range map[string]struct {
		g    *image.Gray
		want []scan.Found
	}{
		"ok/code 128":        {code128, []scan.Found{{Format: scan.Code128, Text: "COUNCIL-0042-7", Kind: scan.Other}}},
		"ok/code 128 on end": {onEnd, []scan.Found{{Format: scan.Code128, Text: "COUNCIL-0042-7", Kind: scan.Other}}},
		"ok/data matrix": {
			barcode(t, datamatrix.NewDataMatrixWriter(), gozxing.BarcodeFormat_DATA_MATRIX, "Specimen 12", 5, 0),
			[]scan.Found{{Format: scan.DataMatrix, Text: "Specimen 12", Kind: scan.Other}},
		},
		"ok/letter": {
			newScene(600, 500, 250).put(t, letterText, 300, 250, 5, 0, 20).noisy(8),
			[]scan.Found{{Format: scan.QR, Text: letterText, Kind: scan.Letter}},
		},
		"refused/three rows of bars": {barcode(t, oned.NewCode128Writer(), gozxing.BarcodeFormat_CODE_128, "THIN", 3, 3), nil},
		"refused/grain":              {newScene(300, 200, 128).noisy(50), nil},
		"refused/nothing":            {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := r.All(t.Context(), c.g)
			if err != nil || len(got) != len(c.want) || len(got) == 1 && got[0] != c.want[0] {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}

// What is printed on paper in lines is not a barcode.
func TestAllLines(t *testing.T) {
	r := shared()
	s := newScene(600, 400, 250)
	pattern := strings.Repeat("1101001011", 60)
	for y := range 400 {
		for x := range 600 {
			if pattern[(x/2+y/9*7)%len(pattern)] == '1' {
				s.g.Pix[y*600+x] = 30
			}
		}
	}
	if found, err := r.All(t.Context(), s.g); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
}
