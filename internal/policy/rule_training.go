package policy

import (
	"strconv"
	"time"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/resident"
)

// allowed is the most an officer may score with training last refreshed then.
//
// Rule (2019 prototype, verification-physical): a likeness of 3 needs training
// refreshed every year, 2 every three years; document checks alike. Training
// that is to come is no training.
func allowed(bands []TrainingBand, refreshed, on resident.Date) int {
	best := 0
	for _, b := range bands {
		current := !refreshed.IsZero() && !refreshed.After(on) && !on.After(refreshed.AddMonths(b.Months))
		if b.Months == 0 || current {
			best = max(best, b.Score)
		}
	}
	return best
}

// Allowed is the most this training lets an officer score, for documents and
// for likeness.
func (p *Policy) Allowed(training Training, on resident.Date) (document, likeness int) {
	return allowed(p.Training.Document, training.Document, on), allowed(p.Training.Likeness, training.Likeness, on)
}

// acts knows who did what: a check is worth what the training of who made it
// was worth on the day it was made. Where that person has been trained again
// since, their earlier training is known no more and counts as none: the check
// can be made again.
type acts struct {
	rules   TrainingRule
	trained map[string]Training
	officer Training // makes what is not done yet, and made what names nobody
	on      resident.Date
}

// A credit is the most that training lets something score, and why.
type credit struct {
	most           int
	refreshed, day resident.Date
}

// free is the credit of what rests on nobody's training.
func free() credit { return credit{most: gpg45.MaxScore} }

func (a acts) person(check evidence.Check, by string) Training {
	if check.By != "" {
		by = check.By
	}
	if by == "" {
		return a.officer
	}
	return a.trained[by]
}

// day is when a check was made. What is said to be made later than today was
// made today at the latest.
func (a acts) day(check evidence.Check, at time.Time) resident.Date {
	if !check.At.IsZero() {
		at = check.At
	}
	if at.IsZero() {
		return a.on
	}
	if day := resident.DateOf(at.UTC()); day.Before(a.on) {
		return day
	}
	return a.on
}

// document is the least credit among those who made an item's checks of a
// group.
func (a acts) document(d Document, item evidence.Item, g Group) credit {
	least := free()
	for _, c := range item.Checks {
		asked, ok := d.Check(c.Code)
		if !ok || asked.Group != g || c.Answer != evidence.Yes {
			continue
		}
		least = least.or(a.credit(a.rules.Document, a.person(c, item.By).Document, a.day(c, item.At)))
	}
	return least
}

// likeness is the least credit among those who compared.
func (a acts) likeness(l evidence.Likeness) credit {
	least := free()
	for _, c := range l.Checks {
		if c.Answer == evidence.Yes {
			least = least.or(a.credit(a.rules.Likeness, a.person(c, l.By).Likeness, a.day(c, l.At)))
		}
	}
	return least
}

func (a acts) credit(bands []TrainingBand, refreshed, day resident.Date) credit {
	return credit{allowed(bands, refreshed, day), refreshed, day}
}

func (c credit) or(d credit) credit {
	if d.most < c.most {
		return d
	}
	return c
}

// because says why training allows no more: how long ago it was refreshed, and
// how long ago a score would want.
func (c credit) because(code string, bands []TrainingBand, wanted int) Reason {
	r := why(code, "allowed", strconv.Itoa(c.most))
	within := 0
	for _, b := range bands {
		if b.Score >= wanted {
			within = max(within, b.Months)
		}
	}
	if within > 0 {
		r.Params["score"], r.Params["within"] = strconv.Itoa(wanted), strconv.Itoa(within)
	}
	switch {
	case c.refreshed.IsZero():
		r.Params["trained"] = TrainedNever
	case c.refreshed.After(c.day):
		r.Params["trained"] = TrainedSince
	default:
		r.Params["trained"], r.Params["months"] = TrainedBefore, strconv.Itoa(monthsUntil(c.refreshed, c.day))
	}
	return r
}

// What a reason of training says in "trained".
const (
	TrainedNever  = "never"
	TrainedBefore = "before" // months: so long before
	TrainedSince  = "since"  // only after the check was made
)

// monthsUntil is how many months had begun between two days.
func monthsUntil(from, to resident.Date) int {
	n := max((to.Year-from.Year)*12+to.Month-from.Month-1, 0)
	for to.After(from.AddMonths(n)) {
		n++
	}
	return n
}
