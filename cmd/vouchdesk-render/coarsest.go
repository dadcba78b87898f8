package main

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"regexp"
	"strconv"
)

var (
	// jpegName is the name of JPEG's filter, long or short.
	jpegName = regexp.MustCompile(`/(?:D|#44)(?:C|#43)(?:T|#54)`)
	// stencilName says that a picture's samples are bits.
	stencilName = regexp.MustCompile(`/(?:ImageMask|IM)\s*true`)
	// plainly is an entry of a picture's dictionary, unless its value stands in another object.
	plainly = regexp.MustCompile(`/(Width|Height|BitsPerComponent)\s*(\d{1,6})\b(\s+\d+\s+R)?`)
	// device is a space of colours that says by its name how many there are.
	device = regexp.MustCompile(`/ColorSpace\s*/Device(Gray|RGB|CMYK)\b`)
)

// mostInflated is how much of a file's packed contents is looked through.
const mostInflated = 200 << 20

// coarsest is the most pixels that reading any JPEG of a PDF mixes; 0 without one.
// It is not ok where a dictionary says of a JPEG's samples what is not so: MuPDF
// lays them out as it says, and a block is then in more places than its own.
func coarsest(file []byte) (unit int, ok bool) {
	heads, hidden, left := 0, false, int64(mostInflated)
	parts := bytes.Split(file, []byte("stream"))
	for i, rest := range parts[1:] {
		before, data := parts[i], bytes.TrimLeft(rest, "\r\n")
		switch {
		case bytes.HasSuffix(before, []byte("end")):
		case jpegName.Match(before) && bytes.HasPrefix(data, []byte("\xff\xd8")):
			if !truly(before, data) {
				return 0, false
			}
			heads, unit = heads+1, max(unit, reading(data))
		case filterKey.Match(before) && !hidden:
			hidden = within(data, jpegName, &left)
		}
	}
	if hidden || len(jpegName.FindAllIndex(file, -1)) > heads {
		unit = smoothed * mostUnit // one is packed
	}
	return unit, true
}

// truly says whether a dictionary has the JPEG's own size and colours. Spaces of
// colours that stand in another object are taken to be right.
func truly(dictionary, jpeg []byte) bool {
	dictionary = dictionary[max(0, bytes.LastIndex(dictionary, []byte("endobj"))):]
	is := map[string]int{}
	for _, m := range plainly.FindAllSubmatch(dictionary, -1) {
		if len(m[3]) == 0 {
			is[string(m[1])], _ = strconv.Atoi(string(m[2]))
		}
	}
	w, h, samples := frame(jpeg)
	if m := device.FindSubmatch(dictionary); m != nil && samples != map[string]int{"Gray": 1, "RGB": 3, "CMYK": 4}[string(m[1])] {
		return false
	}
	return is["Width"] == w && is["Height"] == h && is["BitsPerComponent"] == 8 && !stencilName.Match(dictionary) &&
		bytes.Contains(dictionary, []byte("/ColorSpace"))
}

// within says whether what is packed may have something in it: a page's contents
// a JPEG, for one.
func within(packed []byte, what *regexp.Regexp, left *int64) bool {
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return true // packed in another way, or encrypted
	}
	const longest = 32 // of what is looked for
	chunk, kept := make([]byte, 64<<10), 0
	for *left > 0 {
		n, err := z.Read(chunk[kept:])
		*left -= int64(n)
		if kept += n; what.Match(chunk[:kept]) || err != nil && !errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			return false
		}
		if kept > len(chunk)/2 { // it may begin in what was read and end in what comes
			kept = copy(chunk, chunk[kept-longest:kept])
		}
	}
	return true
}
