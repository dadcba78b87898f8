package policy

import (
	"slices"
	"strconv"
	"strings"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/resident"
)

// validity is what the checks made of an item are worth.
//
// Rule (2019 prototype, validity-1-answer; One Login in person agrees): none or
// a failed one is 0, the object alone 1, any one of visible features, features
// under other light or the record 2, all three or the chip 3, and so on, as the
// policy's table says. Inspection by eye counts as far as training allows;
// chips and records do not rest on it. An expired document counts only as long
// as the policy lets it (trust framework 1.0, 5.2). Zone digits that do not fit
// mean that the document or its copy is not in order.
func (p *Policy) validity(item evidence.Item, trained int, on resident.Date) (int, []Reason) {
	d, ok := p.Document(item.Type)
	if !ok {
		return 0, nil // strength has said why
	}
	if bad := d.spoilt(item, on); len(bad) > 0 {
		return 0, bad
	}
	done := func(g Group) bool { return d.group(item, g) == groupDone }
	score := p.validityOf(done, trained)
	reasons := []Reason{why(ValidityNone)}
	if score > 0 {
		rule := p.deciding(done, trained, score)
		groups := make([]string, len(rule.All))
		for i, g := range rule.All {
			groups[i] = string(g)
		}
		reasons[0] = p.sourced(why(ValidityChecked, "groups", strings.Join(groups, ",")), rule.Source)
	}
	if full := p.validityOf(done, 9); full > score {
		reasons = append(reasons, why(ValidityTraining, "allowed", strconv.Itoa(trained)))
	}
	for _, c := range d.Checks {
		switch item.Answer(c.Code) {
		case evidence.Unanswered:
			reasons = append(reasons, why(CheckOpen, "check", c.Code))
		case evidence.Yes, evidence.No:
		case evidence.CouldNot:
			reasons = append(reasons, why(CheckCouldNot, "check", c.Code, "reason", reasonOf(item.Checks, c.Code)))
		}
	}
	return score, reasons
}

// validityOf is the highest rule whose groups are all done.
func (p *Policy) validityOf(done func(Group) bool, trained int) int {
	best := 0
	for _, r := range p.Validity.Rules {
		best = max(best, p.worth(r, done, trained))
	}
	return best
}

func (p *Policy) deciding(done func(Group) bool, trained, score int) ValidityRule {
	i := slices.IndexFunc(p.Validity.Rules, func(r ValidityRule) bool { return p.worth(r, done, trained) == score })
	return p.Validity.Rules[i]
}

func (p *Policy) worth(r ValidityRule, done func(Group) bool, trained int) int {
	score := r.Score
	for _, g := range r.All {
		if !done(g) {
			return 0
		}
		if slices.Contains(p.Training.Groups, g) {
			score = min(score, trained)
		}
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

// expired reports whether the item is past its date, and if so whether the
// policy accepts it still. An item without a date is not expired.
func (d Document) expired(item evidence.Item, on resident.Date) (expired, accepted bool) {
	if d.Expiry == nil {
		return false, false
	}
	end, err := resident.ParseISO(item.Fields[d.Expiry.Field])
	if err != nil || !on.After(end) {
		return false, false
	}
	return true, !on.After(end.AddMonths(d.Expiry.MonthsAfter))
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
