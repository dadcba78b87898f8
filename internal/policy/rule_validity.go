package policy

import (
	"slices"
	"strings"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/resident"
)

// validity is what the checks made of an item are worth.
//
// Rule (2019 prototype, validity-1-answer; One Login in person agrees): none or
// a failed one is 0, the object alone 1, any one of visible features, features
// under other light or the record 2, all three or the chip 3, and so on, as the
// policy's table says. Inspection by eye counts as far as the training of who
// made it allows; chips and records do not rest on it. An expired document
// counts only as long as the policy lets it. Zone digits that do not fit mean
// that the document or its copy is not in order.
func (p *Policy) validity(item evidence.Item, acts acts) (int, []Reason) {
	d, ok := p.Document(item.Type)
	if !ok {
		return 0, nil // strength has said why
	}
	if bad := d.spoilt(item, acts.on); len(bad) > 0 {
		return 0, bad
	}
	stood := p.standing(d, item, acts)
	score := p.validityOf(stood)
	reasons := []Reason{why(ValidityNone)}
	if score > 0 {
		rule := p.deciding(stood, score)
		names := make([]string, len(rule.All))
		for i, g := range rule.All {
			names[i] = string(g)
		}
		reasons[0] = p.sourced(why(ValidityChecked, "groups", strings.Join(names, ",")), rule.Source)
	}
	if full := p.validityOf(stood.trained()); full > score {
		reasons = append(reasons, p.leastCredit(stood, score).because(ValidityTraining, p.Training.Document, full))
	}
	for _, c := range d.Checks {
		if r, left := unanswered(item, c.Code); left {
			reasons = append(reasons, r)
		}
	}
	return score, reasons
}

// unanswered says of a check that it is open or could not be made.
func unanswered(item evidence.Item, code string) (Reason, bool) {
	switch item.Answer(code) {
	case evidence.Unanswered:
		return why(CheckOpen, "check", code), true
	case evidence.CouldNot:
		return why(CheckCouldNot, "check", code, "reason", reasonOf(item.Checks, code)), true
	case evidence.Yes, evidence.No:
	}
	return Reason{}, false
}

// standing is the credit of each group that is complete.
type standing map[Group]credit

func (p *Policy) standing(d Document, item evidence.Item, acts acts) standing {
	s := standing{}
	for _, g := range Groups() {
		if d.group(item, g) != groupDone {
			continue
		}
		s[g] = free()
		if slices.Contains(p.Training.Groups, g) {
			s[g] = acts.document(d, item, g)
		}
	}
	return s
}

// trained is the same as made by somebody fully trained.
func (s standing) trained() standing {
	full := make(standing, len(s))
	for g := range s {
		full[g] = free()
	}
	return full
}

// validityOf is the highest rule whose groups are all done.
func (p *Policy) validityOf(s standing) int {
	best := 0
	for _, r := range p.Validity.Rules {
		best = max(best, r.worth(s))
	}
	return best
}

func (p *Policy) deciding(s standing, score int) ValidityRule {
	i := slices.IndexFunc(p.Validity.Rules, func(r ValidityRule) bool { return r.worth(s) == score })
	return p.Validity.Rules[i]
}

// leastCredit is the one that keeps the standing from more than a score.
func (p *Policy) leastCredit(s standing, score int) credit {
	least := free()
	for _, r := range p.Validity.Rules {
		if r.worth(s.trained()) <= score {
			continue
		}
		for _, g := range r.All {
			least = least.or(s[g])
		}
	}
	return least
}

func (r ValidityRule) worth(s standing) int {
	score := min(r.Score, gpg45.MaxScore)
	for _, g := range r.All {
		c, done := s[g]
		if !done {
			return 0
		}
		score = min(score, c.most)
	}
	return score
}

// spoilt lists what makes an item worth nothing whatever else was answered.
func (d Document) spoilt(item evidence.Item, on resident.Date) []Reason {
	var bad []Reason
	said := map[string]bool{}
	for _, c := range item.Checks {
		if c.Answer == evidence.No && !said[c.Code] {
			said[c.Code] = true
			bad = append(bad, why(ValidityCheckNo, "check", c.Code))
		}
	}
	if expired, accepted := d.expired(item, on); expired && !accepted {
		bad = append(bad, why(ValidityExpired))
	}
	for _, name := range d.zoneFaults(item, on) {
		bad = append(bad, why(ValidityMRZ, "check", name))
	}
	return bad
}

type groupState uint8

const (
	groupNone    groupState = iota // the document has no such check
	groupOpen                      // some are unanswered, the others are yes
	groupBlocked                   // one was no or could not be made
	groupDone                      // all are yes
)

func (d Document) group(item evidence.Item, g Group) groupState {
	state := groupNone
	for _, c := range d.Checks {
		if c.Group != g {
			continue
		}
		switch item.Answer(c.Code) {
		case evidence.Yes:
			if state == groupNone {
				state = groupDone
			}
		case evidence.Unanswered:
			state = groupOpen
		default:
			return groupBlocked
		}
	}
	return state
}

func reasonOf(checks []evidence.Check, code string) string {
	for _, c := range checks {
		if c.Code == code && c.Answer == evidence.CouldNot {
			return c.Reason
		}
	}
	return ""
}
