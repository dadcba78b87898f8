package docrender_test

import (
	"encoding/binary"
	"image"
	"image/color"
	"testing"

	"vouchdesk/internal/docrender"
)

// TestRedactionOfOddFiles: files whose parts begin elsewhere than a reader of
// their headers would think keep nothing of what was beneath the black.
func TestRedactionOfOddFiles(t *testing.T) {
	r := renderer(t, docrender.Config{})
	black := docrender.Area{Left: 3000, Top: 3000, Right: 6000, Bottom: 6000}
	base := speckled(320, 240)
	two := with(base, black, color.White)
	for name, file := range map[string]func(*image.RGBA) []byte{
		"stray bytes after a comment": func(m *image.RGBA) []byte {
			return append([]byte{0xff, 0xd8, 0xff, 0xfe, 0, 2, 0, 0}, asJPEG(t, m)[2:]...)
		},
		"fill and extraneous bytes": func(m *image.RGBA) []byte {
			return append([]byte{0xff, 0xd8, 0xff, 0x00, 0xff, 0xd3, 0xff, 0xff}, asJPEG(t, m)[2:]...)
		},
		"strips of 24 rows": func(m *image.RGBA) []byte { return strips(t, m, 24) },
		"strips of 40 rows": func(m *image.RGBA) []byte { return strips(t, m, 40) },
	} {
		t.Run(name, func(t *testing.T) {
			same(t, r, [2][]byte{file(base), file(two)}, 1000, docrender.Edit{Black: []docrender.Area{black}})
		})
	}
}

// strips is m in a TIFF file as JPEG strips of so many rows.
func strips(t *testing.T, m *image.RGBA, rows int) []byte {
	t.Helper()
	b := []byte("II*\x00\x00\x00\x00\x00")
	var at, sizes []uint32
	for y := 0; y < m.Rect.Dy(); y += rows {
		strip := image.NewRGBA(image.Rect(0, 0, m.Rect.Dx(), rows))
		copy(strip.Pix, m.Pix[y*m.Stride:min(len(m.Pix), (y+rows)*m.Stride)])
		j := asJPEG(t, strip)
		at, sizes = append(at, uint32(len(b))), append(sizes, uint32(len(j)))
		b = append(b, j...)
	}
	put := func(v []uint32) uint32 {
		p := uint32(len(b))
		for _, n := range v {
			b = binary.LittleEndian.AppendUint32(b, n)
		}
		return p
	}
	offsets, counts := put(at), put(sizes)
	if len(b)%2 == 1 {
		b = append(b, 0)
	}
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)))
	short, long := uint16(3), uint16(4)
	tags := []struct {
		tag, kind    uint16
		count, value uint32
	}{
		{256, long, 1, uint32(m.Rect.Dx())},
		{257, long, 1, uint32(m.Rect.Dy())},
		{258, short, 1, 8},
		{259, short, 1, 7},
		{262, short, 1, 6},
		{273, long, uint32(len(at)), offsets},
		{277, short, 1, 3},
		{278, long, 1, uint32(rows)},
		{279, long, uint32(len(at)), counts},
	}
	b = binary.LittleEndian.AppendUint16(b, uint16(len(tags)))
	for _, e := range tags {
		b = binary.LittleEndian.AppendUint16(b, e.tag)
		b = binary.LittleEndian.AppendUint16(b, e.kind)
		b = binary.LittleEndian.AppendUint32(b, e.count)
		b = binary.LittleEndian.AppendUint32(b, e.value)
	}
	return append(b, 0, 0, 0, 0)
}
