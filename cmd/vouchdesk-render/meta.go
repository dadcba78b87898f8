package main

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
)

// maxProfile bounds an embedded profile; those of matrix and curves take a few
// kilobytes, with the largest curves a few hundred.
const maxProfile = 1 << 20

// meta is what a file says of its pixels: the EXIF block, which holds the
// orientation, and the ICC profile. Nothing else of it is read.
type meta struct{ exif, icc []byte }

func metaOfJPEG(file []byte) (m meta) {
	segments(file, func(marker byte, b []byte) bool {
		switch {
		case marker == 0xe1 && m.exif == nil && len(b) > 6 && string(b[:6]) == "Exif\x00\x00":
			m.exif = b[6:]
		case marker == 0xe2 && len(b) > 14 && string(b[:12]) == "ICC_PROFILE\x00" && len(m.icc) < maxProfile:
			// Chunks stand in order in every file seen; others make a
			// profile that is not one.
			m.icc = append(m.icc, b[14:]...)
		}
		return true
	})
	return m
}

func metaOfPNG(file []byte) (m meta) {
	for b := file[8:]; len(b) >= 12; {
		n := int(binary.BigEndian.Uint32(b))
		if n < 0 || n > len(b)-12 || string(b[4:8]) == "IDAT" {
			return m
		}
		switch body := b[8 : 8+n]; string(b[4:8]) {
		case "eXIf":
			m.exif = body
		case "iCCP":
			m.icc = inflated(body)
		}
		b = b[12+n:]
	}
	return m
}

// inflated is the profile in an iCCP chunk: a name, a zero, a method, deflated bytes.
func inflated(chunk []byte) []byte {
	name := bytes.IndexByte(chunk, 0)
	if name < 0 || name+2 > len(chunk) {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(chunk[name+2:]))
	if err != nil {
		return nil
	}
	icc, err := io.ReadAll(io.LimitReader(z, maxProfile))
	if err != nil {
		return nil
	}
	return icc
}

func metaOfWebP(file []byte) (m meta) {
	for b := file[12:]; len(b) >= 8; {
		n := int(binary.LittleEndian.Uint32(b[4:]))
		if n < 0 || n > len(b)-8 {
			return m
		}
		switch string(b[:4]) {
		case "EXIF":
			m.exif = b[8 : 8+n]
		case "ICCP":
			m.icc = b[8 : 8+n]
		}
		b = b[min(len(b), 8+n+n&1):]
	}
	return m
}

// metaOfTIFF: a TIFF file is itself the structure that EXIF borrows.
func metaOfTIFF(file []byte) (m meta) {
	return meta{exif: file, icc: entry(file, 34675, 7)}
}

// orientation reads tag 0x0112 of the first directory of a TIFF structure
// (TIFF 6.0 section 2, EXIF 2.32 section 4.6.4); 0 where there is none.
func orientation(b []byte) uint8 {
	v := entry(b, 0x0112, 3)
	if len(v) < 2 {
		return 0
	}
	if o := byteOrder(b).Uint16(v); o >= 1 && o <= 8 {
		return uint8(o)
	}
	return 0
}

func byteOrder(b []byte) binary.ByteOrder {
	if len(b) > 0 && b[0] == 'M' {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// entry is the bytes of a tag of the first directory, of one of the types
// BYTE (1), SHORT (3), LONG (4) or UNDEFINED (7); nil where it is not whole.
func entry(b []byte, tag, kind uint16) []byte {
	return entryAt(b, uint64(firstDirectory(b)), tag, kind)
}

func entryAt(b []byte, directory uint64, tag, kind uint16) []byte {
	if directory < 8 || directory+2 > uint64(len(b)) {
		return nil
	}
	order := byteOrder(b)
	entries := b[directory+2:]
	for range order.Uint16(b[directory:]) {
		if len(entries) < 12 {
			return nil
		}
		if order.Uint16(entries) != tag {
			entries = entries[12:]
			continue
		}
		if order.Uint16(entries[2:]) != kind {
			return nil
		}
		size := uint64(order.Uint32(entries[4:])) * map[uint16]uint64{1: 1, 3: 2, 4: 4, 7: 1}[kind]
		if size <= 4 {
			return entries[8 : 8+size]
		}
		at := uint64(order.Uint32(entries[8:]))
		if at+size > uint64(len(b)) {
			return nil
		}
		return b[at : at+size]
	}
	return nil
}
