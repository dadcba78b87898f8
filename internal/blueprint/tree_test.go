package blueprint_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "vouchdesk/"

// A source is one Go file of the tree, test or not.
type source struct {
	file string // slash path from the root
	pkg  string // its folder
	test bool
	ast  *ast.File
}

func (s source) imports() []string {
	var all []string
	for _, i := range s.ast.Imports {
		all = append(all, strings.Trim(i.Path.Value, `"`))
	}
	return all
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// sources parses every Go file below cmd, ui, internal and assets, whatever its build tags.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	fset := token.NewFileSet()
	for _, top := range []string{"assets", "cmd", "internal", "ui"} {
		base := filepath.Join(root(t), top)
		if _, err := os.Stat(base); err != nil {
			continue
		}
		err := filepath.WalkDir(base, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") {
				return err
			}
			file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(root(t), name)
			if err != nil {
				return err
			}
			rel = filepath.ToSlash(rel)
			all = append(all, source{rel, path.Dir(rel), strings.HasSuffix(rel, "_test.go"), file})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) < 10 {
		t.Fatalf("only %d files found: the test looks in the wrong place", len(all))
	}
	return all
}

// layers orders the packages; a package imports lower layers only, and of its
// own layer only what peers lists.
var layers = [][]string{
	{"assets", "internal/fault", "internal/resident", "internal/mrz", "internal/evidence", "internal/namematch", "internal/glyph", "internal/picture"},
	{"internal/jose"},
	{"internal/gpg45", "internal/trust", "internal/letter", "internal/journal"},
	{"internal/policy"},
	{"internal/vouch", "internal/casework", "internal/outbox"},
	{"internal/issuance"},
	{
		"internal/vault", "internal/keyring", "internal/courier", "internal/brokerapi", "internal/scan", "internal/scan/symbol", "internal/scan/rxing", "internal/ocrb", "internal/ocrb/glyphs",
		"internal/camera", "internal/camera/device", "internal/camera/synthetic", "internal/camera/wire",
		"internal/capture", "internal/scanner", "internal/program", "internal/seccomp", "internal/docrender", "internal/docrender/wire", "internal/paper", "internal/printing", "internal/report", "internal/extract",
	},
	{"internal/desk"},
}

// peers are the allowed imports inside one layer, each with its reason.
var peers = map[string]map[string]string{
	"internal/scan":             {"internal/scan/symbol": "what a QR code is made of", "internal/scan/rxing": "the second reader"},
	"internal/resident":         {"internal/fault": "every failure is one"},
	"internal/mrz":              {"internal/fault": "every failure is one", "internal/resident": "birth and expiry are its dates"},
	"internal/evidence":         {"internal/fault": "every failure is one", "internal/resident": "documents state names and dates", "internal/mrz": "a document's machine-readable zone"},
	"internal/extract":          {"internal/brokerapi": "the form of a desk's checkpoint"},
	"internal/keyring":          {"internal/vault": "keys are kept in its slots"},
	"internal/courier":          {"internal/brokerapi": "the wire's types"},
	"internal/scanner":          {"internal/capture": "what it scans is a sheet like any"},
	"internal/capture":          {"internal/docrender": "every image is decoded there", "internal/docrender/wire": "its cap on files", "internal/scan": "codes in pictures"},
	"internal/ocrb":             {"internal/ocrb/glyphs": "what each character is"},
	"internal/camera":           {"internal/camera/wire": "what the program and the desk say to each other", "internal/capture": "a still is a sheet like any other", "internal/program": "starts and ends it"},
	"internal/camera/device":    {"internal/camera/wire": "what the program and the desk say to each other"},
	"internal/camera/synthetic": {"internal/camera": "what it stands in for", "internal/camera/device": "it is one", "internal/camera/wire": "what it says"},
	"internal/docrender":        {"internal/docrender/wire": "what the worker and its parent say to each other", "internal/program": "starts and ends it"},
}

