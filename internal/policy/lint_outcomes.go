package policy

import (
	"fmt"
	"slices"

	"vouchdesk/internal/glyph"
)

func (l *linter) outcomes() {
	names := each(l.p.Outcomes, func(o OutcomeRule) string { return o.Outcome })
	for i, o := range l.p.Outcomes {
		if !slices.Contains(Outcomes(), o.Outcome) {
			l.note(ErrUnknown, "outcomes[%d].outcome", i)
		}
		if slices.Contains(names[:i], o.Outcome) {
			l.note(ErrTwice, "outcomes[%d].outcome", i)
		}
		l.within(o.Days, 0, 365, "outcomes[%d].days", i)
		l.outcomeReasons(o, fmt.Sprintf("outcomes[%d].reasons", i))
	}
	for _, name := range Outcomes() {
		if !slices.Contains(names, name) {
			l.note(ErrEmptyList, "outcomes[%s]", name)
		}
	}
	l.within(l.p.Slip.Days, 0, 365, "slip.days")
}

// outcomeReasons asks for reasons wherever an officer has to choose one.
func (l *linter) outcomeReasons(o OutcomeRule, path string) {
	if o.Outcome != OutcomeWithSupervisor {
		l.coded(path, o.Reasons)
		return
	}
	if len(o.Reasons) > 0 {
		l.note(ErrUnreachable, "%s", path)
	}
}

// retention asks a time for every kind of record, and that no other rule of
// the policy needs the record for longer.
func (l *linter) retention() {
	kinds := each(l.p.Retention, func(r RetentionRule) RecordKind { return r.Record })
	least := map[RecordKind]int{RecordReferee: 365, RecordLetter: l.p.Limits.LetterDays}
	if back, ok := l.p.OutcomeOf(OutcomeComeBack); ok {
		least[RecordParked] = back.Days
	}
	for i, r := range l.p.Retention {
		if !slices.Contains(Records(), r.Record) {
			l.note(ErrUnknown, "retention[%d].record", i)
		}
		if slices.Contains(kinds[:i], r.Record) {
			l.note(ErrTwice, "retention[%d].record", i)
		}
		l.within(r.Days, max(1, least[r.Record]), 36_600, "retention[%d].days", i)
	}
	for _, kind := range Records() {
		if !slices.Contains(kinds, kind) {
			l.note(ErrEmptyList, "retention[%s]", kind)
		}
	}
}

// printed asks that everything that stands on a slip or a receipt can be set:
// an officer whose printer refuses has nobody to ask.
func (l *linter) printed() {
	set := func(t Text, format string, args ...any) {
		for _, in := range []struct{ name, text string }{{"en", t.En}, {"cy", t.Cy}} {
			if letter, missing := glyph.Missing(in.text); missing {
				l.note(ErrNotSet.With("letter", string(letter)), format+".%s", append(args, in.name)...)
			}
		}
	}
	set(l.p.Slip.Contact, "slip.contact")
	for i, o := range l.p.Outcomes {
		set(o.Next, "outcomes[%d].next", i)
	}
	for i, d := range l.p.Documents {
		set(d.Names, "documents[%d].names", i)
	}
	for i, s := range l.p.Services {
		set(s.Names, "services[%d].names", i)
	}
	for i, p := range l.p.Referee.Notice.Paragraphs {
		set(p, "referee.notice.paragraphs[%d]", i)
	}
}
