package review

import (
	"slices"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/mrz"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/words"
)

// reasons words why a score is what it is, one line each.
func reasons(p *policy.Policy, kind string, all []policy.Reason, w words.Words) string {
	var lines []string
	for _, r := range all {
		lines = append(lines, reason(p, kind, r, w))
	}
	return strings.Join(lines, "\n")
}

// reason words one reason of the policy; its params are codes and ids, which
// are words in the policy.
func reason(p *policy.Policy, kind string, r policy.Reason, w words.Words) string {
	said := map[string]any{}
	for k, v := range r.Params {
		said[k] = v
	}
	said["check"] = question(p, kind, r.Params["check"], w)
	said["reason"] = casefile.Coded(p.CouldNot, r.Params["reason"], w)
	said["groups"] = groups(r.Params["groups"], w)
	said["condition"] = casefile.Condition(p, kind, r.Params["condition"], w)
	said["why"] = p.Referee.NoScore.In(w.Tongue())
	if r.Code == policy.ValidityMRZ {
		said["check"] = w.T("review.digit." + known(r.Params["check"]))
	}
	text := w.T("review.reason."+r.Code, said)
	if mark := r.Params["mark"]; mark != "" && mark != string(policy.Published) {
		text += " " + w.T("review.mark."+mark)
	}
	return text
}

// known is the name of a check digit, or "other" for one a later zone has.
func known(digit string) string {
	all := []string{"form", mrz.CheckNumber, mrz.CheckBirth, mrz.CheckExpiry, mrz.CheckOptional, mrz.CheckComposite}
	if slices.Contains(all, digit) {
		return digit
	}
	return "other"
}

// question is what a check asks, of a document or of likeness.
func question(p *policy.Policy, kind, code string, w words.Words) string {
	asked := p.Likeness.Checks
	if d, ok := p.Document(kind); ok {
		asked = d.Checks
	}
	for _, c := range asked {
		if c.Code == code {
			return c.Question.In(w.Tongue())
		}
	}
	return code
}

func groups(list string, w words.Words) string {
	if list == "" {
		return ""
	}
	var named []string
	for _, g := range strings.Split(list, ",") {
		named = append(named, w.T("review.group."+g))
	}
	return strings.Join(named, ", ")
}

// lacks words all that stands in the way of sending. The checks of one document
// that have no answer are one line: they are answered in one place.
func lacks(s desk.Snapshot, w words.Words) []lack {
	type piece struct {
		item evidence.ItemID
		of   casework.RefereeID
		step casework.Step
	}
	open := map[piece]int{}
	for _, m := range s.Open.Missing {
		if m.Code == casework.ErrCheckUnanswered.Code {
			open[piece{m.Item, m.Referee, m.Step}]++
		}
	}
	var all []lack
	for _, m := range s.Open.Missing {
		n, of := 1, piece{m.Item, m.Referee, m.Step}
		if m.Code == casework.ErrCheckUnanswered.Code {
			if n = open[of]; n == 0 {
				continue // said already
			}
			open[of] = 0
		}
		all = append(all, lack{
			Text: lacking(s, m, n, w), Step: m.Step, Item: m.Item, Of: m.Referee, Check: m.Code == "order-check-stale",
			Look: m.Code == casework.ErrSecondMissing.Code || m.Code == casework.ErrSecondOpen.Code,
		})
	}
	return all
}

// lacking words one thing that stands in the way of sending: the piece, what is
// wrong, and which check or detail; of several checks how many.
func lacking(s desk.Snapshot, m desk.Reason, many int, w words.Words) string {
	key := "faults." + m.Code + ".title"
	if !w.Has(key) {
		return w.T("review.missing_other", "Code", m.Code)
	}
	text := w.T(key, m.Params)
	if many > 1 {
		text, m.Where = w.N("review.checks_open", many), ""
	}
	if r, ok := s.Open.Case.Referee(m.Referee); ok && !r.Name.IsZero() {
		text = r.Name.Full() + ": " + text
	}
	kind := ""
	if item, ok := s.Open.Case.Item(m.Item); ok {
		kind = item.Type
		text = casefile.Document(s.Policy, kind, w) + ": " + text
	}
	if at := place(s.Policy, kind, m.Where, w); at != "" {
		text += " (" + at + ")"
	}
	return text
}

// place words the check or field that a failure's place ends with.
func place(p *policy.Policy, kind, where string, w words.Words) string {
	if _, code, ok := strings.Cut(where, ".checks."); ok {
		return question(p, kind, code, w)
	}
	if _, id, ok := strings.Cut(where, ".fields."); ok {
		if code, ok := strings.CutPrefix(id, "checks."); ok {
			return question(p, kind, code, w)
		}
		d, _ := p.Document(kind)
		if f, ok := d.Field(id); ok {
			return f.Names.In(w.Tongue())
		}
	}
	return ""
}
