package person

import (
	"errors"
	"strconv"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

// field is a place of the form that something can be wrong with.
type field string

const (
	fieldGiven    field = "given"
	fieldFamily   field = "family"
	fieldOne      field = "one"
	fieldBorn     field = "born"
	fieldLine1    field = "line1"
	fieldLine2    field = "line2"
	fieldTown     field = "town"
	fieldPostcode field = "postcode"
	fieldCountry  field = "country"
	fieldHow      field = "how"
	fieldPhone    field = "phone"
	fieldEmail    field = "email"
	fieldLanguage field = "language"
)

// Problem is what is wrong with one field.
type Problem = component.Mistake[field]

// Check reads the form. Everything that is wrong is told at once, in the order
// of the page; without problems the answer is whole.
func (f Form) Check(today resident.Date, w words.Words) (casework.Resident, []Problem) {
	var r casework.Resident
	var all []Problem
	wrong := func(at field, err error) {
		if err != nil {
			all = append(all, Problem{Field: at, Text: say(at, err, w), Box: boxOf(at, err)})
		}
	}
	var err error
	if f.Only {
		_, err = resident.ParseName("", f.One)
		wrong(fieldOne, err)
	} else {
		_, err = resident.ParseName(f.Given, "")
		wrong(fieldGiven, err)
		_, err = resident.ParseName("", f.Family)
		wrong(fieldFamily, err)
	}
	r.Born, err = resident.ParseDate(f.Day, f.Month, f.Year, today)
	if strings.TrimSpace(f.Day+f.Month+f.Year) == "" {
		all = append(all, Problem{Field: fieldBorn, Text: w.T("resident.born_missing")})
	} else {
		wrong(fieldBorn, err)
	}
	for _, part := range f.parts() {
		_, err = resident.ParseAddress(part.alone)
		wrong(part.field, err)
	}
	for _, part := range f.needed() {
		if _, err = resident.ParseAddress(part.alone); errors.Is(err, resident.ErrAddressMissing) {
			wrong(part.field, err)
		}
	}
	r.Contact, err = resident.ParseContact(resident.How(f.How), f.detail(), language(f.Speak))
	switch {
	case errors.Is(err, resident.ErrContactDetail) && f.How == string(resident.Phone):
		wrong(fieldPhone, err)
	case errors.Is(err, resident.ErrContactDetail):
		wrong(fieldEmail, err)
	case err != nil:
		wrong(fieldHow, err)
	}
	if f.How == string(resident.Post) && f.NoFixed && f.Line1+f.Line2+f.Town+f.Postcode == "" {
		all = append(all, Problem{Field: fieldHow, Text: w.T("resident.post_nowhere")})
	}
	if f.Speak == "" {
		all = append(all, Problem{Field: fieldLanguage, Text: w.T("resident.language_missing")})
	}
	if len(all) > 0 {
		return casework.Resident{}, all
	}
	r.Name, err = resident.ParseName(f.whole())
	wrong(fieldGiven, err)
	r.Address, err = resident.ParseAddress(f.address())
	wrong(fieldLine1, err)
	return r, all
}

// boxOf is which box of a date is wrong.
func boxOf(at field, err error) string {
	var e *fault.Error
	if at != fieldBorn || !errors.As(err, &e) {
		return ""
	}
	return e.Where
}

// language stands in for one not yet chosen, so that the rest is still read.
func language(chosen string) resident.Language {
	if chosen == "" {
		return resident.English
	}
	return resident.Language(chosen)
}

type part struct {
	field field
	alone resident.Address
}

// parts are the address's boxes, each by itself.
func (f Form) parts() []part {
	return []part{
		{fieldLine1, resident.Address{NoFixed: true, Lines: []string{f.Line1}}},
		{fieldLine2, resident.Address{NoFixed: true, Lines: []string{f.Line2}}},
		{fieldTown, resident.Address{NoFixed: true, Town: f.Town}},
		{fieldPostcode, resident.Address{NoFixed: true, Postcode: f.Postcode}},
		{fieldCountry, resident.Address{NoFixed: true, Country: f.Country}},
	}
}

// needed is what an address cannot do without, each with the rest made up: a
// first line, and a town or postcode.
func (f Form) needed() []part {
	return []part{
		{fieldLine1, resident.Address{NoFixed: f.NoFixed, Lines: []string{f.Line1, f.Line2}, Town: "-"}},
		{fieldPostcode, resident.Address{NoFixed: f.NoFixed, Lines: []string{"-"}, Town: f.Town, Postcode: f.Postcode}},
	}
}

// say words what is wrong with a field.
func say(at field, err error, w words.Words) string {
	label := w.T("resident.field." + string(at))
	switch {
	case errors.Is(err, resident.ErrNameControl), errors.Is(err, resident.ErrAddressControl):
		return w.T("resident.control", "Field", label)
	case errors.Is(err, resident.ErrNameTooLong):
		return w.T("resident.too_long", "Field", label, "Most", strconv.Itoa(resident.MaxNameRunes))
	case errors.Is(err, resident.ErrAddressTooLong):
		return w.T("resident.too_long", "Field", label, "Most", strconv.Itoa(resident.MaxAddressRunes))
	case at == fieldBorn:
		return born(err, w)
	default:
		return w.T("resident.wrong." + string(at))
	}
}

// born words what is wrong with the date, naming the box where it helps.
func born(err error, w words.Words) string {
	var e *fault.Error
	if !errors.As(err, &e) {
		return w.T("resident.born.date-not-real.day")
	}
	if key := "resident.born." + e.Code + "." + e.Where; w.Has(key) {
		return w.T(key)
	}
	return w.T("resident.born." + e.Code)
}

// Warnings are what to look at twice; they stop nobody.
func (f Form) Warnings(w words.Words) (name, postcode string) {
	given, family := f.whole()
	for _, code := range (resident.Name{Given: given, Family: family}).Warnings() {
		name = w.T("resident.warn." + code)
	}
	clean, err := resident.ParseAddress(resident.Address{NoFixed: true, Postcode: f.Postcode, Country: f.Country})
	if err != nil {
		return name, ""
	}
	for _, code := range clean.Warnings() {
		postcode = w.T("resident.warn." + code)
	}
	return name, postcode
}
