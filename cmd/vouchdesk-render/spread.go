package main

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"image"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

const (
	// pdfBlur is how far, in pixels, drawing a PDF page spreads a detail: edges
	// are smoothed and its pictures resampled.
	pdfBlur = 4
	// beyondUnit is what reading a JPEG lets over the edges of its blocks, in its
	// own pixels: colours are spread by one, and where it is drawn larger
	// resampling takes one more.
	beyondUnit = 2
	// smoothed is over how many blocks, in each direction and with its own, a
	// progressive JPEG is smoothed of which scans are missing.
	smoothed = 3
	// mostPictures is of how many pictures a page is read.
	mostPictures = 5000
)

// lossy is a picture of a page each of whose blocks tells of all that it shows.
type lossy struct {
	within image.Rectangle // of the drawn page
	block  image.Point     // how far one reaches on it
}

// around is what r, where it covers a part of the picture, grows to.
func (l lossy) around(r image.Rectangle) image.Rectangle {
	if r = r.Intersect(l.within); r.Empty() {
		return r
	}
	return image.Rect(r.Min.X-l.block.X, r.Min.Y-l.block.Y, r.Max.X+l.block.X, r.Max.Y+l.block.Y).Intersect(l.within)
}

// shown is a picture where a page shows it: one of its pixels further right is
// x further on the page, in points, and one further down is y.
type shown struct {
	w, h, unit int
	x, y, from [2]float64
}

// on is what that comes to on a page of so many pixels a point.
func (s shown) on(scale float64) lossy {
	var l lossy
	for i, side := range [2]struct{ low, high, block *int }{
		{&l.within.Min.X, &l.within.Max.X, &l.block.X}, {&l.within.Min.Y, &l.within.Max.Y, &l.block.Y},
	} {
		across, down := scale*s.x[i]*float64(s.w), scale*s.y[i]*float64(s.h)
		from := scale * s.from[i]
		// Far off the page is far enough: what is drawn is cut to it.
		*side.low = int(math.Floor(bounded(from+min(across, 0)+min(down, 0)))) - pdfBlur
		*side.high = int(math.Ceil(bounded(from+max(across, 0)+max(down, 0)))) + pdfBlur
		*side.block = int(math.Ceil(bounded(scale * float64(s.unit+beyondUnit) * (math.Abs(s.x[i]) + math.Abs(s.y[i])))))
	}
	return l
}

func bounded(v float64) float64 { return min(max(v, -1e6), 1e6) }

// Parts of MuPDF's SVG. What begins with an id is drawn where others say, each
// time from somewhere else: the tile of a pattern, or a letter.
var (
	attribute = regexp.MustCompile(` ([a-z:]+)="([^"]*)"`)
	elsewhere = regexp.MustCompile(`^g id="`)
)

// pictures reads from a page drawn as SVG where it shows which pictures whose
// blocks are mixed: nothing but MuPDF knows what a page's contents come to. It is
// not ok where one is part of what is drawn in several places, or is written in
// no way known here. Some JPEGs MuPDF writes as PNG (of four colours, a mask):
// what could be one is taken to have blocks of the coarsest, 0 if there are none.
func pictures(svg string, coarsest int) (all []shown, ok bool) {
	kinds := map[string]shown{}
	depth, moved, before := 0, false, ""
	for {
		i := strings.IndexByte(svg, '<')
		if i < 0 {
			return all, true
		}
		svg = svg[i+1:]
		end := strings.IndexByte(svg, '>')
		if end < 0 {
			return nil, false
		}
		tag := svg[:end]
		svg = svg[end+1:]
		switch name, _, _ := strings.Cut(tag, " "); name {
		case "defs":
			depth++
		case "/defs":
			if depth--; depth < 1 {
				moved = false
			}
		case "g":
			moved = moved || elsewhere.MatchString(tag)
		case "image", "use":
			a := map[string]string{}
			for _, m := range attribute.FindAllStringSubmatch(tag, 6) {
				a[m[1]] = m[2]
			}
			s, known := kinds[strings.TrimPrefix(a["xlink:href"], "#")]
			if name == "image" {
				s, known = stored(a, depth > 0, coarsest), true
				kinds[a["id"]] = s
			}
			// A shading has no id, and a stencil stands in its mask at once: both exact.
			if !known || s.unit == 0 || a["id"] == "" && name == "image" || strings.HasPrefix(before, "mask ") {
				break
			}
			s, placed := s.placed(before)
			if !placed || moved || len(all) == mostPictures {
				return nil, false
			}
			all = append(all, s)
		}
		before = tag
	}
}

