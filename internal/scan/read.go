package scan

import (
	"context"
	"image"

	"github.com/makiuchi-d/gozxing"
	multi "github.com/makiuchi-d/gozxing/multi/qrcode/detector"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/detector"
)

// smallest is a version 1 code with its quiet zone at a pixel a module.
const smallest = 21 + 8

// gozxing weighs every three of the corner patterns it finds against each
// other. A page printed full of them would keep it for days and no context
// could stop it, so a picture with more than this many is not looked at in
// this way. What it does with several codes costs more for each three.
const (
	mostPatterns        = 250
	mostPatternsSeveral = 60
)

// source lends a grey picture to gozxing without the copy pixel by pixel
// that its own source makes. The picture starts at its first byte and has no
// gap between rows: see whole.
type source struct {
	gozxing.LuminanceSourceBase
	pix []byte
}

func newSource(g *image.Gray) *source {
	return &source{gozxing.LuminanceSourceBase{Width: g.Rect.Dx(), Height: g.Rect.Dy()}, g.Pix}
}

func (s *source) GetRow(y int, _ []byte) ([]byte, error) { return s.pix[y*s.Width:][:s.Width], nil }
func (s *source) GetMatrix() []byte                      { return s.pix }
func (s *source) Invert() gozxing.LuminanceSource        { return gozxing.LuminanceSourceInvert(s) }
func (s *source) String() string                         { return gozxing.LuminanceSourceString(s) }

// whole is g with its rows together from the first byte on.
func whole(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if g.Stride == w && len(g.Pix) == w*h {
		return g
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		copy(out.Pix[y*w:], g.Pix[y*g.Stride:][:w])
	}
	return out
}

func global(g *image.Gray) *gozxing.BitMatrix {
	m, err := gozxing.NewGlobalHistgramBinarizer(newSource(g)).GetBlackMatrix()
	if err != nil {
		return nil
	}
	return m
}

type hints = map[gozxing.DecodeHintType]any

// enough is thrown through gozxing when a picture holds too many patterns or
// the context has ended: its callback for a pattern is the only way in.
type enough struct{}

func watch(ctx context.Context, most int) gozxing.ResultPointCallback {
	n := 0
	return func(gozxing.ResultPoint) {
		if n++; n > most || ctx.Err() != nil {
			panic(enough{})
		}
	}
}

// guarded runs one way to look. gozxing indexes by what it measures in the
// picture and has panicked on such pictures before: a panic, ours or its, is a
// code that was not read.
func guarded[T any](look func() T) (made T) {
	defer func() {
		if recover() != nil {
			var none T
			made = none
		}
	}()
	return look()
}

// read looks for one code in black and white.
func read(ctx context.Context, m *gozxing.BitMatrix, hard bool) []string {
	texts, _ := readAt(ctx, m, hard)
	return texts
}

// readAt also tells where the middles of the code's corner patterns lie.
func readAt(ctx context.Context, m *gozxing.BitMatrix, hard bool) (texts []string, at []point) {
	texts = guarded(func() []string {
		if m == nil {
			return nil
		}
		h := hints{gozxing.DecodeHintType_NEED_RESULT_POINT_CALLBACK: watch(ctx, mostPatterns)}
		if hard {
			h[gozxing.DecodeHintType_TRY_HARDER] = true
		}
		d, err := detector.NewDetector(m).Detect(h)
		if err != nil {
			return nil
		}
		r, err := decoder.NewDecoder().Decode(d.GetBits(), h)
		if err != nil {
			return nil
		}
		for _, p := range d.GetPoints()[:3] { // a fourth is an alignment pattern's
			at = append(at, point{p.GetX(), p.GetY()})
		}
		return []string{r.GetText()}
	})
	return texts, at
}

// readAll looks for several codes.
func readAll(ctx context.Context, m *gozxing.BitMatrix) []string {
	return guarded(func() (texts []string) {
		if m == nil {
			return nil
		}
		h := hints{
			gozxing.DecodeHintType_TRY_HARDER:                 true,
			gozxing.DecodeHintType_NEED_RESULT_POINT_CALLBACK: watch(ctx, mostPatternsSeveral),
		}
		ds, err := multi.NewMultiDetector(m).DetectMulti(h)
		if err != nil {
			return nil
		}
		for _, d := range ds {
			if r, err := decoder.NewDecoder().Decode(d.GetBits(), h); err == nil {
				texts = append(texts, r.GetText())
			}
		}
		return texts
	})
}
