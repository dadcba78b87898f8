package docrender_test

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/docrender"
)

// written is a PDF of the objects given, numbered from 1, the first of which is
// the catalogue, with extra entries in its trailer.
func written(trailer string, objects ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, xref)
	return []byte(b.String())
}

// onePage is the catalogue, page tree and page of a document whose contents are
// object 4 and whose further objects follow from 5.
func onePage(catalogue, page, content string, more ...string) []byte {
	return written("", append([]string{
		"<</Type/Catalog/Pages 2 0 R" + catalogue + ">>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R" + page + ">>",
		stream("", content),
	}, more...)...)
}

func stream(entries, body string) string {
	return fmt.Sprintf("<</Length %d%s>>stream\n%s\nendstream", len(body), entries, body)
}

// deflated is n bytes of one kind, made small: a megabyte, and what a second one
// adds to it as often as needed. A bomb is made twice over: the second time the
// first result is what is deflated.
func deflated(n int, of byte) string {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, 9)
	part := func(n int) string {
		b.Reset()
		_, _ = w.Write(bytes.Repeat([]byte{of}, n))
		_ = w.Flush()
		return b.String()
	}
	const mega = 1 << 20
	whole := "\x78\xda" + part(mega)
	more := part(mega)
	whole += strings.Repeat(more, max(0, n/mega-1)) + part(n%mega)
	n = max(n/mega, 1)*mega + n%mega
	b.Reset()
	_ = w.Close()
	const prime = 65521 // Adler-32, for bytes that are all the same
	low := (1 + n%prime*int(of)) % prime
	high := (n + int(of)*(n%prime*((n+1)%prime)%prime*((prime+1)/2)%prime)) % prime
	return string(binary.BigEndian.AppendUint32([]byte(whole+b.String()), uint32(high<<16|low)))
}

func again(packed string) string {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, 9)
	_, _ = w.Write([]byte(packed))
	_ = w.Close()
	return b.String()
}

func manyPages(n int) []byte {
	kids := strings.Repeat("3 0 R ", n)
	return written("", "<</Type/Catalog/Pages 2 0 R>>", fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, n),
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>")
}

// laughs is forms that each draw the next ten times, so deep that no machine
// ends.
func laughs() []byte {
	var forms []string
	for i := range 14 {
		next := fmt.Sprintf("/Resources<</XObject<</F %d 0 R>>>>", 6+i)
		body := strings.Repeat("/F Do ", 10)
		if i == 13 {
			next, body = "", "0 0 9 9 re f"
		}
		forms = append(forms, stream("/Type/XObject/Subtype/Form/BBox[0 0 200 100]"+next, body))
	}
	return onePage("", "/Resources<</XObject<</F 5 0 R>>>>", "/F Do", forms...)
}

