package issuance

import (
	"slices"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// Assessment is what a case comes to, and what becomes of its referees.
type Assessment struct {
	policy.Scored
	Referees []Refereed // those who count, in the order of the case
}

// Assess scores an open case as its vouch would be: with the training of those
// who did the checks, and with the officer's where nobody has done any yet.
//
// What a referee's own identity must reach is what the case reaches with every
// statement that nothing else speaks against, so that no referee lifts a case
// above their own identity.
func Assess(c *casework.Case, rules *policy.Policy, list *trust.List, officer trust.PersonID, known Histories, now time.Time) Assessment {
	on := resident.DateOf(now.UTC())
	f := policy.Findings{Evidence: c.Evidence, Likeness: c.Likeness, Explained: c.Explained()}
	if c.Check != nil {
		f.Activity, f.Fraud = c.Check.Activity, c.Check.Fraud
	}
	if c.Resident != nil {
		f.Name, f.Birth, f.Address = c.Resident.Name, c.Resident.Born, c.Resident.Address
	}
	counted := training(c, list, officer)
	judged := judge(c, rules, list, officer, known, on)
	f.Referees = findings(judged)
	scored := rules.Score(f, counted, on)
	for i := range judged {
		judged[i].identify(rules, scored.Result.Confidence, on)
	}
	if again := findings(judged); !slices.Equal(again, f.Referees) {
		f.Referees = again
		scored = rules.Score(f, counted, on)
	}
	return Assessment{scored, judged}
}

// training is that of those who did the checks.
func training(c *casework.Case, list *trust.List, officer trust.PersonID) policy.Training {
	return trainingOf(c.Evidence, c.Likeness, list, officer)
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
