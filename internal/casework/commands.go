package casework

import (
	"reflect"
	"slices"
	"time"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/trust"
)

// By says who acts and when.
type By struct {
	Person trust.PersonID
	At     time.Time
}

// New opens a case.
func New(id ID, ref string, desk trust.DeskID, policy int64, by By) *Case {
	c := &Case{ID: id, Ref: ref, State: Open, Opened: by.At, OpenedBy: by.Person, Desk: desk, Policy: policy}
	c.act(by, "opened")
	return c
}

func (c *Case) act(by By, what string) {
	c.Acts = append(c.Acts, Act{By: by.Person, At: by.At, What: what})
}

// open refuses a change of a case that is not with the officers, or whose vouch
// is just being signed: it would no longer be what was signed.
func (c *Case) open() error {
	if c.State != Open {
		return ErrNotOpen.With("state", string(c.State))
	}
	if c.Intent != nil {
		return ErrNotOpen.With("state", "being-signed")
	}
	return nil
}

// SetLetter records the letter, or that there is none.
func (c *Case) SetLetter(l Letter, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	l.At = by.At
	c.Letter = l
	c.act(by, "letter")
	return nil
}

// SetResident records who the resident says they are. The broker's check was
// asked about the former particulars, so it falls away when they change, and so
// do the referees' statements with another name or birth date.
func (c *Case) SetResident(r Resident, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	if c.Resident != nil && !c.Resident.same(r) {
		c.Check = nil
	}
	if c.Resident != nil && (c.Resident.Name != r.Name || c.Resident.Born != r.Born) {
		c.forgetStatements()
	}
	if c.Resident != nil && c.Resident.Name != r.Name {
		c.Names = nil // they were reasons why documents differ from the former name
	}
	c.Resident = &r
	c.mended(by)
	c.act(by, "resident")
	return nil
}

// same reports whether the council's sources would be asked the same again.
func (r Resident) same(other Resident) bool {
	return r.Name == other.Name && r.Born == other.Born &&
		reflect.DeepEqual(r.Address, other.Address)
}

// SetPurpose records the service and how the resident was told.
func (c *Case) SetPurpose(p Purpose, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	// Somebody who goes over it once more tells nothing: the time and the person
	// of the telling stay, and the vouch says them.
	if was := c.Purpose; was != nil {
		p.At, p.By = was.At, was.By
		if p == *was {
			return nil
		}
	}
	p.At, p.By = by.At, by.Person
	c.Purpose = &p
	c.act(by, "purpose")
	return nil
}

// PutEvidence adds a piece of evidence, or replaces the one with its id.
func (c *Case) PutEvidence(item evidence.Item, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	item.At, item.By = by.At, string(by.Person)
	if i := slices.IndexFunc(c.Evidence, func(e evidence.Item) bool { return e.ID == item.ID }); i >= 0 {
		c.reread(c.Evidence[i], item)
		c.Evidence[i] = item
	} else {
		c.Evidence = append(c.Evidence, item)
	}
	c.act(by, "evidence")
	return nil
}

// move takes a piece out of one list and into another, in place of what that
// has of the same id.
func move(from, to *[]evidence.Item, id evidence.ItemID) error {
	is := func(e evidence.Item) bool { return e.ID == id }
	i := slices.IndexFunc(*from, is)
	if i < 0 {
		return ErrNoItem
	}
	*to = append(slices.DeleteFunc(*to, is), (*from)[i])
	*from = slices.Delete(*from, i, i+1)
	return nil
}

// restore is move for a list that must not have the piece already.
func restore(from, to *[]evidence.Item, id evidence.ItemID) error {
	is := func(e evidence.Item) bool { return e.ID == id }
	if slices.ContainsFunc(*from, is) && slices.ContainsFunc(*to, is) {
		return ErrItemThere
	}
	return move(from, to, id)
}

// RemoveEvidence takes a piece away; RestoreEvidence undoes it.
func (c *Case) RemoveEvidence(id evidence.ItemID, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	if err := move(&c.Evidence, &c.Removed, id); err != nil {
		return err
	}
	c.unlink(id)
	c.act(by, "evidence_removed")
	return nil
}

