package desk

import (
	"context"
	"errors"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/vouch"
)

// AskBroker asks for the signed check of counter-fraud and activity, for at
// most ten seconds.
func (d *Desk) AskBroker(ctx context.Context, id casework.ID) error {
	var asked casework.Resident
	var subject string
	err := d.ask(ctx, func(s *state) error {
		c, err := s.openToAsk(id)
		if err == nil {
			asked, subject = *c.Resident, vouch.Subject(string(c.Chain()))
		}
		return err
	})
	if err != nil {
		return err
	}
	check, err := d.askFor(ctx, brokerapi.CheckAsk{Case: subject, Name: asked.Name, Born: asked.Born})
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

// AskBrokerReferee asks the same of a referee, and what the vouches of every
// desk say of them.
func (d *Desk) AskBrokerReferee(ctx context.Context, id casework.ID, ref casework.RefereeID) error {
	var asked casework.Referee
	var of casework.Resident
	var subject string
	err := d.ask(ctx, func(s *state) error {
		c, err := s.openToAsk(id)
		if err != nil {
			return err
		}
		r, ok := c.Referee(ref)
		switch {
		case !ok || !r.Counts():
			return casework.ErrNoReferee
		case r.Name.IsZero() || r.Born.IsZero():
			return casework.ErrRefereeIncomplete
		}
		asked, of, subject = r, *c.Resident, vouch.Subject(string(c.Chain()))
		return nil
	})
	if err != nil {
		return err
	}
	check, err := d.askFor(ctx, brokerapi.CheckAsk{
		Case: subject, Name: asked.Name, Born: asked.Born, Referee: &brokerapi.RefereeAsk{
			Reference: refereeReference(asked), ResidentName: of.Name, ResidentBorn: of.Born,
		},
	})
	if err != nil {
		return err
	}
	details := referee(ref)
	details["jti"] = check.JTI
	return d.change(ctx, id, deed{
		act: actRefereeCheck, details: details,
		do: func(c *casework.Case, by casework.By) error {
			now, _ := c.Referee(ref)
			if now.Key() != asked.Key() || c.Resident == nil || c.Resident.Key() != of.Key() {
				return ErrChanged
			}
			return c.SetRefereeCheck(ref, check, by)
		},
	})
}

func refereeReference(r casework.Referee) string {
	return vouch.RefereeReference(r.Salt, r.Name.Full(), r.Born)
}

// openToAsk is a case about whose resident the broker can be asked.
func (s *state) openToAsk(id casework.ID) (*casework.Case, error) {
	c, err := s.open(id)
	switch {
	case err != nil:
		return nil, err
	case c.State != casework.Open:
		return nil, casework.ErrNotOpen
	case c.Resident == nil:
		return nil, ErrNoResident
	}
	return c, nil
}

// askFor asks and binds the answer, whose signature the courier has checked, to
// this desk and case.
func (d *Desk) askFor(ctx context.Context, ask brokerapi.CheckAsk) (casework.Check, error) {
	wait, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	got, err := d.broker.Check(wait, ask)
	if ctx.Err() == nil { // one that was stopped says nothing about the broker
		err = errors.Join(err, d.do(ctx, func(s *state) error { return s.heard(err) }))
	}
	if err != nil {
		return casework.Check{}, err
	}
	b := got.Body
	if b.Case != ask.Case || b.Audience != string(d.anchor.Desk) || (b.Referee == nil) != (ask.Referee == nil) {
		return casework.Check{}, ErrCheckOther
	}
	check := casework.Check{
		Token: got.Token, JTI: b.JTI, At: b.IssuedAt.Time(), Activity: b.Activity, Fraud: b.Fraud,
	}
	if r := b.Referee; r != nil {
		if r.Reference != ask.Referee.Reference {
			return casework.Check{}, ErrCheckOther
		}
		check.Limits = &casework.Limits{Vouched: r.Vouched, Chain: r.Chain, Mutual: r.Mutual}
	}
	for _, source := range b.Sources {
		check.Sources = append(check.Sources, source.Source)
	}
	return check, nil
}
