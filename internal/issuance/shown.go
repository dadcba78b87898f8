package issuance

import (
	"slices"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/vouch"
)

// ErrAttribute is for what the service cannot do without, a name or holding a
// document, while nothing that counts shows it.
var ErrAttribute = fault.New(fault.Refused, "attribute-unchecked")

// Shown is one attribute the service needs and everything that shows it.
type Shown struct {
	Attribute policy.Attribute
	Sources   []Source // none: nothing does, and it will not be claimed
}

// Source is one thing that shows an attribute; Item is empty for what is no document.
type Source struct {
	By   vouch.By
	Item evidence.ItemID
}

// Attributes tells of everything the case's service needs what shows it: the
// letter that matched the council's record, each document that counts and says
// so, and for a name a referee if the policy scores them. What the resident
// only said is shown by nothing.
func Attributes(c *casework.Case, rules *policy.Policy, scored Assessment, on resident.Date) []Shown {
	if c.Purpose == nil || c.Resident == nil {
		return nil
	}
	service, _ := rules.Service(c.Purpose.Service)
	var all []Shown
	for _, a := range service.Attributes {
		shown := Shown{Attribute: a}
		if a == policy.AttributeAddress && (c.Resident.Address.NoFixed || c.Resident.Address.IsZero()) {
			continue // there is none to claim
		}
		if c.Letter.State == letter.Matches && (a == policy.AttributeName || a == policy.AttributeAddress) {
			shown.Sources = append(shown.Sources, Source{By: vouch.ByLetter})
		}
		for i, item := range c.Evidence {
			if i < len(scored.Pieces) && scored.Pieces[i].Validity > 0 && shows(c, rules, a, item, on) {
				shown.Sources = append(shown.Sources, Source{by(rules, a, item), item.ID})
			}
		}
		if a == policy.AttributeName && len(scored.Referees) > 0 && rules.Referee.Shows() {
			shown.Sources = append(shown.Sources, Source{By: vouch.ByReferee})
		}
		all = append(all, shown)
	}
	return all
}

// shows takes a document in a former name for one in the resident's if another
// proves the change.
func shows(c *casework.Case, rules *policy.Policy, a policy.Attribute, item evidence.Item, on resident.Date) bool {
	r := *c.Resident
	if rules.Shows(a, item, policy.Said{Name: r.Name, Birth: r.Born, Address: r.Address}, on) {
		return true
	}
	doc, _ := rules.Document(item.Type)
	_, given := doc.States(policy.GivenName) // one line in a former name cannot be taken apart
	link, linked := c.NameLink(item.ID)
	reason, known := rules.NameReason(link.Reason)
	proof, there := c.Item(link.Linked)
	return a == policy.AttributeName && given && linked && known && there && rules.Links(reason, proof, item, r.Name, on)
}

// by is council record where the council's own record confirmed an address.
func by(rules *policy.Policy, a policy.Attribute, item evidence.Item) vouch.By {
	doc, _ := rules.Document(item.Type)
	if a == policy.AttributeAddress && slices.ContainsFunc(doc.Checks, func(q policy.Check) bool {
		return q.Council && item.Answer(q.Code) == evidence.Yes
	}) {
		return vouch.ByCouncilRecord
	}
	return vouch.ByDocument
}

// checkAttributes refuses a vouch that could not say the one thing it is for.
// A birth date or an address that nothing shows is left out instead, and the
// officer is told.
func checkAttributes(o Order, scored Assessment) []error {
	var wrong []error
	if len(o.Case.Evidence) == 0 && o.Case.Letter.State != letter.Matches {
		return nil // that there is no evidence is said already
	}
	for _, s := range Attributes(o.Case, o.Policy, scored, resident.DateOf(o.Now.UTC())) {
		if len(s.Sources) == 0 && (s.Attribute == policy.AttributeName || s.Attribute.Holds() != "") {
			wrong = append(wrong, ErrAttribute.At(string(casework.StepEvidence)).With("attribute", string(s.Attribute)))
		}
	}
	return wrong
}

// attributes writes what is shown as the desk claim has it. Documents have the
// places they have in the case.
func attributes(c *casework.Case, all []Shown, pieces []vouch.Evidence) []vouch.DeskAttribute {
	out := []vouch.DeskAttribute{}
	for _, s := range all {
		if len(s.Sources) == 0 {
			out = append(out, vouch.DeskAttribute{Attribute: s.Attribute, By: vouch.BySaid})
		}
		for _, source := range s.Sources {
			at := slices.IndexFunc(c.Evidence, func(e evidence.Item) bool { return e.ID == source.Item })
			switch source.By {
			case vouch.ByLetter:
				at = slices.IndexFunc(pieces, func(e vouch.Evidence) bool { return e.Record != nil && !e.Found() })
			case vouch.ByReferee:
				at = slices.IndexFunc(pieces, func(e vouch.Evidence) bool { return e.Type == vouch.KindVouch })
			case vouch.ByDocument, vouch.ByCouncilRecord, vouch.BySaid:
			}
			out = append(out, vouch.DeskAttribute{Attribute: s.Attribute, By: source.By, Evidence: &at})
		}
	}
	return out
}

// names writes why documents have another name. A reason for a name that is
// no longer another is left out.
func names(o Order, scored policy.Scored) []vouch.DeskName {
	var out []vouch.DeskName
	for i, item := range o.Case.Evidence {
		link, ok := o.Case.NameLink(item.ID)
		differs := slices.ContainsFunc(scored.Flags, func(f policy.Flag) bool { return f.Code == policy.FlagNameDiffers && f.Item == item.ID })
		if !ok || !differs {
			continue
		}
		n := vouch.DeskName{Index: i, Reason: link.Reason}
		if at := slices.IndexFunc(o.Case.Evidence, func(e evidence.Item) bool { return e.ID == link.Linked }); at >= 0 {
			n.Linked = &at
		}
		out = append(out, n)
	}
	return out
}
