package policy

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/resident"
)

// What can be wrong with what a policy says. Where is the path.
var (
	ErrID          = fault.New(fault.Malformed, "policy-id")          // not of the form of an id
	ErrTwice       = fault.New(fault.Malformed, "policy-twice")       // the same id or code again
	ErrUnknown     = fault.New(fault.Malformed, "policy-unknown")     // names something that is not there
	ErrText        = fault.New(fault.Malformed, "policy-text")        // a language is missing
	ErrRange       = fault.New(fault.Malformed, "policy-range")       // a number out of its range
	ErrEmptyList   = fault.New(fault.Malformed, "policy-empty")       // a list or value that must not be empty
	ErrUnreachable = fault.New(fault.Malformed, "policy-unreachable") // can never matter, or never be reached
	ErrDiffers     = fault.New(fault.Malformed, "policy-differs")     // does not fit what is said elsewhere
	ErrNotSet      = fault.New(fault.Malformed, "policy-not-set")     // what is printed has a letter that no font of ours has
	ErrNotBuilt    = fault.New(fault.Malformed, "policy-not-built")   // asks for what this version of Vouchdesk cannot do
)

// linter gathers mistakes.
type linter struct {
	p     *Policy
	own   []Guide // each document's own fields and checks, before its guide's were joined
	wrong []error
}

// note keeps a mistake, as many as anyone will read.
func (l *linter) note(e *fault.Error, format string, args ...any) {
	switch {
	case len(l.wrong) < maxMistakes:
		l.wrong = append(l.wrong, e.At(fmt.Sprintf(format, args...)))
	case len(l.wrong) == maxMistakes:
		l.wrong = append(l.wrong, ErrTooMany)
	}
}

// maxDays is ten years: no period of a policy that is longer was meant.
const maxDays = 3660

