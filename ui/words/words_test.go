package words_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/fault"
	"vouchdesk/ui/words"
)

// read gives every message of a language: key, form ("" when plain), words.
func read(t *testing.T, lang words.Lang) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	files, err := filepath.Glob(string(lang) + "/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of %s: %v", lang, err)
	}
	for _, file := range files {
		area := strings.TrimSuffix(filepath.Base(file), ".toml")
		var m map[string]any
		if _, err := toml.DecodeFile(file, &m); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for key, v := range m {
			if !strings.HasPrefix(key, area+".") {
				t.Errorf("%s: key %q does not begin with its area", file, key)
			}
			if all[key] != nil {
				t.Errorf("%s: %q is there twice", file, key)
			}
			switch v := v.(type) {
			case string:
				all[key] = map[string]string{"": v}
			case map[string]any:
				all[key] = map[string]string{}
				for form, text := range v {
					all[key][form] = fmt.Sprint(text)
				}
			default:
				t.Errorf("%s: %q is a %T", file, key, v)
			}
		}
	}
	return all
}

var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)

func placeholders(forms map[string]string) []string {
	seen := map[string]bool{}
	for _, text := range forms {
		for _, p := range placeholder.FindAllString(text, -1) {
			seen[p] = true
		}
	}
	var all []string
	for p := range seen {
		all = append(all, p)
	}
	sort.Strings(all)
	return all
}

func keys[V any](m map[string]V) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	sort.Strings(all)
	return all
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	en, cy := read(t, words.English), read(t, words.Welsh)
	if diff := cmp.Diff(keys(en), keys(cy)); diff != "" {
		t.Fatalf("keys differ (-en +cy):\n%s", diff)
	}
	for key := range en {
		if diff := cmp.Diff(placeholders(en[key]), placeholders(cy[key])); diff != "" {
			t.Errorf("%s: placeholders differ (-en +cy):\n%s", key, diff)
		}
		_, plain := en[key][""]
		_, plainToo := cy[key][""]
		if plain != plainToo {
			t.Errorf("%s: plural in one language only", key)
			continue
		}
		if plain {
			continue
		}
		if diff := cmp.Diff([]string{"one", "other"}, keys(en[key])); diff != "" {
			t.Errorf("%s: English forms:\n%s", key, diff)
		}
		if diff := cmp.Diff([]string{"few", "many", "one", "other", "two", "zero"}, keys(cy[key])); diff != "" {
			t.Errorf("%s: Welsh forms:\n%s", key, diff)
		}
	}
}

func TestNoWordsAreEmptyOrUntidy(t *testing.T) {
	for _, lang := range words.Langs() {
		for key, forms := range read(t, lang) {
			for form, text := range forms {
				if text == "" || strings.TrimSpace(text) != text || strings.Contains(text, "  ") {
					t.Errorf("%s %s %s: %q", lang, key, form, text)
				}
			}
		}
	}
}

// welshNotice stands in the comment at the top of each Welsh file.
var welshNotice = regexp.MustCompile(`^(#.*\n)*#.*Welsh reader must check`)

func TestWelshFilesAskToBeChecked(t *testing.T) {
	files, _ := filepath.Glob("cy/*.toml")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil || !welshNotice.MatchString(string(text)) {
			t.Errorf("%s does not say on top that a Welsh reader must check it (%v)", file, err)
		}
	}
}

