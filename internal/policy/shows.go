package policy

import (
	"strings"
	"unicode"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/namematch"
	"vouchdesk/internal/resident"
)

// Holds is the document that an attribute says somebody holds, or "".
func (a Attribute) Holds() string {
	id, ok := strings.CutPrefix(string(a), AttributeHolds)
	if !ok {
		return ""
	}
	return id
}

// Identity reports whether the service needs to know who somebody is, and not
// only that they hold something.
func (s Service) Identity() bool {
	for _, a := range s.Attributes {
		if a.Holds() == "" {
			return true
		}
	}
	return s.Confidence > 0
}

// Said is what a resident says of themselves.
type Said struct {
	Name    resident.Name
	Birth   resident.Date
	Address resident.Address
}

// Shows reports whether a document says of the resident what the attribute
// states. Whether the document counts is not asked here. A name that is written
// shorter than it was said does not show the whole of it; one that cannot be
// read from the document is not shown.
func (p *Policy) Shows(a Attribute, item evidence.Item, said Said, on resident.Date) bool {
	d, ok := p.Document(item.Type)
	if !ok {
		return false
	}
	switch a {
	case AttributeName:
		return d.showsName(item, said.Name)
	case AttributeBirthDate:
		own := d.date(item, BirthDate)
		return !own.IsZero() && own == said.Birth
	case AttributeAddress:
		same, known := d.sameAddress(item, said.Address)
		return known && same
	default:
		return a.Holds() == d.ID && d.inDate(item, on)
	}
}

func (d Document) showsName(item evidence.Item, said resident.Name) bool {
	own := d.named(item)
	if own == (namematch.Parts{}) || said.IsZero() {
		return false
	}
	switch namematch.Compare(own, partsOf(said)).Verdict {
	case namematch.Same:
		return true
	case namematch.Compatible:
		return letters(own.Given+own.Family+own.Full) >= letters(said.Given+said.Family)
	default:
		return false
	}
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// sameAddress compares the address on a document, if it has one, by its first
// line and its postcode.
func (d Document) sameAddress(item evidence.Item, said resident.Address) (same, known bool) {
	text := strings.TrimSpace(item.Fields[d.field(AddressClaim)])
	if text == "" || said.NoFixed || len(said.Lines) == 0 {
		return false, false
	}
	return letter.Writes(text, said.Lines[0], said.Postcode, said.Town), true
}

// inDate asks for the day itself: what a policy accepts for some months after
// its end is evidence still, but it is no longer held. A document that has a
// date and does not show it is not known to be in date.
func (d Document) inDate(item evidence.Item, on resident.Date) bool {
	if d.field(ExpiresOn) == "" {
		return true
	}
	until := d.date(item, ExpiresOn)
	return !until.IsZero() && !until.Before(on)
}
