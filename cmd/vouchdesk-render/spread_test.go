package main

import (
	"compress/zlib"
	"encoding/base64"
	"image"
	"io"
	"math"
	"strings"
	"testing"
)

// What a PDF says of its pictures is looked through as it stands, and so is what
// MuPDF writes of a page: names of layers come through as they are.
func FuzzSpread(f *testing.F) {
	f.Add([]byte("<</Type/Page/MediaBox[0 0 595 842]>>5 0 obj<</Width 2480/Height 3508/Filter/DCTDecode>>stream\n" + baseline))
	f.Add([]byte("/Filter[/JBIG2Decode]>>stream\r\n\x00\x00\x00\x00\x30\x00\x01\x00\x00\x00\x02ab\x00\x00\x00\x01\x26\x20\x00\x01\x00\x00\x00\x01c\nendstream"))
	f.Add([]byte(`<defs><mask id="m"><g id="t"><g transform="matrix(1,2e3,-.3,4,5,6)"><image id="image_1" width="9" height="9" xlink:href="data:image/jpeg;base64,/9j/"/></g></defs><g><use xlink:href="#image_1"/></svg>`))
	f.Add([]byte("9 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n\x78\x9cab\nendstream/AP 1 2"))
	f.Fuzz(func(t *testing.T, file []byte) {
		spreads(file)
		undrawn(file)
		coarse, _ := coarsest(file)
		all, _ := pictures(string(file)+"</svg>", coarse)
		for _, s := range all {
			l := s.on(pdfDPI / 72)
			if l.block.X < 0 || l.block.Y < 0 || !l.around(image.Rect(0, 0, 1000, 1000)).In(l.within) {
				t.Errorf("%+v: %+v", s, l)
			}
		}
	})
}

// Only what plainly says that each place is stored in its place is taken for so.
func TestSpreads(t *testing.T) {
	pixels := func(n int) string {
		return "\x00\x00\x00\x00\x30\x00\x01\x00\x00\x00\x00" + "\x00\x00\x00\x01\x26\x00\x01" + string([]byte{0, 0, byte(n >> 8), byte(n)}) + strings.Repeat("x", n) + "\nendstream"
	}
	// Segments 0, 257 and 65537 say of another whose it is, in one, two and four bytes.
	referring := func(number, reference string) string {
		return "/Filter/JBIG2Decode>>stream\n" + number + "\x30\x20" + reference + "\x01\x00\x00\x00\x03abc" + pixels(2)
	}
	shapes := strings.Replace(pixels(9), "\x26", "\x06", 1)
	for file, want := range map[string]bool{
		"": false, "/Filter/FlateDecode/Resources<</Font<</Arial#20Bold": false, "/Filter [ /ASCII85Decode\n/DCTDecode ]": false,
		"/Filter/Standard/O(a#b)": false, "/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7": false, "/Filters 7 0 R": false, "/FilterX#20": false,
		"/Filter/JPXDecode": true, "/Filter[/FlateDecode /JPXDecode]": true, "/Filter 6 0 R": true, "/Filter[/FlateDecode 6 0 R]": true,
		"/Filter\x006 0 R": true, "/Filter% as below\n/JPXDecode": true, "/Filter[": true, "/Filter": true, "/Filter/#4aPXDecode": true, "/F#69lter/DCTDecode": true,
		"/Filter/JBIG2Decode>>stream\r\n" + pixels(9): false, "/Filter[/JBIG2Decode]>>\nstream\n" + pixels(9000): false,
		referring("\x00\x00\x00\x09", "\x01"): false, referring("\x00\x00\x01\x01", "\x01"): true, referring("\x00\x00\x01\x01", "\x00\x01"): false,
		referring("\x00\x01\x00\x01", "\x00\x01"): true, referring("\x00\x01\x00\x01", "\x00\x00\x00\x01"): false, "%/JBIG2Decode\n/Filter/JBIG2Decode%": true,
		"/Filter/JBIG2Decode>>stream\n" + shapes: true, "/Filter/JBIG2Decode": true, "/Filter/JBIG2Decode>>stream\n" + pixels(9)[:20]: true,
	} {
		if got := spreads([]byte(file)); got != want {
			t.Errorf("%.60q: %v", file, got)
		}
	}
}

// The first bytes of a JPEG of blocks of 16 pixels, and of one in scans.
const baseline = "\xff\xd8\xff\xc0\x00\x11\x08\x00\x09\x00\x09\x03\x01\x22\x00\x02\x11\x00\x03\x11\x00\xff\xda\x00\x02"

var inScans = strings.Replace(baseline, "\xff\xc0", "\xff\xc2", 1)

