package policy

import (
	"fmt"
	"slices"

	"vouchdesk/internal/fault"
)

// ErrTellsReferral is for a policy under which a resident could tell from what
// they are told that somebody looks twice at their case.
var ErrTellsReferral = fault.New(fault.Malformed, "policy-tells-referral")

// representative holds the authorities. One that lets nobody act has nothing
// to be numbered, to end or to cover.
func (l *linter) representative() {
	const path = "representative.kinds"
	kinds := l.p.Representative.Kinds
	if len(kinds) == 0 {
		l.note(ErrEmptyList, path)
	}
	l.ids(path, "code", each(kinds, func(k AuthorityKind) string { return k.Code })...)
	for i, k := range kinds {
		at := fmt.Sprintf("%s[%d]", path, i)
		if !k.Acts && (k.Number || k.Expires || len(k.Covers) > 0 || k.EndsAtAge > 0) {
			l.note(ErrUnreachable, "%s.acts", at)
		}
		l.within(k.EndsAtAge, 0, 150, "%s.ends_at_age", at)
		for j, family := range k.Covers {
			if !slices.ContainsFunc(l.p.Families, func(f Coded) bool { return f.Code == family }) {
				l.note(ErrUnknown, "%s.covers[%d]", at, j)
			}
			if slices.Contains(k.Covers[:j], family) {
				l.note(ErrTwice, "%s.covers[%d]", at, j)
			}
		}
	}
}

// concern holds what a worried officer can say, and that nobody learns of it
// from what they are told: a case that is referred says what a case sent to a
// supervisor says, by the same day.
func (l *linter) concern() {
	l.coded("concern.kinds", l.p.Concern.Kinds)
	if len(l.p.Concern.Advice) == 0 {
		l.note(ErrEmptyList, "concern.advice")
	}
	usual, ok := l.p.OutcomeOf(OutcomeWithSupervisor)
	if !ok {
		l.note(ErrUnknown, "outcomes")
		return
	}
	for i, o := range l.p.Outcomes {
		if o.Outcome == OutcomeReferred && (o.Next != usual.Next || o.Days != usual.Days) {
			l.note(ErrTellsReferral, "outcomes[%d]", i)
		}
	}
}
