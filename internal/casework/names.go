package casework

import (
	"maps"
	"slices"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/namematch"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

// What an unanswered difference of names lacks, and what an answer cannot be.
var (
	ErrNameUnexplained = fault.New(fault.Refused, "case-name-unexplained")
	ErrNameLinkMissing = fault.New(fault.Refused, "case-name-link-missing") // the reason needs a document that names both
	ErrNameLink        = fault.New(fault.Malformed, "case-name-link")       // to itself, or a note too long
)

// maxNote is the longest note on a name, in bytes.
const maxNote = 2000

// SetNameLink records why a document has another name. It stands until that
// document's particulars or the resident's name change.
func (c *Case) SetNameLink(l NameLink, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	if _, ok := c.Item(l.Item); !ok {
		return ErrNoItem
	}
	if _, ok := c.Item(l.Linked); l.Linked != "" && !ok {
		return ErrNoItem
	}
	switch {
	case l.Reason == "":
		return ErrNoReason
	case l.Linked == l.Item, len(l.Note) > maxNote:
		return ErrNameLink
	}
	l.At, l.By = by.At, by.Person
	c.dropNameLink(l.Item)
	c.Names = append(c.Names, l)
	c.act(by, "name_link")
	return nil
}

// RemoveNameLink takes the reason back.
func (c *Case) RemoveNameLink(id evidence.ItemID, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	if _, ok := c.NameLink(id); !ok {
		return ErrNoItem
	}
	c.dropNameLink(id)
	c.act(by, "name_link_removed")
	return nil
}

// NameLink finds the reason recorded for a document.
func (c *Case) NameLink(id evidence.ItemID) (NameLink, bool) {
	i := slices.IndexFunc(c.Names, func(l NameLink) bool { return l.Item == id })
	if i < 0 {
		return NameLink{}, false
	}
	return c.Names[i], true
}

func (c *Case) dropNameLink(id evidence.ItemID) {
	c.Names = slices.DeleteFunc(c.Names, func(l NameLink) bool { return l.Item == id })
}

// unlink forgets what rested on a document that is gone: its own reason, and
// that it is the proof of another.
func (c *Case) unlink(id evidence.ItemID) {
	c.dropNameLink(id)
	for i := range c.Names {
		if c.Names[i].Linked == id {
			c.Names[i].Linked = ""
		}
	}
}

// reread forgets the reason for a document that now says something else.
func (c *Case) reread(before, now evidence.Item) {
	if before.Type != now.Type || !maps.Equal(before.Fields, now.Fields) {
		c.dropNameLink(now.ID)
	}
}

// Explained gives the reason for each document that has one.
func (c *Case) Explained() map[evidence.ItemID]string {
	all := map[evidence.ItemID]string{}
	for _, l := range c.Names {
		all[l.Item] = l.Reason
	}
	return all
}

// missingName asks for the reason why a document has another name, and for the
// proof if the reason needs one.
func (c *Case) missingName(item evidence.Item, place string, rules *policy.Policy, on resident.Date) []error {
	if c.Resident == nil || rules.NameOn(item, c.Resident.Name, on).Verdict != namematch.Differs {
		return nil
	}
	link, _ := c.NameLink(item.ID)
	reason, ok := rules.NameReason(link.Reason)
	if !ok {
		return []error{ErrNameUnexplained.At(place + ".name")}
	}
	if len(reason.Documents) == 0 {
		return nil
	}
	proof, there := c.Item(link.Linked)
	if !there || !rules.Links(reason, proof, item, c.Resident.Name, on) {
		return []error{ErrNameLinkMissing.At(place+".name").With("reason", reason.Code)}
	}
	return nil
}
