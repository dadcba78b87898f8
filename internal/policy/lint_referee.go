package policy

import (
	"regexp"
	"slices"

	"vouchdesk/internal/gpg45"
)

// What a referee's statement is filled in with.
var (
	placeholder  = regexp.MustCompile(`\{[^}]*\}?`)
	placeholders = []string{"{resident}", "{years}"}
)

func (l *linter) referee(reach gpg45.Confidence) {
	r := l.p.Referee
	if len(r.Positions) == 0 {
		l.note(ErrEmptyList, "referee.positions")
	}
	l.ids("referee.positions", "code", each(r.Positions, func(p Position) string { return p.Code })...)
	l.ids("referee.relations", "code", each(r.Relations, func(r Relation) string { return r.Code })...)
	if !slices.ContainsFunc(r.Relations, func(r Relation) bool { return r.Allowed }) {
		l.note(ErrEmptyList, "referee.relations")
	}
	l.within(r.YearsKnown, 1, 50, "referee.years_known")
	l.within(r.PerYear, 1, 100, "referee.per_year")
	l.within(r.ValidDays, 1, maxDays, "referee.valid_days")
	if r.Identity > reach {
		l.note(ErrUnreachable, "referee.identity")
	}
	l.statement(r.Statement)
	l.notice(r.Notice, "referee.notice")
	switch {
	case r.Score == nil && r.NoScore == (Text{}):
		l.note(ErrEmptyList, "referee.no_score")
	case r.Score != nil && r.NoScore != (Text{}):
		l.note(ErrUnreachable, "referee.no_score")
	case r.Score != nil:
		l.within(r.Score.Strength, 1, gpg45.MaxScore, "referee.score.strength")
		l.within(r.Score.Validity, 1, gpg45.MaxScore, "referee.score.validity")
		l.within(r.Score.Activity, 0, gpg45.MaxScore, "referee.score.activity")
	}
}

// statement asks that both languages name the resident and the years, and hold
// nothing that would be read out as it stands.
func (l *linter) statement(paragraphs []Text) {
	if len(paragraphs) == 0 {
		l.note(ErrEmptyList, "referee.statement")
		return
	}
	said := map[string]map[string]bool{"en": {}, "cy": {}}
	for i, p := range paragraphs {
		for _, language := range []struct{ name, text string }{{"en", p.En}, {"cy", p.Cy}} {
			for _, mark := range placeholder.FindAllString(language.text, -1) {
				if !slices.Contains(placeholders, mark) {
					l.note(ErrUnknown, "referee.statement[%d].%s", i, language.name)
				}
				said[language.name][mark] = true
			}
		}
	}
	for _, mark := range placeholders {
		if !said["en"][mark] || !said["cy"][mark] {
			l.note(ErrEmptyList, "referee.statement.%s", mark)
		}
	}
}

func (l *linter) naming() {
	reasons := l.p.Naming.Reasons
	if len(reasons) == 0 {
		l.note(ErrEmptyList, "naming.reasons")
	}
	l.ids("naming.reasons", "code", each(reasons, func(r NameReason) string { return r.Code })...)
	for i, r := range reasons {
		for j, id := range r.Documents {
			if _, ok := l.p.Document(id); !ok {
				l.note(ErrUnknown, "naming.reasons[%d].documents[%d]", i, j)
			}
			if slices.Contains(r.Documents[:j], id) {
				l.note(ErrTwice, "naming.reasons[%d].documents[%d]", i, j)
			}
		}
	}
}
