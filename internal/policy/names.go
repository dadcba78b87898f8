package policy

import (
	"slices"
	"strings"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/mrz"
	"vouchdesk/internal/namematch"
	"vouchdesk/internal/resident"
)

// NameFinding is how the name on a document stands to the one it is compared
// with. Without a verdict there is nothing to compare.
type NameFinding struct {
	Verdict namematch.Verdict
	Why     []namematch.Code
}

// better keeps the finding that says the names are closer.
func (n NameFinding) better(o NameFinding) NameFinding {
	rank := []namematch.Verdict{"", namematch.Differs, namematch.Compatible, namematch.Same}
	if slices.Index(rank, o.Verdict) > slices.Index(rank, n.Verdict) {
		return o
	}
	return n
}

// NameOn compares the name on a document with the resident's. One that states
// a change of name agrees if either of its names does.
func (p *Policy) NameOn(item evidence.Item, said resident.Name, on resident.Date) NameFinding {
	d, ok := p.Document(item.Type)
	if !ok || said.IsZero() {
		return NameFinding{}
	}
	return d.nameAgainst(item, partsOf(said), on)
}

func (d Document) nameAgainst(item evidence.Item, with namematch.Parts, on resident.Date) NameFinding {
	found := NameFinding{}
	for _, own := range d.writes(item, on) {
		r := namematch.Compare(own, with)
		found = found.better(NameFinding(r))
	}
	return found
}

// writes are the names in a document: its own, or else that of its zone, and
// one it says came after.
func (d Document) writes(item evidence.Item, on resident.Date) []namematch.Parts {
	var all []namematch.Parts
	if own := d.named(item); own != (namematch.Parts{}) {
		all = append(all, own)
	} else if zone, ok := d.zoneName(item, on); ok {
		all = append(all, zone)
	}
	if after := strings.TrimSpace(item.Fields[d.field(NameAfter)]); after != "" {
		all = append(all, namematch.Parts{Full: after})
	}
	return all
}

// named is the name as the document's fields have it.
func (d Document) named(item evidence.Item) namematch.Parts {
	if full := strings.TrimSpace(item.Fields[d.field(FullName)]); full != "" {
		return namematch.Parts{Full: full}
	}
	return namematch.Parts{
		Given: strings.TrimSpace(item.Fields[d.field(GivenName)]), Family: strings.TrimSpace(item.Fields[d.field(FamilyName)]),
	}
}

func (d Document) zoneName(item evidence.Item, on resident.Date) (namematch.Parts, bool) {
	z, ok, err := d.zone(item, on)
	if !ok || err != nil || z.Fields.Given+z.Fields.Family == "" {
		return namematch.Parts{}, false
	}
	return zoneParts(z), true
}

func zoneParts(z mrz.Result) namematch.Parts {
	return namematch.Parts{Given: z.Fields.Given, Family: z.Fields.Family, Cut: z.Fields.NameCut}
}

func partsOf(n resident.Name) namematch.Parts {
	return namematch.Parts{Given: n.Given, Family: n.Family}
}

// NameReason finds a reason for which names may differ.
func (p *Policy) NameReason(code string) (NameReason, bool) {
	for _, r := range p.Naming.Reasons {
		if r.Code == code {
			return r, true
		}
	}
	return NameReason{}, false
}

// Links reports whether a document is the proof that a reason asks for: one of
// its types, with no check answered no, that names both the resident and the
// person the other document is about.
func (p *Policy) Links(reason NameReason, proof, item evidence.Item, said resident.Name, on resident.Date) bool {
	d, ok := p.Document(proof.Type)
	other, known := p.Document(item.Type)
	if !ok || !known || proof.ID == item.ID || !slices.Contains(reason.Documents, proof.Type) ||
		slices.ContainsFunc(proof.Checks, func(c evidence.Check) bool { return c.Answer == evidence.No }) {
		return false
	}
	agrees := func(with namematch.Parts) bool {
		v := d.nameAgainst(proof, with, on).Verdict
		return v == namematch.Same || v == namematch.Compatible
	}
	return agrees(partsOf(said)) && slices.ContainsFunc(other.writes(item, on), agrees)
}

// nameFlags compares the names on documents with the resident's, or while that
// is not known with the first document's, and then with each other.
func (p *Policy) nameFlags(f Findings, on resident.Date) []Flag {
	var flags []Flag
	type seen struct {
		item  evidence.Item
		doc   Document
		names []namematch.Parts
	}
	var agree []seen
	with := partsOf(f.Name)
	for _, item := range f.Evidence {
		d, ok := p.Document(item.Type)
		names := d.writes(item, on)
		if !ok || len(names) == 0 {
			continue
		}
		if with == (namematch.Parts{}) {
			with = names[0]
		}
		switch n := d.nameAgainst(item, with, on); n.Verdict {
		case namematch.Differs:
			flag := Flag{Code: FlagNameDiffers, Item: item.ID}
			if reason := f.Explained[item.ID]; reason != "" {
				flag.Params = map[string]string{"reason": reason}
			}
			flags = append(flags, flag)
			continue
		case namematch.Compatible:
			flags = append(flags, Flag{FlagNameVaries, item.ID, map[string]string{"why": joinCodes(n.Why)}})
		case namematch.Same:
		}
		agree = append(agree, seen{item, d, names})
	}
	for i, a := range agree {
		for _, b := range agree[:i] {
			if !slices.ContainsFunc(b.names, func(n namematch.Parts) bool {
				return a.doc.nameAgainst(a.item, n, on).Verdict != namematch.Differs
			}) {
				flags = append(flags, Flag{FlagNamesApart, a.item.ID, map[string]string{"other": b.item.Type}})
				break
			}
		}
	}
	return flags
}

func joinCodes(all []namematch.Code) string {
	words := make([]string, len(all))
	for i, c := range all {
		words[i] = string(c)
	}
	return strings.Join(words, ",")
}
