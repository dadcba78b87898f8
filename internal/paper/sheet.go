package paper

import (
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// sheet is a page being drawn. The first thing that goes wrong stays in err
// and stops the rest.
type sheet struct {
	page             *image.Gray
	text, bold, mono font.Face
	err              error
}

// newSheet takes its fonts from the program: the Go fonts are BSD-licensed and
// have every letter of Welsh (Wŵ Yŷ Ẁẁ Ẅẅ among them, tested).
func newSheet() (*sheet, error) {
	s := &sheet{page: image.NewGray(image.Rect(0, 0, pageWidth, pageHeight))}
	for i := range s.page.Pix {
		s.page.Pix[i] = 255
	}
	for _, f := range []struct {
		face  *font.Face
		ttf   []byte
		point float64
	}{
		{&s.text, goregular.TTF, 12}, // the smallest print a council letter may use
		{&s.bold, gobold.TTF, 14},
		{&s.mono, gomonobold.TTF, 16},
	} {
		parsed, err := opentype.Parse(f.ttf)
		if err != nil {
			return nil, err
		}
		*f.face, err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: f.point, DPI: dpi, Hinting: font.HintingNone})
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

// line writes one line at a baseline, in millimetres. A letter the font does
// not have is refused: an empty box in a name is worse than no letter.
func (s *sheet) line(face font.Face, x, y float64, text, where string) {
	if s.err != nil {
		return
	}
	for _, r := range text {
		if _, ok := face.GlyphAdvance(r); !ok {
			s.err = ErrGlyph.At(where)
			return
		}
	}
	d := font.Drawer{
		Dst: s.page, Src: image.NewUniform(color.Gray{Y: 0}), Face: face,
		Dot: fixed.P(dots(x), dots(y)),
	}
	if d.MeasureString(text).Ceil() > pageWidth-dots(x)-dots(10) {
		s.err = ErrTooLong.At(where)
		return
	}
	d.DrawString(text)
}

// words writes paragraphs, broken to the page's width, and returns the next
// free baseline. A line with the day is left out when there is none.
func (s *sheet) words(y float64, paragraphs []string, until string) float64 {
	const high = 6.0
	for i, p := range paragraphs {
		face := s.text
		if i == 0 {
			face = s.bold
		}
		if strings.Contains(p, "%") {
			if until == "" {
				continue
			}
			p = strings.ReplaceAll(p, "%", until)
		}
		for _, l := range wrap(face, p, pageWidth-2*dots(margin)) {
			s.line(face, margin, y, l, "words")
			y += high
		}
		y += 2
	}
	return y
}

func wrap(face font.Face, text string, width int) (lines []string) {
	line := ""
	for _, w := range strings.Fields(text) {
		longer := strings.TrimSpace(line + " " + w)
		if line != "" && font.MeasureString(face, longer).Ceil() > width {
			lines = append(lines, line)
			longer = w
		}
		line = longer
	}
	return append(lines, line)
}

// EncodePNG writes a page as PNG.
func EncodePNG(w io.Writer, g *image.Gray) error { return png.Encode(w, g) }
