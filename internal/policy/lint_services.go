package policy

import (
	"net/url"
	"slices"
	"strings"

	"vouchdesk/internal/gpg45"
)

// families checks the groups that entries are chosen from and that each entry
// names one of them; used are the entries' in their order.
func (l *linter) families(path string, list []Coded, entries string, used []string) {
	l.coded(path, list)
	for i, f := range list {
		if !slices.Contains(used, f.Code) {
			l.note(ErrUnreachable, "%s[%d]", path, i)
		}
	}
	for i, family := range used {
		if !slices.ContainsFunc(list, func(c Coded) bool { return c.Code == family }) {
			l.note(ErrUnknown, "%s[%d].family", entries, i)
		}
	}
}

func (l *linter) services(reach gpg45.Confidence) {
	l.ids("services", "id", each(l.p.Services, func(s Service) string { return s.ID })...)
	if len(l.p.Services) == 0 {
		l.note(ErrEmptyList, "services")
	}
	for i, s := range l.p.Services {
		if len(s.Attributes) == 0 {
			l.note(ErrEmptyList, "services[%d].attributes", i)
		}
		for j, a := range s.Attributes {
			l.attribute(a, i, j)
			if slices.Contains(s.Attributes[:j], a) {
				l.note(ErrTwice, "services[%d].attributes[%d]", i, j)
			}
		}
		if u, err := url.Parse(s.Audience); err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" {
			l.note(ErrID, "services[%d].audience", i)
		}
		if s.Confidence > reach {
			l.note(ErrUnreachable, "services[%d].confidence", i)
		}
	}
}

// attribute asks that what a service needs can be had: name and address are on
// the council's letter, a birth date only on a document, and to hold a
// document means one with a date that has not passed.
func (l *linter) attribute(a Attribute, service, at int) {
	id, holds := strings.CutPrefix(string(a), AttributeHolds)
	switch {
	case holds:
		if d, ok := l.p.Document(id); !ok {
			l.note(ErrUnknown, "services[%d].attributes[%d]", service, at)
		} else if d.Expiry == nil {
			l.note(ErrUnreachable, "services[%d].attributes[%d]", service, at)
		}
	case a == AttributeName, a == AttributeAddress:
	case a == AttributeBirthDate:
		if !slices.ContainsFunc(l.p.Documents, func(d Document) bool { _, ok := d.States(BirthDate); return ok }) {
			l.note(ErrUnreachable, "services[%d].attributes[%d]", service, at)
		}
	default:
		l.note(ErrUnknown, "services[%d].attributes[%d]", service, at)
	}
}

// reach is the best confidence that this policy can give anyone, with every
// check made by the best trained and all that a broker may answer.
func (l *linter) reach() gpg45.Confidence {
	if l.p.table == nil {
		return gpg45.VeryHigh // said once already
	}
	claim := gpg45.Claim{Activity: gpg45.MaxScore, Fraud: gpg45.MaxScore}
	photo := false
	for _, d := range l.p.Documents {
		groups := each(d.Checks, func(c Check) Group { return c.Group })
		best := gpg45.Piece{Type: d.ID, Strength: l.p.Unlisted.Score, Validity: l.p.validityOf(l.p.bestTrained(groups))}
		for i, s := range d.Strengths {
			if i == 0 {
				best.Strength = s.Score
			}
			best.Strength = max(best.Strength, s.Score)
		}
		photo = photo || (d.Photo && best.Validity > 0)
		claim.Evidence = append(claim.Evidence, best)
	}
	if s := l.p.Referee.Score; s != nil {
		claim.Evidence = append(claim.Evidence, gpg45.Piece{Type: RefereeStatement, Strength: s.Strength, Validity: s.Validity})
	}
	for _, s := range l.p.Likeness.Scores {
		if photo {
			claim.Verification = max(claim.Verification, min(s.Score, bestBand(l.p.Training.Likeness)))
		}
	}
	return l.p.table.Assess(claim, nil).Confidence
}

// asks reports whether the document has checks of a group at all.
func (d Document) asks(g Group) bool {
	return slices.ContainsFunc(d.Checks, func(c Check) bool { return c.Group == g })
}