// Which JPEGs a file has is known only where all of them can be seen; none is
// looked for where dictionaries say of one what it is not.
func TestCoarsest(t *testing.T) {
	packed := func(content string) string {
		var b strings.Builder
		z := zlib.NewWriter(&b)
		_, _ = io.WriteString(z, content)
		_ = z.Close()
		return b.String() + "\nendstream endobj "
	}
	const entries = "4 0 obj<</Width 9/Height 9/BitsPerComponent 8/ColorSpace 7 0 R/Filter/DCTDecode>>stream\n"
	const contents, picture = "4 0 obj<</Filter/FlateDecode>>stream\n", "5 0 obj<</Subtype /Image/Filter/FlateDecode>>stream\r\n"
	const again = "6 0 obj<</Filter[/FlateDecode/DCTDecode]>>stream\nx"
	for file, want := range map[string]int{
		"%PDF-1.4": 0, entries + baseline: 16, strings.Replace(entries, "\n", "\r\n", 1) + baseline: 16,
		entries + baseline + "endstream endobj " + entries + inScans: 48, again: 96, entries + baseline + "endstream endobj " + again: 96,
		"4 0 obj<</Type/EmbeddedFile>>stream\n" + baseline + "endstream endobj": 0, "4 0 obj<</Type/EmbeddedFile>>stream\n" + baseline + "endstream endobj " + again: 96,
		contents + packed("0 0 9 9 re f") + picture + packed("0123456789"): 0, contents + packed("BI/F/DCT ID x EI"): 96, contents + packed("BI/F/D#43T ID x EI"): 96,
		picture + packed("x") + contents + packed("BI/F/DCT ID x EI"): 96, contents + packed("0 0 9 9 re f")[:12]: 96, picture + packed("BI/F/DCT ID x EI"): 96,
		contents + packed(strings.Repeat(" ", 65536-2)+"/DCT"): 96, contents + packed(strings.Repeat(" ", 1<<20)): 0,
		"4 0 obj<</Filter/FlateDecode/PTEX.FileName(objects.pdf)>>stream\n" + packed("BI/F/DCT ID x EI"): 96,
		"4 0 obj<</Filter/LZWDecode>>stream\nx\nendstream":                                               96, "4 0 obj<</Length 9>>stream\n0 0 9 9 re f\nendstream": 0, "BI/F/DCT ID" + baseline: 96,
		strings.Replace(entries, "/Width 9", "/Width 8", 1) + baseline: -1, strings.Replace(entries, "/Height 9", "/Height 9 0 R", 1) + baseline: -1,
		strings.Replace(entries, "7 0 R", "/DeviceGray", 1) + baseline: -1, strings.Replace(entries, "7 0 R", "/DeviceRGB", 1) + baseline: 16,
		strings.Replace(entries, "Component 8", "Component 4", 1) + baseline: -1, strings.Replace(entries, "/Filter", "/ImageMask true/Filter", 1) + baseline: -1,
		strings.Replace(entries, "/ColorSpace 7 0 R", "", 1) + baseline: -1,
	} {
		got, ok := coarsest([]byte(file))
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%.90q: %d, want %d", file, got, want)
		}
	}
}

