package desk

import (
	"slices"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// Attribute is one thing the service needs and how it was checked. Without a
// source nothing shows it, and the vouch leaves it out.
type Attribute struct {
	Attribute policy.Attribute
	Sources   []AttributeSource
}

// AttributeSource is what shows an attribute: a document by its type, or what
// has none, the letter or a referee.
type AttributeSource struct {
	By       vouch.By
	Document string
}

// attributes are those of the vouch that was signed, so that a supervisor reads
// what it says; before that, those it would have.
func attributes(c *casework.Case, rules *policy.Policy, list *trust.List, scored issuance.Assessment, on resident.Date) []Attribute {
	if c.Submission != nil {
		if v, err := vouch.Open(c.Submission.Token, list); err == nil {
			return signedAttributes(v.Payload.Desk)
		}
		return nil
	}
	var all []Attribute
	for _, shown := range issuance.Attributes(c, rules, scored, on) {
		a := Attribute{Attribute: shown.Attribute}
		for _, s := range shown.Sources {
			item, _ := c.Item(s.Item)
			a.add(AttributeSource{s.By, item.Type})
		}
		all = append(all, a)
	}
	return all
}

func signedAttributes(d vouch.DeskClaim) []Attribute {
	var all []Attribute
	for _, s := range d.Attributes {
		i := slices.IndexFunc(all, func(a Attribute) bool { return a.Attribute == s.Attribute })
		if i < 0 {
			i = len(all)
			all = append(all, Attribute{Attribute: s.Attribute})
		}
		if s.By == vouch.BySaid {
			continue
		}
		source := AttributeSource{By: s.By}
		for _, e := range d.Evidence {
			if s.Evidence != nil && e.Index == *s.Evidence {
				source.Document = e.Type
			}
		}
		all[i].add(source)
	}
	return all
}

// add keeps two passports one source.
func (a *Attribute) add(s AttributeSource) {
	if !slices.Contains(a.Sources, s) {
		a.Sources = append(a.Sources, s)
	}
}