var idShape = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,63}$`)

// ids checks a list of ids or codes for form and repetition.
func (l *linter) ids(path, name string, ids ...string) {
	for i, id := range ids {
		if !idShape.MatchString(id) {
			l.note(ErrID, "%s[%d].%s", path, i, name)
		}
		if slices.Contains(ids[:i], id) {
			l.note(ErrTwice, "%s[%d].%s", path, i, name)
		}
	}
}

func (l *linter) within(value, least, most int, format string, args ...any) {
	if value < least || value > most {
		l.note(ErrRange, format, args...)
	}
}

// given asks for a text that says something.
func (l *linter) given(text, format string, args ...any) {
	if strings.TrimSpace(text) == "" {
		l.note(ErrEmptyList, format, args...)
	}
}

// lint checks everything a policy says, joins its documents with their guides
// and keeps its table of profiles.
func (p *Policy) lint() error {
	l := &linter{p: p}
	l.head()
	l.everywhere(reflect.ValueOf(*p), "")
	for i, g := range p.Guides {
		l.parts(g.Fields, g.Checks, fmt.Sprintf("guides[%d]", i))
	}
	for i, d := range p.Documents {
		l.own = append(l.own, Guide{Fields: d.Fields, Checks: d.Checks})
		l.parts(d.Fields, d.Checks, fmt.Sprintf("documents[%d]", i))
	}
	l.join()
	for i := range p.Documents {
		l.document(i, fmt.Sprintf("documents[%d]", i))
	}
	l.ids("documents", "id", each(p.Documents, func(d Document) string { return d.ID })...)
	l.within(p.Unlisted.Score, 0, gpg45.MaxScore, "unlisted.score")
	l.validity()
	l.likeness()
	l.training()
	l.profiles()
	l.coaching()
	reach := l.reach()
	l.families("document_families", p.DocumentFamilies, "documents", each(p.Documents, func(d Document) string { return d.Family }))
	l.families("families", p.Families, "services", each(p.Services, func(s Service) string { return s.Family }))
	l.services(reach)
	l.referee(reach)
	l.representative()
	l.naming()
	l.concern()
	l.outcomes()
	l.retention()
	l.printed()
	l.limits()
	l.coded("could_not", p.CouldNot)
	l.coded("return_reasons", p.Returns)
	l.coded("refuse_reasons", p.Refusals)
	l.coded("correct_reasons", p.Corrections)
	return inOrder(l.wrong)
}

// inOrder joins mistakes by their place, so that two runs say the same.
func inOrder(wrong []error) error {
	slices.SortStableFunc(wrong, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(wrong...)
}

func each[T, V any](list []T, of func(T) V) []V {
	out := make([]V, len(list))
	for i, v := range list {
		out[i] = of(v)
	}
	return out
}

func (l *linter) head() {
	p := l.p
	if !idShape.MatchString(p.ID) {
		l.note(ErrID, "id")
	}
	l.within(p.Version, 1, 1<<31-1, "version")
	if p.Effective.IsZero() {
		l.note(ErrEmptyList, "effective")
	}
	l.given(p.Guidance.Name, "guidance.name")
	l.given(p.Guidance.Version, "guidance.version")
	l.ids("sources", "id", each(p.Sources, func(s Source) string { return s.ID })...)
	for i, s := range p.Sources {
		if s.Mark != Published && s.Mark != Older && s.Mark != Example {
			l.note(ErrUnknown, "sources[%d].mark", i)
		}
		l.given(s.Cite, "sources[%d].cite", i)
	}
	for i, language := range p.Languages {
		if !slices.Contains(resident.Languages(), language) {
			l.note(ErrUnknown, "languages[%d]", i)
		}
		if slices.Contains(p.Languages[:i], language) {
			l.note(ErrTwice, "languages[%d]", i)
		}
	}
	if !slices.Contains(p.Languages, resident.English) {
		l.note(ErrEmptyList, "languages")
	}
	if len(p.Documents) == 0 {
		l.note(ErrEmptyList, "documents")
	}
}

// everywhere finds, at any depth, texts without a language and values whose
// source is not listed.
func (l *linter) everywhere(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			l.everywhere(v.Elem(), path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			l.everywhere(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Struct:
		if text, ok := v.Interface().(Text); ok {
			l.text(text, path)
			return
		}
		for i := range v.NumField() {
			name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if name == "" || (strings.Contains(options, "omit") && v.Field(i).IsZero()) {
				continue
			}
			place := join(path, name)
			if name == "source" {
				if _, ok := l.p.SourceOf(v.Field(i).String()); !ok {
					l.note(ErrUnknown, "%s", place)
				}
			}
			l.everywhere(v.Field(i), place)
		}
	default: // numbers and the like hold no texts
	}
}

func (l *linter) text(t Text, path string) {
	for _, language := range []struct{ name, text string }{{"en", t.En}, {"cy", t.Cy}} {
		if strings.TrimSpace(language.text) == "" {
			l.note(ErrText, "%s.%s", path, language.name)
		}
	}
}

func (l *linter) coded(path string, list []Coded) {
	if len(list) == 0 {
		l.note(ErrEmptyList, "%s", path)
	}
	l.ids(path, "code", each(list, func(c Coded) string { return c.Code })...)
}

func (l *linter) profiles() {
	table, err := gpg45.NewTable(l.p.Profiles.List)
	for _, e := range fault.All(err) {
		l.wrong = append(l.wrong, e.At(strings.Replace(e.Where, "profiles", "profiles.list", 1)))
	}
	l.p.table = table
}

func (l *linter) coaching() {
	l.ids("coaching.wait", "id", each(l.p.Coaching.Wait, func(w WaitFor) string { return w.ID })...)
	for i, w := range l.p.Coaching.Wait {
		l.within(w.Fraud, 0, gpg45.MaxScore, "coaching.wait[%d].fraud", i)
		l.within(w.Activity, 0, gpg45.MaxScore, "coaching.wait[%d].activity", i)
		if w.Fraud == 0 && w.Activity == 0 {
			l.note(ErrUnreachable, "coaching.wait[%d]", i)
		}
	}
	timed := []string{AddLikeness, AddTrained, AddLetter}
	for _, g := range Groups() {
		timed = append(timed, string(g))
	}
	for i, m := range l.p.Coaching.Minutes {
		if !slices.Contains(timed, m.ID) {
			l.note(ErrUnknown, "coaching.minutes[%d].id", i)
		}
		if slices.ContainsFunc(l.p.Coaching.Minutes[:i], func(o MinutesFor) bool { return o.ID == m.ID }) {
			l.note(ErrTwice, "coaching.minutes[%d].id", i)
		}
		l.within(m.Minutes, 0, 240, "coaching.minutes[%d].minutes", i)
	}
	l.within(l.p.Signals.OlderThan, 0, 150, "signals.older_than")
	l.within(l.p.Signals.PhotoUnder, 0, 25, "signals.photo_under")
	l.within(l.p.LongestSide(), leastSide, mostSide, "pictures.longest_side")
}

func (l *linter) limits() {
	a, m := l.p.Approval, l.p.Limits
	switch {
	case a.Approvers < 1:
		l.note(ErrRange, "approval.approvers")
	case a.Approvers > 1:
		l.note(ErrNotBuilt, "approval.approvers")
	}
	if a.OtherSite {
		l.note(ErrNotBuilt, "approval.other_site")
	}
	l.notice(l.p.Privacy, "privacy")
	// The letter carries its life in one byte.
	l.within(m.LetterDays, 1, 255, "limits.letter_days")
	l.within(m.VouchDays, 1, maxDays, "limits.vouch_days")
	l.within(m.IdleMinutes, 1, 60, "limits.idle_minutes")
	for _, pair := range []struct {
		name             string
		warn, stop, most int
	}{
		{"trust_warn_days", m.TrustWarnDays, m.TrustStopDays, maxDays},
		{"policy_warn_days", m.PolicyWarnDays, m.PolicyStopDays, maxDays},
		{"unsent_warn", m.UnsentWarn, m.UnsentStop, 100_000},
		{"unsent_warn_days", m.UnsentWarnDays, m.UnsentStopDays, maxDays},
	} {
		if pair.warn < 1 || pair.stop < pair.warn || pair.stop > pair.most {
			l.note(ErrRange, "limits.%s", pair.name)
		}
	}
}

// notice is a privacy notice: somebody was told this version of it.
func (l *linter) notice(n Notice, path string) {
	l.given(n.Version, "%s.version", path)
	if len(n.Paragraphs) == 0 {
		l.note(ErrEmptyList, "%s.paragraphs", path)
	}
}