// RestoreEvidence puts a removed piece back.
func (c *Case) RestoreEvidence(id evidence.ItemID, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	if err := restore(&c.Removed, &c.Evidence, id); err != nil {
		return err
	}
	c.act(by, "evidence_restored")
	return nil
}

// SetLikeness records the comparison of the person with a photo.
func (c *Case) SetLikeness(l evidence.Likeness, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	if _, ok := c.Item(l.Against); !ok {
		return ErrNoItem
	}
	if r := c.Representative; r != nil && r.Absent {
		return ErrAbsent
	}
	l.At, l.By = by.At, string(by.Person)
	c.Likeness = &l
	c.act(by, "likeness")
	return nil
}

// SetCheck binds the broker's signed check.
func (c *Case) SetCheck(check Check, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	c.Check = &check
	c.act(by, "check")
	return nil
}

// Begin records the intent to sign; Propose or VoidIntent ends it.
func (c *Case) Begin(i Intent, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	i.By, i.At = by.Person, by.At
	c.Intent = &i
	return nil
}

// VoidIntent closes an intent that never got its vouch.
func (c *Case) VoidIntent() { c.Intent = nil }

// Propose hands the signed proposal to a supervisor.
func (c *Case) Propose(s Submission, by By) error {
	if c.State != Open {
		return ErrNotOpen.With("state", string(c.State))
	}
	if c.Intent == nil || c.Intent.JTI != s.JTI || c.Intent.By != by.Person {
		return ErrNotOpen.With("state", "no-intent")
	}
	s.By, s.At = by.Person, by.At
	c.Submission, c.Intent, c.Decision = &s, nil, nil
	c.dropRemoved()
	c.State = WithSupervisor
	c.act(by, "submitted")
	return nil
}

func (c *Case) decide(d Decision, by By) error {
	if c.State != WithSupervisor || c.Submission == nil {
		return ErrNotWithSupervisor
	}
	if d.Reason == "" {
		return ErrNoReason
	}
	if c.Took(by.Person) {
		return ErrFourEyes
	}
	d.By, d.At = by.Person, by.At
	c.Decision = &d
	c.void(d.Kind)
	return nil
}

// Return gives the case back to the officers. The proposal is void; a
// re-submission is a new vouch.
func (c *Case) Return(reason, note string, by By) error {
	if err := c.decide(Decision{Kind: "return", Reason: reason, Note: note}, by); err != nil {
		return err
	}
	c.State, c.Left = Open, time.Time{} // what they were told counts from when it is sent again
	return nil
}

// Refuse ends the case without a vouch.
func (c *Case) Refuse(reason, note string, by By) error {
	if err := c.decide(Decision{Kind: "refuse", Reason: reason, Note: note}, by); err != nil {
		return err
	}
	c.State, c.Outcome = Closed, NotVerified
	c.Closing = &Closing{Outcome: NotVerified, Reason: reason, At: by.At, By: by.Person}
	return nil
}

// Issue lays the approval beside the proposal.
func (c *Case) Issue(approval, approvalJTI string, by By) error {
	if c.State != WithSupervisor || c.Submission == nil {
		return ErrNotWithSupervisor
	}
	if c.Took(by.Person) {
		return ErrFourEyes
	}
	if err := c.Looked(); err != nil {
		return err
	}
	c.Submission.Approval, c.Submission.ApprovalJTI = approval, approvalJTI
	c.Submission.ApprovedBy, c.Submission.ApprovedAt = by.Person, by.At
	c.State = BeingChecked
	return nil
}

// Accept records the broker's receipt. A receipt that comes twice counts once.
func (c *Case) Accept(receipt string, at time.Time) error {
	if c.Submission == nil || c.Submission.Approval == "" || c.State != BeingChecked && c.State != Closed {
		return ErrNotIssued
	}
	if c.Submission.Receipt == "" {
		c.Submission.Receipt, c.Submission.ReceivedAt = receipt, at
	}
	c.State, c.Outcome = Closed, Vouched
	return nil
}
