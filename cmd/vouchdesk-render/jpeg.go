package main

import (
	"encoding/binary"
	"image"
)

// segments calls yield with each marker segment of a JPEG up to its first
// scan, until yield returns false. Stray bytes are passed over just as
// image/jpeg does: what one of the two did not see would be believed by halves.
func segments(file []byte, yield func(marker byte, body []byte) bool) {
	for b := file[2:]; len(b) >= 4; {
		switch m := b[1]; {
		case b[0] != 0xff || m == 0xff: // stray, or a fill byte
			b = b[1:]
		case m == 0 || m >= 0xd0 && m <= 0xd7: // extraneous data, and restarts, have no body
			b = b[2:]
		default:
			n := int(binary.BigEndian.Uint16(b[2:]))
			if m == 0xd9 || m == 0xda || n < 2 || n+2 > len(b) || !yield(m, b[4:n+2]) {
				return
			}
			b = b[n+2:]
		}
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

// frame is a JPEG's size, and how many samples a pixel has.
func frame(file []byte) (w, h, samples int) {
	segments(file, func(m byte, b []byte) bool {
		if (m == 0xc0 || m == 0xc1 || m == 0xc2) && len(b) > 5 {
			w, h, samples = int(binary.BigEndian.Uint16(b[3:])), int(binary.BigEndian.Uint16(b[1:])), int(b[5])
		}
		return samples == 0
	})
	return w, h, samples
}

// mostUnit is a minimum coded unit as large as it can be.
const mostUnit = 32

// mcu is the size of a minimum coded unit: no pixel tells of one outside its own.
func mcu(file []byte) image.Point {
	size := image.Point{}
	segments(file, func(m byte, b []byte) bool {
		if m != 0xc0 && m != 0xc1 && m != 0xc2 {
			return true
		}
		for i := 6; i+3 <= len(b); i += 3 {
			size.X, size.Y = max(size.X, 8*int(b[i+1]>>4)), max(size.Y, 8*int(b[i+1]&15))
		}
		return false
	})
	if size.X < 8 || size.Y < 8 {
		return image.Pt(mostUnit, mostUnit)
	}
	return size
}

// unit is that of a JPEG that image/jpeg decoded, by what came of it.
func unit(m image.Image) image.Point {
	switch m := m.(type) {
	case *image.Gray:
		return image.Pt(8, 8)
	case *image.YCbCr:
		switch m.SubsampleRatio {
		case image.YCbCrSubsampleRatio444:
			return image.Pt(8, 8)
		case image.YCbCrSubsampleRatio422:
			return image.Pt(16, 8)
		case image.YCbCrSubsampleRatio420:
			return image.Pt(16, 16)
		case image.YCbCrSubsampleRatio440:
			return image.Pt(8, 16)
		case image.YCbCrSubsampleRatio411:
			return image.Pt(32, 8)
		case image.YCbCrSubsampleRatio410:
			return image.Pt(32, 16)
		}
	}
	return image.Pt(mostUnit, mostUnit)
}
