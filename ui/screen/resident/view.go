package resident

import (
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/person"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// view is what is drawn around what is typed.
type view struct {
	Closed component.Notice       // why nothing can be typed here now
	Rows   []component.SummaryRow // what was recorded, where nothing can be typed
	Form   bool

	Offer       string // the record's name and address; empty where there is none
	OfferButton string
}

// look words the open case; taken tells whether the record is in the form.
func look(s desk.Snapshot, taken bool, w words.Words) view {
	var v view
	switch {
	case s.Open == nil:
		return v
	case s.Open.Case.State != casework.Open:
		v.Closed = component.Note(theme.Info, w.T("resident.closed"), w.T("resident.closed_detail"))
		v.Rows = append(rows(s.Open.Case.Resident, w), casefile.Represented(s, w)...)
		return v
	case s.Policy == nil:
		v.Closed = component.Note(theme.Warn, w.T("resident.no_policy"), w.T("resident.no_policy_detail"))
		return v
	}
	v.Form = true
	if rec := s.Open.Record; rec != nil {
		v.Offer = strings.TrimSpace(rec.Given+" "+rec.Family) + "\n" +
			strings.Join(append(append([]string(nil), rec.AddressLines...), rec.Postcode), ", ")
		v.OfferButton = w.T("resident.use_record")
		if taken {
			v.OfferButton = w.T("resident.put_back")
		}
	}
	return v
}

// rows are what was recorded.
func rows(r *casework.Resident, w words.Words) []component.SummaryRow {
	if r == nil {
		return []component.SummaryRow{{Key: w.T("resident.name"), Value: w.T("resident.not_asked")}}
	}
	return person.Rows(*r, w)
}
