package main

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strings"
)

// filterKey is the key that says how a stream is compressed, as it is written or
// with any of its letters escaped.
var filterKey = regexp.MustCompile(`/(?:F|#46)(?:i|#69)(?:l|#6[cC])(?:t|#74)(?:e|#65)(?:r|#72)`)

// spreads says whether a picture anywhere in a PDF may show, away from what is
// blacked out, something of what is beneath: JPEG 2000 rounds over more than a
// block, and JBIG2 may draw a kept letter as the copy of a hidden one. What does
// not plainly say how it is compressed may be either.
func spreads(file []byte) bool {
	for _, at := range filterKey.FindAllIndex(file, -1) {
		if at[1]-at[0] > len("/Filter") || spreading(file[at[1]:]) {
			return true
		}
	}
	return false
}

// spreading says so of the stream whose filter begins here: a name, or several
// in brackets.
func spreading(file []byte) bool {
	const far, space = 2000, "\x00\t\n\f\r "
	rest := file[:min(len(file), far)]
	if len(rest) > 0 && strings.IndexByte(space+"/[%0123456789", rest[0]) < 0 {
		return false // a longer name
	}
	value, several, shapes := bytes.TrimLeft(rest, space), false, false
	if several = bytes.HasPrefix(value, []byte("[")); several {
		value = value[1:]
	}
	for {
		value = bytes.TrimLeft(value, space)
		if several && bytes.HasPrefix(value, []byte("]")) {
			break
		}
		if !bytes.HasPrefix(value, []byte("/")) {
			return true // it stands elsewhere, or is hidden behind a comment
		}
		name := value[1:]
		if n := bytes.IndexAny(name, space+"/<>[]()%"); n >= 0 {
			name = name[:n]
		}
		if bytes.IndexByte(name, '#') >= 0 || string(name) == "JPXDecode" {
			return true
		}
		shapes = shapes || string(name) == "JBIG2Decode"
		value = value[1+len(name):]
		if !several {
			break
		}
	}
	if !shapes {
		return false
	}
	data := bytes.Index(rest, []byte("stream"))
	return data < 0 || !exact(bytes.TrimLeft(file[data+len("stream"):], "\r\n"))
}

// Segments of JBIG2 (ITU-T T.88, 7.3) that only say where a page begins and
// ends, or hold pixels by themselves.
var exactSegments = map[byte]bool{36: true, 38: true, 39: true, 48: true, 49: true, 50: true, 51: true, 62: true}

// exact says whether a JBIG2 stream is made of such segments alone, up to its end.
func exact(data []byte) bool {
	for {
		if bytes.HasPrefix(bytes.TrimLeft(data, "\r\n"), []byte("endstream")) {
			return true
		}
		// Number, kind, how many segments it refers to, and these.
		if len(data) < 6 || !exactSegments[data[4]&0x3f] || data[5]>>5 > 4 {
			return false
		}
		size, page := 1, 1
		switch number := binary.BigEndian.Uint32(data); {
		case number > 65536:
			size = 4
		case number > 256:
			size = 2
		}
		if data[4]&0x40 != 0 {
			page = 4
		}
		head := 6 + int(data[5]>>5)*size + page + 4
		if len(data) < head {
			return false
		}
		n := binary.BigEndian.Uint32(data[head-4:])
		if uint64(n) > uint64(len(data)-head) {
			return false
		}
		data = data[head+int(n):]
	}
}
