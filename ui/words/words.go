// Package words holds every sentence an officer or resident can read, in
// English and Welsh, by key.
//
// The sentences are embedded, one file per language and area
// (en/evidence.toml, cy/evidence.toml), in the message format of go-i18n:
// a plain string, or plural forms. Both languages have the same keys and the
// same placeholders, Welsh has all six plural forms, and tests hold that. A
// missing key shows itself in brackets, so it is seen and never blank.
//
// [Words] is a value for one language and is safe for concurrent use; to
// switch language ask the [Book] again and draw again. The package formats
// dates and times as the language does and in the zone of [Book.At], from
// values it is given: it reads no clock. [Words.Fault] turns any error into what happened, why, and what to
// do next; it never shows an error's own text, which is for the log.
package words

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"vouchdesk/internal/resident"
)

//go:embed en/*.toml cy/*.toml
var files embed.FS

// Lang is a language the desk speaks.
type Lang string

// The languages.
const (
	English Lang = "en"
	Welsh   Lang = "cy"
)

// Langs lists every language.
func Langs() []Lang { return []Lang{English, Welsh} }

// Book is all sentences in all languages.
type Book struct {
	in map[Lang]Words
}

// Words speaks one language.
type Words struct {
	lang      Lang
	localizer *i18n.Localizer
	known     map[string]bool
	zone      *time.Location // times are told in it; nil is UTC
	of        string         // begins the keys of what is said differently; see Of
}

// Open reads the embedded sentences. It fails only on a file that does not
// parse, which a test finds first.
func Open() (*Book, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	known := map[Lang]map[string]bool{}
	for _, lang := range Langs() {
		known[lang] = map[string]bool{}
		names, err := fs.Glob(files, string(lang)+"/*.toml")
		if err != nil {
			return nil, fmt.Errorf("words: %w", err)
		}
		for _, name := range names {
			text, err := files.ReadFile(name)
			if err != nil {
				return nil, fmt.Errorf("words: %w", err)
			}
			// The library takes the language from the name before the ending.
			file, err := bundle.ParseMessageFileBytes(text, path.Base(strings.TrimSuffix(name, ".toml"))+"."+string(lang)+".toml")
			if err != nil {
				return nil, fmt.Errorf("words: %s: %w", name, err)
			}
			for _, m := range file.Messages {
				known[lang][m.ID] = true
			}
		}
	}
	b := &Book{in: map[Lang]Words{}}
	for _, lang := range Langs() {
		b.in[lang] = Words{lang: lang, localizer: i18n.NewLocalizer(bundle, string(lang)), known: known[lang]}
	}
	return b, nil
}

// In is the words of one language; English for a language there is none of.
func (b *Book) In(lang Lang) Words {
	if w, ok := b.in[lang]; ok {
		return w
	}
	return b.in[English]
}

// Lang is the language spoken.
func (w Words) Lang() Lang { return w.lang }

// Tongue is the language spoken, as policies and residents name it.
func (w Words) Tongue() resident.Language { return resident.Language(w.lang) }

// Has tells whether there are words for the key.
func (w Words) Has(key string) bool { return w.known[key] }

// Of is the words as they are said of somebody in particular: a sentence
// "<whom>heading", such as "referee.papers.heading", goes before the "heading"
// of any area. What is asked of the
// resident and of those who come with them then has one screen, and its own
// words where the resident's would be wrong.
func (w Words) Of(whom string) Words {
	w.of = whom
	return w
}

// own is the key of a sentence that is said differently.
func (w Words) own(key string) string {
	_, what, _ := strings.Cut(key, ".")
	if own := w.of + what; w.of != "" && w.known[own] {
		return own
	}
	return key
}

// T is the sentence of a key. Placeholders are filled from one map
// (map[string]any or map[string]string) or from pairs: "Name", value, ….
func (w Words) T(key string, args ...any) string {
	return w.say(&i18n.LocalizeConfig{MessageID: key, TemplateData: data(args)})
}

// N is the sentence of a key in the plural form that count asks for. The
// count fills the placeholder Count.
func (w Words) N(key string, count int, args ...any) string {
	d := data(args)
	d["Count"] = count
	return w.say(&i18n.LocalizeConfig{MessageID: key, TemplateData: d, PluralCount: count})
}

func (w Words) say(c *i18n.LocalizeConfig) string {
	c.MessageID = w.own(c.MessageID)
	if !w.known[c.MessageID] {
		return "[" + c.MessageID + "]"
	}
	s, err := w.localizer.Localize(c)
	if err != nil {
		return "[" + c.MessageID + "]"
	}
	return s
}

func data(args []any) map[string]any {
	d := map[string]any{}
	if len(args) == 1 {
		switch m := args[0].(type) {
		case map[string]any:
			maps.Copy(d, m)
		case map[string]string:
			for k, v := range m {
				d[k] = v
			}
		}
		return d
	}
	for i := 0; i+1 < len(args); i += 2 {
		d[fmt.Sprint(args[i])] = args[i+1]
	}
	return d
}
