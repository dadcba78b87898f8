package casework

import (
	"vouchdesk/internal/trust"
)

// AllowRetry is a supervisor's leave to try again where there is a concern.
func (c *Case) AllowRetry(by By) error {
	if !c.retriable() || !c.suspected() {
		return ErrNotEnded
	}
	if c.Took(by.Person) {
		return ErrFourEyes
	}
	c.MayRetry = by.Person
	return nil
}

func (c *Case) retriable() bool {
	// A correction that came to nothing is begun again from what it corrects.
	return c.State == Closed && c.Outcome != Vouched && c.Outcome != NoOutcome && c.Correction == nil
}

// suspected reports whether another try is a supervisor's to allow.
func (c *Case) suspected() bool { return c.Concern.stands() || c.Outcome == Referred }

// RetryNow tells why there can be no other try just now.
func (c *Case) RetryNow() error {
	switch {
	case !c.retriable():
		return ErrNotEnded
	case c.RetriedBy != "":
		return ErrRetried
	case c.suspected() && c.MayRetry == "":
		return ErrRetryDecision
	}
	return nil
}

// Retry opens the next try: the resident and the purpose are filled in, the
// privacy notice is to be told again, and nothing of what was checked counts.
// Both cases are changed, and belong into one transaction.
func (c *Case) Retry(id ID, ref string, desk trust.DeskID, version int64, by By) (*Case, error) {
	if err := c.RetryNow(); err != nil {
		return nil, err
	}
	next := New(id, ref, desk, version, by)
	next.RetryOf = c.ID
	if c.Resident != nil {
		r := c.Clone().Resident
		next.Resident = r
	}
	if c.Purpose != nil {
		next.Purpose = &Purpose{Service: c.Purpose.Service, Language: c.Purpose.Language}
	}
	c.RetriedBy = id
	return next, nil
}
