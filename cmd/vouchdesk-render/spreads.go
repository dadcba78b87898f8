package main

import (
	"bytes"
	"encoding/binary"
	"regexp"
)

// What a PDF says of pictures whose compression spreads what a place shows over
// others: JPEG 2000, and what does not say how it is compressed, or only in
// another object or an escaped name.
var (
	spreadingName = regexp.MustCompile(`/JPX|/Filter\s*\[?\s*\d+\s+\d+\s+R|/Filter\s*\[?[^\]>]{0,80}#`)
	jbig2Name     = regexp.MustCompile(`/JBIG2Decode`)
)

// spreads says whether a picture anywhere in a PDF may show, away from what is
// blacked out, something of what is beneath. JBIG2 does where it draws shapes
// that it has seen before: a kept letter may be the copy of a hidden one.
func spreads(file []byte) bool {
	if spreadingName.Match(file) {
		return true
	}
	for _, at := range jbig2Name.FindAllIndex(file, -1) {
		i := bytes.Index(file[at[1]:], []byte("stream"))
		if i < 0 || !exact(bytes.TrimLeft(file[at[1]+i+len("stream"):], "\r\n")) {
			return true
		}
	}
	return false
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
