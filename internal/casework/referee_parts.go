package casework

import (
	"slices"

	"vouchdesk/internal/evidence"
)

// SetRefereeTold records that the referee was told what happens with their own
// data.
func (c *Case) SetRefereeTold(id RefereeID, told Told, by By) error {
	r, err := c.referee(id)
	if err != nil {
		return err
	}
	if was := r.Told; was != nil { // as in [Case.SetPurpose]
		told.At, told.By = was.At, was.By
		if told == *was {
			return nil
		}
	}
	told.At, told.By = by.At, by.Person
	r.Told = &told
	c.act(by, "referee_told")
	return nil
}

// PutRefereeEvidence adds a piece of the referee's own evidence, or replaces
// the one with its id.
func (c *Case) PutRefereeEvidence(id RefereeID, item evidence.Item, by By) error {
	r, err := c.referee(id)
	if err != nil {
		return err
	}
	item.At, item.By = by.At, string(by.Person)
	if i := slices.IndexFunc(r.Evidence, func(e evidence.Item) bool { return e.ID == item.ID }); i >= 0 {
		r.Evidence[i] = item
	} else {
		r.Evidence = append(r.Evidence, item)
	}
	c.act(by, "referee_evidence")
	return nil
}

// RemoveRefereeEvidence takes a piece away; RestoreRefereeEvidence undoes it.
func (c *Case) RemoveRefereeEvidence(id RefereeID, item evidence.ItemID, by By) error {
	r, err := c.referee(id)
	if err != nil {
		return err
	}
	if err := move(&r.Evidence, &r.Removed, item); err != nil {
		return err
	}
	c.act(by, "referee_evidence_removed")
	return nil
}

// RestoreRefereeEvidence puts a removed piece back.
func (c *Case) RestoreRefereeEvidence(id RefereeID, item evidence.ItemID, by By) error {
	r, err := c.referee(id)
	if err != nil {
		return err
	}
	if err := restore(&r.Removed, &r.Evidence, item); err != nil {
		return err
	}
	c.act(by, "referee_evidence_restored")
	return nil
}

// SetRefereeLikeness records the comparison of the referee with a photo.
func (c *Case) SetRefereeLikeness(id RefereeID, l evidence.Likeness, by By) error {
	r, err := c.referee(id)
	if err != nil {
		return err
	}
	if _, ok := r.Item(l.Against); !ok {
		return ErrNoItem
	}
	l.At, l.By = by.At, string(by.Person)
	r.Likeness = &l
	c.act(by, "referee_likeness")
	return nil
}

// SetRefereeCheck binds the broker's signed check of the referee.
func (c *Case) SetRefereeCheck(id RefereeID, check Check, by By) error {
	r, err := c.referee(id)
	if err != nil {
		return err
	}
	r.Check = &check
	c.act(by, "referee_check")
	return nil
}

// SetStatement records that the referee made the statement, for so many days.
// The image of a signed paper follows by [Case.AddStatementCapture].
func (c *Case) SetStatement(id RefereeID, s Statement, days int, by By) error {
	r, err := c.referee(id)
	switch {
	case err != nil:
		return err
	case s.How != StatementOnScreen && s.How != StatementOnPaper:
		return ErrStatementHow
	case r.Told == nil:
		return ErrStatementTooSoon
	}
	s.At, s.By, s.Until, s.Captures = by.At, by.Person, by.At.AddDate(0, 0, days), nil
	if r.Statement != nil && s.How == StatementOnPaper {
		s.Captures = r.Statement.Captures
	}
	r.Statement = &s
	c.act(by, "referee_statement")
	return nil
}

// AddStatementCapture keeps an image of the signed paper.
func (c *Case) AddStatementCapture(id RefereeID, added evidence.Capture, by By) error {
	r, err := c.referee(id)
	switch {
	case err != nil:
		return err
	case r.Statement == nil || r.Statement.How != StatementOnPaper:
		return ErrStatementFirst
	}
	r.Statement.Captures = append(r.Statement.Captures, added)
	c.act(by, "referee_statement")
	return nil
}

// RemoveStatementCapture takes an image of the signed paper away.
func (c *Case) RemoveStatementCapture(id RefereeID, blob string, by By) error {
	r, err := c.referee(id)
	if err != nil {
		return err
	}
	is := func(k evidence.Capture) bool { return k.Blob == blob }
	if r.Statement == nil || !slices.ContainsFunc(r.Statement.Captures, is) {
		return ErrNoItem
	}
	r.Statement.Captures = slices.DeleteFunc(r.Statement.Captures, is)
	c.act(by, "referee_statement")
	return nil
}
