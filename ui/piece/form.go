package piece

import (
	"errors"
	"strings"

	"golang.org/x/text/unicode/norm"

	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/check"
)

// part is which half of a document is on screen.
type part string

const (
	saysPart   part = "says"   // what the document says
	checksPart part = "checks" // whether it is genuine
)

// day is a date as typed in its three boxes.
type day struct{ Day, Month, Year string }

// form is what is typed, chosen and answered for one document.
type form struct {
	Type  string
	Part  part
	Texts map[string]string // by field id
	Dates map[string]day
	Picks map[string]string // by condition id
	Seen  record.Seen
	Said  map[string]check.Said
}

func blank(doc policy.Document) form {
	return form{
		Type: doc.ID, Part: saysPart, Texts: map[string]string{}, Dates: map[string]day{},
		Picks: map[string]string{}, Said: map[string]check.Said{},
	}
}

// The names in a draft.
const (
	typeName = "type"
	partName = "part"
	seenName = "seen"
	textName = "text."
	dateName = "date."
	pickName = "pick."
)

// draft is the form under its names.
func (f form) draft() map[string]string {
	all := map[string]string{typeName: f.Type, partName: string(f.Part), seenName: string(f.Seen)}
	for id, text := range f.Texts {
		all[textName+id] = text
	}
	for id, d := range f.Dates {
		all[dateName+id+".day"], all[dateName+id+".month"], all[dateName+id+".year"] = d.Day, d.Month, d.Year
	}
	for id, option := range f.Picks {
		all[pickName+id] = option
	}
	check.Put(all, "", f.Said)
	return all
}

// typed reads the form out of a draft.
func typed(draft map[string]string, doc policy.Document) form {
	f := blank(doc)
	f.Seen = record.Seen(draft[seenName])
	if part(draft[partName]) == checksPart {
		f.Part = checksPart
	}
	for _, field := range doc.Fields {
		if field.Kind == policy.DateField {
			at := dateName + field.ID
			f.Dates[field.ID] = day{draft[at+".day"], draft[at+".month"], draft[at+".year"]}
		} else {
			f.Texts[field.ID] = draft[textName+field.ID]
		}
	}
	for _, c := range doc.Conditions {
		f.Picks[c.ID] = draft[pickName+c.ID]
	}
	f.Said = check.Take(draft, "", doc.Checks)
	return f
}

// kept is the form of what the case has.
func kept(item record.Item, doc policy.Document) form {
	f := blank(doc)
	f.Seen = item.Seen
	for _, field := range doc.Fields {
		if field.Kind == policy.DateField {
			f.Dates[field.ID] = boxes3(item.Fields[field.ID])
		} else {
			f.Texts[field.ID] = item.Fields[field.ID]
		}
	}
	for _, c := range doc.Conditions {
		f.Picks[c.ID] = item.Conditions[c.ID]
	}
	f.Said = check.Recorded(item.Checks)
	return f
}

// boxes3 spreads a date over its boxes.
func boxes3(iso string) day {
	p := strings.Split(iso, "-")
	if len(p) != 3 {
		return day{}
	}
	return day{strings.TrimPrefix(p[2], "0"), strings.TrimPrefix(p[1], "0"), p[0]}
}

// clean is a text as it goes into the case.
func clean(field policy.Field, text string) string {
	text = strings.TrimSpace(norm.NFC.String(text))
	switch field.Kind {
	case policy.CountryField:
		return strings.ToUpper(text)
	case policy.DriverField:
		if n, err := record.ParseDriverNumber(text); err == nil {
			return n.Text()
		}
	default:
	}
	return text
}

// item is the form for the case, with a fault for each date that is none. The
// fields of those are left out.
func (f form) item(id record.ItemID, doc policy.Document, before record.Item, newID func() record.CheckID) (record.Item, []*fault.Error) {
	item := record.Item{ID: id, Type: doc.ID, Fields: map[string]string{}, Seen: f.Seen, Captures: before.Captures}
	var wrong []*fault.Error
	for _, field := range doc.Fields {
		value := clean(field, f.Texts[field.ID])
		if field.Kind == policy.DateField {
			d, err := f.Dates[field.ID].read()
			if err != nil {
				wrong = append(wrong, &fault.Error{Kind: err.Kind, Code: err.Code, Where: field.ID, Params: map[string]string{"box": err.Where}})
				continue
			}
			value = d.ISO()
		}
		if value != "" {
			item.Fields[field.ID] = value
		}
	}
	for _, c := range doc.Conditions {
		if f.Picks[c.ID] != "" {
			if item.Conditions == nil {
				item.Conditions = map[string]string{}
			}
			item.Conditions[c.ID] = f.Picks[c.ID]
		}
	}
	item.Checks = check.Checks(f.Said, doc.Checks, before.Checks, newID)
	return item, wrong
}

// read is the date in the boxes; none when nothing is typed.
func (d day) read() (resident.Date, *fault.Error) {
	if strings.TrimSpace(d.Day+d.Month+d.Year) == "" {
		return resident.Date{}, nil
	}
	date, err := resident.ParseCalendarDate(d.Day, d.Month, d.Year)
	if err == nil {
		return date, nil
	}
	var e *fault.Error
	if !errors.As(err, &e) {
		e = resident.ErrDateNotReal
	}
	return resident.Date{}, e
}

// wrongFields is everything that keeps the document's particulars from being
// kept, in the order of the page: by field, then conditions.
func wrongFields(p *policy.Policy, doc policy.Document, item record.Item, dates []*fault.Error, on resident.Date) []*fault.Error {
	by := map[string]*fault.Error{}
	for _, e := range fault.All(p.CheckItem(item, on)) {
		if by[e.Where] == nil {
			by[e.Where] = e
		}
	}
	for _, e := range dates {
		by[e.Where] = e // not a missing date but one that is none
	}
	var all []*fault.Error
	for _, field := range doc.Fields {
		if e := by[field.ID]; e != nil {
			if field.Kind == policy.MRZField {
				e = nearer(e, item.Fields[field.ID])
			}
			all = append(all, e)
		}
	}
	for _, c := range doc.Conditions {
		if e := by["conditions."+c.ID]; e != nil {
			all = append(all, e)
		}
	}
	return all
}

// unfit tells whether something typed is not of its form; what is only missing
// can come later.
func unfit(wrong []*fault.Error) bool {
	for _, e := range wrong {
		if e.Code != policy.ErrFieldMissing.Code {
			return true
		}
	}
	return false
}
