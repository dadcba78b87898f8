package casefile

import (
	"slices"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/words"
)

// Lowered words why scores are not higher, a line each: those that are asked
// for, or all of them (nil), and then each says of which document.
func Lowered(s desk.Snapshot, of func(policy.Lowered) bool, w words.Words) []string {
	if s.Open == nil || s.Policy == nil {
		return nil
	}
	var lines []string
	for _, l := range s.Open.Scored.Lowered {
		if of == nil || of(l) {
			lines = append(lines, lowered(s.Policy, s.Open.Case, l, of == nil, w))
		}
	}
	return lines
}

func lowered(p *policy.Policy, c *casework.Case, l policy.Lowered, named bool, w words.Words) string {
	kind := ""
	if item, ok := c.Item(l.Item); ok && l.Part != policy.PartVerification {
		kind = item.Type
	}
	var parts []string
	for _, r := range l.Why {
		if said := because(p, kind, r, w); !slices.Contains(parts, said) {
			parts = append(parts, said) // two open checks of one group are one thing to do
		}
	}
	text := w.T("casefile.lowered."+string(l.Part), "Score", l.Score, "Could", l.Could)
	if kind != "" && named {
		text = name(p, kind, w) + ": " + words.Within(text)
	}
	return text + " " + strings.Join(parts, "; ") + "."
}

// because words one reason in a few words.
func because(p *policy.Policy, kind string, r policy.Reason, w words.Words) string {
	asked := p.Likeness.Checks
	if d, ok := p.Document(kind); ok {
		asked = d.Checks
	}
	question, group := r.Params["check"], ""
	for _, c := range asked {
		if c.Code == r.Params["check"] {
			question = c.Question.In(w.Tongue())
			if c.Group != "" {
				group = w.T("casefile.group." + string(c.Group))
			}
		}
	}
	key := "casefile.why." + r.Code
	if trained := r.Params["trained"]; trained != "" {
		key += "." + trained
	}
	return w.T(key,
		"Question", question, "Group", group, "Reason", words.Within(Coded(p.CouldNot, r.Params["reason"], w)),
		"Condition", Condition(p, kind, r.Params["condition"], w),
		"Score", r.Params["score"], "Within", r.Params["within"], "Months", r.Params["months"])
}

// Condition words what a strength turns on, given as "chip=trusted".
func Condition(p *policy.Policy, kind, text string, w words.Words) string {
	d, _ := p.Document(kind)
	var parts []string
	for _, pair := range strings.Split(text, ",") {
		id, code, _ := strings.Cut(pair, "=")
		said := pair
		for _, c := range d.Conditions {
			for _, o := range c.Options {
				if c.ID == id && o.Code == code {
					said = words.Within(c.Names.In(w.Tongue())) + ": " + words.Within(o.Words.In(w.Tongue()))
				}
			}
		}
		parts = append(parts, said)
	}
	return strings.Join(parts, ", ")
}

// OfItem picks what lowered one piece of evidence, not the comparison with it.
func OfItem(id evidence.ItemID) func(policy.Lowered) bool {
	return func(l policy.Lowered) bool { return l.Item == id && l.Part != policy.PartVerification }
}

// OfParts picks what lowered these parts.
func OfParts(parts ...policy.Part) func(policy.Lowered) bool {
	return func(l policy.Lowered) bool { return slices.Contains(parts, l.Part) }
}
