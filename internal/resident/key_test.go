package resident_test

import (
	"testing"

	"vouchdesk/internal/resident"
)

func TestKey(t *testing.T) {
	born := resident.Date{Year: 1969, Month: 2, Day: 28}
	if got := resident.Key("Siân Ó'Brien-Jones", born); got != "jones obrien sian|1969-02-28" {
		t.Errorf("Key = %q: its form never changes", got)
	}
	for name, c := range map[string]struct {
		a, b string
		same bool
	}{
		"order":         {"Elin Enghraifft", "ENGHRAIFFT, Elin", true},
		"accents":       {"Siân Sampl", "Sian Sampl", true},
		"composed":      {"Sia\u0302n", "Siân", true},
		"apostrophes":   {"O’Specimen", "O'Specimen", true},
		"another":       {"Elin Enghraifft", "Elan Enghraifft", false},
		"one name less": {"Elin Mai Enghraifft", "Elin Enghraifft", false},
		"nothing":       {"", "", false},
		"no letters":    {"-", "--", false},
		"other script":  {"Ελένη", "ΕΛΈΝΗ", true},
	} {
		if got := resident.SameName(c.a, c.b); got != c.same {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestSamePlace(t *testing.T) {
	home := resident.Address{Lines: []string{"Flat 2", "Sample House"}, Town: "Exampleton", Postcode: "EX4 1AA"}
	at := func(change func(a *resident.Address)) resident.Address {
		a := home
		a.Lines = append([]string{}, home.Lines...)
		change(&a)
		return a
	}
	for name, c := range map[string]struct {
		other resident.Address
		same  bool
	}{
		"itself":         {home, true},
		"other case":     {at(func(a *resident.Address) { a.Lines[1], a.Postcode = "SAMPLE HOUSE", "ex41aa" }), true},
		"one line":       {at(func(a *resident.Address) { a.Lines = []string{"Flat 2, Sample House"} }), true},
		"without town":   {at(func(a *resident.Address) { a.Town = "" }), true},
		"another flat":   {at(func(a *resident.Address) { a.Lines[0] = "Flat 3" }), false},
		"another street": {at(func(a *resident.Address) { a.Lines[1], a.Postcode = "Pattern House", "EX4 1AB" }), false},
		"no fixed":       {resident.Address{NoFixed: true}, false},
		"nothing":        {resident.Address{}, false},
	} {
		if got := resident.SamePlace(home, c.other); got != c.same {
			t.Errorf("%s: %v", name, got)
		}
		if got := resident.SamePlace(c.other, home); got != c.same {
			t.Errorf("%s, the other way round: %v", name, got)
		}
	}
	if resident.SamePlace(resident.Address{}, resident.Address{}) {
		t.Error("two unknown addresses are one")
	}
}

func TestAddDays(t *testing.T) {
	if got := (resident.Date{Year: 2026, Month: 11, Day: 20}).AddDays(90).ISO(); got != "2027-02-18" {
		t.Error(got)
	}
	if got := (resident.Date{Year: 2024, Month: 3, Day: 1}).AddDays(-1).ISO(); got != "2024-02-29" {
		t.Error(got)
	}
}
