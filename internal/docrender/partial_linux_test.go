package docrender_test

import (
	"bytes"
	"strings"
	"testing"

	"vouchdesk/internal/docrender"
)

// A page that was drawn without all that its file means says so, and one of a
// whole file does not, whatever is done to it.
func TestPartial(t *testing.T) {
	const entries, do = ofRGB + "/Filter/DCTDecode", "120 0 0 90 20 5 cm /I Do"
	jpeg := string(asJPEG(t, speckled(160, 120)))
	page := func(entries, body string) []byte {
		return onePage("", "/Resources<</XObject<</I 5 0 R>>>>", do, stream(entries, body))
	}
	whole := page(entries, jpeg)
	for name, c := range map[string]struct {
		file    []byte
		partial bool
	}{
		"whole":                      {whole, false},
		"whole, without a picture":   {pdf(1, 300, 200), false},
		"whole, no PDF":              {asJPEG(t, speckled(160, 120)), false},
		"a picture that is none":     {page(entries, strings.Repeat("no picture ", 500)), true},
		"a picture cut off":          {page(entries, jpeg[:len(jpeg)/2]), true},
		"a picture cut off, packed":  {page(ofRGB+"/Filter/FlateDecode", "\x78\x9c\x01"), true},
		"a picture of no known kind": {page(ofRGB+"/Filter/NoneSuch", jpeg), true},
		"a picture that is missing":  {onePage("", "/Resources<</XObject<</I 9 0 R>>>>", do), true},
		"a filled-in field": {written("", "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<<>>/Annots[5 0 R]>>", stream("", "0 0 9 9 re f"),
			"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(b)/Rect[9 9 90 90]/AP<</N 6 0 R>>>>",
			stream("/Type/XObject/Subtype/Form/BBox[0 0 81 81]", "0 0 81 81 re f")), true},
		"a stamp, packed": {onePage("", "/Resources<<>>", "0 0 9 9 re f",
			packed("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", "9 0 <</Type/Annot/Subtype/Stamp/AP 6 0 R>>")), true},
		"a link":                  {onePage("", "/Resources<<>>/Annots[5 0 R]", "0 0 9 9 re f", "<</Type/Annot/Subtype/Link/Rect[9 9 90 90]/Border[0 0 0]>>"), false},
		"no table of its objects": {bytes.Replace(whole, []byte("startxref"), []byte("startxxxx"), 1), true},
	} {
		t.Run(name, func(t *testing.T) {
			black := docrender.Edit{Black: []docrender.Area{{Left: 100, Top: 100, Right: 900, Bottom: 900}}}
			for _, e := range []docrender.Edit{{}, {Turn: 1}, black} {
				r := renderer(t, docrender.Config{}) // of each the first is asked
				_, info, err := r.Capture(t.Context(), c.file, 0, 300, e)
				if err != nil {
					if len(e.Black) > 0 { // what cannot be placed is refused
						continue
					}
					t.Fatal(err)
				}
				if info.Partial != c.partial {
					t.Errorf("edit %+v: partial %v", e, info.Partial)
				}
			}
		})
	}
}

// What is said of one document is not said of the next, and more than a pipe
// takes does not hold the worker up.
func TestPartialALot(t *testing.T) {
	r := renderer(t, docrender.Config{})
	broken := onePage("", "/Resources<<>>", strings.Repeat("/None Do /F 9 Tf /Such gs ", 20_000))
	if _, info, err := r.RGBA(t.Context(), broken, 0, 300, docrender.Edit{}); err != nil || !info.Partial {
		t.Errorf("%+v, %v", info, err)
	}
	if _, info, err := r.RGBA(t.Context(), pdf(1, 300, 200), 0, 300, docrender.Edit{}); err != nil || info.Partial {
		t.Errorf("%+v, %v", info, err)
	}
}

// A progressive JPEG that is too large for this program's own decoder is drawn
// by MuPDF, which goes on where it is cut off.
func TestPartialLargeJPEG(t *testing.T) {
	whole := grey420(5600, 4800, true)
	for _, n := range []int{len(whole), len(whole) - 2, len(whole) / 2} {
		r := renderer(t, docrender.Config{Timeout: long})
		if _, info, err := r.Capture(t.Context(), whole[:n], 0, 1000, docrender.Edit{}); err != nil || info.Partial != (n < len(whole)) {
			t.Errorf("%d of %d bytes: %+v, %v", n, len(whole), info, err)
		}
	}
}
