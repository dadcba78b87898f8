package paper

import (
	"bytes"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/glyph"
)

// Why a sheet cannot be set.
var (
	ErrSlip      = fault.New(fault.Internal, "slip-not-set")
	ErrSlipGlyph = fault.New(fault.Malformed, "slip-glyph-missing") // Params letter
)

// Pair is a text in the council's two languages.
type Pair struct{ En, Cy string }

func (p Pair) in(welsh bool) string {
	if welsh {
		return glyph.Plain(p.Cy)
	}
	return glyph.Plain(p.En)
}

// Row is one thing a sheet tells, under its label.
type Row struct {
	Label Pair
	Lines []Pair
}

// Sheet is a page somebody takes home. It names nobody: who finds it on a bus
// learns that somebody visited the council.
type Sheet struct {
	Council Pair
	Office  Pair
	Heading Pair
	Rows    []Row
	// WelshFirst puts the language the person chose first; both are always there.
	WelshFirst bool
	Large      bool      // 18 point, a language a page
	At         time.Time // of the document's creation
}

// The type sizes, in points. 12 is the smallest a council may print for the
// public, 18 what large print means (RNIB clear print guidelines).
const (
	ordinary = 12
	large    = 18
)

// PDF sets the sheet as A4. The same sheet gives the same bytes.
func (s Sheet) PDF() ([]byte, error) {
	if err := s.glyphs(); err != nil {
		return nil, err
	}
	p := setter{Fpdf: fpdf.New("P", "mm", "A4", ""), size: ordinary}
	if s.Large {
		p.size = large
	}
	p.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	p.SetMargins(margin, 18, margin)
	p.SetAutoPageBreak(true, 15)
	p.SetCatalogSort(true)
	p.SetCreationDate(s.At.UTC())
	p.SetModificationDate(s.At.UTC())
	p.SetProducer("", false)
	p.SetTitle(s.Heading.in(s.WelshFirst), true)
	p.SetLang(map[bool]string{true: "cy-GB", false: "en-GB"}[s.WelshFirst])
	p.AddPage()
	for n, welsh := range []bool{s.WelshFirst, !s.WelshFirst} {
		if n > 0 {
			p.next(s.Large)
		}
		p.language(s, welsh)
	}
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, ErrSlip.Because(err)
	}
	return out.Bytes(), nil
}

// setter sets text on pages; its sizes are in millimetres but for the type.
type setter struct {
	*fpdf.Fpdf
	size float64
}

// line is the height of a line of text: the type with half as much again.
func (p setter) line() float64 { return p.size * 25.4 / 72 * 1.35 }

func (p setter) write(style string, size float64, text string) {
	p.SetFont("go", style, size)
	p.MultiCell(0, size*25.4/72*1.35, text, "", "L", false)
}

// next parts the two languages: by a rule, or in large print by a page.
func (p setter) next(page bool) {
	if page {
		p.AddPage()
		return
	}
	p.Ln(p.line() / 2)
	y := p.GetY()
	p.SetLineWidth(0.3)
	p.Line(margin, y, 210-margin, y)
	p.Ln(p.line() / 2)
}

func (p setter) language(s Sheet, welsh bool) {
	p.write("B", p.size, s.Council.in(welsh))
	p.write("", p.size, s.Office.in(welsh))
	p.Ln(p.line() / 3)
	p.write("B", p.size*1.25, s.Heading.in(welsh))
	p.Ln(p.line() / 4)
	for _, r := range s.Rows {
		lines := make([]string, 0, len(r.Lines))
		for _, l := range r.Lines {
			lines = append(lines, l.in(welsh))
		}
		p.row(r.Label.in(welsh), strings.Join(lines, "\n"), s.Large)
	}
}

// row puts the label beside the text, or above it in large print. A row that
// would be cut by the foot of the page goes to the next one whole.
func (p setter) row(label, text string, above bool) {
	const labels = 48.0
	width := 210 - 2*margin - labels
	if above {
		width = 210 - 2*margin
	}
	p.SetFont("go", "", p.size)
	n := 0
	for _, l := range strings.Split(text, "\n") {
		n += max(1, len(p.SplitText(l, width)))
	}
	if above {
		n++
	}
	if _, bottom := p.GetPageSize(); p.GetY()+float64(n)*p.line() > bottom-15 && p.GetY() > 60 {
		p.AddPage()
	}
	y := p.GetY()
	p.SetFont("go", "B", p.size)
	if above {
		p.MultiCell(0, p.line(), label, "", "L", false)
	} else {
		p.MultiCell(labels-3, p.line(), label, "", "L", false)
	}
	labelEnd := p.GetY()
	if !above {
		p.SetXY(margin+labels, y)
	}
	p.SetFont("go", "", p.size)
	p.SetLeftMargin(210 - margin - width)
	p.MultiCell(width, p.line(), text, "", "L", false)
	p.SetLeftMargin(margin)
	p.SetXY(margin, max(p.GetY(), labelEnd)+p.line()/4)
}

// glyphs refuses what the fonts do not have: an empty box tells nothing.
func (s Sheet) glyphs() error {
	texts := []Pair{s.Council, s.Office, s.Heading}
	for _, r := range s.Rows {
		texts = append(append(texts, r.Label), r.Lines...)
	}
	for _, t := range texts {
		if letter, missing := glyph.Missing(t.En, t.Cy); missing {
			return ErrSlipGlyph.At("slip").With("letter", string(letter))
		}
	}
	return nil
}
