package policy

import (
	"maps"
	"slices"
	"strconv"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/resident"
)

// ageFlags look at a birth date: one that is still to come, and an age that
// hardly anybody reaches. Some do, so it is only a signal.
func (p *Policy) ageFlags(birth, on resident.Date, raise func(string, ...string)) {
	if birth.IsZero() || on.IsZero() {
		return
	}
	if birth.After(on) {
		raise(FlagFuture, "field", string(BirthDate))
		return
	}
	if years := p.Signals.OlderThan; years > 0 && birth.Age(on) > years {
		raise(FlagAge, "years", strconv.Itoa(years))
	}
}

// dateFlags compare the dates of an item with each other and with today.
func (p *Policy) dateFlags(d Document, item evidence.Item, birth, on resident.Date, raise func(string, ...string)) {
	issued, field := d.date(item, IssuedOn), d.field(IssuedOn)
	if !issued.IsZero() && !on.IsZero() && issued.After(on) {
		raise(FlagFuture, "field", field)
	}
	if !issued.IsZero() && issued.Before(birth) {
		raise(FlagBeforeBirth, "field", field)
	} else if years := p.Signals.PhotoUnder; years > 0 && d.Photo && !issued.IsZero() && !birth.IsZero() {
		grown := birth.AddMonths(12 * years)
		if issued.Before(grown) && !on.Before(grown) {
			raise(FlagChildPhoto, "years", strconv.Itoa(years))
		}
	}
	for _, c := range item.Checks {
		if !c.At.IsZero() && !on.IsZero() && resident.DateOf(c.At.UTC()).After(on) {
			raise(FlagFuture, "check", c.Code)
		}
	}
}

// contradictions are a check answered in two ways, and a condition chosen
// against the check that proves it.
func (d Document) contradictions(item evidence.Item, raise func(string, ...string)) {
	said := map[string]evidence.Answer{}
	var told []string
	tell := func(code string) {
		if !slices.Contains(told, code) {
			told = append(told, code)
			raise(FlagContradicts, "check", code)
		}
	}
	for _, c := range item.Checks {
		had, again := said[c.Code]
		if again && had != c.Answer {
			tell(c.Code)
		}
		said[c.Code] = c.Answer
	}
	for _, s := range d.Strengths {
		for _, id := range slices.Sorted(maps.Keys(s.When)) {
			option, chosen := s.When[id], item.Conditions[id]
			for _, code := range s.Needs {
				answer := item.Answer(code)
				denied := answer == evidence.No || answer == evidence.CouldNot
				if chosen == option && denied || chosen != "" && chosen != option && answer == evidence.Yes {
					tell(code)
				}
			}
		}
	}
}
