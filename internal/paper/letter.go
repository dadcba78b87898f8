package paper

import (
	"image"
	"image/draw"
	"strings"

	"rsc.io/qr"
)

// A4 at 200 dots an inch.
const (
	dpi        = 200
	pageWidth  = 1654
	pageHeight = 2339
)

// The letter's QR, as desks are measured against it.
const (
	modules   = 41 // version 6
	codeSize  = 35 // millimetres
	quietZone = 4  // modules
	codeChars = 152
)

// Where things stand, in millimetres from the top left. The address stands in
// the window of a C5 or DL envelope.
const (
	margin     = 22
	addressTop = 48
	textTop    = 96
	codeLeft   = 210 - margin - codeSize
	codeTop    = 206
)

// LetterPage is what one letter says.
type LetterPage struct {
	Council   string   // "Cyngor Enghraifft Council"
	Addressee []string // name and address, a line each, at most seven
	Code      string   // the QR text: VLA and base32, 152 characters
	Typed     string   // the typed fallback, grouped: "ABCD-EFGH-JKMN-P"
	Until     string   // last day in words, as printed: "31 January 2027"; may be empty
	UntilCy   string   // the same in Welsh: "31 Ionawr 2027"; may be empty
	Specimen  bool     // prints SPECIMEN across the head
}

// Letter draws an A4 page at 200 dots an inch.
func Letter(p LetterPage) (*image.Gray, error) {
	code, err := encode(p.Code)
	if err != nil {
		return nil, err
	}
	s, err := newSheet()
	if err != nil {
		return nil, err
	}
	if len(p.Addressee) == 0 || strings.TrimSpace(p.Addressee[0]) == "" {
		return nil, ErrAddress
	}
	if len(p.Addressee) > 7 {
		return nil, ErrTooLong.At("addressee")
	}
	s.line(s.bold, margin, 28, p.Council, "council")
	if p.Specimen {
		s.line(s.bold, 210-margin-60, 28, "SPECIMEN · SBESIMEN", "specimen")
	}
	for i, l := range p.Addressee {
		s.line(s.text, margin, addressTop+5.5*float64(i), l, "addressee")
	}
	y := s.words(textTop, cymraeg, p.UntilCy)
	s.words(y+5, english, p.Until)
	s.code(code)
	s.line(s.text, margin, codeTop+codeSize+15, typedCy, "words")
	s.line(s.text, margin, codeTop+codeSize+20, typedEn, "words")
	s.line(s.mono, margin, codeTop+codeSize+29, p.Typed, "typed")
	if s.err != nil {
		return nil, s.err
	}
	return s.page, nil
}

// encode makes the QR and holds it to version 6-M in alphanumeric mode.
func encode(text string) (*qr.Code, error) {
	if len(text) != codeChars || !strings.HasPrefix(text, "VLA") ||
		strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		return nil, ErrCode
	}
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, ErrCode.Because(err)
	}
	if c.Size != modules {
		return nil, ErrCode
	}
	return c, nil
}

// code draws the QR at its exact size: the edges of its modules fall between
// dots, and those dots get the share of black that lies on them, which a
// printer's own screen keeps better than modules of unequal width.
func (s *sheet) code(c *qr.Code) {
	const fine = 4
	side := dots(codeSize)
	left, top := dots(codeLeft), dots(codeTop)
	quiet := quietZone * side / modules
	draw.Draw(s.page, image.Rect(left-quiet, top-quiet, left+side+quiet, top+side+quiet), image.White, image.Point{}, draw.Src)
	for y := range side {
		for x := range side {
			black := 0
			for j := range fine {
				for i := range fine {
					mx := (x*fine + i) * modules / (side * fine)
					my := (y*fine + j) * modules / (side * fine)
					if c.Black(mx, my) {
						black++
					}
				}
			}
			s.page.Pix[(top+y)*s.page.Stride+left+x] = byte(255 - black*255/(fine*fine))
		}
	}
}

func dots(mm float64) int { return int(mm*dpi/25.4 + 0.5) }
