package policy

import (
	"fmt"
	"slices"

	"vouchdesk/internal/gpg45"
)

func (l *linter) validity() {
	v := l.p.Validity
	if len(v.Rules) == 0 {
		l.note(ErrEmptyList, "validity.rules")
	}
	for i, r := range v.Rules {
		l.within(r.Score, 1, gpg45.MaxScore, "validity.rules[%d].score", i)
		if len(r.All) == 0 {
			l.note(ErrEmptyList, "validity.rules[%d].all", i)
		}
		l.groups(fmt.Sprintf("validity.rules[%d].all", i), r.All)
		switch {
		case l.never(i):
			l.note(ErrUnreachable, "validity.rules[%d]", i)
		case r.worth(l.p.bestTrained(r.All)) < min(r.Score, gpg45.MaxScore):
			l.note(ErrUnreachable, "validity.rules[%d].score", i)
		}
	}
	// Without any, no officer could check anything.
	if len(v.AtDesk) == 0 {
		l.note(ErrEmptyList, "validity.at_desk")
	}
	l.groups("validity.at_desk", v.AtDesk)
}

// never reports whether a rule can decide nothing: another gives as much for
// no other groups than this one's.
func (l *linter) never(at int) bool {
	rules := l.p.Validity.Rules
	r := rules[at]
	for i, other := range rules {
		fewer := !slices.ContainsFunc(other.All, func(g Group) bool { return !slices.Contains(r.All, g) })
		alike := len(other.All) == len(r.All) && other.Score == r.Score
		if i != at && fewer && other.Score >= r.Score && (!alike || i < at) {
			return true
		}
	}
	return false
}

func (l *linter) groups(path string, list []Group) {
	for i, g := range list {
		if !slices.Contains(Groups(), g) {
			l.note(ErrUnknown, "%s[%d]", path, i)
		}
		if slices.Contains(list[:i], g) {
			l.note(ErrTwice, "%s[%d]", path, i)
		}
	}
}

func (l *linter) likeness() {
	rule := l.p.Likeness
	codes := each(rule.Checks, func(c Check) string { return c.Code })
	l.ids("likeness.checks", "code", codes...)
	for i, c := range rule.Checks {
		if c.Method != MethodPerson {
			l.note(ErrUnknown, "likeness.checks[%d].method", i)
		}
		if c.Group != "" {
			l.note(ErrUnknown, "likeness.checks[%d].group", i)
		}
	}
	for i, code := range codes {
		scored := slices.ContainsFunc(rule.Scores, func(s LikenessScore) bool { return slices.Contains(s.All, code) })
		if !scored && !slices.Contains(rule.Decisive, code) {
			l.note(ErrUnreachable, "likeness.checks[%d]", i)
		}
	}
	known := func(path string, list []string) {
		for i, code := range list {
			if !slices.Contains(codes, code) {
				l.note(ErrUnknown, "%s[%d]", path, i)
			}
		}
	}
	if len(rule.Scores) == 0 {
		l.note(ErrEmptyList, "likeness.scores")
	}
	for i, s := range rule.Scores {
		l.within(s.Score, 1, gpg45.MaxScore, "likeness.scores[%d].score", i)
		if min(s.Score, gpg45.MaxScore) > bestBand(l.p.Training.Likeness) {
			l.note(ErrUnreachable, "likeness.scores[%d].score", i)
		}
		if len(s.All) == 0 {
			l.note(ErrEmptyList, "likeness.scores[%d].all", i)
		}
		known(fmt.Sprintf("likeness.scores[%d].all", i), s.All)
	}
	known("likeness.decisive", rule.Decisive)
}

// bestBand is the most that any training lets somebody score. Without bands,
// which is said in its place, nothing else is to be called wrong for it.
func bestBand(bands []TrainingBand) int {
	best := 0
	for _, b := range bands {
		best = max(best, b.Score)
	}
	if len(bands) == 0 {
		return gpg45.MaxScore
	}
	return best
}

// bestTrained is the standing of complete groups, checked by somebody as well
// trained as this policy knows.
func (p *Policy) bestTrained(groups []Group) standing {
	s := standing{}
	for _, g := range groups {
		s[g] = free()
		if slices.Contains(p.Training.Groups, g) {
			s[g] = credit{most: bestBand(p.Training.Document)}
		}
	}
	return s
}

func (l *linter) training() {
	l.bands("likeness", l.p.Training.Likeness)
	l.bands("document", l.p.Training.Document)
	l.groups("training.groups", l.p.Training.Groups)
}

func (l *linter) bands(name string, bands []TrainingBand) {
	if len(bands) == 0 {
		l.note(ErrEmptyList, "training.%s", name)
	}
	for i, b := range bands {
		l.within(b.Score, 0, gpg45.MaxScore, "training.%s[%d].score", name, i)
		l.within(b.Months, 0, 120, "training.%s[%d].months", name, i)
		lasts := func(other TrainingBand) bool {
			return other.Months == 0 || (b.Months != 0 && other.Months >= b.Months)
		}
		for j, other := range bands {
			if i != j && other.Score >= b.Score && lasts(other) && (other != b || j < i) {
				l.note(ErrUnreachable, "training.%s[%d]", name, i)
				break
			}
		}
	}
}
