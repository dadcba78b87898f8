package casework

import (
	"slices"
	"time"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
)

// MaxReferees is the most that one case takes: a vouch has room for no more.
const MaxReferees = 4

// Failures of a command on a referee.
var (
	ErrNoReferee        = fault.New(fault.NotFound, "case-referee-missing")
	ErrRefereeCount     = fault.New(fault.Refused, "case-referee-count")
	ErrRefereeID        = fault.New(fault.Internal, "case-referee-id") // without an id or a salt
	ErrRefereeBack      = fault.New(fault.Conflict, "case-referee-withdrawn")
	ErrRefereeIssued    = fault.New(fault.Conflict, "case-referee-issued") // too late to take a statement back
	ErrStatementHow     = fault.New(fault.Malformed, "case-statement-how")
	ErrStatementFirst   = fault.New(fault.Conflict, "case-statement-first") // an image of a paper that nobody recorded
	ErrStatementTooSoon = fault.New(fault.Refused, "case-statement-told")   // before the referee was told of their own data
)

// Counts reports whether a referee counts for the case: has not taken the
// statement back.
func (r Referee) Counts() bool { return r.Withdrawn.IsZero() }

// Item finds a piece of the referee's own evidence.
func (r Referee) Item(id evidence.ItemID) (evidence.Item, bool) {
	i := slices.IndexFunc(r.Evidence, func(e evidence.Item) bool { return e.ID == id })
	if i < 0 {
		return evidence.Item{}, false
	}
	return r.Evidence[i], true
}

// Key names the referee as a person (see [resident.Key]).
func (r Referee) Key() string { return resident.Key(r.Name.Full(), r.Born) }

// Key names the resident as a person.
func (r Resident) Key() string { return resident.Key(r.Name.Full(), r.Born) }

// Referee finds a referee of the case.
func (c *Case) Referee(id RefereeID) (Referee, bool) {
	i := c.refereeAt(id)
	if i < 0 {
		return Referee{}, false
	}
	return c.Referees[i], true
}

func (c *Case) refereeAt(id RefereeID) int {
	return slices.IndexFunc(c.Referees, func(r Referee) bool { return r.ID == id })
}

// Vouching lists the referees that count.
func (c *Case) Vouching() []Referee {
	return slices.DeleteFunc(slices.Clone(c.Referees), func(r Referee) bool { return !r.Counts() })
}

// referee is a referee to change.
func (c *Case) referee(id RefereeID) (*Referee, error) {
	if err := c.open(); err != nil {
		return nil, err
	}
	i := c.refereeAt(id)
	switch {
	case i < 0:
		return nil, ErrNoReferee
	case !c.Referees[i].Counts():
		return nil, ErrRefereeBack
	}
	return &c.Referees[i], nil
}

// SetReferee adds a referee or changes the particulars of the one with its id.
// Told, evidence, likeness, check and statement are recorded by their own
// commands and kept. The statement was made about what is changed, so it falls
// away with any change that it is about; the check with that of who they are.
func (c *Case) SetReferee(r Referee, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	r.At, r.By, r.Withdrawn = by.At, by.Person, time.Time{}
	i := c.refereeAt(r.ID)
	if i < 0 {
		switch {
		case r.ID == "" || r.Salt == "":
			return ErrRefereeID
		case len(c.Vouching()) >= MaxReferees:
			return ErrRefereeCount
		}
		r.Told, r.Evidence, r.Removed, r.Likeness, r.Check, r.Statement = nil, nil, nil, nil, nil, nil
		c.Referees = append(c.Referees, r)
		c.act(by, "referee")
		return nil
	}
	before := c.Referees[i]
	if !before.Counts() {
		return ErrRefereeBack
	}
	r.Salt, r.Told, r.Evidence, r.Removed = before.Salt, before.Told, before.Evidence, before.Removed
	r.Likeness, r.Check, r.Statement = before.Likeness, before.Check, before.Statement
	if before.Name != r.Name || before.Born != r.Born {
		r.Check = nil
	}
	if !before.declares(r) {
		r.Statement = nil
	}
	c.Referees[i] = r
	c.act(by, "referee")
	return nil
}

// declares reports whether a statement would say the same.
func (r Referee) declares(other Referee) bool {
	return r.Name == other.Name && r.Born == other.Born && r.Position == other.Position && r.Organisation == other.Organisation &&
		r.Relation == other.Relation && r.Years == other.Years && r.OnlyVouched == other.OnlyVouched && r.StaffTie == other.StaffTie
}

// RemoveReferee takes a referee away who was begun by mistake; RestoreReferee
// undoes it. Who takes a statement back withdraws ([Case.WithdrawReferee]).
func (c *Case) RemoveReferee(id RefereeID, by By) error {
	r, err := c.referee(id)
	if err != nil {
		return err
	}
	c.RemovedReferees = slices.DeleteFunc(c.RemovedReferees, func(old Referee) bool { return old.ID == id })
	c.RemovedReferees = append(c.RemovedReferees, *r)
	c.Referees = slices.DeleteFunc(c.Referees, func(r Referee) bool { return r.ID == id })
	c.act(by, "referee_removed")
	return nil
}

// RestoreReferee puts a removed referee back.
func (c *Case) RestoreReferee(id RefereeID, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	i := slices.IndexFunc(c.RemovedReferees, func(r Referee) bool { return r.ID == id })
	switch {
	case i < 0:
		return ErrNoReferee
	case c.refereeAt(id) >= 0:
		return ErrItemThere
	case len(c.Vouching()) >= MaxReferees:
		return ErrRefereeCount
	}
	c.Referees = append(c.Referees, c.RemovedReferees[i])
	c.RemovedReferees = slices.Delete(c.RemovedReferees, i, i+1)
	c.act(by, "referee_restored")
	return nil
}

// WithdrawReferee is the referee taking the statement back, which they may
// until a supervisor has approved. With a supervisor, the proposal says what
// holds no more: it is void and the case is open again. Of the referee only
// their name stays, and that they withdrew; a withdrawal is not undone, but the
// same person can be asked again.
func (c *Case) WithdrawReferee(id RefereeID, by By) error {
	if c.State == BeingChecked || c.State == Closed && c.Outcome == Vouched {
		return ErrRefereeIssued
	}
	if err := c.beforeIssue(); err != nil {
		return err
	}
	i := c.refereeAt(id)
	switch {
	case i < 0:
		return ErrNoReferee
	case !c.Referees[i].Counts():
		return ErrRefereeBack
	}
	if c.State == WithSupervisor && c.Submission != nil {
		c.void("referee_withdrawn")
		c.State = Open
	}
	was := c.Referees[i]
	c.Referees[i] = Referee{ID: was.ID, Name: was.Name, Told: was.Told, Withdrawn: by.At, At: was.At, By: was.By}
	c.act(by, "referee_withdrawn")
	return nil
}

// dropRemoved ends what could be undone.
func (c *Case) dropRemoved() {
	c.Removed, c.RemovedReferees, c.FormerRep = nil, nil, nil
	for i := range c.Referees {
		c.Referees[i].Removed = nil
	}
}

// forgetStatements makes every statement void: they were about somebody else,
// and so were the checks of whether they may vouch for that person.
func (c *Case) forgetStatements() {
	for i := range c.Referees {
		c.Referees[i].Statement, c.Referees[i].Check = nil, nil
	}
}