// literals collects every string literal of the face's own source that looks
// like a key. Screens name keys in view structs as well as in calls of T.
func literals(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("en/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	var areas []string
	for _, file := range files {
		areas = append(areas, strings.TrimSuffix(filepath.Base(file), ".toml"))
	}
	shape := regexp.MustCompile(`^(` + strings.Join(areas, "|") + `)\.[a-z0-9._-]+$`)
	found := map[string]string{}
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		tokens := token.NewFileSet()
		file, err := parser.ParseFile(tokens, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if ok && len(call.Args) > 0 {
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok && (sel.Sel.Name == "T" || sel.Sel.Name == "N") {
					if lit, ok := call.Args[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
						if s, err := strconv.Unquote(lit.Value); err == nil {
							found[s] = tokens.Position(lit.Pos()).String()
						}
					}
				}
			}
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil && shape.MatchString(s) {
					found[s] = tokens.Position(lit.Pos()).String()
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func computed(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/computed.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, line := range strings.Split(string(text), "\n") {
		if fields := strings.Fields(line); len(fields) > 1 && !strings.HasPrefix(line, "#") {
			all = append(all, fields[0])
		}
	}
	return all
}

// begins tells whether the literal is the declared beginning of computed keys.
func begins(prefixes []string, literal string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool {
		return strings.HasPrefix(literal, p) && strings.ContainsAny(literal[len(literal)-1:], "._")
	})
}

func TestEveryKeyInTheSourceHasWords(t *testing.T) {
	en := read(t, words.English)
	prefixes := computed(t)
	for key, where := range literals(t) {
		if en[key] == nil && !begins(prefixes, key) {
			t.Errorf("%s: no words for %q", where, key)
		}
	}
}

func TestEveryKeyIsUsed(t *testing.T) {
	used, prefixes := literals(t), computed(t)
	for key := range read(t, words.English) {
		named := func(prefix string) bool { return strings.HasPrefix(key, prefix) }
		if used[key] == "" && !slices.ContainsFunc(prefixes, named) {
			t.Errorf("%q is used nowhere: take it out, or declare how it is put together in testdata/computed.txt", key)
		}
	}
}

func open(t *testing.T) *words.Book {
	t.Helper()
	b, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryKindOfFaultHasWords(t *testing.T) {
	b := open(t)
	for _, lang := range words.Langs() {
		seen := map[string]bool{}
		for _, kind := range fault.Kinds() {
			m := b.In(lang).Fault(fault.New(kind, "a-code-without-words"))
			if m.Title == "" || m.Detail == "" || m.Next == "" || strings.Contains(m.Title+m.Detail+m.Next, "[") || seen[m.Title] {
				t.Errorf("%s %v: %+v", lang, kind, m)
			}
			seen[m.Title] = true
		}
	}
}

func TestFaultCodesHaveAllThreeParts(t *testing.T) {
	en := read(t, words.English)
	for key := range en {
		if base, ok := strings.CutSuffix(key, ".title"); ok && strings.HasPrefix(key, "faults.") {
			if en[base+".detail"] == nil || en[base+".next"] == nil {
				t.Errorf("%s has a title but not detail and next", base)
			}
		}
	}
}

func TestFault(t *testing.T) {
	b := open(t)
	for name, c := range map[string]struct {
		lang words.Lang
		err  error
		want words.Message
	}{
		"ok/none":  {words.English, nil, words.Message{}},
		"ok/coded": {words.English, fmt.Errorf("x: %w", fault.New(fault.Refused, "brand-contrast").With("ratio", "2.1")), words.Message{Title: "This colour cannot be used", Detail: "White text on it has a contrast of 2.1 to 1. It needs 4.5 to 1 to be read.", Next: "Choose a darker colour."}},
		"ok/kind":  {words.Welsh, context.Canceled, words.Message{Title: "Wedi'i stopio", Detail: "Fe'i stopiwyd cyn iddo orffen. Nid oes dim wedi'i golli.", Next: "Dechreuwch eto pan fyddwch chi'n barod."}},
		"ok/plain": {words.English, errors.New("a secret of Rosa Mai Specimen"), words.Message{Title: "Something went wrong in Vouchdesk", Detail: "It is our mistake, not yours. What you typed is kept.", Next: "Try again. If it happens again, tell your administrator what you were doing."}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, b.In(c.lang).Fault(c.err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWords(t *testing.T) {
	b := open(t)
	en, cy := b.In(words.English), b.In(words.Welsh)
	at := time.Date(1988, time.April, 17, 9, 5, 0, 0, time.UTC)
	for name, c := range map[string][2]string{
		"plain":           {cy.T("frame.action.continue"), "Parhau"},
		"pairs":           {en.T("frame.moment", "Day", "today", "Time", "10:05"), "today, 10:05"},
		"map":             {en.T("frame.moment", map[string]string{"Day": "today", "Time": "10:05"}), "today, 10:05"},
		"missing":         {en.T("home.no-such-key"), "[home.no-such-key]"},
		"one":             {en.N("approve.images", 1), "1 image kept."},
		"other":           {en.N("approve.images", 7), "7 images kept."},
		"welsh two":       {cy.N("approve.images", 2), "Cedwir 2 ddelwedd."},
		"welsh six":       {cy.N("approve.images", 6), "Cedwir 6 delwedd."},
		"welsh eleven":    {cy.N("approve.images", 11), "Cedwir 11 delwedd."},
		"date":            {en.Date(1988, 4, 17), "17 April 1988"},
		"welsh date":      {cy.Date(1988, 4, 17), "17 Ebrill 1988"},
		"impossible date": {en.Date(1988, 13, 41), "41/13/1988"},
		"time":            {en.Time(at), "09:05"},
		"moment":          {cy.Moment(at), "17 Ebrill 1988, 09:05"},
		"unknown tongue":  {b.In("xx").T("frame.action.continue"), "Continue"},
		"angle brackets":  {en.T("frame.moment", "Day", "<b>", "Time", "&"), "<b>, &"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %q, want %q", name, c[0], c[1])
		}
	}
}

// TestWhatIsSaidOfSomebodyGoesBefore: all else is said of everybody.
func TestWhatIsSaidOfSomebodyGoesBefore(t *testing.T) {
	w := open(t).In(words.English)
	of := w.Of("likeness.")
	if got, want := of.T("evidence.heading"), w.T("likeness.heading"); got != want {
		t.Errorf("heading %q, want %q", got, want)
	}
	if got, want := of.T("evidence.add_first"), w.T("evidence.add_first"); got != want {
		t.Errorf("legend %q, want %q", got, want)
	}
	if got, want := of.N("evidence.reason.check-open", 2), w.N("evidence.reason.check-open", 2); got != want {
		t.Errorf("reason %q, want %q", got, want)
	}
}

func TestTimesAreToldWhereTheDeskIs(t *testing.T) {
	b, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, time.July, 31, 23, 30, 5, 0, time.UTC)
	summer := b.At(time.FixedZone("BST", 3600)).In(words.English)
	if got := summer.Moment(at) + " " + summer.Second(at); got != "1 August 2026, 00:30 00:30:05" {
		t.Errorf("in summer time: %s", got)
	}
	if got := b.In(words.English).Moment(at.In(time.FixedZone("", -7200))); got != "31 July 2026, 23:30" {
		t.Errorf("without a zone: %s", got)
	}
}
