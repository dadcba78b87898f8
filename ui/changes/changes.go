package changes

import (
	"strings"
	"unicode"

	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/words"
)

// Sentences words every change, in order.
func Sentences(w words.Words, all []policy.Change) []string {
	said := make([]string, len(all))
	for i, c := range all {
		said[i] = Sentence(w, c)
	}
	return said
}

// Sentence words one change: what it is of, then what it is now and was.
func Sentence(w words.Words, c policy.Change) string {
	s := speaker{w}
	says := s.says(c)
	if of := s.owners(c); of != "" {
		return w.T("changes.owned", "Of", of, "Says", says)
	}
	return capital(says)
}

type speaker struct{ words.Words }

func (s speaker) says(c policy.Change) string {
	what, from, to := s.label(c.Member), s.value(c.From), s.value(c.To)
	switch c.Kind {
	case policy.ValueAdded:
		if c.To == (policy.Value{}) {
			return s.T("changes.added_bare", "What", what)
		}
		return s.T("changes.added", "What", what, "To", to)
	case policy.ValueRemoved:
		if c.From == (policy.Value{}) {
			return s.T("changes.removed_bare", "What", what)
		}
		return s.T("changes.removed", "What", what, "From", from)
	case policy.OrderChanged:
		return s.T("changes.order", "What", what)
	case policy.ValueChanged:
	}
	if isText(c.From) || isText(c.To) {
		return s.text(c, what)
	}
	if key := "changes.say." + c.Member; s.Has(key) {
		return s.T(key, "From", from, "To", to)
	}
	return s.T("changes.changed", "What", what, "From", from, "To", to)
}

// text quotes the words that changed: those of the language spoken, or else of
// the other one, because a Welsh notice that changed is a change in English too.
func (s speaker) text(c policy.Change, what string) string {
	key, lang := "changes.text", s.Tongue()
	if c.From.Words.In(lang) == c.To.Words.In(lang) {
		key, lang = "changes.text_other", resident.Welsh
		if s.Lang() == words.Welsh {
			lang = resident.English
		}
	}
	return s.T(key, "What", what, "From", c.From.Words.In(lang), "To", c.To.Words.In(lang))
}

func isText(v policy.Value) bool { return v.Code == "" && v.Words != (policy.Text{}) }

// owners names what a change lies in: the part of the policy where no entry on
// the way has a name of its own, and then the entries.
func (s speaker) owners(c policy.Change) string {
	var parts []string
	area, _, inside := strings.Cut(c.Member, ".")
	if inside && (len(c.Of) == 0 || c.Of[0].Member != area) {
		parts = append(parts, s.label(area))
	}
	for _, n := range c.Of {
		switch name := n.Names.In(s.Tongue()); {
		case name != "":
			parts = append(parts, name)
		case n.Code != "":
			parts = append(parts, s.label(n.Member)+" "+s.value(policy.Value{Code: n.Code}))
		}
	}
	return capital(strings.Join(parts, ", "))
}

// label names a member of the policy by the longest end of its place that has
// words, so that a source is a source wherever it stands.
func (s speaker) label(member string) string {
	for rest := member; ; {
		if key := "changes.of." + rest; s.Has(key) {
			return s.T(key)
		}
		_, after, more := strings.Cut(rest, ".")
		if !more {
			return "[" + member + "]"
		}
		rest = after
	}
}

func (s speaker) value(v policy.Value) string {
	if name := v.Words.In(s.Tongue()); name != "" {
		return name
	}
	if v.Code == "" {
		return s.T("changes.nothing")
	}
	if key := "changes.is." + v.Code; s.Has(key) {
		return s.T(key)
	}
	return v.Code
}

func capital(text string) string {
	r := []rune(text)
	if len(r) == 0 {
		return ""
	}
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

// Mistake words a mistake that the policy's own check finds, by its code.
func Mistake(w words.Words, code string) string {
	if key := "changes.wrong." + code; w.Has(key) {
		return w.T(key)
	}
	return code
}

// Label names a member of the policy: "services" is a service.
func Label(w words.Words, member string) string { return speaker{w}.label(member) }

// Heading is the label where it stands alone.
func Heading(w words.Words, member string) string { return capital(Label(w, member)) }

// Value words a code or text of the policy.
func Value(w words.Words, v policy.Value) string { return speaker{w}.value(v) }

// None says that nothing differs.
func None(w words.Words) string { return w.T("changes.none") }

// NoMistake says that a policy has none.
func NoMistake(w words.Words, id string, version int) string {
	return w.T("changes.lint_ok", "ID", id, "Version", version)
}