// Black grows by the blocks of what it covers, as they lie on the page, and no
// further than the picture goes.
func TestPictures(t *testing.T) {
	uri := func(kind, data string) string {
		return "data:image/" + kind + ";base64,\n" + base64.StdEncoding.EncodeToString([]byte(data))
	}
	jpeg := func(file string) string {
		return `<image id="image_1" width="9" height="9" xlink:href="` + uri("jpeg", file) + `"/>`
	}
	png := func(colours byte) string {
		return `<image id="image_1" width="9" height="9" xlink:href="` + uri("png", "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x30\x00\x00\x00\x20\x08"+string([]byte{colours})+"\x00") + `"/>`
	}
	const twice, askew = `<g transform="matrix(2,0,0,2,10,20)">`, `<g transform="matrix(1,-1,1,1,100,100)">`
	for name, c := range map[string]struct {
		svg      string
		coarsest int
		blocks   []image.Point // at a pixel a point
		ok       bool
	}{
		"ok/none":                     {`<g><path d="M0 0"/></g>`, 96, nil, true},
		"ok/scan":                     {twice + jpeg(baseline) + "</g>", 16, []image.Point{{36, 36}}, true},
		"ok/in scans":                 {twice + jpeg(inScans) + "</g>", 48, []image.Point{{100, 100}}, true},
		"ok/as it is":                 {"<g>" + jpeg(baseline) + "</g>", 16, []image.Point{{18, 18}}, true},
		"ok/half seen through":        {`<g opacity=".5" transform="matrix(2,0,0,2,10,20)">` + jpeg(baseline), 16, []image.Point{{36, 36}}, true},
		"ok/askew":                    {askew + jpeg(baseline), 16, []image.Point{{36, 36}}, true},
		"ok/used again":               {twice + jpeg(baseline) + "</g>" + askew + `<use xlink:href="#image_1" x="0"/></g>`, 16, []image.Point{{36, 36}, {36, 36}}, true},
		"ok/through a mask":           {"<defs><mask id=\"m\">" + twice + jpeg(baseline) + "</g></mask></defs>", 16, []image.Point{{36, 36}}, true},
		"ok/letters":                  {`<defs><path id="font_1" d=""/></defs><use xlink:href="#font_1" transform="matrix(1,0,0,1,0,0)"/>`, 16, nil, true},
		"ok/exact":                    {twice + png(2) + "</g>", 0, nil, true},
		"ok/colours that may be JPEG": {twice + png(2) + "</g>", 48, []image.Point{{100, 100}}, true},
		"ok/a mask that may be JPEG":  {"<defs><mask id=\"m\">" + twice + png(0) + "</g></mask></defs>", 48, []image.Point{{100, 100}}, true},
		"ok/stencil":                  {`<defs><mask id="m">` + png(0) + "</mask></defs>", 48, nil, true},
		"ok/shading":                  {`<image x="0" y="0" width="9" height="9" xlink:href="` + uri("png", "") + `"/>`, 48, nil, true},
		"ok/exact in a pattern":       {`<defs><g id="pattern_tile_2">` + twice + png(2) + "</g></g></defs>", 0, nil, true},
		"ok/after a pattern, in its defs": {
			"<defs>\n<g id=\"pattern_tile_2\">\n<g>\n</g>\n</g>\n<mask id=\"mask_3\">\n" + twice + "\n" + jpeg(baseline) + "\n</g>\n</mask>\n</defs>", 16, []image.Point{{36, 36}}, true,
		},
		"refused/no JPEG after all":        {twice + strings.Replace(jpeg(baseline), "/9j", "AAA", 1), 16, nil, false},
		"refused/of another size":          {twice + strings.Replace(jpeg(baseline), `width="9"`, `width="8"`, 1), 16, nil, false},
		"refused/twice the same":           {twice + jpeg(baseline) + "</g>" + twice + jpeg(baseline) + "</g>", 16, nil, false},
		"refused/never drawn":              {twice + `<use xlink:href="#image_7"/></g>`, 16, nil, false},
		"refused/in a layer":               {`<g inkscape:groupmode="layer" inkscape:label="x">` + twice + jpeg(baseline), 16, nil, false},
		"refused/of a kind not known":      {twice + strings.Replace(png(0), "png", "gif", 1), 0, nil, false},
		"refused/in a pattern":             {`<defs><g id="pattern_tile_2">` + twice + jpeg(baseline) + "</g></g></defs>", 16, nil, false},
		"refused/in a letter":              {`<defs><g id="font_1_65">` + twice + jpeg(baseline) + "</g></g></defs>", 16, nil, false},
		"refused/used in a pattern before": {`<defs><g id="pattern_tile_2">` + twice + `<use xlink:href="#image_1"/></g></g></defs>` + twice + jpeg(baseline) + "</g>", 16, nil, false},
		"refused/in no known place":        {`<g transform="rotate(3)">` + jpeg(baseline), 16, nil, false},
		"refused/not placed at all":        {`<a>` + jpeg(baseline), 16, nil, false},
		"refused/place cut short":          {`<g transform="matrix(2,0,0">` + jpeg(baseline), 16, nil, false},
		"refused/cut short":                {`<g transform="matrix(2,0,0`, 16, nil, false},
		"refused/more than are minded":     {jpeg(baseline) + strings.Repeat(`<g><use xlink:href="#image_1"/></g>`, mostPictures+1), 16, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			if name != "refused/cut short" {
				c.svg += "\n</svg>\n"
			}
			all, ok := pictures(c.svg, c.coarsest)
			if ok != c.ok || ok && len(all) != len(c.blocks) {
				t.Fatalf("%+v, %v", all, ok)
			}
			for i, s := range all {
				if got := s.on(1).block; ok && got != c.blocks[i] {
					t.Errorf("%v, want %v", got, c.blocks[i])
				}
			}
		})
	}
	all, _ := pictures(askew+jpeg(baseline)+"</svg>", 16)
	if got, want := all[0].on(1).within, image.Rect(100, 91, 118, 109).Inset(-pdfBlur); got != want {
		t.Errorf("it lies in %v, want %v", got, want)
	}
	if got := (shown{w: 9, h: 9, x: [2]float64{math.Inf(1), 0}, unit: 1}).on(1).within; got.Max.X > 2e6 {
		t.Errorf("%v", got)
	}
}
