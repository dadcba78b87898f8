//go:build ignore

// scan-sets turns what .ci/scan-sets has fetched into grey PGM files, so that
// every decoder gets the same pixels, and writes what each is known to say.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	_ "golang.org/x/image/webp"
)

// A folder is one group of a set: where it lies, and how its texts are kept.
type folder struct {
	set, group, path string
	texts            func(picture string) *string
	format           string
	only             func(name string) bool
}

// An item is a line of the manifest. Expected is nil where nobody knows the
// text: any that passes its error correction counts.
type item struct {
	Set, Group, Name, PGM string
	Format                string
	Expected              *string
	Nothing               bool
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("which folder?")
	}
	out := os.Args[1]
	manifest, err := os.Create(filepath.Join(out, "manifest.jsonl"))
	check(err)
	w := bufio.NewWriter(manifest)
	enc := json.NewEncoder(w)
	count := map[string]int{}
	for _, f := range folders(filepath.Join(out, "files")) {
		for _, picture := range pictures(f) {
			it := item{Set: f.set, Group: f.group, Format: f.format, Nothing: f.set == "nothing"}
			it.Name = f.group + "/" + filepath.Base(picture)
			if f.set == "jsqr" {
				it.Name = f.group + "/" + filepath.Base(filepath.Dir(picture))
			}
			it.PGM = filepath.Join(out, f.set, strings.ReplaceAll(it.Name, "/", "_")+".pgm")
			if f.texts != nil {
				it.Expected = f.texts(picture)
			}
			if err := convert(picture, it.PGM); err != nil {
				log.Printf("%s: left out: %v", picture, err)
				continue
			}
			check(enc.Encode(it))
			count[f.set]++
		}
	}
	check(w.Flush())
	check(manifest.Close())
	for set, n := range count {
		fmt.Println(set, n)
	}
}

func folders(files string) []folder {
	var all []folder
	at := func(repo, path string) string { return filepath.Join(files, repo, path) }
	boof := at("paulmillr+qr-code-vectors", "boofcv-v3/detection")
	for _, d := range dirs(boof) {
		all = append(all, folder{set: "boofcv", group: filepath.Base(d), path: d})
	}
	for i := range 6 {
		name := fmt.Sprintf("qrcode-%d", i+1)
		all = append(all, folder{set: "zxing", group: name, path: at("zxing+zxing", "core/src/test/resources/blackbox/"+name), texts: beside})
	}
	samples := at("zxing-cpp+zxing-cpp", "test/samples")
	for _, d := range dirs(samples) {
		name := filepath.Base(d)
		kind, _, _ := strings.Cut(name, "-")
		switch kind {
		case "qrcode":
			all = append(all, folder{set: "zxing-cpp", group: name, path: d, texts: beside})
		case "falsepositives":
			all = append(all, folder{set: "nothing", group: name, path: d})
		case "code128", "datamatrix", "aztec", "pdf417":
			format := map[string]string{"code128": "code_128", "datamatrix": "data_matrix"}[kind]
			if format == "" {
				format = kind
			}
			all = append(all, folder{set: "other", group: name, path: d, texts: beside, format: format})
		}
	}
	return append(all,
		folder{set: "jsqr", group: "jsqr", path: at("cozmo+jsQR", "tests/end-to-end/*"), texts: jsqr},
		folder{set: "misc", group: "boofcv-decoding", path: at("paulmillr+qr-code-vectors", "boofcv-v3/decoding"), texts: beside},
		folder{set: "misc", group: "issues", path: at("paulmillr+qr-code-vectors", "issues")},
		folder{set: "misc", group: "gozxing", path: at("makiuchi-d+gozxing", "qrcode/testdata")},
		folder{set: "misc", group: "gozxing-multi", path: at("makiuchi-d+gozxing", "multi/qrcode/testdata")},
		folder{set: "misc", group: "zbar", path: at("mchehab+zbar", "examples"), only: func(n string) bool { return strings.HasPrefix(n, "qr-code") }},
		folder{set: "misc", group: "goqr", path: at("liyue201+goqr", "example/testdata")},
		folder{set: "misc", group: "tuotoo", path: at("tuotoo+qrcode", "example")},
	)
}

func dirs(path string) []string {
	all, err := filepath.Glob(filepath.Join(path, "*"))
	check(err)
	return slices.DeleteFunc(all, func(p string) bool { s, err := os.Stat(p); return err != nil || !s.IsDir() })
}

func pictures(f folder) []string {
	all, err := filepath.Glob(filepath.Join(f.path, "*"))
	check(err)
	return slices.DeleteFunc(all, func(p string) bool {
		switch strings.ToLower(filepath.Ext(p)) {
		case ".png", ".jpg", ".jpeg", ".gif", ".webp":
			return f.only != nil && !f.only(filepath.Base(p))
		}
		return true
	})
}

// beside is the text that lies beside a picture: UTF-8 in .txt, Latin-1 in .bin.
func beside(picture string) *string {
	stem := strings.TrimSuffix(picture, filepath.Ext(picture))
	if b, err := os.ReadFile(stem + ".txt"); err == nil {
		s := string(b)
		return &s
	}
	if b, err := os.ReadFile(stem + ".bin"); err == nil {
		r := make([]rune, len(b))
		for i, v := range b {
			r[i] = rune(v)
		}
		s := string(r)
		return &s
	}
	return nil
}

func jsqr(picture string) *string {
	b, err := os.ReadFile(filepath.Join(filepath.Dir(picture), "output.json"))
	check(err)
	var o *struct{ Data string }
	check(json.Unmarshal(b, &o))
	if o == nil || o.Data == "" {
		return nil // jsQR did not read it; others may
	}
	return &o.Data
}

// convert draws a picture in grey over white.
func convert(picture, pgm string) error {
	f, err := os.Open(picture)
	if err != nil {
		return err
	}
	defer f.Close()
	m, _, err := image.Decode(bufio.NewReader(f))
	if err != nil {
		return err
	}
	b := m.Bounds()
	pix := make([]byte, 0, b.Dx()*b.Dy())
	switch m := m.(type) {
	case *image.YCbCr:
		for y := b.Min.Y; y < b.Max.Y; y++ {
			pix = append(pix, m.Y[m.YOffset(b.Min.X, y):][:b.Dx()]...)
		}
	default:
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				r, g, bl, a := m.At(x, y).RGBA()
				white := 0xffff - a
				pix = append(pix, color.GrayModel.Convert(color.RGBA64{uint16(r + white), uint16(g + white), uint16(bl + white), 0xffff}).(color.Gray).Y)
			}
		}
	}
	check(os.MkdirAll(filepath.Dir(pgm), 0o755))
	return os.WriteFile(pgm, append(fmt.Appendf(nil, "P5\n%d %d\n255\n", b.Dx(), b.Dy()), pix...), 0o644)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
