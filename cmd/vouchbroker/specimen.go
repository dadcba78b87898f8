package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// The specimen's one desk and where it stands.
const (
	specimenDesk = trust.DeskID("desk-1")
	specimenSite = 1
)

// member is an invented member of staff. The passphrases are public: they open
// nothing but this specimen.
type member struct {
	id         trust.PersonID
	name       string
	title      string
	roles      []trust.Role
	passphrase string
}

func counterStaff() []member {
	return []member{
		{"p-officer", "A. Specimen", "Officer", []trust.Role{trust.Officer}, "harbour lantern biscuit"},
		{"p-supervisor", "B. Specimen", "Supervisor", []trust.Role{trust.Supervisor}, "orchard pencil thunder"},
	}
}

func administrators() []member {
	return []member{
		{"p-admin-1", "C. Specimen", "Administrator", []trust.Role{trust.Administrator}, ""},
		{"p-admin-2", "D. Specimen", "Administrator", []trust.Role{trust.Administrator}, ""},
	}
}

// hire registers the staff, and sends them to training again before it ends.
func (d *demo) hire(ctx context.Context) error {
	r, err := d.office.store.Registry(ctx)
	if err != nil {
		return err
	}
	now := d.t.now()
	today := resident.DateOf(now)
	for _, m := range append(administrators(), counterStaff()...) {
		i := slices.IndexFunc(r.Persons, func(p trust.Person) bool { return p.ID == m.id })
		if i >= 0 && r.Persons[i].Training.Document.After(today.AddMonths(-6)) {
			continue
		}
		day := today.AddMonths(-1)
		err := d.office.SetPerson(ctx, trust.Person{
			ID: m.id, Name: m.name, Roles: m.roles, Training: trust.Training{Document: day, Likeness: day},
			From: now.AddDate(0, -1, 0).Unix(), Until: now.AddDate(2, 0, 0).Unix(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// person is an invented resident.
type person struct {
	name resident.Name
	born resident.Date
}

func residents() []person {
	return []person{
		{resident.Name{Given: "Rosa Mai", Family: "Specimen"}, resident.Date{Year: 1988, Month: 4, Day: 17}},
		{resident.Name{Given: "Idris", Family: "Sampl"}, resident.Date{Year: 1990, Month: 1, Day: 2}},
		{resident.Name{Given: "Mair", Family: "Enghraifft"}, resident.Date{Year: 1957, Month: 6, Day: 30}},
		{resident.Name{Given: "T.", Family: "Placeholder"}, resident.Date{Year: 1999, Month: 9, Day: 9}},
	}
}

// source is a counter-fraud source that knows the invented residents and
// nobody else.
type source string

func specimenSources() []broker.Source {
	return []broker.Source{source("specimen-mortality"), source("specimen-fraud-register")}
}

func (s source) Name() string { return string(s) }

func (s source) Ask(_ context.Context, who broker.Subject) (broker.SourceAnswer, error) {
	for _, p := range residents() {
		if p.born == who.Born && strings.EqualFold(p.name.Full(), who.Name.Full()) {
			return broker.SourceAnswer{Result: broker.ResultClear, Fraud: 1}, nil
		}
	}
	return broker.SourceAnswer{Result: broker.ResultNoRecord}, nil
}

// post is one letter of the specimen.
type post struct {
	file   string
	about  string
	to     broker.LetterTo
	record bool
}

func specimenLetters() []post {
	row := func(given, family, number, language string) broker.LetterTo {
		return broker.LetterTo{
			Given: given, Family: family, Address: []string{number + " Sample Row", "Exampleton"}, Postcode: "EX4 1AA", Language: language,
		}
	}
	return []post{
		{"letter-with-record.png", "to Rosa Mai Specimen, born 17 April 1988; the council holds a record", row("Rosa Mai", "Specimen", "12", "en"), true},
		{"letter-without-record.png", "to Idris Sampl, born 2 January 1990; no record", row("Idris", "Sampl", "14", "en"), false},
		{"letter-mair.png", "to Mair Enghraifft, born 30 June 1957; with a record, in Welsh", row("Mair", "Enghraifft", "16", "cy"), true},
		{"letter-placeholder.png", "to T. Placeholder, born 9 September 1999; with a record", row("T.", "Placeholder", "18", "en"), true},
	}
}

// post prints fresh letters at every start: those of the last may be used up.
func (d *demo) post(ctx context.Context) error {
	if err := os.MkdirAll(d.letters, 0o700); err != nil {
		return err
	}
	root, err := d.office.Root(ctx)
	if err != nil {
		return err
	}
	for _, l := range specimenLetters() {
		ask := broker.LetterAsk{}
		if l.record {
			ask.Record = &l.to
		}
		printed, err := d.office.IssueLetter(ctx, ask)
		if err != nil {
			return err
		}
		if err := drawLetter(filepath.Join(d.letters, l.file), root.Body.Name.En, l.to, printed, true); err != nil {
			return err
		}
		text := printed.Code + "\n" + printed.Typed + "\n"
		name := strings.TrimSuffix(l.file, ".png") + ".txt" // what a wedge scanner would type, for trying it out
		if err := os.WriteFile(filepath.Join(d.letters, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// wait bounds how long the first start may take over the specimen desk.
const wait = 2 * time.Minute
