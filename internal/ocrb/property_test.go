package ocrb_test

import (
	"context"
	"image"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vouchdesk/internal/mrz"
	ocr "vouchdesk/internal/ocrb"
)

// TestEveryZoneReadsBack: any zone, drawn and spoilt within these limits, in
// any orientation, is read with the right text. Up to two characters may be
// taken for another, if they are marked and the right one is named beside them:
// in this font a nought is nearly an O.
func TestEveryZoneReadsBack(t *testing.T) {
	texts := rapid.Custom(drawnText)
	shots := rapid.Custom(func(t *rapid.T) shot {
		o := plain()
		o.pitch = rapid.Float64Range(12, 26).Draw(t, "pitch")
		o.turn = rapid.Float64Range(-0.08, 0.08).Draw(t, "turn")
		o.narrow = rapid.Float64Range(-0.06, 0.06).Draw(t, "narrow")
		o.blur = rapid.Float64Range(0, 0.06*o.pitch).Draw(t, "blur")
		o.grain = rapid.Float64Range(0, 10).Draw(t, "grain")
		o.shade = rapid.Float64Range(0, 0.4).Draw(t, "shade")
		o.print = rapid.Float64Range(0, 15).Draw(t, "print")
		o.paper = rapid.Float64Range(170, 250).Draw(t, "paper")
		o.ink = rapid.Float64Range(10, 50).Draw(t, "ink")
		o.stretch = rapid.Float64Range(0.92, 1.08).Draw(t, "stretch")
		o.margin = rapid.Float64Range(2, 12).Draw(t, "margin")
		o.seed = rapid.Uint64().Draw(t, "seed")
		return o
	})
	rapid.Check(t, func(t *rapid.T) {
		text := texts.Draw(t, "text")
		g := orientations(photograph(text, shots.Draw(t, "shot")))[rapid.IntRange(0, 7).Draw(t, "orientation")]
		z, err := ocr.Read(t.Context(), g, today)
		if err != nil {
			t.Fatal(err)
		}
		if !saysSo(z, text) {
			t.Errorf("valid %t, %d marked:\n%s\nwant\n%s", z.Valid(), z.Marked(ocr.Doubtful)+z.Marked(ocr.Mended), z.Text(), text)
		}
	})
}

func saysSo(z ocr.Zone, text string) bool {
	wrong := 0
	for i, want := range strings.Split(text, "\n") {
		if i >= len(z.Lines) || len(z.Lines[i]) != len(want) {
			return false
		}
		for j, c := range z.Lines[i] {
			if c.Text != want[j] {
				wrong++
				if c.Mark != ocr.Doubtful || !strings.Contains(c.Near, want[j:j+1]) {
					return false
				}
			}
		}
	}
	return wrong <= 2
}

// drawnText is a zone of any format with names and numbers drawn at random.
func drawnText(t *rapid.T) string {
	word := func(set string, least, most int, what string) string {
		return rapid.StringOfN(rapid.SampledFrom([]rune(set)), least, most, -1).Draw(t, what)
	}
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	name := word(letters, 2, 10, "family") + "<<" + word(letters, 2, 8, "given")
	number := word(letters+"0123456789", 6, 9, "number")
	date := func(what string) string {
		return rapid.SampledFrom([]string{"740812", "880417", "010203", "991231", "560630", "350611"}).Draw(t, what)
	}
	birth, expiry := date("birth"), date("expiry")
	sex := rapid.SampledFrom([]string{"F", "M", "X", "<"}).Draw(t, "sex")
	nation := word(letters, 3, 3, "nation")
	switch rapid.SampledFrom(mrz.Formats()).Draw(t, "format") {
	case mrz.TD3:
		return passport("P<"+nation+name, number, nation, birth, sex, expiry, word(letters+"0123456789", 0, 12, "own"))
	case mrz.TD2:
		return card2("I<"+nation+name, number, nation, birth, sex, expiry)
	case mrz.MRVA:
		return visa(44, "V<"+nation+name, number, nation, birth, sex, expiry)
	case mrz.MRVB:
		return visa(36, "V<"+nation+name, number, nation, birth, sex, expiry)
	default:
		return card("I<"+nation, number, birth, sex, expiry, nation, name)
	}
}

// FuzzRead: no pixels whatever hang the reader or stop it.
func FuzzRead(f *testing.F) {
	f.Add(uint16(64), []byte("a zone is not here"))
	f.Add(uint16(1), []byte{})
	small := plain()
	small.pitch, small.margin = 6, 1
	for _, text := range specimens(f) {
		g := photograph(text, small)
		f.Add(uint16(g.Rect.Dx()), g.Pix)
	}
	f.Fuzz(func(t *testing.T, wide uint16, pix []byte) {
		if len(pix) > 1<<15 || wide == 0 {
			return
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second) // stopping is a way through it as well
		defer cancel()
		w := int(wide)
		h := len(pix) / w
		g := &image.Gray{Pix: pix, Stride: w, Rect: image.Rect(0, 0, w, h)}
		z, err := ocr.Read(ctx, g, today)
		if err != nil {
			return
		}
		lines := strings.Split(z.Text(), "\n")
		for _, f := range mrz.Formats() {
			if n, columns := f.Size(); n == len(lines) && columns == len(lines[0]) {
				if cut := z.Cut(g, 300); cut != nil && cut.Rect.Dx() > 300 {
					t.Errorf("the cut is %v", cut.Rect)
				}
				return
			}
		}
		t.Errorf("what was read has no format's shape: %d lines", len(lines))
	})
}
