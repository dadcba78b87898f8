package main

import (
	"encoding/binary"
	"image"
)

// segments calls yield with each marker segment of a JPEG up to its first
// scan, until yield returns false.
func segments(file []byte, yield func(marker byte, body []byte) bool) {
	for b := file[2:]; len(b) >= 4; {
		if b[0] != 0xff {
			return
		}
		if b[1] == 0xff { // a fill byte
			b = b[1:]
			continue
		}
		n := int(binary.BigEndian.Uint16(b[2:]))
		if b[1] == 0xda || n < 2 || n+2 > len(b) || !yield(b[1], b[4:n+2]) {
			return
		}
		b = b[n+2:]
	}
}

func progressive(file []byte) (yes bool) {
	segments(file, func(m byte, _ []byte) bool {
		yes = yes || m == 0xc2
		return !yes
	})
	return yes
}

// subsampled says whether the colour planes are stored at half the width and
// height (4:2:0), as phones and scanners write.
func subsampled(file []byte) (yes bool) {
	segments(file, func(m byte, b []byte) bool {
		if m != 0xc0 && m != 0xc1 && m != 0xc2 {
			return true
		}
		if len(b) >= 15 && b[5] == 3 {
			yes = b[7] == 0x22 && b[10] == 0x11 && b[13] == 0x11
		}
		return false
	})
	return yes
}

// components is how many samples a pixel has.
func components(file []byte) (n int) {
	segments(file, func(m byte, b []byte) bool {
		if (m == 0xc0 || m == 0xc1 || m == 0xc2) && len(b) > 5 {
			n = int(b[5])
		}
		return n == 0
	})
	return n
}

// mcu is the size of a minimum coded unit: no pixel tells of one outside its own.
func mcu(file []byte) image.Point {
	size := image.Pt(8, 8)
	segments(file, func(m byte, b []byte) bool {
		if m != 0xc0 && m != 0xc1 && m != 0xc2 {
			return true
		}
		for i := 6; i+3 <= len(b); i += 3 {
			size.X, size.Y = max(size.X, 8*int(b[i+1]>>4)), max(size.Y, 8*int(b[i+1]&15))
		}
		return false
	})
	return size
}
