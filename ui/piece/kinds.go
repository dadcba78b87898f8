package piece

import (
	"slices"

	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

// kinds are the documents to choose from: first what the coaching would have
// the resident bring, then those of each family of the policy. They are found
// by either language.
func kinds(s sight, w words.Words) []component.Group {
	helps, groups := s.helps(), []component.Group(nil)
	if len(helps) > 0 {
		g := component.Group{Text: w.T("evidence.helps")}
		for _, h := range helps {
			o := option(h.document, w)
			o.Hint = w.T("evidence.helps_to", "Level", w.T("casefile.level."+h.to.String()))
			g.Options = append(g.Options, o)
		}
		groups = append(groups, g)
	}
	for _, family := range s.Policy.DocumentFamilies {
		g := component.Group{Text: family.Words.In(w.Tongue())}
		for _, d := range s.Policy.Documents {
			if d.Family == family.Code && !slices.ContainsFunc(helps, func(h help) bool { return h.document.ID == d.ID }) {
				g.Options = append(g.Options, option(d, w))
			}
		}
		groups = append(groups, g)
	}
	return groups
}

func option(d policy.Document, w words.Words) component.Option {
	return component.Option{ID: d.ID, Text: d.Names.In(w.Tongue()), Hint: d.Hint.In(w.Tongue()), Also: d.Names.En + " " + d.Names.Cy}
}

// help is a document that would help, and the confidence it is part of the way to.
type help struct {
	document policy.Document
	to       gpg45.Confidence
}

// helps are what the coaching of the case names, for the resident's own
// documents: the lowest confidence first, each document once.
func (s sight) helps() []help {
	if s.Words != "" {
		return nil
	}
	var all []help
	for _, next := range s.Open.Next {
		for _, a := range next.Add {
			d, ok := s.Policy.Document(a.What)
			if a.Kind != gpg45.Bring || !ok || slices.ContainsFunc(all, func(h help) bool { return h.document.ID == d.ID }) {
				continue
			}
			all = append(all, help{d, next.Confidence})
		}
	}
	return all
}
