package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"iter"
	"math"
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

// pictures reads from a page drawn as SVG where it shows which pictures whose
// blocks are mixed: nothing but MuPDF knows what a page's contents come to. It is
// not ok where one is part of what is drawn in several places (the tile of a
// pattern, a letter), where its samples are not what its JPEG has, or where MuPDF
// writes it in no way known here. Some JPEGs MuPDF writes as PNG (of four colours,
// a mask): what could be one is taken to have blocks as in coarse, if any.
func pictures(svg string, coarse int) (all []shown, ok bool) {
	// The name of a layer is written as it is, and could be made to look like anything.
	if strings.Contains(svg, `<g inkscape:groupmode=`) || !strings.HasSuffix(strings.TrimRight(svg, "\n"), "</svg>") {
		return nil, false
	}
	// What is drawn elsewhere is written first, and may use what comes later.
	kinds := map[string]shown{}
	for tag := range tags(svg) {
		if id, here := attribute(tag, "id"); here && strings.HasPrefix(tag, "image ") {
			s, fits := stored(tag, coarse)
			if _, twice := kinds[id]; !fits || twice {
				return nil, false
			}
			kinds[id] = s
		}
	}
	before := ""
	nested, moved := 0, 0 // within how many groups, and from which of them on it is drawn elsewhere
	for tag := range tags(svg) {
		switch name, _, _ := strings.Cut(tag, " "); name {
		case "g":
			nested++
			if _, here := attribute(tag, "id"); here && moved == 0 {
				moved = nested
			}
		case "/g":
			if nested--; nested < moved {
				moved = 0
			}
		case "image", "use":
			id, here := attribute(tag, "id")
			if name == "use" {
				id, here = attribute(tag, "xlink:href")
				id = strings.TrimPrefix(id, "#")
				here = here && strings.HasPrefix(id, "image_")
			}
			s, known := kinds[id]
			if here && !known {
				return nil, false
			}
			if !here || s.unit == 0 || strings.HasPrefix(before, "mask ") { // a letter, a shading; exact; a stencil, which is bits
				break
			}
			s, placed := s.placed(before)
			if !placed || moved > 0 || len(all) == mostPictures {
				return nil, false
			}
			all = append(all, s)
		}
		before = tag
	}
	return all, true
}

// tags are what stands in angle brackets; a file ends after the last of them.
func tags(svg string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for {
			_, rest, more := strings.Cut(svg, "<")
			tag, after, _ := strings.Cut(rest, ">")
			if svg = after; !more || !yield(tag) {
				return
			}
		}
	}
}

// attribute is the value of one in a tag, whatever is in the others: MuPDF writes
// no quotes within values.
func attribute(tag, name string) (value string, here bool) {
	for tag != "" {
		rest := ""
		before, found := "", false
		if before, rest, found = strings.Cut(tag, `="`); !found {
			return "", false
		}
		value, rest, _ = strings.Cut(rest, `"`)
		if before[strings.LastIndexByte(before, ' ')+1:] == name {
			return value, true
		}
		tag = rest
	}
	return "", false
}

// stored reads how large a picture is, and how many of its pixels are mixed. It
// does not fit where the JPEG is of another size: MuPDF would lay its rows out anew.
func stored(tag string, coarse int) (s shown, fits bool) {
	for name, v := range map[string]*int{"width": &s.w, "height": &s.h} {
		text, _ := attribute(tag, name)
		*v, _ = strconv.Atoi(text)
	}
	uri, _ := attribute(tag, "xlink:href")
	switch kind, data, _ := strings.Cut(uri, ","); kind {
	case "data:image/jpeg;base64":
		file, err := base64.StdEncoding.DecodeString(strings.TrimLeft(data, "\n"))
		if err != nil || !bytes.HasPrefix(file, []byte("\xff\xd8")) {
			return s, false
		}
		s.unit = reading(file)
		w, h, _ := frame(file)
		return s, w == s.w && h == s.h
	case "data:image/png;base64":
		s.unit = coarse
		return s, true
	default:
		return s, false
	}
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
