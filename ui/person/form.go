package person

import (
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/resident"
)

// Form is what is typed, as it is typed.
type Form struct {
	Given, Family, One       string
	Only                     bool // one name only, in One
	AsGiven                  bool // and it stands where given names do
	Day, Month, Year         string
	Line1, Line2, Town       string
	Postcode, Country        string
	NoFixed                  bool
	How, Phone, Email, Speak string
}

// texts lists the form's texts by their names in the draft.
func (f *Form) texts() map[string]*string {
	return map[string]*string{
		"given": &f.Given, "family": &f.Family, "one": &f.One,
		"day": &f.Day, "month": &f.Month, "year": &f.Year,
		"line1": &f.Line1, "line2": &f.Line2, "town": &f.Town, "postcode": &f.Postcode, "country": &f.Country,
		"how": &f.How, "phone": &f.Phone, "email": &f.Email, "language": &f.Speak,
	}
}

func (f *Form) ticks() map[string]*bool {
	return map[string]*bool{"only": &f.Only, "as_given": &f.AsGiven, "no_fixed": &f.NoFixed}
}

// Ticked is a tick in a draft.
const Ticked = "yes"

// Put writes the form into a draft, each name after the prefix.
func (f Form) Put(draft map[string]string, prefix string) {
	for name, text := range f.texts() {
		draft[prefix+name] = *text
	}
	for name, on := range f.ticks() {
		draft[prefix+name] = ""
		if *on {
			draft[prefix+name] = Ticked
		}
	}
}

// Typed reads a form out of a draft.
func Typed(draft map[string]string, prefix string) Form {
	var f Form
	for name, text := range f.texts() {
		*text = draft[prefix+name]
	}
	for name, on := range f.ticks() {
		*on = draft[prefix+name] == Ticked
	}
	return f
}

// Kept is the form of what was recorded.
func Kept(r casework.Resident) Form {
	f := Form{
		Town: r.Address.Town, Postcode: r.Address.Postcode, Country: r.Address.Country, NoFixed: r.Address.NoFixed,
		How: string(r.Contact.How), Speak: string(r.Contact.Language),
	}
	f.name(r.Name.Given, r.Name.Family)
	f.lines(r.Address.Lines)
	if iso := strings.Split(r.Born.ISO(), "-"); len(iso) == 3 {
		f.Year, f.Month, f.Day = iso[0], strings.TrimPrefix(iso[1], "0"), strings.TrimPrefix(iso[2], "0")
	}
	switch r.Contact.How {
	case resident.Phone:
		f.Phone = r.Contact.Detail
	case resident.Email:
		f.Email = r.Contact.Detail
	case resident.Post, resident.Collect: // need none
	}
	return f
}

// Take puts name and address of the council's letter record into the form and
// leaves the rest as it is.
func (f Form) Take(rec letter.Record) Form {
	f.name(rec.Given, rec.Family)
	f.NoFixed, f.Country, f.Town, f.Postcode = false, "", "", rec.Postcode
	lines := rec.AddressLines
	if len(lines) > 1 { // a letter's last line is its post town
		f.Town, lines = lines[len(lines)-1], lines[:len(lines)-1]
	}
	f.lines(lines)
	return f
}

// Untake puts back the name and address that were typed before.
func (f Form) Untake(before Form) Form {
	before.Day, before.Month, before.Year = f.Day, f.Month, f.Year
	before.How, before.Phone, before.Email, before.Speak = f.How, f.Phone, f.Email, f.Speak
	return before
}

func (f *Form) name(given, family string) {
	f.Given, f.Family, f.One, f.AsGiven = given, family, "", false
	f.Only = (given == "") != (family == "")
	if f.Only {
		f.Given, f.Family, f.One, f.AsGiven = "", "", given+family, family == ""
	}
}

func (f *Form) lines(lines []string) {
	f.Line1, f.Line2 = "", ""
	if len(lines) > 0 {
		f.Line1, f.Line2 = lines[0], strings.Join(lines[1:], ", ")
	}
}

// whole is the name in its two parts.
func (f Form) whole() (given, family string) {
	switch {
	case f.Only && f.AsGiven:
		return f.One, ""
	case f.Only:
		return "", f.One
	default:
		return f.Given, f.Family
	}
}

func (f Form) address() resident.Address {
	return resident.Address{
		Lines: []string{f.Line1, f.Line2}, Town: f.Town, Postcode: f.Postcode, Country: f.Country, NoFixed: f.NoFixed,
	}
}

func (f Form) detail() string {
	switch resident.How(f.How) {
	case resident.Phone:
		return f.Phone
	case resident.Email:
		return f.Email
	default:
		return ""
	}
}
