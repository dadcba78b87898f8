package docrender_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/docrender"
)

// tenPages is a document of ten A4 pages, of print or of scanned pictures.
func tenPages(tb testing.TB, scanned bool) []byte {
	tb.Helper()
	const pages = 10
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>", ""}
	if scanned {
		m := image.NewYCbCr(image.Rect(0, 0, 1654, 2339), image.YCbCrSubsampleRatio420) // 200 dpi
		for i := range m.Y {
			m.Y[i] = byte(200 + i*i%37)
		}
		for i := range m.Cb {
			m.Cb[i], m.Cr[i] = 128, 128
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, m, nil); err != nil {
			tb.Fatal(err)
		}
		objects[3] = stream("/Type/XObject/Subtype/Image/Width 1654/Height 2339/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", b.String())
	}
	kids := ""
	for page := range pages {
		n := len(objects) + 1
		kids += fmt.Sprintf("%d 0 R ", n)
		content := "595 0 0 842 0 0 cm /I Do"
		if !scanned {
			var text strings.Builder
			text.WriteString("BT /F 10 Tf 50 800 Td 12 TL\n")
			for line := range 60 {
				fmt.Fprintf(&text, "(Page %d, line %d: Rosa Mai Specimen lives at 14 Placeholder Street and came with a letter.) '\n", page, line)
			}
			text.WriteString("ET")
			content = text.String()
		}
		objects = append(
			objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>/XObject<</I 4 0 R>>>>/Contents %d 0 R>>", n+1),
			stream("", content),
		)
	}
	if !scanned {
		objects[3] = "null"
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, pages)
	return written("", objects...)
}

// BenchmarkTenPages draws all pages of a document at 200 dpi from bytes to
// pixels in this process, in turn with mutool drawing the same to a pipe. The
// time an operation is the confined worker's; x-mutool is that over mutool's.
func BenchmarkTenPages(b *testing.B) {
	mutool, err := exec.LookPath("mutool")
	if err != nil {
		b.Skip("mutool is not here: apt-get install mupdf-tools")
	}
	for name, scanned := range map[string]bool{"print": false, "scans": true} {
		b.Run(name, func(b *testing.B) {
			file := tenPages(b, scanned)
			path := filepath.Join(b.TempDir(), "ten.pdf")
			if err := os.WriteFile(path, file, 0o600); err != nil {
				b.Fatal(err)
			}
			r := renderer(b, docrender.Config{Warm: true})
			if _, _, err := r.Grey(b.Context(), pdf(1, 9, 9), 0); err != nil {
				b.Fatal(err)
			}
			var ours, theirs time.Duration
			for n := 0; b.Loop(); n++ {
				began := time.Now()
				// Another document each time, so that each has its start.
				drawn(b, r, append(file, fmt.Sprintf("%%%d\n", n)...))
				ours += time.Since(began)
				b.StopTimer()
				began = time.Now()
				cmd := exec.CommandContext(b.Context(), mutool, "draw", "-q", "-r", "200", "-c", "rgba", "-F", "pam", "-o", "-", path)
				cmd.Stdout = io.Writer(new(counted))
				if err := cmd.Run(); err != nil {
					b.Fatal(err)
				}
				if n := int(*cmd.Stdout.(*counted)); n < 10*4*1653*2338 { //nolint:forcetypeassert // set above
					b.Fatalf("mutool drew %d bytes", n)
				}
				theirs += time.Since(began)
				b.StartTimer()
			}
			b.ReportMetric(float64(ours)/float64(theirs), "x-mutool")
			b.ReportMetric(float64(theirs.Milliseconds())/float64(b.N), "mutool-ms/op")
		})
	}
}

type counted int

func (c *counted) Write(b []byte) (int, error) {
	*c += counted(len(b))
	return len(b), nil
}

func drawn(b *testing.B, r *docrender.Renderer, file []byte) {
	b.Helper()
	for page := range 10 {
		if m, _, err := r.RGBA(b.Context(), file, page, 0, docrender.Edit{}); err != nil || m.Rect.Dx() < 1650 {
			b.Fatal(m, err)
		}
	}
}
