package issuance

import (
	"slices"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// Assess scores an open case as its vouch would: with the training of those
// who did the checks, and with the officer's where nobody has done any yet.
func Assess(c *casework.Case, rules *policy.Policy, list *trust.List, officer trust.PersonID, on time.Time) policy.Scored {
	f := policy.Findings{Evidence: c.Evidence, Likeness: c.Likeness}
	if c.Check != nil {
		f.Activity, f.Fraud = c.Check.Activity, c.Check.Fraud
	}
	if c.Resident != nil {
		f.Name, f.Birth = c.Resident.Name, c.Resident.Born
	}
	return rules.Score(f, training(c, list, officer), resident.DateOf(on.UTC()))
}

// training is that of those who did the checks.
func training(c *casework.Case, list *trust.List, officer trust.PersonID) policy.Training {
	var documents []trust.PersonID
	for _, item := range c.Evidence {
		documents = append(documents, checkers(item.Checks, item.By, officer)...)
	}
	if len(documents) == 0 {
		documents = []trust.PersonID{officer}
	}
	likeness := []trust.PersonID{officer}
	if l := c.Likeness; l != nil {
		likeness = checkers(l.Checks, l.By, officer)
	}
	return vouch.OldestTraining(list, documents, likeness)
}

// checkers lists who made the checks; by stands for those that do not say, and
// the officer where nothing does.
func checkers(checks []evidence.Check, by string, officer trust.PersonID) []trust.PersonID {
	if by == "" {
		by = string(officer)
	}
	var all []trust.PersonID
	for _, c := range checks {
		who := trust.PersonID(c.By)
		if who == "" {
			who = trust.PersonID(by)
		}
		if c.Answer != evidence.Unanswered && !slices.Contains(all, who) {
			all = append(all, who)
		}
	}
	if len(all) == 0 {
		all = []trust.PersonID{trust.PersonID(by)}
	}
	return all
}
