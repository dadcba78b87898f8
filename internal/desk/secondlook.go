package desk

import (
	"context"
	"slices"
	"unicode/utf8"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
	"vouchdesk/internal/vouch"
)

// DraftSecondLook is the draft of the second look; it belongs to no step, so
// that no task list tells of it.
const DraftSecondLook = "second-look"

// Who reads the journal's acts learns no more than that somebody looked.
const (
	actSecondLookAsked   journal.Act = "second-look-asked"
	actSecondLookMade    journal.Act = "second-look-made"
	actSecondLookCleared journal.Act = "second-look-cleared"
	actVisitEnded        journal.Act = "visit-ended"
)

// RaiseConcern asks another officer for a second look, quietly. The journal
// says that one was asked for and nothing of why.
func (d *Desk) RaiseConcern(ctx context.Context, id casework.ID, n casework.Concern) error {
	if err := fitting(n.Note); err != nil {
		return err
	}
	if !n.Alone.Known() {
		return ErrReasonCode.At("alone")
	}
	return d.do(ctx, func(s *state) error {
		if s.policy == nil {
			return ErrNotReady
		}
		if _, ok := s.policy.ConcernKind(n.Kind); !ok {
			return ErrReasonCode.At("kind")
		}
		return s.change(id, deed{
			act: actSecondLookAsked, draft: DraftSecondLook,
			do: func(c *casework.Case, by casework.By) error { return c.RaiseConcern(n, by) },
		})
	})
}

// SetSecondLook records what another person makes of it. With ViewRefer the
// case is handed on in the same transaction: it is closed as referred, and the
// record for the counter-fraud team waits in the outbox, sealed to the broker.
func (d *Desk) SetSecondLook(ctx context.Context, id casework.ID, look casework.SecondLook) error {
	if err := fitting(look.Note); err != nil {
		return err
	}
	err := d.do(ctx, func(s *state) error {
		if err := s.mayLook(); err != nil {
			return err
		}
		if s.policy == nil {
			return ErrNotReady
		}
		var parcel *outbox.Parcel
		err := s.change(id, deed{
			act: actSecondLookMade, draft: DraftSecondLook, decides: true,
			do: func(c *casework.Case, by casework.By) error { return c.SetSecondLook(look, s.policy, by) },
			also: func(tx *vault.Tx, c *casework.Case) (err error) {
				if look.View != casework.ViewRefer {
					return nil
				}
				if parcel, err = s.queueReferral(tx, c); err != nil {
					return err
				}
				if c.Outcome != casework.Referred { // it had ended, or is parked, and stays so
					return nil
				}
				return ended(tx, c)
			},
		})
		if err == nil && parcel != nil {
			s.parcels[parcel.ID] = *parcel
			s.forgetDrafts(id)
		}
		return err
	})
	if err == nil {
		d.nudge()
	}
	return err
}

// ClearConcern lets a second look rest: by who made it, or by a supervisor who
// did not ask for it.
func (d *Desk) ClearConcern(ctx context.Context, id casework.ID) error {
	return d.do(ctx, func(s *state) error {
		if err := s.mayLook(); err != nil {
			return err
		}
		supervisor := s.session.Has(trust.Supervisor, s.now())
		return s.change(id, deed{
			act: actSecondLookCleared, decides: true,
			do: func(c *casework.Case, by casework.By) error { return c.ClearConcern(supervisor, by) },
		})
	})
}

// Leave ends the visit of a case that waits for a second look: its slip can be
// printed, and is the one of every case that is with a supervisor. The case stays
// with the officers.
func (d *Desk) Leave(ctx context.Context, id casework.ID) error {
	return d.ending(ctx, id, deed{act: actVisitEnded}, func(_ *state, c *casework.Case, by casework.By) error { return c.Leave(by) })
}

// mayLook holds that a second look is an officer's or a supervisor's.
func (s *state) mayLook() error {
	switch {
	case s.session == nil:
		return ErrSignedOut
	case !s.session.Has(trust.Officer, s.now()) && !s.session.Has(trust.Supervisor, s.now()):
		return ErrRole
	}
	return nil
}

func fitting(note string) error {
	if !utf8.ValidString(note) || len(note) > maxNote {
		return ErrReasonCode.At("note")
	}
	return nil
}

// forgetDrafts drops what was typed in a case that has ended.
func (s *state) forgetDrafts(id casework.ID) {
	if s.current != nil && s.current.ID == id {
		s.drafts = map[string]map[string]string{}
	}
}

// queueReferral signs and seals the record for the counter-fraud team.
func (s *state) queueReferral(tx *vault.Tx, c *casework.Case) (*outbox.Parcel, error) {
	if s.list == nil {
		return nil, ErrNotReady
	}
	id := newURN()
	token, err := s.d.referral.Sign(referralOf(c, id, s.d.anchor, jose.SecondsOf(s.now())))
	if err != nil {
		return nil, err
	}
	sealed, err := brokerapi.SealParcel(token, jose.TypReferral, s.list, s.now())
	if err != nil {
		return nil, err
	}
	p := outbox.New(outbox.ID(newUUID()), outbox.Referral, string(c.ID), id, 0, s.now().UTC())
	return &p, queue(tx, p, parcelBody{JTI: id, Text: sealed})
}

// referralOf is what the counter-fraud team is told: codes, answers, times and
// members of staff. Notes and the resident's particulars stay with the case.
func referralOf(c *casework.Case, id string, a anchor, now jose.Seconds) brokerapi.ReferralBody {
	n := c.Concern
	b := brokerapi.ReferralBody{
		Issuer: a.Desk, Audience: a.Audience, IssuedAt: now, JTI: id, Subject: vouch.Subject(string(c.ID)),
		Case: c.Ref, Policy: c.Policy, Kind: n.Kind, Alone: n.Alone, View: string(n.Second.View),
		Asked:  brokerapi.Moment{By: n.By, At: jose.SecondsOf(n.At)},
		Looked: brokerapi.Moment{By: n.Second.By, At: jose.SecondsOf(n.Second.At)},

		Documents: []brokerapi.ReferralDocument{},
	}
	if c.Purpose != nil {
		b.Service = c.Purpose.Service
	}
	for i, item := range slices.Concat(c.Evidence, c.Removed) {
		b.Documents = append(b.Documents, brokerapi.ReferralDocument{
			Type: item.Type, Gone: i >= len(c.Evidence), Checks: referralChecks(item.Checks),
		})
		if n.Item != "" && item.ID == n.Item && b.Document == 0 {
			b.Document = i + 1
		}
	}
	if c.Likeness != nil {
		b.Likeness = referralChecks(c.Likeness.Checks)
	}
	return b
}

func referralChecks(checks []evidence.Check) []brokerapi.ReferralCheck {
	all := []brokerapi.ReferralCheck{}
	for _, k := range checks {
		if k.Answer != evidence.Unanswered {
			all = append(all, brokerapi.ReferralCheck{Check: k.Code, Answer: k.Answer, Reason: k.Reason})
		}
	}
	return all
}
