package resident

import (
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	person "vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// notice is one banner.
type notice struct {
	Tint          theme.Tint
	Title, Detail string
}

// view is what is drawn around what is typed.
type view struct {
	Closed notice                 // why nothing can be typed here now
	Rows   []component.SummaryRow // what was recorded, where nothing can be typed
	Form   bool

	Offer       string // the record's name and address; empty where there is none
	OfferButton string
	Address     string // what the address is asked for
	NameWarning string
	PostWarning string
}

// look words the open case and the form.
func look(s desk.Snapshot, f form, taken bool, w words.Words) view {
	var v view
	switch {
	case s.Open == nil:
		return v
	case s.Open.Case.State != casework.Open:
		v.Closed = notice{theme.Info, w.T("resident.closed"), w.T("resident.closed_detail")}
		v.Rows = rows(s.Open.Case.Resident, w)
		return v
	case s.Policy == nil:
		v.Closed = notice{theme.Warn, w.T("resident.no_policy"), w.T("resident.no_policy_detail")}
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
	v.Address = w.T("resident.address_detail")
	if f.NoFixed {
		v.Address = w.T("resident.reach_detail")
	}
	v.NameWarning, v.PostWarning = f.warnings(w)
	return v
}

// rows are what was recorded.
func rows(r *casework.Resident, w words.Words) []component.SummaryRow {
	if r == nil {
		return []component.SummaryRow{{Key: w.T("resident.name"), Value: w.T("resident.not_asked")}}
	}
	address := strings.Join(append(append([]string(nil), r.Address.Lines...), present(r.Address.Town, r.Address.Postcode, r.Address.Country)...), ", ")
	if r.Address.NoFixed {
		address = strings.Join(present(w.T("resident.no_fixed"), address), ": ")
	}
	return []component.SummaryRow{
		{Key: w.T("resident.name"), Value: r.Name.Full()},
		{Key: w.T("resident.field.born"), Value: w.Date(r.Born.Year, r.Born.Month, r.Born.Day)},
		{Key: w.T("resident.address"), Value: address},
		{
			Key: w.T("resident.hear"), Value: strings.Join(present(w.T("resident.how."+string(r.Contact.How)), r.Contact.Detail), ": "),
			Note: w.T("frame.language." + string(r.Contact.Language)),
		},
	}
}

func present(texts ...string) []string {
	var all []string
	for _, t := range texts {
		if t != "" {
			all = append(all, t)
		}
	}
	return all
}

// hows are the ways to hear, in the order offered.
func hows(w words.Words) []component.Option {
	var all []component.Option
	for _, how := range person.Hows() {
		all = append(all, component.Option{ID: string(how), Text: w.T("resident.how." + string(how))})
	}
	return all
}

// languages are those the council writes in, each in its own name.
func languages(w words.Words) []component.Option {
	var all []component.Option
	for _, l := range person.Languages() {
		all = append(all, component.Option{ID: string(l), Text: w.T("frame.language." + string(l))})
	}
	return all
}
