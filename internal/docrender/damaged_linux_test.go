package docrender_test

import (
	"bytes"
	"strings"
	"testing"

	"vouchdesk/internal/docrender"
)

// A page that was drawn without all that its file means says so, and one of a
// whole file does not, whatever is done to it.
func TestDamaged(t *testing.T) {
	r := renderer(t, docrender.Config{})
	const entries, do = ofRGB + "/Filter/DCTDecode", "120 0 0 90 20 5 cm /I Do"
	jpeg := string(asJPEG(t, speckled(160, 120)))
	page := func(entries, body string) []byte {
		return onePage("", "/Resources<</XObject<</I 5 0 R>>>>", do, stream(entries, body))
	}
	whole := page(entries, jpeg)
	for name, c := range map[string]struct {
		file    []byte
		damaged bool
	}{
		"whole":                      {whole, false},
		"whole, without a picture":   {pdf(1, 300, 200), false},
		"whole, no PDF":              {asJPEG(t, speckled(160, 120)), false},
		"a picture that is none":     {page(entries, strings.Repeat("no picture ", 500)), true},
		"a picture cut off":          {page(entries, jpeg[:len(jpeg)/2]), true},
		"a picture cut off, packed":  {page(ofRGB+"/Filter/FlateDecode", "\x78\x9c\x01"), true},
		"a picture of no known kind": {page(ofRGB+"/Filter/NoneSuch", jpeg), true},
		"a picture that is missing":  {onePage("", "/Resources<</XObject<</I 9 0 R>>>>", do), true},
		"no table of its objects":    {bytes.Replace(whole, []byte("startxref"), []byte("startxxxx"), 1), true},
	} {
		t.Run(name, func(t *testing.T) {
			for _, e := range []docrender.Edit{{}, {Turn: 1}, {Black: []docrender.Area{{Left: 100, Top: 100, Right: 900, Bottom: 900}}}} {
				_, info, err := r.Capture(t.Context(), c.file, 0, 300, e)
				if err != nil {
					if len(e.Black) > 0 { // what cannot be placed is refused
						continue
					}
					t.Fatal(err)
				}
				if info.Damaged != c.damaged {
					t.Errorf("edit %+v: damaged %v", e, info.Damaged)
				}
			}
		})
	}
}

// What is said of one document is not said of the next, and more than a pipe
// takes does not hold the worker up.
func TestDamagedALot(t *testing.T) {
	r := renderer(t, docrender.Config{})
	broken := onePage("", "/Resources<<>>", strings.Repeat("/None Do /F 9 Tf /Such gs ", 20_000))
	if _, info, err := r.RGBA(t.Context(), broken, 0, 300, docrender.Edit{}); err != nil || !info.Damaged {
		t.Errorf("%+v, %v", info, err)
	}
	if _, info, err := r.RGBA(t.Context(), pdf(1, 300, 200), 0, 300, docrender.Edit{}); err != nil || info.Damaged {
		t.Errorf("%+v, %v", info, err)
	}
}