// stored reads how large a picture is, and how many of its pixels are mixed.
func stored(a map[string]string, mask bool, coarsest int) (s shown) {
	s.w, _ = strconv.Atoi(a["width"])
	s.h, _ = strconv.Atoi(a["height"])
	kind, data, _ := strings.Cut(a["xlink:href"], ",")
	data = strings.TrimLeft(data, "\n")
	const head = 36 // of 27 bytes; the last but one says what colours a PNG has
	switch kind {
	case "data:image/jpeg;base64":
		s.unit = smoothed * mostUnit
		if file, err := base64.StdEncoding.DecodeString(data); err == nil && bytes.HasPrefix(file, []byte("\xff\xd8")) {
			s.unit = reading(file)
		}
	case "data:image/png;base64":
		s.unit = coarsest
		if b, err := base64.StdEncoding.DecodeString(data[:min(len(data), head)]); err == nil && len(b) == head*3/4 && b[25] == 0 && !mask {
			s.unit = 0 // grey, which MuPDF would have written as JPEG
		}
	default:
		s.unit = smoothed * mostUnit
	}
	return s
}

// jpegName is the name of JPEG's filter, long or short; pictureKind stands in the
// dictionary of a picture.
var (
	jpegName    = regexp.MustCompile(`/(?:D|#44)(?:C|#43)(?:T|#54)`)
	pictureKind = regexp.MustCompile(`/Subtype\s*/Image\b`)
)

// coarsest is the most pixels that reading any JPEG of a PDF mixes; 0 without one.
func coarsest(file []byte) (unit int) {
	heads, hidden := 0, false
	parts := bytes.Split(file, []byte("stream"))
	for i, rest := range parts[1:] {
		data := bytes.TrimLeft(rest, "\r\n")
		if bytes.HasPrefix(data, []byte("\xff\xd8")) {
			heads, unit = heads+1, max(unit, reading(data))
		}
		hidden = hidden || !bytes.HasSuffix(parts[i], []byte("end")) && namesJPEG(parts[i], data)
	}
	if hidden || len(jpegName.FindAllIndex(file, -1)) > heads {
		return smoothed * mostUnit // one is packed
	}
	return unit
}

// namesJPEG says whether packed contents that follow a dictionary may hold a
// JPEG of their own.
func namesJPEG(before, packed []byte) bool {
	const most = 16 << 20
	dictionary := before[max(0, bytes.LastIndex(before, []byte("obj"))):]
	if !filterKey.Match(dictionary) || pictureKind.Match(dictionary) {
		return false
	}
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return true // packed in another way, or encrypted
	}
	content, err := io.ReadAll(io.LimitReader(z, most))
	return err != nil || len(content) == most || jpegName.Match(content)
}

// placed is s where the tag before it says.
func (s shown) placed(tag string) (shown, bool) {
	s.x, s.y, s.from = [2]float64{1, 0}, [2]float64{0, 1}, [2]float64{}
	if _, m, ok := strings.Cut(tag, ` transform="matrix(`); ok {
		n, err := fmt.Sscanf(m, "%g,%g,%g,%g,%g,%g)", &s.x[0], &s.x[1], &s.y[0], &s.y[1], &s.from[0], &s.from[1])
		return s, err == nil && n == 6
	}
	return s, tag == "g" || strings.HasPrefix(tag, "g ") && !strings.Contains(tag, "transform")
}

// reading is how many pixels of a JPEG MuPDF's reader mixes.
func reading(file []byte) int {
	size := mcu(file)
	unit := max(size.X, size.Y)
	if progressive(file) || unit == mostUnit { // or it does not say
		unit *= smoothed
	}
	return unit
}
