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

func exifOfJPEG(file []byte) (exif []byte) {
	segments(file, func(m byte, b []byte) bool {
		if m == 0xe1 && len(b) > 6 && string(b[:6]) == "Exif\x00\x00" {
			exif = b[6:]
		}
		return exif == nil
	})
	return exif
}

func exifOfPNG(file []byte) []byte {
	for b := file[8:]; len(b) >= 12; {
		n := int(binary.BigEndian.Uint32(b))
		if n < 0 || n > len(b)-12 || string(b[4:8]) == "IDAT" {
			return nil
		}
		if string(b[4:8]) == "eXIf" {
			return b[8 : 8+n]
		}
		b = b[12+n:]
	}
	return nil
}

func exifOfWebP(file []byte) []byte {
	for b := file[12:]; len(b) >= 8; {
		n := int(binary.LittleEndian.Uint32(b[4:]))
		if n < 0 || n > len(b)-8 {
			return nil
		}
		if string(b[:4]) == "EXIF" {
			return b[8 : 8+n]
		}
		b = b[min(len(b), 8+n+n&1):]
	}
	return nil
}

// orientation reads tag 0x0112 of the first directory of a TIFF structure
// (TIFF 6.0 section 2, EXIF 2.32 section 4.6.4); 0 where there is none.
func orientation(b []byte) uint8 {
	if len(b) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	at := int(order.Uint32(b[4:]))
	if at < 8 || at > len(b)-2 {
		return 0
	}
	entries := b[at+2:]
	for range order.Uint16(b[at:]) {
		if len(entries) < 12 {
			return 0
		}
		if order.Uint16(entries) == 0x0112 && order.Uint16(entries[2:]) == 3 {
			if v := order.Uint16(entries[8:]); v >= 1 && v <= 8 {
				return uint8(v)
			}
			return 0
		}
		entries = entries[12:]
	}
	return 0
}
