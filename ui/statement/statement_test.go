package statement_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/extract"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/vouch"
	"vouchdesk/ui/statement"
	"vouchdesk/ui/words"
)

// TestEveryCodeHasWords fills a statement with everything that one can say and
// wants no key shown in its place.
func TestEveryCodeHasWords(t *testing.T) {
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Langs() {
		w := book.In(lang)
		for _, code := range policy.Reasons() {
			if !w.Has("audit.reason." + code) {
				t.Errorf("no %s words for the reason %q", lang, code)
			}
		}
		for _, letter := range []string{"none", "signed", "matches", "mismatch"} {
			for _, told := range []string{"read_aloud", "shown", "given"} {
				for _, mode := range []vouch.Mode{vouch.Online, vouch.Offline} {
					for _, agrees := range []evidence.Answer{evidence.Yes, evidence.No, evidence.CouldNot, evidence.Unanswered} {
						s := extract.Statement{
							Letter: letter, Told: vouch.Told{How: told}, Where: extract.Where{Mode: mode},
							Representative: &vouch.DeskRepresentative{Agrees: agrees}, Referees: []vouch.Attestation{{}},
							People:  []extract.Person{{Part: "officer"}, {Part: "acted"}, {Part: "approver"}},
							Receipt: &extract.Receipt{}, Journal: &extract.Journal{},
						}
						if said := statement.Text(w, s); strings.Contains(said, "[audit") || strings.Contains(said, "[changes") || strings.Contains(said, "<no value>") {
							t.Fatalf("%s: %s", lang, said)
						}
					}
				}
			}
		}
	}
}

var update = flag.Bool("update", false, "write the golden files again")

// TestText words the statements that package extract makes of specimen vouches.
func TestText(t *testing.T) {
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../internal/extract/testdata/audit/*.golden.json")
	if err != nil || len(files) < 6 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var s extract.Statement
		if err := json.Unmarshal(data, &s); err != nil {
			t.Fatal(file, err)
		}
		for _, lang := range words.Langs() {
			name := filepath.Join("testdata", strings.Replace(filepath.Base(file), ".golden.json", "."+string(lang)+".golden.md", 1))
			said := statement.Text(book.In(lang), s)
			if strings.Contains(said, "[audit") || strings.Contains(said, "[changes") || strings.Contains(said, "<no value>") {
				t.Errorf("%s: words are missing", name)
			}
			if *update {
				if err := os.WriteFile(name, []byte(said), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), said); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	}
}