// hostile is what people send who mean harm, and what it comes to. nil is a
// page: what is wrong with the file does not matter to how it looks.
func hostile() map[string]struct {
	file []byte
	err  error
} {
	const font = "/Resources<</Font<</F 5 0 R>>>>"
	const text = "BT /F 20 Tf 10 50 Td (Rosa Mai) Tj ET"
	picture := func(w, h int, filter, data string) []byte {
		return onePage("", "/Resources<</XObject<</I 5 0 R>>>>", "200 0 0 100 0 0 cm /I Do",
			stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter%s", w, h, filter), data))
	}
	whole := pdf(1, 200, 100)
	return map[string]struct {
		file []byte
		err  error
	}{
		"circle of page trees":  {written("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"), docrender.ErrPageMissing},
		"page tree is a page":   {written("", "<</Type/Catalog/Pages 3 0 R>>", "<<>>", "<</Type/Page/MediaBox[0 0 72 72]/Parent 3 0 R>>"), docrender.ErrUnreadable},
		"parents in a circle":   {written("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>", "<</Type/Page/Parent 2 0 R>>"), docrender.ErrPageMissing},
		"encrypted":             {written("/Encrypt<</Filter/Standard/V 1/R 2/P -4/O("+strings.Repeat("o", 32)+")/U("+strings.Repeat("u", 32)+")>>/ID[(a)(b)]", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>"), docrender.ErrUnreadable},
		"encrypted otherwise":   {written("/Encrypt<</Filter/Nobody/V 99>>", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 1>>"), docrender.ErrUnreadable},
		"javascript":            {onePage("/OpenAction<</S/JavaScript/JS(while\\(true\\){app.alert\\(1\\)})>>/Names<</JavaScript<</Names[(x)<</S/JavaScript/JS(for\\(;;\\);)>>]>>>>", "/AA<</O<</S/JavaScript/JS(for\\(;;\\);)>>>>", "0 0 9 9 re f"), nil},
		"forms":                 {onePage("/AcroForm<</Fields[5 0 R]/NeedAppearances true/CO[5 0 R]>>", "/Annots[5 0 R]", "0 0 9 9 re f", "<</Type/Annot/Subtype/Widget/FT/Tx/T(n)/V(Rosa)/Rect[0 0 90 20]/Parent 5 0 R/Kids[5 0 R]/AA<</C<</S/JavaScript/JS(for\\(;;\\);)>>>>>>"), nil},
		"xfa":                   {onePage("/AcroForm<</XFA 5 0 R/Fields[]>>/NeedsRendering true", "", "0 0 9 9 re f", stream("", "<xdp:xdp><!DOCTYPE x [<!ENTITY a 'aaaa'>]>&a;</xdp:xdp>")), nil},
		"launches and connects": {onePage("/OpenAction<</S/Launch/F(/bin/sh)>>", "/AA<</O<</S/URI/URI(http://192.0.2.1/)>>>>", "0 0 9 9 re f"), nil},
		"form that draws itself": {
			onePage("", "/Resources<</XObject<</F 5 0 R>>>>", "/F Do", stream("/Type/XObject/Subtype/Form/BBox[0 0 200 100]/Resources<</XObject<</F 5 0 R>>>>", "/F Do /F Do")), nil,
		},
		"pattern that fills itself": {
			onePage("", "/Resources<</Pattern<</P 5 0 R>>>>", "/Pattern cs /P scn 0 0 200 100 re f",
				stream("/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 5 5]/XStep 0.001/YStep 0.001/Resources<</Pattern<</P 5 0 R>>>>", "/Pattern cs /P scn 0 0 5 5 re f")), docrender.ErrUnreadable,
		},
		"font of nothing":    {onePage("", font, text, "<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor 6 0 R>>", "<</Type/FontDescriptor/FontFile2 7 0 R>>", stream("", "\x00\x01\x00\x00\xff\xff\x00\x00\x00\x00\x00\x00glyf\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x01")), nil},
		"font that is short": {onePage("", font, text, "<</Type/Font/Subtype/Type1/BaseFont/X/FontDescriptor 6 0 R>>", "<</Type/FontDescriptor/FontFile3 7 0 R>>", stream("/Subtype/Type1C", "\x01\x00\x04\x04\xff\xff\xff\xff\xff\xff\xff\xff")), nil},
		"font that draws itself": {
			onePage("", font, text, "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 0/LastChar 255/Widths["+strings.Repeat("500 ", 256)+"]/Encoding<</Differences[82/R/o/s/a]>>/CharProcs<</R 6 0 R/o 6 0 R/s 6 0 R/a 6 0 R>>/Resources<</Font<</F 5 0 R>>>>>>",
				stream("", "500 0 d0 BT /F 900 Tf (Rosa) Tj ET")), nil,
		},
		"nested arrays":      {onePage("", "/Resources"+strings.Repeat("[", 200_000), "0 0 9 9 re f"), nil},
		"nested in contents": {onePage("", "", strings.Repeat("[", 3_000_000)+" 0 0 9 9 re f"), docrender.ErrUnreadable},
		"saves without end":  {onePage("", "", strings.Repeat("q ", 2_000_000)+" 0 0 9 9 re f"), docrender.ErrUnreadable},
		"truncated":          {whole[:len(whole)/2], docrender.ErrUnreadable},
		"table that lies":    {bytes.Replace(whole, []byte("startxref\n"), []byte("startxref\n99"), 1), nil},
		"bomb in the contents": {written("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R>>",
			stream("/Filter[/FlateDecode/FlateDecode]", again(deflated(2<<30, 'q')))), docrender.ErrTimeout},
		"picture of 30,000²":    {picture(30_000, 30_000, "/FlateDecode", deflated(1<<20, 0)), nil},
		"picture of 2^31":       {picture(1<<31-1, 1<<31-1, "/FlateDecode", deflated(1<<20, 0)), docrender.ErrUnreadable},
		"jbig2 of nothing":      {picture(10_000, 10_000, "/JBIG2Decode", "\x00\x00\x00\x00\x30\x00\x01\x00\x00\x00\x13\xff\xff\xff\xff\xff\xff\xff\xff"), nil},
		"jpeg2000 of nothing":   {picture(10_000, 10_000, "/JPXDecode", "\xff\x4f\xff\x51\x00\x29\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff"), nil},
		"more pages than fit":   {manyPages(10_000), docrender.ErrTooManyPages},
		"box of nothing":        {written("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 0 0]>>"), nil},
		"box turned inside out": {written("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[99 99 -99 -1e30]>>"), nil},
	}
}

func TestDeflated(t *testing.T) {
	for _, n := range []int{1 << 20, 3<<20 + 77} {
		z, err := zlib.NewReader(strings.NewReader(deflated(n, 7)))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(z); err != nil || len(got) != n || got[n-1] != 7 {
			t.Errorf("%d of %d bytes, %v", len(got), n, err)
		}
	}
}

// Other tests have the machine too: a page that is to be read, or refused for
// what it is, gets long, and only one that is to run out of time gets little. It
// must be less than the processor time that would end the worker first.
const (
	long   = 2 * time.Minute
	little = 4 * time.Second
)

func patience(ends bool) time.Duration {
	if ends {
		return little
	}
	return long
}

// nextWorks asks for a good page from a Renderer whose last worker was lost. A
// busy machine may take longer than little to start the next one.
func nextWorks(t *testing.T, r *docrender.Renderer) {
	t.Helper()
	good, err := asPNG(t, marked()), error(nil)
	for range 10 {
		var g *image.Gray
		if g, _, err = r.Grey(t.Context(), good, 0); err == nil && g.Rect.Dx() == 60 {
			return
		}
		if !errors.Is(err, docrender.ErrTimeout) {
			break
		}
	}
	t.Errorf("the next file: %v", err)
}

// Whatever comes, the desk has a page or a reason soon, and the next file works.
func TestHostile(t *testing.T) {
	of := map[bool]*docrender.Renderer{}
	for _, ends := range []bool{false, true} {
		of[ends] = renderer(t, docrender.Config{Warm: true, Timeout: patience(ends)})
	}
	for name, c := range hostile() {
		t.Run(name, func(t *testing.T) {
			r := of[errors.Is(c.err, docrender.ErrTimeout)]
			began := time.Now()
			_, _, err := r.RGBA(t.Context(), c.file, 0, 1000, docrender.Edit{})
			t.Logf("%v after %v", err, time.Since(began).Round(time.Millisecond))
			if !errors.Is(err, c.err) {
				t.Errorf("got %v, want %v", err, c.err)
			}
			nextWorks(t, r)
		})
	}
}

// Every limit is met by a file that breaks it, and the next file works.
func TestLimitsBroken(t *testing.T) {
	good := asPNG(t, marked())
	for name, c := range map[string]struct {
		file []byte
		page int
		errs []error
	}{
		"refused/time":                      {laughs(), 0, []error{docrender.ErrTimeout}},
		"refused/memory, by arithmetic":     {claimed(6000, 6000, 16, 6, 1), 0, []error{docrender.ErrImageTooLarge}},
		"refused/memory, by the kernel":     {tiffBomb(5000, 5000), 0, []error{docrender.ErrUnreadable}},
		"refused/stack":                     {onePage("", "", strings.Repeat("[", 3_000_000)), 0, []error{docrender.ErrUnreadable}},
		"refused/bytes":                     {make([]byte, 25<<20+1), 0, []error{docrender.ErrFileTooLarge}},
		"refused/pages":                     {manyPages(51), 0, []error{docrender.ErrTooManyPages}},
		"refused/pages of a tiff":           {chain(60, 0), 0, []error{docrender.ErrTooManyPages}},
		"refused/pixels":                    {claimed(30_000, 30_000, 8, 2, 0), 0, []error{docrender.ErrImageTooLarge}},
		"refused/pixels of a tiff":          {tiffBomb(30_000, 30_000), 0, []error{docrender.ErrImageTooLarge}},
		"ok/fifty pages":                    {manyPages(50), 49, nil},
		"ok/bomb behind a small picture":    {bombed(good), 0, nil},
		"refused/animated webp":             {animated(), 0, []error{docrender.ErrUnreadable}},
		"refused/webp truncated":            {stored(t, "lossy.webp")[:60], 0, []error{docrender.ErrUnreadable}},
		"refused/webp of 16,384 x 16,384":   {append([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\xff\xff\xff\x0f"), make([]byte, 8)...), 0, []error{docrender.ErrImageTooLarge}},
		"refused/tiff chain bites its tail": {chain(3, 1), 3, []error{docrender.ErrPageMissing}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "refused/memory, by the kernel" && runtime.GOOS == "windows" {
				t.Skip("a job may commit more than this, see internal/program/hold_windows.go")
			}
			r := renderer(t, docrender.Config{Timeout: patience(name == "refused/time")})
			began := time.Now()
			_, _, err := r.RGBA(t.Context(), c.file, c.page, 1000, docrender.Edit{})
			t.Logf("%v after %v", err, time.Since(began).Round(time.Millisecond))
			met := err == nil && c.errs == nil
			for _, want := range c.errs {
				met = met || errors.Is(err, want)
			}
			if !met {
				t.Errorf("got %v, want %v", err, c.errs)
			}
			nextWorks(t, r)
		})
	}
}

// claimed is the head of a PNG, and no pixels.
func claimed(w, h uint32, depth, kind, interlace byte) []byte {
	ihdr := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	ihdr = binary.BigEndian.AppendUint32(ihdr, h)
	ihdr = append(ihdr, depth, kind, 0, 0, interlace)
	b := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	return binary.BigEndian.AppendUint32(append(b, ihdr...), crc32.ChecksumIEEE(ihdr))
}

// bombed is a PNG whose data go on far beyond its pixels.
func bombed(png []byte) []byte {
	body := append([]byte("IDAT"), deflated(1<<30, 0)...)
	c := binary.BigEndian.AppendUint32(nil, uint32(len(body)-4))
	c = binary.BigEndian.AppendUint32(append(c, body...), crc32.ChecksumIEEE(body))
	at := len(png) - 12
	return append(append(append([]byte{}, png[:at]...), c...), png[at:]...)
}

// directory is a TIFF directory of SHORT and LONG entries in the order of their tags.
func directory(next uint32, entries ...[2]uint32) []byte {
	b := binary.LittleEndian.AppendUint16(nil, uint16(len(entries)))
	for _, e := range entries {
		b = binary.LittleEndian.AppendUint16(b, uint16(e[0]))
		b = binary.LittleEndian.AppendUint16(b, 4)
		b = binary.LittleEndian.AppendUint32(b, 1)
		b = binary.LittleEndian.AppendUint32(b, e[1])
	}
	return binary.LittleEndian.AppendUint32(b, next)
}

// tiffBomb is one strip of a grey picture that inflates to eight bytes a pixel.
func tiffBomb(w, h uint32) []byte {
	strip := deflated(500<<20, 7)
	b := append([]byte("II*\x00\x08\x00\x00\x00"), directory(0, [2]uint32{256, w}, [2]uint32{257, h}, [2]uint32{258, 8}, [2]uint32{259, 8},
		[2]uint32{262, 1}, [2]uint32{273, 8 + 2 + 8*12 + 4}, [2]uint32{278, h}, [2]uint32{279, uint32(len(strip))})...)
	return append(b, strip...)
}

// chain is a TIFF of n pages of one grey pixel, page i+1 as dark as i. The last
// leads back to page back, or nowhere for 0.
func chain(n int, back uint32) []byte {
	const size = 2 + 8*12 + 4
	b := []byte("II*\x00\x08\x00\x00\x00")
	for i := range n {
		next := uint32(8 + (i+1)*size)
		if i == n-1 {
			if next = 0; back > 0 {
				next = 8 + (back-1)*size
			}
		}
		b = append(b, directory(next, [2]uint32{256, 1}, [2]uint32{257, 1}, [2]uint32{258, 8}, [2]uint32{259, 1},
			[2]uint32{262, 1}, [2]uint32{273, uint32(8 + n*size + i)}, [2]uint32{278, 1}, [2]uint32{279, 1})...)
	}
	for i := range n {
		b = append(b, byte(i))
	}
	return b
}

// animated is a WebP that says it moves.
func animated() []byte {
	body := []byte("WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x09\x00\x00\x09\x00\x00ANIM\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00ANMF\x10\x00\x00\x00" + strings.Repeat("\x00", 16))
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func TestPagesOfTIFF(t *testing.T) {
	r := renderer(t, docrender.Config{})
	for page := range 9 {
		g, info, err := r.Grey(t.Context(), chain(9, 1), page)
		if err != nil || info.Pages != 9 || int(g.Pix[0]) != page {
			t.Errorf("page %d: %v, %+v, %v", page, g, info, err)
		}
	}
}

// What a telephone makes at the limit of pixels is read within the memory.
func TestFortyMegapixels(t *testing.T) {
	const w, h = 7300, 5475
	p := claimed(w, h, 8, 6, 0)
	data := append([]byte("IDAT"), deflated(h*(1+4*w), 0)...)
	p = binary.BigEndian.AppendUint32(p, uint32(len(data)-4))
	p = binary.BigEndian.AppendUint32(append(p, data...), crc32.ChecksumIEEE(data))
	p = append(p, 0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82)
	for name, file := range map[string][]byte{"jpeg": grey420(w, h, false), "progressive jpeg": grey420(w, h, true), "png": p} {
		t.Run("ok/"+name, func(t *testing.T) {
			r := renderer(t, docrender.Config{Timeout: long})
			for _, side := range []int{2400, 0} {
				if _, info, err := r.RGBA(t.Context(), file, 0, side, docrender.Edit{Turn: 1}); err != nil || info.Width != w {
					t.Errorf("%+v, %v", info, err)
				}
			}
			if g, _, err := r.Grey(t.Context(), file, 0); err != nil || g.Rect.Dx() < 2400 {
				t.Errorf("grey: %v", err)
			}
		})
	}
}

// grey420 is an even grey JPEG, stored as 4:2:0. Each block's mean is as the
// one before, which is one 0 bit, and has nothing else, which is another where
// all is in one scan; a progressive file leaves it at the means.
func grey420(w, h int, progressive bool) []byte {
	segment := func(marker byte, body ...byte) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
	}
	frame, last, bits := byte(0xc0), byte(63), 2
	if progressive {
		frame, last, bits = 0xc2, 0, 1
	}
	b := []byte{0xff, 0xd8}
	b = append(b, segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)...)
	b = append(b, segment(frame, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0)...)
	for _, table := range []byte{0x00, 0x10} { // one code, 0, for nothing
		b = append(b, segment(0xc4, append([]byte{table, 1}, make([]byte, 16)...)...)...)
	}
	b = append(b, segment(0xda, 3, 1, 0, 2, 0, 3, 0, 0, last, 0)...)
	return append(append(b, make([]byte, (w+15)/16*((h+15)/16)*6*bits/8+1)...), 0xff, 0xd9)
}
