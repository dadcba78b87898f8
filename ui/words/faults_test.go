package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vouchdesk/ui/words"
)

// raised is what the source says of failures: where each code is made, and
// which particulars some failure carries.
type raised struct {
	codes  map[string]string // code -> where
	params map[string]bool
}

// literal is the value of an expression that is a plain string.
func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// scan finds every fault.New with a code written out or named by a constant,
// and every particular that With adds.
func scan(t *testing.T) raised {
	t.Helper()
	found := raised{map[string]string{}, map[string]bool{}}
	constants, named := map[string]string{}, map[string]string{}
	for _, root := range []string{"../../internal", "../../cmd", ".."} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			tokens := token.NewFileSet()
			file, err := parser.ParseFile(tokens, path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.ValueSpec:
					for i, name := range n.Names {
						if i < len(n.Values) {
							if s, ok := literal(n.Values[i]); ok {
								constants[file.Name.Name+"."+name.Name] = s
							}
						}
					}
				case *ast.CallExpr:
					sel, ok := n.Fun.(*ast.SelectorExpr)
					if !ok || len(n.Args) != 2 {
						return true
					}
					if sel.Sel.Name == "With" {
						if s, ok := literal(n.Args[0]); ok {
							found.params[s] = true
						}
					}
					if x, ok := sel.X.(*ast.Ident); !ok || x.Name != "fault" || sel.Sel.Name != "New" {
						return true
					}
					where := tokens.Position(n.Pos()).String()
					if s, ok := literal(n.Args[1]); ok {
						found.codes[s] = where
					} else if c, ok := n.Args[1].(*ast.SelectorExpr); ok {
						if pkg, ok := c.X.(*ast.Ident); ok {
							named[pkg.Name+"."+c.Sel.Name] = where
						}
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, where := range named {
		if code := constants[name]; code != "" {
			found.codes[code] = where
		}
	}
	return found
}

// unseen reads the codes that need no words, and fails on one without a reason.
func unseen(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/unseen.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) < 2 {
			t.Errorf("unseen.txt: %q has no reason", line)
		}
		all = append(all, fields[0])
	}
	return all
}

func matches(pattern, code string) bool {
	return pattern == code || strings.HasSuffix(pattern, "-") && strings.HasPrefix(code, pattern)
}

func TestEveryFaultHasWordsOrAReason(t *testing.T) {
	found, patterns := scan(t), unseen(t)
	if len(found.codes) < 300 {
		t.Fatalf("the scan found %d codes only", len(found.codes))
	}
	b, missing := open(t), map[string]bool{}
	for _, code := range slices.Sorted(maps.Keys(found.codes)) {
		for _, lang := range words.Langs() {
			for _, part := range []string{".title", ".detail", ".next"} {
				if !b.In(lang).Has("faults." + code + part) {
					missing[code] = true
				}
			}
		}
		if missing[code] && !slices.ContainsFunc(patterns, func(p string) bool { return matches(p, code) }) {
			t.Errorf("%s: no words for %q; write them, or a reason in testdata/unseen.txt", found.codes[code], code)
		}
	}
	for _, p := range patterns {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(missing)), func(code string) bool { return matches(p, code) }) {
			t.Errorf("unseen.txt: %q is made nowhere, or has words: take it out", p)
		}
	}
}

func TestFaultWordsAreOfFailuresThatHappen(t *testing.T) {
	found := scan(t)
	for key, forms := range read(t, words.English) {
		code, ok := strings.CutPrefix(key, "faults.")
		if !ok || strings.HasPrefix(code, "kind.") {
			continue
		}
		code = code[:strings.LastIndexByte(code, '.')]
		if found.codes[code] == "" {
			t.Errorf("%q: no failure has the code %q", key, code)
		}
		for _, p := range placeholders(forms) {
			if name := strings.Trim(p, "{}."); !found.params[name] {
				t.Errorf("%q: no failure carries %q", key, name)
			}
		}
	}
}
