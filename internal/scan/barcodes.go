package scan

import (
	"context"
	"image"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"

	"vouchdesk/internal/scan/rxing"
)

// All returns the QR codes of a picture as [Reader.Codes] does and, where none
// is of our kinds, one of each other barcode that papers carry.
func (r *Reader) All(ctx context.Context, g *image.Gray) ([]Found, error) {
	found, err := r.Codes(ctx, g)
	if err != nil || g == nil || slices.ContainsFunc(found, func(f Found) bool { return f.Kind != Other }) {
		return found, err
	}
	if g.Rect.Dx() < smallest || g.Rect.Dy() < 8 {
		return found, nil
	}
	l := newLadder(whole(g), r.second)
	for _, format := range []struct {
		as Format
		by rxing.Format
	}{{DataMatrix, rxing.DataMatrix}, {PDF417, rxing.PDF417}, {Aztec, rxing.Aztec}} {
		if text, ok := l.barcode(ctx, format.by); ok {
			found = append(found, Found{Format: format.as, Text: text, Kind: Other})
		}
	}
	if text, ok := l.code128(ctx); ok && plain(text) {
		found = append(found, Found{Format: Code128, Text: text, Kind: Other})
	}
	if len(found) == 0 && ctx.Err() != nil {
		return nil, stop(ctx)
	}
	return found, nil
}

// barcode asks the second reader for one format: as large as it is worth, then small.
func (l *ladder) barcode(ctx context.Context, format rxing.Format) (string, bool) {
	for i, side := range []int{base, base / 2, base / 4, fine} {
		g := l.at(side)
		if i > 0 && i < 3 && g == l.original || side == fine && l.large() {
			continue
		}
		within, cancel := context.WithTimeout(ctx, patience(g)/2)
		f, ok, err := l.second.Read(within, g, rxing.How{Formats: []rxing.Format{format}, Hard: true})
		cancel()
		if err == nil && ok && f.Format == format && plain(f.Text) {
			return f.Text, true
		}
	}
	return "", false
}

const (
	// A Code 128 has one check sign only: a row of print passes for one now and
	// then, several rows with the same text do not.
	leastRows  = 4
	rowsLooked = 240
)

// code128 reads rows, as they lie and turned by a right angle, and believes what
// several of them say and hardly one gainsays.
func (l *ladder) code128(ctx context.Context) (string, bool) {
	g := l.at(base)
	for _, m := range []func() *gozxing.BitMatrix{
		func() *gozxing.BitMatrix { return l.hybrid(base) },
		func() *gozxing.BitMatrix { return adaptive(g, 15, 4) },
		func() *gozxing.BitMatrix { return hybrid(turned(g)) },
	} {
		if text, ok := rows(ctx, m()); ok {
			return text, true
		}
	}
	return "", false
}

// rowReader reads one row of pixels; gozxing's readers of bars do.
type rowReader interface {
	DecodeRow(rowNumber int, row *gozxing.BitArray, hints map[gozxing.DecodeHintType]any) (*gozxing.Result, error)
}

func rows(ctx context.Context, m *gozxing.BitMatrix) (string, bool) {
	reader, ok := oned.NewCode128Reader().(rowReader)
	if m == nil || !ok {
		return "", false
	}
	said := map[string]int{}
	row := gozxing.NewBitArray(m.GetWidth())
	for y := 0; y < m.GetHeight() && ctx.Err() == nil; y += max(1, m.GetHeight()/rowsLooked) {
		row = m.GetRow(y, row)
		for range 2 { // from the left, from the right
			for _, text := range guarded(func() []string {
				r, err := reader.DecodeRow(y, row, nil)
				if err != nil || r.GetText() == "" {
					return nil
				}
				return []string{r.GetText()}
			}) {
				said[text]++
			}
			row.Reverse()
		}
	}
	best, rest := "", 0
	for text, n := range said {
		if n > said[best] || (n == said[best] && text < best) {
			best = text
		}
		rest += n
	}
	n := said[best]
	return best, n >= leastRows && n > 3*(rest-n)
}

// plain tells whether a text can be shown as it is: not what stands for a
// barcode's own functions, nor letters of an alphabet that was guessed, nor what
// makes it look like another.
func plain(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Co, unicode.Cf) || unicode.IsControl(r) && !strings.ContainsRune("\r\n\t\x1c\x1d\x1e\x04", r)
	})
}
