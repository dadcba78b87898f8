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
// which particulars it is given.
type raised struct {
	codes  map[string]string          // code -> where
	params map[string]map[string]bool // code or package.Name -> particular
	named  map[string]string          // package.Name -> code
}

// literal is the value of an expression that is a plain string.
func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return s
}

// called gives package and name of what a call calls, where both are plain.
func called(n ast.Expr) (on ast.Expr, name string, args []ast.Expr) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return nil, "", nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil, "", nil
	}
	return sel.X, sel.Sel.Name, call.Args
}

// full names an identifier, or one of another package, as package.Name.
func full(e ast.Expr, pkg string) string {
	switch e := e.(type) {
	case *ast.Ident:
		return pkg + "." + e.Name
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			return x.Name + "." + e.Sel.Name
		}
	}
	return ""
}

// made is the code that a call of fault.New is given, written out or named.
func made(n ast.Expr, pkg string) (code, constant string) {
	on, name, args := called(n)
	if x, ok := on.(*ast.Ident); !ok || x.Name != "fault" || name != "New" || len(args) != 2 {
		return "", ""
	}
	return literal(args[1]), full(args[1], pkg)
}

// failure is the name or code of the failure at the root of At, With, Because.
func failure(n ast.Expr, pkg string) string {
	for {
		if code, _ := made(n, pkg); code != "" {
			return code
		}
		on, _, _ := called(n)
		if on == nil {
			return full(n, pkg)
		}
		n = on
	}
}

// look takes from one file what it says of failures and of constants.
func (r raised) look(file *ast.File, tokens *token.FileSet, constants map[string]string) {
	pkg := file.Name.Name
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			for i, name := range spec.Names[:min(len(spec.Names), len(spec.Values))] {
				code, constant := made(spec.Values[i], pkg)
				r.named[pkg+"."+name.Name] = code + constant
				constants[pkg+"."+name.Name] = literal(spec.Values[i])
			}
		}
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		if code, constant := made(e, pkg); code+constant != "" {
			r.codes[code+constant] = tokens.Position(e.Pos()).String()
		}
		if on, name, args := called(e); name == "With" && len(args) == 2 && literal(args[0]) != "" {
			root := failure(on, pkg)
			if r.params[root] == nil {
				r.params[root] = map[string]bool{}
			}
			r.params[root][literal(args[0])] = true
		}
		return true
	})
}

// scan finds every fault.New with a code written out or named by a constant,
// and every particular that With adds.
func scan(t *testing.T) raised {
	t.Helper()
	r, constants := raised{map[string]string{}, map[string]map[string]bool{}, map[string]string{}}, map[string]string{}
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
			r.look(file, tokens, constants)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for code, where := range r.codes {
		if strings.Contains(code, ".") { // a constant's name, or a variable's, which says nothing
			delete(r.codes, code)
			if constants[code] != "" {
				r.codes[constants[code]] = where
			}
		}
	}
	return r
}

// carries tells whether some failure of the code has the particular.
func (r raised) carries(code, param string) bool {
	for name, of := range r.named {
		if of == code && r.params[name][param] {
			return true
		}
	}
	return r.params[code][param]
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
			if name := strings.Trim(p, "{}."); !found.carries(code, name) {
				t.Errorf("%q: nothing gives it %q", key, name)
			}
		}
	}
}

// TestNoCureThatDoesNotExist: what to do next must be something that somebody
// can do with Vouchdesk as it is.
func TestNoCureThatDoesNotExist(t *testing.T) {
	for lang, without := range map[words.Lang][]string{
		words.English: {"usb", "search", "second desk", "confirm the date", "set a passphrase", "type it as", "sent again"},
		words.Welsh:   {"usb", "chwili", "ail ddesg", "gadarnhau'r dyddiad", "gosodwch gyfrinymadrodd", "teipiwch ef fel"},
	} {
		for key, forms := range read(t, lang) {
			if !strings.HasPrefix(key, "faults.") || !strings.HasSuffix(key, ".next") {
				continue
			}
			for _, text := range forms {
				for _, cure := range without {
					if strings.Contains(strings.ToLower(text), cure) {
						t.Errorf("%s %q: nobody can do this here: %q", lang, key, text)
					}
				}
			}
		}
	}
}
