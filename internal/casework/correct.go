package casework

import (
	"slices"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
)

// Correction is why a case corrects the vouch of another.
type Correction struct {
	Of     ID             `json:"of"`
	Chain  ID             `json:"chain"`  // the first case of the chain: its id makes the subject and opens the images
	Reason string         `json:"reason"` // code of the policy
	Note   string         `json:"note,omitempty"`
	At     time.Time      `json:"at"`
	By     trust.PersonID `json:"by"`
}

// Corrected is by what a vouch is corrected. While there is no JTI, the
// correction is being worked on; once there is Received, the broker has
// withdrawn the vouch it replaces.
type Corrected struct {
	Case     ID        `json:"case"`
	JTI      string    `json:"jti,omitempty"`
	Received time.Time `json:"received,omitzero"`
}

// Failures of correcting.
var (
	ErrNotVouched = fault.New(fault.Conflict, "case-not-vouched")
	ErrCorrected  = fault.New(fault.Conflict, "case-corrected") // it has been, or is being, by another case
)

// Chain is the case from whose id the subject of the vouch is made and whose
// key opens its images: a correction is of the same person and purpose.
func (c *Case) Chain() ID {
	if c.Correction != nil {
		return c.Correction.Chain
	}
	return c.ID
}

// From is the case that this one corrects, or tries again; empty for one that
// stands by itself.
func (c *Case) From() ID {
	if c.Correction != nil {
		return c.Correction.Of
	}
	return c.RetryOf
}

// Returned is the decision of a supervisor who gave the case back, until it is
// sent again; nil otherwise.
func (c *Case) Returned() *Decision {
	if c.State != Open || c.Decision == nil || c.Decision.Kind != "return" {
		return nil
	}
	return c.Decision
}

// CorrectNow tells why the vouch cannot be corrected just now.
func (c *Case) CorrectNow() error {
	switch {
	case c.State != Closed || c.Outcome != Vouched || c.Submission == nil || c.Submission.Receipt == "":
		return ErrNotVouched
	case c.Corrected != nil:
		return ErrCorrected
	}
	return nil
}

// Correct opens the case that corrects an issued vouch. Everything is filled in
// as it was recorded: checks stand as made, by whom and when, and whoever acted
// on this case counts as having acted on that one, so four eyes hold over both.
// The letter stays this case's: a correction uses none. Both cases are changed,
// and belong into one transaction.
func (c *Case) Correct(id ID, ref string, desk trust.DeskID, rules *policy.Policy, reason, note string, by By) (*Case, error) {
	if err := c.CorrectNow(); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(rules.Corrections, func(r policy.Coded) bool { return r.Code == reason }) {
		return nil, ErrReasonUnknown.At("reason")
	}
	from := c.Clone()
	next := New(id, ref, desk, int64(rules.Version), by)
	next.Acts = append(from.Acts, Act{By: by.Person, At: by.At, What: "correction"})
	next.Letter, next.Resident, next.Purpose = from.Letter, from.Resident, from.Purpose
	next.Evidence, next.Likeness = from.Evidence, from.Likeness
	next.Referees, next.Representative, next.Names, next.Concern = from.Referees, from.Representative, from.Names, from.Concern
	next.Replaces = c.Submission.JTI
	next.Correction = &Correction{Of: c.ID, Chain: c.Chain(), Reason: reason, Note: note, At: by.At, By: by.Person}
	c.Corrected = &Corrected{Case: id}
	return next, nil
}

// Uncorrect notes that a correction came to nothing: another can be begun.
func (c *Case) Uncorrect(by ID) {
	if c.Corrected != nil && c.Corrected.Case == by && c.Corrected.JTI == "" {
		c.Corrected = nil
	}
}

// Recorrect is the undoing of Uncorrect, if no other correction was begun.
func (c *Case) Recorrect(by ID) error {
	if c.Corrected != nil && c.Corrected.Case != by {
		return ErrCorrected
	}
	c.Corrected = &Corrected{Case: by}
	return nil
}

// ReplacedBy notes that the broker accepted the vouch that replaces this one's,
// which is withdrawn by that.
func (c *Case) ReplacedBy(other ID, jti string, at time.Time) {
	c.Corrected = &Corrected{Case: other, JTI: jti, Received: at}
}
