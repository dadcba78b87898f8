package statement_test

import (
	"strings"
	"testing"

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

