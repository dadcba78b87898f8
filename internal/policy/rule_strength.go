package policy

import (
	"slices"
	"strings"
)

// strength is the first of the document's strengths that fits. proved says of
// one whether its checks stand and whether there are any that prove it.
//
// Rule: in person a passport is 4 only when its chip was read and its chain
// trusted, otherwise 3 (One Login, ipv-cri-f2f-api). So a condition that names
// checks holds by them, and what an officer merely chose can only lower it. A
// document without a listed strength gets the policy's default.
func (p *Policy) strength(document string, conditions map[string]string, proved func(Strength) (ok, byChecks bool)) (int, []Reason) {
	d, ok := p.Document(document)
	if !ok {
		return 0, []Reason{why(StrengthUnknown, "type", document)}
	}
	for _, s := range d.Strengths {
		ok, byChecks := proved(s)
		if !ok || !d.holds(s.When, conditions, byChecks) {
			continue
		}
		return s.Score, []Reason{p.sourced(why(StrengthListed, whenParam(s.When)...), s.Source)}
	}
	return p.Unlisted.Score, []Reason{p.sourced(why(StrengthNotListed), p.Unlisted.Source)}
}

// holds reports whether the conditions are as a strength wants them. Where
// nothing was chosen the first option is meant, unless checks have proved it.
func (d Document) holds(when, chosen map[string]string, byChecks bool) bool {
	for _, c := range d.Conditions {
		want, wanted := when[c.ID]
		have := chosen[c.ID]
		switch {
		case !wanted, have == "" && byChecks:
			continue
		case have == "":
			have = c.Options[0].Code
		}
		if have != want {
			return false
		}
	}
	return true
}

func whenParam(when map[string]string) []string {
	if len(when) == 0 {
		return nil
	}
	var parts []string
	for id, option := range when {
		parts = append(parts, id+"="+option)
	}
	slices.Sort(parts)
	return []string{"condition", strings.Join(parts, ",")}
}
