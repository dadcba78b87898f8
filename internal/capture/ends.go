package capture

import (
	"bytes"
	"encoding/binary"
	"io"
)

// A file that is still being written begins as its format does. Whether it also
// ends so is told by the few bytes that the formats agree on; nothing is
// decoded. A file that lies here is found out by the worker.

type format uint8

const (
	noFormat format = iota
	jpegFile
	pngFile
	tiffFile
	webpFile
	pdfFile
)

// formatOf tells a document by its first bytes.
func formatOf(r io.ReaderAt) format {
	var head [1024]byte
	n, err := r.ReadAt(head[:], 0)
	if err != nil && err != io.EOF {
		return noFormat
	}
	b := head[:n]
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return jpegFile
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return pngFile
	case bytes.HasPrefix(b, []byte("II*\x00")), bytes.HasPrefix(b, []byte("MM\x00*")):
		return tiffFile
	case len(b) >= 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP":
		return webpFile
	case bytes.Contains(b, []byte("%PDF-")):
		return pdfFile
	}
	return noFormat
}

// ends tells whether a file of a size ends as its format does. What is written
// to it meanwhile is not looked at: it may grow under who looks.
func ends(file io.ReaderAt, size int64, f format) bool {
	r := io.NewSectionReader(file, 0, size)
	switch f {
	case jpegFile:
		return jpegEnds(r, size)
	case pngFile:
		return bytes.Contains(tail(r, size, 64), []byte("IEND\xaeB`\x82"))
	case pdfFile:
		return bytes.Contains(tail(r, size, 1024), []byte("%%EOF")) // where readers look for it, too
	case webpFile:
		b := read(r, 4, 4)
		return b != nil && int64(binary.LittleEndian.Uint32(b))+8 <= size
	case tiffFile:
		return tiffEnds(r, size)
	case noFormat:
	}
	return false
}

// behindJPEG is how much may lie behind the end of a JPEG: cameras and phones
// put data of their own there.
const behindJPEG = 64 << 10

// jpegEnds tells whether a JPEG's pixels come to an end. A small picture among
// its headers has an end of its own, which is not that.
func jpegEnds(r io.ReaderAt, size int64) bool {
	const mostHeaders = 1000
	at := int64(2)
	for range mostHeaders {
		b := read(r, at, 4)
		switch {
		case b == nil:
			return false
		case b[0] != 0xff || b[1] == 0xff: // filled up
			at++
		case b[1] == 0xda: // its pixels follow
			at = max(at, size-behindJPEG)
			return bytes.Contains(read(r, at, size-at), []byte("\xff\xd9"))
		default:
			at += 2 + int64(binary.BigEndian.Uint16(b[2:]))
		}
	}
	return false
}

func tail(r io.ReaderAt, size, n int64) []byte { return read(r, max(0, size-n), min(n, size)) }

// read is so many bytes from a place, or nil where there are not.
func read(r io.ReaderAt, at, n int64) []byte {
	if n < 0 { // the place lies behind the end
		return nil
	}
	b := make([]byte, n)
	if _, err := r.ReadAt(b, at); err != nil {
		return nil
	}
	return b
}

// The tags of a TIFF that say where its pixels lie (TIFF 6.0, sections 8 and 15).
const (
	stripOffsets, stripCounts = 273, 279
	tileOffsets, tileCounts   = 324, 325
	tiffPages                 = 200
	tiffEntries               = 1000
	tiffParts                 = 1 << 14
)

// tiffEnds tells whether every page of a TIFF, and all of its pixels, lie
// within the file: writers put the directory first or last, as they please.
func tiffEnds(r io.ReaderAt, size int64) bool {
	head := read(r, 0, 8)
	if head == nil {
		return false
	}
	var order binary.ByteOrder = binary.LittleEndian
	if head[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(head[4:]))
	for page := 0; at != 0; page++ {
		count := read(r, at, 2)
		if count == nil || page == tiffPages {
			return false
		}
		n := int64(order.Uint16(count))
		entries := read(r, at+2, 12*min(n, tiffEntries)+4)
		if n == 0 || n > tiffEntries || entries == nil || !tiffPage(r, order, entries[:12*n], size) {
			return false
		}
		at = int64(order.Uint32(entries[12*n:]))
	}
	return order.Uint32(head[4:]) != 0
}

// tiffPage tells whether the pixels of one page lie within the file.
func tiffPage(r io.ReaderAt, order binary.ByteOrder, entries []byte, size int64) bool {
	found := map[uint16][]uint32{}
	for ; len(entries) >= 12; entries = entries[12:] {
		switch tag := order.Uint16(entries); tag {
		case stripOffsets, stripCounts, tileOffsets, tileCounts:
			if found[tag] == nil { // the first counts: of a thousand each would be read
				found[tag] = tiffNumbers(r, order, entries)
			}
		}
	}
	for _, pair := range [2][2]uint16{{stripOffsets, stripCounts}, {tileOffsets, tileCounts}} {
		from, length := found[pair[0]], found[pair[1]]
		if len(from) == 0 {
			continue
		}
		if len(from) != len(length) {
			return false
		}
		for i := range from {
			if int64(from[i])+int64(length[i]) > size {
				return false
			}
		}
		return true
	}
	return false
}

// tiffNumbers are the numbers of an entry, in it or where it says.
func tiffNumbers(r io.ReaderAt, order binary.ByteOrder, entry []byte) []uint32 {
	kind, count := order.Uint16(entry[2:]), int64(order.Uint32(entry[4:]))
	width := map[uint16]int64{3: 2, 4: 4}[kind] // SHORT and LONG
	if width == 0 || count == 0 || count > tiffParts {
		return []uint32{}
	}
	b := entry[8:12]
	if width*count > 4 {
		b = read(r, int64(order.Uint32(entry[8:])), width*count)
	}
	if b == nil {
		return []uint32{}
	}
	all := make([]uint32, count)
	for i := range all {
		if width == 2 {
			all[i] = uint32(order.Uint16(b[2*i:]))
		} else {
			all[i] = order.Uint32(b[4*i:])
		}
	}
	return all
}
