package piece

import (
	"slices"

	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/check"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// paper is what is drawn of one document around what is typed.
type paper struct {
	Closed  component.Notice
	Rows    []component.SummaryRow // what was recorded, where nothing can be typed
	Form    bool
	Eyebrow string
	Title   string
	Lead    string
	Offer   string // the button that copies what the person said; empty where it cannot
	Zone    component.Notice
	FromMRZ bool // the zone can fill fields
	Driver  component.Notice
	Expiry  component.Notice // the document is out of date
	Pick    bool             // choose between handed back and a picture
	Tick    bool             // only handed back
	Picture bool             // pictures can be opened
}

// lookAt words one document. The form is nil until it is known which it is.
func lookAt(s sight, id record.ItemID, f *form, w words.Words) paper {
	var v paper
	v.Title = w.T("evidence.item_title")
	if s.Open == nil {
		return v
	}
	if s.Policy == nil {
		v.Closed = component.Note(theme.Warn, w.T("evidence.no_policy"), w.T("evidence.no_policy_detail"))
		return v
	}
	kind := typeOf(s, id)
	doc, known := s.Policy.Document(kind)
	switch {
	case kind == "" && f == nil:
		v.Closed = component.Note(theme.Info, w.T("evidence.gone"), w.T("evidence.gone_detail"))
		return v
	case f != nil && !known:
		doc, known = s.Policy.Document(f.Type)
	}
	if !known {
		v.Closed = component.Note(theme.Warn, w.T("evidence.unknown"), w.T("evidence.unknown_detail"))
		return v
	}
	name := doc.Names.In(w.Tongue())
	at, of := position(s, id)
	v.Eyebrow = w.T("evidence.eyebrow", "At", at, "Of", of, "Document", name)
	v.Title = w.T("evidence.check", "Document", words.Within(name))
	if s.papers.Closed {
		v.Closed = component.Note(theme.Info, w.T("evidence.closed"), w.T("evidence.closed_detail"))
		if item, ok := s.item(id); ok {
			v.Rows = recorded(s.Policy, doc, item, w)
		}
		return v
	}
	if f == nil {
		return v
	}
	v.Form = true
	v.Lead = w.T("evidence.hold") + " " + doc.Hint.In(w.Tongue())
	if f.Part == saysPart {
		v.Title = w.T("evidence.says", "Document", words.Within(name))
		v.Lead = w.T("evidence.says_lead")
	}
	v.offers(s, doc, *f, w)
	v.Tick = doc.Image == policy.ImageForbidden
	v.Pick = doc.Image == policy.ImageAllowed
	item, _ := s.item(id)
	v.Picture = doc.Image == policy.ImageRequired || (v.Pick && f.Seen == record.Image) || (!v.Tick && len(item.Captures) > 0)
	if len(item.Captures) > 0 {
		v.Pick = false // a picture is kept: that is how it was seen
	}
	return v
}

// position is which of how many documents this is; a new one is the last.
func position(s sight, id record.ItemID) (at, of int) {
	all := pieces(s)
	i := slices.Index(all, id)
	if i < 0 {
		return len(all) + 1, len(all) + 1
	}
	return i + 1, len(all)
}

// offers words what the zone, the driver number and the person's own
// particulars have to say about the fields.
func (v *paper) offers(s sight, doc policy.Document, f form, w words.Words) {
	name, birth := states(doc)
	if s.papers.Name != (resident.Name{}) && name {
		v.Offer = w.T("evidence.same_name")
		if birth {
			v.Offer = w.T("evidence.same_both")
		}
	}
	today := resident.DateOf(s.Now)
	for _, field := range doc.Fields {
		switch field.Kind {
		case policy.MRZField:
			n, holds := zone(f.Texts[field.ID], today, w)
			v.Zone, v.FromMRZ = n, holds != nil
		case policy.DriverField:
			v.Driver = driver(f.Texts[field.ID], f.born(s, doc), w)
		default:
		}
	}
	v.Expiry = expiry(s.Policy, doc, f, today, w)
}

// expiry warns of a document out of date as soon as a whole date is typed, not
// only after all its checks are made. The policy's own rule judges.
func expiry(p *policy.Policy, doc policy.Document, f form, today resident.Date, w words.Words) component.Notice {
	if doc.Expiry == nil {
		return component.Notice{}
	}
	end, err := f.Dates[doc.Expiry.Field].read()
	if err != nil || end.IsZero() {
		return component.Notice{}
	}
	item := record.Item{Type: doc.ID, Fields: map[string]string{doc.Expiry.Field: end.ISO()}}
	for _, flag := range p.Score(policy.Findings{Evidence: []record.Item{item}}, policy.Training{}, today).Flags {
		switch {
		case flag.Code != policy.FlagExpired:
		case flag.Params["accepted"] == "yes":
			return component.Note(theme.Info, w.T("evidence.expired_accepted"), "")
		default:
			return component.Note(theme.Warn, w.T("evidence.expired"), w.T("evidence.expired_detail"))
		}
	}
	return component.Notice{}
}

// born is the birth date on the document, or else as the person said it.
func (f form) born(s sight, doc policy.Document) resident.Date {
	if field, ok := doc.States(policy.BirthDate); ok {
		if d, err := f.Dates[field.ID].read(); err == nil && !d.IsZero() {
			return d
		}
	}
	return s.papers.Born
}

// recorded are the rows of a document that can no longer be changed.
func recorded(p *policy.Policy, doc policy.Document, item record.Item, w words.Words) []component.SummaryRow {
	var rows []component.SummaryRow
	for _, field := range doc.Fields {
		value := item.Fields[field.ID]
		if d, err := resident.ParseISO(value); err == nil && field.Kind == policy.DateField {
			value = w.Date(d.Year, d.Month, d.Day)
		}
		if value != "" {
			rows = append(rows, component.SummaryRow{Key: field.Names.In(w.Tongue()), Value: value})
		}
	}
	seen := w.T("evidence.seen." + string(item.Seen))
	if item.Seen == "" {
		seen = w.T("evidence.not_recorded")
	}
	rows = append(rows, component.SummaryRow{Key: w.T("evidence.how_seen"), Value: seen})
	return append(rows, check.Answers(p, doc.Checks, check.Recorded(item.Checks), w)...)
}