func rank(pkg string) int {
	for i, layer := range layers {
		if slices.Contains(layer, pkg) {
			return i
		}
	}
	switch {
	case pkg == "internal/broker", strings.HasPrefix(pkg, "internal/broker/"):
		return 50
	case pkg == "internal/brokerstore", strings.HasPrefix(pkg, "internal/brokerstore/"):
		return 50
	case strings.HasPrefix(pkg, "ui/screen/"):
		return 62
	case pkg == "ui/uitest", pkg == "ui/screentest":
		return 61
	case pkg == "ui/journey":
		return 64
	case strings.HasPrefix(pkg, "ui/"):
		return 60
	case pkg == "ui":
		return 63
	case strings.HasPrefix(pkg, "cmd/"), pkg == "internal/ocrb/fit", pkg == "internal/ocrb/bench":
		return 70
	case pkg == "internal/blueprint":
		return 80
	case strings.HasSuffix(pkg, "test"):
		return 55 // contract suites and builders, imported by tests only
	}
	return -1
}

func TestImportsGoDownOnly(t *testing.T) {
	for _, s := range sources(t) {
		from := rank(s.pkg)
		if from < 0 {
			t.Errorf("%s: package %s is in no layer: give it one here and in docs/ARCHITECTURE.md", s.file, s.pkg)
			continue
		}
		if s.test {
			continue
		}
		for _, i := range s.imports() {
			to, own := strings.CutPrefix(i, module)
			if !own || to == s.pkg {
				continue
			}
			switch r := rank(to); {
			case r < 0:
				t.Errorf("%s imports %s, which is in no layer", s.file, to)
			case strings.HasSuffix(to, "test") && !strings.HasSuffix(s.pkg, "test"):
				t.Errorf("%s imports %s, which is for tests only", s.file, to)
			case r > from:
				t.Errorf("%s imports %s, which is above it", s.file, to)
			case r == from && r < 50:
				if _, ok := peers[s.pkg][to]; !ok {
					t.Errorf("%s imports %s of its own layer without a reason in peers", s.file, to)
				}
			}
		}
	}
}

func TestFaceAndServerStayApart(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, i := range s.imports() {
			to, _ := strings.CutPrefix(i, module)
			server := to == "internal/broker" || to == "internal/brokerstore" ||
				strings.HasPrefix(to, "internal/broker/") || strings.HasPrefix(to, "internal/brokerstore/")
			switch {
			case server && (strings.HasPrefix(s.pkg, "ui") || s.pkg == "internal/desk" || s.pkg == "cmd/vouchdesk" || s.pkg == "cmd/vouchdesk-render"):
				t.Errorf("%s links the broker: the shipped desk must not", s.file)
			case strings.HasPrefix(to, "ui/screen/") && strings.HasPrefix(s.pkg, "ui/screen/") && to != s.pkg:
				t.Errorf("%s imports another screen: a screen knows only the desk", s.file)
			case strings.HasPrefix(to, "ui") && strings.HasPrefix(s.pkg, "internal/") && s.pkg != "internal/blueprint":
				t.Errorf("%s imports the face", s.file)
			}
		}
	}
}

// sole lists the packages that alone may import a module.
var sole = map[string][]string{
	"github.com/go-jose/go-jose":    {"internal/jose"},
	"go.etcd.io/bbolt":              {"internal/vault", "internal/brokerstore"},
	"github.com/makiuchi-d/gozxing": {"internal/scan", "internal/scan/symbol"},
	"github.com/tetratelabs/wazero": {"internal/scan/rxing"},
	"github.com/gen2brain/go-fitz":  {"cmd/vouchdesk-render"},
	"fyne.io/fyne/v2/app":           {"cmd/vouchdesk"},
	"github.com/blackjack/webcam":   {"cmd/vouchdesk-camera"},
	"github.com/pion/mediadevices":  {"cmd/vouchdesk-camera"},
	"image/jpeg":                    {"cmd/vouchdesk-render", "internal/camera/device", "internal/camera/synthetic"},
	"image/gif":                     {},
	"golang.org/x/image/tiff":       {"cmd/vouchdesk-render", "internal/ocrb/fit"},
	"golang.org/x/image/webp":       {"cmd/vouchdesk-render"},
	"golang.org/x/image/bmp":        {},
	"net/http":                      {"internal/courier", "internal/broker", "cmd/vouchbroker"},
	"crypto/tls":                    {"internal/courier", "internal/broker", "cmd/vouchbroker"},
}

