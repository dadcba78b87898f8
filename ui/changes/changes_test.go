package changes_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"vouchdesk/assets"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/policy/policytest"
	"vouchdesk/ui/changes"
	"vouchdesk/ui/words"
)

func spoken(t *testing.T, lang words.Lang) words.Words {
	t.Helper()
	b, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	return b.In(lang)
}

// TestEveryChangeHasWords changes every member that a policy can have and
// wants a sentence of each, in both languages, that names no place in a file.
func TestEveryChangeHasWords(t *testing.T) {
	full := policytest.Full()
	for _, lang := range words.Langs() {
		w := spoken(t, lang)
		missing := map[string]bool{}
		policytest.EachChange(full, func(_ string, changed *policy.Policy) {
			for _, pair := range [][2]*policy.Policy{{full, changed}, {changed, full}} {
				for _, c := range policy.Diff(pair[0], pair[1]) {
					said := changes.Sentence(w, c)
					if strings.ContainsAny(said, "[]") || strings.Contains(said, "<no value>") || strings.TrimSpace(said) == "" {
						missing[c.Member+": "+said] = true
					}
				}
			}
		})
		for m := range missing {
			t.Errorf("%s: %s", lang, m)
		}
	}
}

func TestSentence(t *testing.T) {
	standard := func() *policy.Policy {
		p, err := policy.Decode(assets.DefaultPolicy())
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	document := func(p *policy.Policy, id string) *policy.Document {
		for i := range p.Documents {
			if p.Documents[i].ID == id {
				return &p.Documents[i]
			}
		}
		t.Fatalf("no document %q", id)
		return nil
	}
	for name, c := range map[string]struct {
		change func(*policy.Policy)
		en, cy []string
	}{
		"strength": {
			func(p *policy.Policy) { document(p, "birth_certificate").Strengths[0].Score = 1 },
			[]string{"Birth certificate: strength 2 -> 1"},
			[]string{"Tystysgrif geni: cryfder 2 -> 1"},
		},
		"confidence": {
			func(p *policy.Policy) { p.Services[0].Confidence = gpg45.High },
			[]string{"Blue Badge: needs high instead of medium"},
			[]string{"Bathodyn Glas: mae angen uchel yn lle canolig"},
		},
		"document gone": {
			func(p *policy.Policy) {
				for i, d := range p.Documents {
					if d.ID == "birth_certificate" {
						p.Documents = append(p.Documents[:i], p.Documents[i+1:]...)
						break
					}
				}
			},
			[]string{"Document taken out: Birth certificate"},
			[]string{"Dogfen: tynnwyd allan Tystysgrif geni"},
		},
		"training": {
			func(p *policy.Policy) { p.Training.Likeness[0].Months = 24 },
			[]string{"Training, likeness, score 3: months since the training 12 -> 24"},
			[]string{"Hyfforddiant, tebygrwydd, sgôr 3: misoedd ers yr hyfforddiant 12 -> 24"},
		},
		"letter life": {
			func(p *policy.Policy) { p.Limits.LetterDays = 28 },
			[]string{"Limits: days a letter counts 21 -> 28"},
			[]string{"Terfynau: diwrnodau y mae llythyr yn cyfrif 21 -> 28"},
		},
		"retention": {
			func(p *policy.Policy) { p.Retention[0].Days = 400 },
			[]string{"Keeping finished cases: days 365 -> 400"},
			[]string{"Cadw achosion wedi'u gorffen: diwrnodau 365 -> 400"},
		},
		"image": {
			func(p *policy.Policy) {
				document(p, "birth_certificate").Image = policy.ImageRequired
				document(p, "birth_certificate").Expiry = nil
			},
			[]string{"Birth certificate: keeping an image allowed -> required"},
			[]string{"Tystysgrif geni: cadw delwedd caniateir -> gofynnol"},
		},
		"Welsh only": {
			func(p *policy.Policy) { p.Slip.Contact.Cy = "Rhywle" },
			[]string{"Slip: whom to ask, in Welsh, now reads “Rhywle”, was “" + standard().Slip.Contact.Cy + "”"},
			[]string{"Slip: pwy i'w holi: nawr “Rhywle”, gynt “" + standard().Slip.Contact.Cy + "”"},
		},
		"version": {func(p *policy.Policy) { p.Version = 2 }, []string{"Version 1 -> 2"}, []string{"Fersiwn 1 -> 2"}},
	} {
		t.Run(name, func(t *testing.T) {
			next := standard()
			c.change(next)
			all := policy.Diff(standard(), next)
			if got := changes.Sentences(spoken(t, words.English), all); !reflect.DeepEqual(got, c.en) {
				t.Errorf("%q", got)
			}
			if got := changes.Sentences(spoken(t, words.Welsh), all); !reflect.DeepEqual(got, c.cy) {
				t.Errorf("%q", got)
			}
		})
	}
}

// TestEveryMistakeHasWords reads the codes from where they are made.
func TestEveryMistakeHasWords(t *testing.T) {
	code := regexp.MustCompile(`fault\.New\(fault\.Malformed, "((?:json|policy|profile|too-many)-[a-z-]+)"\)`)
	n := 0
	for _, dir := range []string{"policy", "gpg45"} {
		files, err := filepath.Glob("../../internal/" + dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range code.FindAllStringSubmatch(string(text), -1) {
				n++
				for _, lang := range words.Langs() {
					if changes.Mistake(spoken(t, lang), found[1]) == found[1] {
						t.Errorf("%s: no %s words for %q", file, lang, found[1])
					}
				}
			}
		}
	}
	if n < 15 {
		t.Errorf("only %d codes were found", n)
	}
}
