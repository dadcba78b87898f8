package casefile

import (
	"slices"
	"strings"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/vouch"
	"vouchdesk/ui/words"
)

// Checked is what the vouch says and how each part was checked.
type Checked struct {
	Lines []string // "Name: passport and birth certificate"
	Left  []string // what nothing shows, and what would
}

// HowChecked words the attributes of the open case.
func HowChecked(s desk.Snapshot, w words.Words) Checked {
	var v Checked
	if s.Open == nil || s.Policy == nil {
		return v
	}
	for _, a := range s.Open.Attributes {
		name := attribute(s.Policy, a.Attribute, w)
		if len(a.Sources) == 0 {
			v.Left = append(v.Left, w.T("casefile.attribute_left", "Attribute", name, "Cure", cure(a.Attribute, w)))
			continue
		}
		var by []string
		for _, source := range a.Sources {
			if said := sourced(s.Policy, source, w); !slices.Contains(by, said) {
				by = append(by, said)
			}
		}
		if a.Attribute.Holds() != "" { // the document shows itself
			v.Lines = append(v.Lines, w.T("casefile.attribute_held", "Attribute", name))
			continue
		}
		v.Lines = append(v.Lines, w.T("casefile.attribute_by", "Attribute", name, "By", together(by, w)))
	}
	return v
}

// withheld words what the service cannot do without and nothing shows yet; a case
// is not sent before.
func withheld(s desk.Snapshot, w words.Words) []string {
	var all []string
	for _, a := range s.Open.Attributes {
		if len(a.Sources) == 0 && (a.Attribute == policy.AttributeName || a.Attribute.Holds() != "") {
			all = append(all, attribute(s.Policy, a.Attribute, w)+". "+cure(a.Attribute, w))
		}
	}
	return all
}

func attribute(p *policy.Policy, a policy.Attribute, w words.Words) string {
	if id := a.Holds(); id != "" {
		return w.T("casefile.attribute_holds", "Document", name(p, id, w))
	}
	return w.T("casefile.attribute." + string(a))
}

// cure is what would show it.
func cure(a policy.Attribute, w words.Words) string {
	if a.Holds() != "" {
		return w.T("casefile.attribute_cure.holds")
	}
	return w.T("casefile.attribute_cure." + string(a))
}

func sourced(p *policy.Policy, s desk.AttributeSource, w words.Words) string {
	switch s.By {
	case vouch.ByLetter:
		return w.T("casefile.by.letter")
	case vouch.ByReferee:
		return w.T("casefile.by.referee")
	case vouch.ByCouncilRecord:
		return w.T("casefile.by.council_record", "Document", words.Within(name(p, s.Document, w)))
	default:
		return words.Within(name(p, s.Document, w))
	}
}

// together joins "a", "b" and "c".
func together(all []string, w words.Words) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	last := len(all) - 1
	return w.T("casefile.and", "First", strings.Join(all[:last], ", "), "Last", all[last])
}

// Needs is what a service needs, in words: "date of birth", "holds: Older person's
// bus pass".
func Needs(p *policy.Policy, a policy.Attribute, w words.Words) string {
	if id := a.Holds(); id != "" {
		return w.T("purpose.attribute.holds", "Document", name(p, id, w))
	}
	return w.T("purpose.attribute." + string(a))
}

// OtherNames words, document by document, why the name on it is another, with
// the proof and the officer's note.
func OtherNames(s desk.Snapshot, w words.Words) []string {
	if s.Open == nil || s.Policy == nil {
		return nil
	}
	var all []string
	for _, f := range s.Open.Scored.Flags {
		item, ok := s.Open.Case.Item(f.Item)
		if f.Code != policy.FlagNameDiffers || !ok {
			continue
		}
		link, _ := s.Open.Case.NameLink(f.Item)
		reason, known := s.Policy.NameReason(link.Reason)
		of := name(s.Policy, item.Type, w)
		if !known {
			all = append(all, w.T("casefile.name_open", "Document", of))
			continue
		}
		said := w.T("casefile.name_why", "Document", of, "Reason", words.Within(reason.Words.In(w.Tongue())))
		if proof, ok := s.Open.Case.Item(link.Linked); ok {
			said += " " + w.T("casefile.name_proof", "Document", words.Within(name(s.Policy, proof.Type, w)))
		}
		if link.Note != "" {
			said += " " + w.T("casefile.name_note", "Note", link.Note)
		}
		all = append(all, said)
	}
	return all
}
