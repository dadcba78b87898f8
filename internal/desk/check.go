package desk

import (
	"context"
	"errors"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/vouch"
)

// AskBroker asks for the signed check of counter-fraud and activity, for at
// most ten seconds.
func (d *Desk) AskBroker(ctx context.Context, id casework.ID) error {
	var asked casework.Resident
	var subject string
	err := d.ask(ctx, func(s *state) error {
		c, err := s.open(id)
		switch {
		case err != nil:
			return err
		case c.State != casework.Open:
			return casework.ErrNotOpen
		case c.Resident == nil:
			return ErrNoResident
		}
		asked, subject = *c.Resident, vouch.Subject(string(c.Chain()))
		return nil
	})
	if err != nil {
		return err
	}
	wait, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	got, err := d.broker.Check(wait, brokerapi.CheckAsk{Case: subject, Name: asked.Name, Born: asked.Born})
	if ctx.Err() == nil { // one that was stopped says nothing about the broker
		err = errors.Join(err, d.do(ctx, func(s *state) error { return s.heard(err) }))
	}
	if err != nil {
		return err
	}
	check, err := d.readCheck(subject, got)
	if err != nil {
		return err
	}
	return d.change(ctx, id, deed{
		act: actCheckReceived, details: map[string]string{"jti": check.JTI},
		do: func(c *casework.Case, by casework.By) error {
			if c.Resident == nil || c.Resident.Name != asked.Name || c.Resident.Born != asked.Born {
				return ErrChanged // the answer is about who it was before
			}
			return c.SetCheck(check, by)
		},
	})
}

// readCheck binds the answer, whose signature the courier has checked, to this
// desk and case.
func (d *Desk) readCheck(subject string, got courier.Check) (casework.Check, error) {
	b := got.Body
	if b.Case != subject || b.Audience != string(d.anchor.Desk) {
		return casework.Check{}, ErrCheckOther
	}
	check := casework.Check{
		Token: got.Token, JTI: b.JTI, At: b.IssuedAt.Time(), Activity: b.Activity, Fraud: b.Fraud,
	}
	for _, source := range b.Sources {
		check.Sources = append(check.Sources, source.Source)
	}
	return check, nil
}