func TestSoleImporters(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, i := range s.imports() {
			for mod, may := range sole {
				if (i == mod || strings.HasPrefix(i, mod+"/")) && !slices.Contains(may, s.pkg) {
					t.Errorf("%s imports %s; only %v may", s.file, i, may)
				}
			}
			if strings.HasPrefix(i, "fyne.io/fyne") && !strings.HasPrefix(s.pkg, "ui") && s.pkg != "cmd/vouchdesk" {
				t.Errorf("%s imports Fyne outside the face", s.file)
			}
		}
	}
}

// decoders are processes of their own, and what only such a process links.
var decoders = []string{"cmd/vouchdesk-render", "internal/camera/device", "internal/camera/synthetic"}

// TestOnlyAWorkerDecodesImages looks for calls, because image/png may be
// imported for writing.
func TestOnlyAWorkerDecodesImages(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || slices.Contains(decoders, s.pkg) {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := call.X.(*ast.Ident)
			if ok && (x.Name == "png" || x.Name == "jpeg" || x.Name == "image") &&
				(call.Sel.Name == "Decode" || call.Sel.Name == "DecodeConfig") {
				t.Errorf("%s decodes an image; only %v do", s.file, decoders)
			}
			return true
		})
	}
}

func TestEveryPackageHasOneDoc(t *testing.T) {
	docs, pkgs := map[string]int{}, map[string]bool{}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		pkgs[s.pkg] = true
		if s.ast.Doc != nil && strings.TrimSpace(s.ast.Doc.Text()) != "" {
			docs[s.pkg]++
		}
	}
	for pkg := range pkgs {
		if docs[pkg] != 1 {
			t.Errorf("%s has %d package comments, want 1", pkg, docs[pkg])
		}
	}
}

func TestFaceStartsNothing(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || !strings.HasPrefix(s.pkg, "ui") || s.pkg == "ui/foreground" {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s starts a goroutine; ui/foreground does that", s.file)
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "fyne" && (n.Sel.Name == "Do" || n.Sel.Name == "DoAndWait") {
					t.Errorf("%s posts to the window's thread; ui/foreground does that", s.file)
				}
			}
			return true
		})
	}
}

// longFiles are the written exceptions to the 500-line cap.
var longFiles = map[string]string{}

func TestNoLongFiles(t *testing.T) {
	for _, s := range sources(t) {
		data, err := os.ReadFile(filepath.Join(root(t), filepath.FromSlash(s.file)))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Count(string(data), "\n")
		if _, ok := longFiles[s.file]; lines > 500 && !ok {
			t.Errorf("%s has %d lines; 500 is the cap", s.file, lines)
		}
	}
}

func TestArchitectureNamesEveryPackage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root(t), "docs", "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	if n := strings.Count(text, "\n"); n > 250 {
		t.Errorf("docs/ARCHITECTURE.md has %d lines; 250 is the cap", n)
	}
	pkgs := map[string]bool{}
	for _, s := range sources(t) {
		if !s.test {
			pkgs[s.pkg] = true
		}
	}
	for _, name := range regexp.MustCompile("`((?:internal|ui|cmd)/[a-z/-]+)`").FindAllStringSubmatch(text, -1) {
		if info, err := os.Stat(filepath.Join(root(t), filepath.FromSlash(name[1]))); err != nil || !info.IsDir() {
			t.Errorf("docs/ARCHITECTURE.md names `%s`, which is not there", name[1])
		}
	}
	for pkg := range pkgs {
		if !strings.Contains(text, "`"+pkg+"`") && !strings.Contains(text, "`"+path.Dir(pkg)+"/*`") {
			t.Errorf("docs/ARCHITECTURE.md does not name `%s`", pkg)
		}
	}
}
