package paper_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"

	"vouchdesk/internal/paper"
)

func letter() paper.LetterPage {
	return paper.LetterPage{
		Council:   "Cyngor Enghraifft · Example Council",
		Addressee: []string{"Mair Enghraifft", "14 Stryd y Tŷ Gŵydd", "Llanfair-ym-Muallt", "LD2 3ZZ"},
		Code:      "VLA" + strings.Repeat("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5)[:149],
		Typed:     "ABCD-EFGH-JKMN-P",
		Until:     "31 January 2027",
		UntilCy:   "31 Ionawr 2027",
	}
}

func TestLetter(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*paper.LetterPage)
		err    error
	}{
		"ok/as it is":      {change: func(*paper.LetterPage) {}},
		"ok/specimen":      {change: func(p *paper.LetterPage) { p.Specimen = true }},
		"ok/without a day": {change: func(p *paper.LetterPage) { p.Until, p.UntilCy = "", "" }},
		"ok/every Welsh letter": {change: func(p *paper.LetterPage) {
			p.Addressee[0] = "ÂâÊêÎîÔôÛûŴŵŶŷÁáÉéÍíÓóÚúẂẃÝý"
		}},
		"ok/more Welsh letters": {change: func(p *paper.LetterPage) {
			p.Addressee[0] = "ÀàÈèÌìÒòÙùẀẁỲỳÄäËëÏïÖöÜüẄẅŸÿ"
		}},
		"refused/letter of no font":   {change: func(p *paper.LetterPage) { p.Addressee[0] = "例" }, err: paper.ErrGlyph},
		"refused/no address":          {change: func(p *paper.LetterPage) { p.Addressee = nil }, err: paper.ErrAddress},
		"refused/eight lines":         {change: func(p *paper.LetterPage) { p.Addressee = make([]string, 8); p.Addressee[0] = "x" }, err: paper.ErrTooLong},
		"refused/line past the paper": {change: func(p *paper.LetterPage) { p.Addressee[0] = strings.Repeat("w", 200) }, err: paper.ErrTooLong},
		"refused/code too short":      {change: func(p *paper.LetterPage) { p.Code = p.Code[1:] }, err: paper.ErrCode},
		"refused/code in lower case":  {change: func(p *paper.LetterPage) { p.Code = "VLA" + strings.ToLower(p.Code[3:]) }, err: paper.ErrCode},
		"refused/code of another use": {change: func(p *paper.LetterPage) { p.Code = "VDE" + p.Code[3:] }, err: paper.ErrCode},
	} {
		t.Run(name, func(t *testing.T) {
			p := letter()
			c.change(&p)
			g, err := paper.Letter(p)
			if !errors.Is(err, c.err) {
				t.Fatalf("got %v, want %v", err, c.err)
			}
			if c.err == nil && g.Rect != image.Rect(0, 0, 1654, 2339) {
				t.Errorf("%v", g.Rect)
			}
		})
	}
}

// Nothing is printed into the quiet zone or outside the paper's margins.
func TestLetterLayout(t *testing.T) {
	p := letter()
	p.Addressee = append(p.Addressee, "5", "6", "7")
	g, err := paper.Letter(p)
	if err != nil {
		t.Fatal(err)
	}
	dark := func(r image.Rectangle) (n int) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				if g.GrayAt(x, y).Y < 128 {
					n++
				}
			}
		}
		return n
	}
	const side, quiet = 276, 26
	code := image.Rect(1205, 1622, 1205+side, 1622+side)
	around := dark(code.Inset(-quiet)) - dark(code)
	if around != 0 {
		t.Errorf("%d dark dots in the quiet zone", around)
	}
	if share := float64(dark(code)) / side / side; share < 0.4 || share > 0.6 {
		t.Errorf("the code is %.0f %% dark", 100*share)
	}
	for name, r := range map[string]image.Rectangle{
		"left": image.Rect(0, 0, 160, 2339), "foot": image.Rect(0, 2200, 1654, 2339), "right": image.Rect(1575, 0, 1654, 2339),
	} {
		if n := dark(r); n != 0 {
			t.Errorf("%d dark dots at the %s", n, name)
		}
	}
}

func TestEncodePNG(t *testing.T) {
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		g, err := paper.Letter(letter())
		if err != nil {
			t.Fatal(err)
		}
		if err := paper.EncodePNG(w, g); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same letter gave other bytes")
	}
	if m, err := png.Decode(&a); err != nil || m.Bounds().Dx() != 1654 {
		t.Errorf("%v", err)
	}
}
