package paper

import (
	"fmt"
	"time"

	"vouchdesk/internal/resident"
)

// Slip is what every resident takes home, whatever the outcome: the same
// labels in the same order, so that nobody can tell one from another. Only what
// was not there at all is left out: a purpose, or papers to see and give back.
type Slip struct {
	Ref     string
	Day     time.Time
	Service Pair   // empty where no purpose was chosen
	Seen    []Pair // documents, by type
	How     resident.How
	By      time.Time // by when; zero: nothing is to come
	Next    Pair      // what happens next
	Bring   []Pair    // what to come back with
	BringBy time.Time
	Contact Pair
}

// Sheet sets a slip.
func (p Slip) Sheet() (heading Pair, rows []Row) {
	rows = []Row{{labelRef, []Pair{same(p.Ref)}}, {labelDay, []Pair{Day(p.Day)}}}
	if p.Service != (Pair{}) {
		rows = append(rows, Row{labelService, []Pair{p.Service}})
	}
	if len(p.Seen) > 0 {
		rows = append(rows, Row{labelSeen, p.Seen})
	}
	rows = append(rows, Row{labelNext, []Pair{p.Next}})
	if len(p.Bring) > 0 {
		rows = append(rows, Row{labelBring, p.Bring}, Row{labelBringBy, []Pair{Day(p.BringBy)}})
	}
	if !p.By.IsZero() {
		hear := Row{labelHear, []Pair{by(p.By)}}
		if how, asked := howTo[p.How]; asked {
			hear.Lines = []Pair{how, by(p.By)}
		}
		rows = append(rows, hear)
	}
	rows = append(rows, Row{labelContact, []Pair{p.Contact}})
	if len(p.Seen) > 0 {
		rows = append(rows, Row{labelReturned, []Pair{textReturned}})
	}
	return headSlip, rows
}

// Receipt is what a resident may take home of a vouch that was issued.
type Receipt struct {
	Ref     string
	Vouch   string // its jti, without urn:uuid:
	Day     time.Time
	Service Pair
	Shared  []Pair // which attributes the service is given
	Until   time.Time
	Contact Pair
}

// Sheet sets a receipt.
func (p Receipt) Sheet() (heading Pair, rows []Row) {
	return headReceipt, []Row{
		{labelRef, []Pair{same(p.Ref)}},
		{labelVouch, []Pair{same(p.Vouch)}},
		{labelIssued, []Pair{Day(p.Day)}},
		{labelService, []Pair{p.Service}},
		{labelShared, orNone(p.Shared)},
		{labelUntil, []Pair{Day(p.Until)}},
		{labelContact, []Pair{p.Contact}},
	}
}

// RefereeSlip is what a referee takes home.
type RefereeSlip struct {
	Ref     string
	Day     time.Time
	Notice  []Pair // the privacy notice they were told
	Contact Pair
}

// Sheet sets a referee's slip.
func (p RefereeSlip) Sheet() (heading Pair, rows []Row) {
	return headReferee, []Row{
		{labelRef, []Pair{same(p.Ref)}},
		{labelDay, []Pair{Day(p.Day)}},
		{labelNotice, p.Notice},
		{labelContact, []Pair{p.Contact}},
	}
}

// AttributePair names an attribute that a service is given.
func AttributePair(attribute string) Pair {
	if p, ok := attributes[attribute]; ok {
		return p
	}
	return same(attribute)
}

// Day is a date in both languages.
func Day(t time.Time) Pair {
	if t.IsZero() {
		return Pair{}
	}
	y, m, d := t.Date()
	return Pair{t.Format("2 January 2006"), fmt.Sprintf("%d %s %d", d, misoedd[m-1], y)}
}

func by(t time.Time) Pair {
	d := Day(t)
	return Pair{fmt.Sprintf(byEn, d.En), fmt.Sprintf(byCy, d.Cy)}
}

func same(text string) Pair { return Pair{text, text} }

func orNone(list []Pair) []Pair {
	if len(list) == 0 {
		return []Pair{textNone}
	}
	return list
}
