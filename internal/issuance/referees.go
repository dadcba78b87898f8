package issuance

import (
	"fmt"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// Histories is what is known of each referee from other cases.
type Histories map[casework.RefereeID]policy.RefereeHistory

// Refereed is what the policy makes of one referee: their own identity, scored
// as a resident's is, and whether they may be the case's referee.
type Refereed struct {
	ID     casework.RefereeID
	Scored policy.Scored
	Needs  gpg45.Confidence // of their own identity
	policy.Eligibility
	facts policy.RefereeFacts
}

// judge tells of every referee who counts, in the order of the case, whether
// anything but their own identity speaks against them.
func judge(c *casework.Case, rules *policy.Policy, list *trust.List, officer trust.PersonID, known Histories, on resident.Date) []Refereed {
	var all []Refereed
	for _, r := range c.Vouching() {
		j := Refereed{ID: r.ID, Scored: assessReferee(r, rules, list, officer, on), facts: refereeFacts(c, r, list, officer)}
		j.facts.Known, j.facts.Identity = history(known[r.ID], r.Check), gpg45.VeryHigh
		j.Eligibility = rules.Eligible(j.facts, on)
		all = append(all, j)
	}
	return all
}

// history joins what this desk knows with what the broker's check says of every
// desk: the check is older than the desk's last case, and knows more.
func history(here policy.RefereeHistory, check *casework.Check) policy.RefereeHistory {
	if check == nil || check.Limits == nil {
		return here
	}
	l := check.Limits
	return policy.RefereeHistory{
		Vouched: max(here.Vouched, l.Vouched), Chain: here.Chain || l.Chain, Mutual: here.Mutual || l.Mutual, Whole: true,
	}
}

// identify adds what becomes of a referee's own identity.
func (j *Refereed) identify(rules *policy.Policy, reached gpg45.Confidence, on resident.Date) {
	j.facts.Identity, j.facts.Case = j.Scored.Result.Confidence, reached
	j.Needs, j.Eligibility = rules.RefereeIdentity(reached), rules.Eligible(j.facts, on)
}

func findings(judged []Refereed) []policy.RefereeFinding {
	var all []policy.RefereeFinding
	for _, j := range judged {
		all = append(all, policy.RefereeFinding{ID: string(j.ID), Eligible: j.Eligible})
	}
	return all
}

// assessReferee scores a referee's own identity by the rules that a resident's
// is scored by.
func assessReferee(r casework.Referee, rules *policy.Policy, list *trust.List, officer trust.PersonID, on resident.Date) policy.Scored {
	f := policy.Findings{
		Evidence: r.Evidence, Likeness: r.Likeness, Name: r.Name, Birth: r.Born, Trained: trainedBy(r.Evidence, r.Likeness, list, officer),
	}
	if r.Check != nil {
		f.Asked, f.Activity, f.Fraud = true, r.Check.Activity, r.Check.Fraud
	}
	return rules.Score(f, ownTraining(list, officer), on)
}

func refereeFacts(c *casework.Case, r casework.Referee, list *trust.List, officer trust.PersonID) policy.RefereeFacts {
	f := policy.RefereeFacts{
		Position: r.Position, Relation: r.Relation, Years: r.Years, OnlyVouched: r.OnlyVouched, StaffTie: r.StaffTie,
		Name: r.Name.Full(), Shown: len(r.Evidence) > 0, Person: &policy.RefereePerson{Born: r.Born, Address: r.Address},
	}
	for _, who := range append(c.Actors(), officer) {
		if p, ok := list.Person(who); ok {
			f.Staff = append(f.Staff, p.Name)
		}
	}
	if c.Resident != nil {
		f.Resident = c.Resident.Name.Full()
		f.Person.ResidentBorn, f.Person.ResidentPlace = c.Resident.Born, c.Resident.Address
	}
	if r.Told != nil {
		f.Notice = r.Told.Notice
	}
	if s := r.Statement; s != nil {
		f.Made, f.Until = resident.DateOf(s.At.UTC()), resident.DateOf(s.Until.UTC())
	}
	for _, other := range c.Vouching() {
		f.Person.Twice = f.Person.Twice || other.ID != r.ID && !r.Name.IsZero() && other.Key() == r.Key()
	}
	return f
}

// checkReferees gives the reasons why a referee of the order may not be one.
// What they still lack casework says.
func checkReferees(o Order, judged []Refereed) []error {
	var wrong []error
	for i, r := range o.Case.Referees {
		for _, j := range judged {
			if j.ID != r.ID {
				continue
			}
			for _, e := range j.Reasons {
				wrong = append(wrong, e.At(fmt.Sprintf("%s[%d]", casework.StepReferee, i)))
			}
		}
	}
	return wrong
}
