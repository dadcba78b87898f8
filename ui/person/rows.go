package person

import (
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

// Rows are what was recorded.
func Rows(r casework.Resident, w words.Words) []component.SummaryRow {
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

// hows are the ways to hear that are offered.
func hows(w words.Words, ways []resident.How) []component.Option {
	var all []component.Option
	for _, how := range ways {
		all = append(all, component.Option{ID: string(how), Text: w.T("resident.how." + string(how))})
	}
	return all
}

// languages are those the council writes in, each in its own name.
func languages(w words.Words) []component.Option {
	var all []component.Option
	for _, l := range resident.Languages() {
		all = append(all, component.Option{ID: string(l), Text: w.T("frame.language." + string(l))})
	}
	return all
}
