package issuance

import (
	"slices"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// Assessment is what a case comes to, and what becomes of its referees.
type Assessment struct {
	policy.Scored
	Referees []Refereed // those who count, in the order of the case
}

// Assess scores an open case as its vouch would be: each check with the training
// of who made it, and what is left to do with that of the officer at hand.
//
// What a referee's own identity must reach is what the case reaches with every
// statement that nothing else speaks against, so that no referee lifts a case
// above their own identity.
func Assess(c *casework.Case, rules *policy.Policy, list *trust.List, officer trust.PersonID, known Histories, now time.Time) Assessment {
	on := resident.DateOf(now.UTC())
	f := policy.Findings{
		Evidence: c.Evidence, Likeness: c.Likeness, Trained: trainedBy(c.Evidence, c.Likeness, list, officer),
		Explained: c.Explained(), AddressProof: address(c, rules), Colleague: colleague(c, list, officer, now),
	}
	if c.Check != nil {
		f.Asked, f.Activity, f.Fraud = true, c.Check.Activity, c.Check.Fraud
	}
	if c.Resident != nil {
		f.Name, f.Birth, f.Address = c.Resident.Name, c.Resident.Born, c.Resident.Address
	}
	own := ownTraining(list, officer)
	judged := judge(c, rules, list, officer, known, on)
	f.Referees = findings(judged)
	scored := rules.Score(f, own, on)
	for i := range judged {
		judged[i].identify(rules, scored.Result.Confidence, on)
	}
	if again := findings(judged); !slices.Equal(again, f.Referees) {
		f.Referees = again
		scored = rules.Score(f, own, on)
	}
	return Assessment{scored, judged}
}

// address is how the address that the purpose needs stands. Nobody is asked to
// show one that they do not have.
func address(c *casework.Case, rules *policy.Policy) policy.AddressFinding {
	a := policy.AddressFinding{Shown: c.Letter.State == letter.Matches}
	if c.Purpose != nil {
		service, _ := rules.Service(c.Purpose.Service)
		a.Needed = slices.Contains(service.Attributes, policy.AttributeAddress)
	}
	if c.Resident != nil && c.Resident.Address.NoFixed {
		a.Needed = false
	}
	switch {
	case c.Letter.Path == casework.LetterNone:
		a.Letter = gpg45.Bring // one can be posted
	case c.Letter.Path == "":
		a.Letter = gpg45.Ask
	case c.Letter.State == letter.Signed:
		a.Letter = gpg45.Wait // the council's record is not here yet
	}
	return a
}

// colleague is the newest likeness training of another officer who could be
// asked to compare, so long as a supervisor is left who has no part in the case.
func colleague(c *casework.Case, list *trust.List, officer trust.PersonID, on time.Time) resident.Date {
	var newest resident.Date
	today := resident.DateOf(on.UTC())
	for _, p := range list.Body.Persons {
		if p.ID == officer || !p.Holds(trust.Officer, on) || !p.Training.Likeness.After(newest) || p.Training.Likeness.After(today) {
			continue
		}
		if slices.ContainsFunc(list.Body.Persons, func(s trust.Person) bool {
			return s.ID != p.ID && s.ID != officer && s.Holds(trust.Supervisor, on) && !c.Took(s.ID)
		}) {
			newest = p.Training.Likeness
		}
	}
	return newest
}

// trainingOf is the training of everyone who checked or compared.
func trainingOf(items []evidence.Item, l *evidence.Likeness, list *trust.List, officer trust.PersonID) map[trust.PersonID]trust.Training {
	all := map[trust.PersonID]trust.Training{}
	add := func(persons []trust.PersonID) {
		for _, id := range persons {
			person, _ := list.Person(id) // whom the list does not know is untrained
			all[id] = person.Training
		}
	}
	for _, item := range items {
		add(checkers(item.Checks, item.By, officer))
	}
	if l != nil {
		add(checkers(l.Checks, l.By, officer))
	}
	return all
}

// trainedBy is the same as findings want it.
func trainedBy(items []evidence.Item, l *evidence.Likeness, list *trust.List, officer trust.PersonID) map[string]policy.Training {
	all := map[string]policy.Training{}
	for id, t := range trainingOf(items, l, list, officer) {
		all[string(id)] = policy.Training(t)
	}
	return all
}

// ownTraining is the officer's: what is left to do would be done with it.
func ownTraining(list *trust.List, officer trust.PersonID) policy.Training {
	own, _ := list.Person(officer)
	return policy.Training(own.Training)
}

// checkers lists who made the checks; by stands for those that do not say, and
// the officer where nothing does.
func checkers(checks []evidence.Check, by string, officer trust.PersonID) []trust.PersonID {
	var all []trust.PersonID
	for _, c := range checks {
		if who := maker(c, by, officer); c.Answer != evidence.Unanswered && !slices.Contains(all, who) {
			all = append(all, who)
		}
	}
	if len(all) == 0 {
		all = []trust.PersonID{maker(evidence.Check{}, by, officer)}
	}
	return all
}

func maker(c evidence.Check, by string, officer trust.PersonID) trust.PersonID {
	switch {
	case c.By != "":
		return trust.PersonID(c.By)
	case by != "":
		return trust.PersonID(by)
	}
	return officer
}
