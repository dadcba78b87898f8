package representative

import (
	"errors"
	"strconv"
	"strings"
	"unicode"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

// form is what is typed, as it is typed.
type form struct {
	Given, Family        string
	Kind                 string
	Seen, Number, Limits string
	Day, Month, Year     string // of the authority's last day
	Endless              bool
	Shown                string // type of the representative's own document, or noneShown
	Agrees               string
	Here                 string // is the resident here: yes or no
}

// noneShown stands for a document where none was shown.
const noneShown = "none"

const (
	yes = string(evidence.Yes)
	no  = string(evidence.No)
)

// texts lists the form's texts by their names in the draft.
func (f *form) texts() map[string]*string {
	return map[string]*string{
		"given": &f.Given, "family": &f.Family, "kind": &f.Kind, "seen": &f.Seen, "number": &f.Number, "limits": &f.Limits,
		"day": &f.Day, "month": &f.Month, "year": &f.Year, "shown": &f.Shown, "agrees": &f.Agrees, "here": &f.Here,
	}
}

func (f form) draft() map[string]string {
	fields := map[string]string{"endless": ""}
	for name, text := range f.texts() {
		fields[name] = *text
	}
	if f.Endless {
		fields["endless"] = yes
	}
	return fields
}

func typed(draft map[string]string) form {
	f := form{Endless: draft["endless"] == yes}
	for name, text := range f.texts() {
		*text = draft[name]
	}
	return f
}

// kept is the form of who was recorded.
func kept(r casework.Representative) form {
	f := form{
		Given: r.Name.Given, Family: r.Name.Family, Kind: r.Kind, Seen: r.Seen, Number: r.Number, Limits: r.Limits,
		Endless: r.Endless, Agrees: string(r.Agrees), Here: yes,
	}
	if r.Absent {
		f.Here = no
	}
	if !r.Until.IsZero() {
		f.Day, f.Month, f.Year = strconv.Itoa(r.Until.Day), strconv.Itoa(r.Until.Month), strconv.Itoa(r.Until.Year)
	}
	switch {
	case len(r.Evidence) > 0:
		f.Shown = r.Evidence[0].Type
	case r.NoneShown:
		f.Shown = noneShown
	}
	return f
}

// field is a place of the form that something can be wrong with.
type field string

const (
	fieldGiven  field = "given"
	fieldFamily field = "family"
	fieldKind   field = "kind"
	fieldSeen   field = "seen"
	fieldNumber field = "number"
	fieldLimits field = "limits"
	fieldUntil  field = "until"
	fieldShown  field = "shown"
	fieldAgrees field = "agrees"
	fieldHere   field = "here"
)

// problem is what is wrong with one field.
type problem = component.Mistake[field]

// most is the longest text of a box, as the desk and the vouch take it.
const most = 500

// check reads the form. Everything that is wrong is told at once, in the order
// of the page.
func (f form) check(rules *policy.Policy, item evidence.ItemID, w words.Words) (casework.Representative, []problem) {
	var all []problem
	wrong := func(at field, key string, args ...any) {
		all = append(all, problem{Field: at, Text: w.T("representative.wrong."+key, args...)})
	}
	r := casework.Representative{Kind: f.Kind, Agrees: evidence.Answer(f.Agrees), Absent: f.Here == no}
	name, err := resident.ParseName(f.Given, f.Family)
	switch {
	case errors.Is(err, resident.ErrNameMissing):
		wrong(fieldGiven, "name")
	case err != nil:
		at := fieldGiven
		if _, given := resident.ParseName(f.Given, "-"); given == nil {
			at = fieldFamily
		}
		wrong(at, "name_form")
	}
	r.Name = name
	k, ok := rules.Authority(f.Kind)
	if !ok {
		wrong(fieldKind, "kind")
	}
	if ok && k.Acts {
		all = append(all, f.authority(k, &r, w)...)
		switch _, known := rules.Document(f.Shown); {
		case known:
			r.Evidence = []evidence.Item{{ID: item, Type: f.Shown, Seen: evidence.Returned}}
		case f.Shown == noneShown:
			r.NoneShown = true
		default:
			wrong(fieldShown, "shown")
		}
	}
	if f.Agrees == "" {
		wrong(fieldAgrees, "agrees")
	}
	if f.Here == "" {
		wrong(fieldHere, "here")
	}
	return r, all
}

// authority reads what was seen of an authority by which somebody can act.
func (f form) authority(k policy.AuthorityKind, r *casework.Representative, w words.Words) []problem {
	var all []problem
	wrong := func(at field, key string, args ...any) {
		all = append(all, problem{Field: at, Text: w.T("representative.wrong."+key, args...)})
	}
	for _, box := range []struct {
		at     field
		text   string
		into   *string
		needed bool
	}{
		{fieldSeen, f.Seen, &r.Seen, true}, {fieldNumber, f.Number, &r.Number, k.Number}, {fieldLimits, f.Limits, &r.Limits, false},
	} {
		*box.into = strings.TrimSpace(box.text)
		switch {
		case *box.into == "" && box.needed:
			wrong(box.at, string(box.at))
		case len([]rune(*box.into)) > most:
			wrong(box.at, "long", "Most", strconv.Itoa(most))
		case strings.ContainsFunc(*box.into, func(c rune) bool { return unicode.IsControl(c) && c != '\n' }):
			wrong(box.at, "control")
		}
	}
	if !asksEnd(k) {
		return all
	}
	blank := strings.TrimSpace(f.Day+f.Month+f.Year) == ""
	switch {
	case f.Endless && !blank:
		wrong(fieldUntil, "both")
	case f.Endless:
		r.Endless = true
	case blank && k.Expires:
		wrong(fieldUntil, "until")
	case !blank:
		var err error
		if r.Until, err = resident.ParseCalendarDate(f.Day, f.Month, f.Year); err != nil {
			var e *fault.Error
			p := problem{Field: fieldUntil, Text: w.T("representative.wrong.date")}
			if errors.As(err, &e) {
				p.Box = e.Where
			}
			all = append(all, p)
		}
	}
	return all
}

// asksEnd reports whether an authority is asked when it ends.
func asksEnd(k policy.AuthorityKind) bool { return k.Acts && (k.Expires || k.EndsAtAge > 0) }

// mandate is what the policy is asked about what is typed so far. What was not
// answered yet is taken as well as can be: it is pointed out elsewhere.
func (f form) mandate(c *casework.Case) policy.Mandate {
	m := policy.Mandate{Kind: f.Kind, Agrees: evidence.Answer(f.Agrees)}
	if m.Agrees == evidence.Unanswered {
		m.Agrees = evidence.Yes
	}
	m.Until, _ = resident.ParseCalendarDate(f.Day, f.Month, f.Year)
	if f.Shown != noneShown && f.Shown != "" {
		m.Shown = []string{f.Shown}
	}
	if c.Purpose != nil {
		m.Service = c.Purpose.Service
	}
	if c.Resident != nil {
		m.Born = c.Resident.Born
	}
	return m
}
