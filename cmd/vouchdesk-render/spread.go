package main

import (
	"bytes"
	"image"
	"math"
	"regexp"
	"strconv"
)

const (
	// pdfBlur is how far, in pixels, drawing a PDF page spreads a detail: edges
	// are smoothed and its pictures resampled.
	pdfBlur = 4
	// lossyUnit is the side of a JPEG's blocks where it does not say (4:2:0, as
	// scanners write), in its own pixels. beyondUnit is what reading it lets over
	// their edges: colours are spread by one, and where it is drawn larger
	// resampling takes one more.
	lossyUnit  = 16
	beyondUnit = 2
	// smoothed is over how many blocks, in each direction and with its own, a
	// progressive JPEG is smoothed of which scans are missing.
	smoothed = 3
	// coarsest is the least resolution that is reckoned with, in dots an inch. A
	// coarser picture shows no print that could be read.
	coarsest = 72
)

// What a PDF says of its pictures and boxes. A stream's own dictionary is never
// packed, but an entry of it may stand elsewhere.
var (
	lossyName   = regexp.MustCompile(`/DCT`)
	sideOfImage = regexp.MustCompile(`/(Width|Height)\s+(\d{1,6})\b\s*(\d+\s+R)?`)
	boxOfPage   = regexp.MustCompile(`/(?:Media|Crop)Box\s*\[\s*(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s*\]`)
)

// spread is how far, in pixels, drawing a page of file at dpi mixes what it
// shows: by a whole block of the coarsest lossy picture there is.
func spread(file []byte, page image.Rectangle, dpi float64) int {
	return pdfBlur + int(math.Ceil(reach(file, page)*dpi))
}

// reach is the side, in inches, that a block of any JPEG in file can have on a
// page; 0 where there is none. Where a picture stands is written in
// packed contents that are not read here, so it is taken to fill the largest page
// there is; and where boxes or sizes may be packed too, or a picture is smaller
// than such a page would show, to be as coarse as any.
func reach(file []byte, page image.Rectangle) (inches float64) {
	long, short := sides(float64(page.Dx())+1, float64(page.Dy())+1) // bounds are rounded
	for _, m := range boxOfPage.FindAllSubmatch(file, -1) {
		l, s := sides(decimal(m[3])-decimal(m[1]), decimal(m[4])-decimal(m[2]))
		long, short = max(long, l), max(short, s)
	}
	packed := bytes.Contains(file, []byte("/ObjStm"))
	for _, at := range lossyName.FindAllIndex(file, -1) {
		w, h, unit := lossyPicture(file, at[0])
		l, s := sides(w, h)
		dpi := max(coarsest, min(72*l/long, 72*s/short))
		if packed {
			dpi = coarsest
		}
		inches = max(inches, float64(unit+beyondUnit)/dpi)
	}
	return inches
}

// lossyPicture reads the dictionary around at, and the head of what follows it:
// a picture's width and height, 0 where it does not say, and its blocks' side.
func lossyPicture(file []byte, at int) (w, h float64, unit int) {
	const far = 2000
	from, to := max(0, at-far), min(len(file), at+far)
	if i := bytes.LastIndex(file[from:at], []byte("obj")); i >= 0 {
		from += i
	}
	unit = smoothed * lossyUnit // unless it says what it is
	if i := bytes.Index(file[at:to], []byte("stream")); i >= 0 {
		to = at + i
		if data := bytes.TrimLeft(file[to+len("stream"):], "\r\n"); bytes.HasPrefix(data, []byte("\xff\xd8")) {
			unit = reading(data)
		}
	}
	for _, m := range sideOfImage.FindAllSubmatch(file[from:to], -1) {
		switch v := decimal(m[2]); {
		case len(m[3]) > 0: // the number of an object that has it
			return 0, 0, unit
		case string(m[1]) == "Width":
			w = v
		default:
			h = v
		}
	}
	return w, h, unit
}

// reading is how many pixels of a JPEG MuPDF's reader mixes.
func reading(file []byte) int {
	size := mcu(file)
	unit := max(lossyUnit, size.X, size.Y)
	if progressive(file) {
		unit *= smoothed
	}
	return unit
}

func sides(a, b float64) (long, short float64) {
	a, b = math.Abs(a), math.Abs(b)
	return max(a, b, 1), max(min(a, b), 1)
}

// decimal is 0 for what is none, which makes a picture as coarse as any.
func decimal(b []byte) float64 {
	v, _ := strconv.ParseFloat(string(b), 64)
	return v
}
