package desk

import (
	"context"
	"slices"
	"unicode/utf8"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/keyring"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

// Approve signs the supervisor's approval. The vouch is issued when the
// approval lies beside it, in the transaction that also queues both parcels.
func (d *Desk) Approve(ctx context.Context, id casework.ID, passphrase string) error {
	if err := d.take(ctx); err != nil {
		return err
	}
	defer d.give()
	var person trust.PersonID
	err := d.ask(ctx, func(s *state) error {
		if _, err := s.deciding(id); err != nil {
			return err
		}
		person = s.session.Person.ID
		return nil
	})
	if err != nil {
		return err
	}
	key, err := d.openKey(ctx, person, passphrase)
	if err != nil {
		return err
	}
	defer func() { _ = key.Close() }() // as in Submit
	if err := d.approve(context.WithoutCancel(ctx), id, key); err != nil {
		return err
	}
	d.nudge()
	return nil
}

func (d *Desk) approve(ctx context.Context, id casework.ID, key *keyring.OpenedKey) error {
	var order issuance.ApproveOrder
	var beside []brokerapi.Referee
	var version uint64
	err := d.ask(ctx, func(s *state) error {
		c, err := s.deciding(id)
		if err == nil {
			err = c.Looked() // before anything is signed
		}
		if err != nil {
			return err
		}
		version, beside = s.entries[id].version, besides(c)
		rules, since := s.rulesFor(c)
		order = issuance.ApproveOrder{
			Token: c.Submission.Token, Actors: c.Actors(), Approver: s.session.Person.ID, KID: string(key.ID()),
			Policy: rules, Superseded: since, PolicySeen: s.policySeen, List: s.list, Root: s.root,
			Now: s.now().UTC(), ClockTrusted: s.clock.reason == "", JTI: newURN(),
		}
		return nil
	})
	if err != nil {
		return err
	}
	warrant, err := issuance.PrepareApproval(order)
	if err != nil {
		return err
	}
	approved, err := warrant.Sign(key)
	if err != nil {
		return err
	}
	parcels, err := sealBoth(order, approved, beside)
	if err != nil {
		return err
	}
	return d.do(ctx, func(s *state) error { return s.issue(id, version, approved, parcels) })
}

// sealBoth makes what the broker gets: the vouch first, with what the broker
// alone has to know of its referees, then its approval.
func sealBoth(o issuance.ApproveOrder, a issuance.Approved, beside []brokerapi.Referee) ([2]string, error) {
	vouched, err := brokerapi.SealVouch(o.Token, beside, o.List, o.Now)
	if err != nil {
		return [2]string{}, err
	}
	approval, err := brokerapi.SealParcel(a.Token, jose.TypApproval, o.List, o.Now)
	return [2]string{vouched, approval}, err
}

// besides is what of the case's referees is told to the broker alone.
func besides(c *casework.Case) []brokerapi.Referee {
	var all []brokerapi.Referee
	for _, r := range c.Vouching() {
		all = append(all, brokerapi.Referee{Reference: refereeReference(r), Salt: r.Salt, Born: r.Born})
	}
	return all
}

// issue is the one transaction that makes a proposal a vouch.
func (s *state) issue(id casework.ID, version uint64, a issuance.Approved, sealed [2]string) error {
	c, err := s.deciding(id)
	if err != nil {
		return err
	}
	if s.entries[id].version != version {
		return ErrChanged
	}
	if err := c.Issue(a.Token, a.JTI, s.by()); err != nil {
		return err
	}
	sub := c.Submission
	made := []outbox.Parcel{
		outbox.New(outbox.ID(newUUID()), outbox.Vouch, string(id), sub.JTI, 2*sub.Seq, s.now().UTC()),
		outbox.New(outbox.ID(newUUID()), outbox.Approval, string(id), sub.JTI, 2*sub.Seq+1, s.now().UTC()),
	}
	err = s.d.vault.Update(func(tx *vault.Tx) error {
		if err := put(tx, vault.Cases, string(id), c); err != nil {
			return err
		}
		if err := dropDrafts(tx, c); err != nil {
			return err
		}
		for i, p := range made {
			body := parcelBody{JTI: sub.JTI, SHA256: sub.SHA256, ApprovalJTI: a.JTI, Replaces: c.Replaces, Text: sealed[i]}
			if err := queue(tx, p, body); err != nil {
				return err
			}
		}
		if err := s.append(tx, actApproved, id, map[string]string{"jti": sub.JTI, "approval": a.JTI}); err != nil {
			return err
		}
		p, err := s.queueCheckpoint(tx)
		if err == nil && p != nil {
			made = append(made[:2:2], *p)
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range made {
		s.parcels[p.ID] = p
	}
	s.checkpointed = s.now()
	s.adopt(c)
	if s.current != nil && s.current.ID == id {
		s.drafts = map[string]map[string]string{}
	}
	return nil
}

// deciding is a copy of a case that the signed-in person may decide.
func (s *state) deciding(id casework.ID) (*casework.Case, error) {
	c, err := s.open(id)
	if err != nil {
		return nil, err
	}
	if c.State != casework.WithSupervisor || c.Submission == nil {
		return nil, casework.ErrNotWithSupervisor
	}
	return c, s.mayDecide(c.Actors())
}

// mayDecide holds four eyes by person, as the broker will again.
func (s *state) mayDecide(actors []trust.PersonID) error {
	switch {
	case s.session == nil:
		return ErrSignedOut
	case s.list == nil || s.policy == nil:
		return ErrNotReady
	}
	return issuance.MayApprove(s.session.Person.ID, actors, s.list, s.policy, s.now())
}

// maxNote is the longest note a supervisor can leave.
const maxNote = 2000

// verdict is a supervisor's no: how it is worded, applied and journalled.
type verdict struct {
	act     journal.Act
	reasons func(*policy.Policy) []policy.Coded
	apply   func(c *casework.Case, reason, note string, by casework.By) error
	also    func(*vault.Tx, *casework.Case) error
}

// Return gives the case back; the proposal is void.
func (d *Desk) Return(ctx context.Context, id casework.ID, reason, note string) error {
	return d.decide(ctx, id, reason, note, verdict{
		act:     actReturned,
		reasons: func(p *policy.Policy) []policy.Coded { return p.Returns },
		apply:   (*casework.Case).Return,
	})
}

// Refuse ends the case; the proposal is void.
func (d *Desk) Refuse(ctx context.Context, id casework.ID, reason, note string) error {
	return d.decide(ctx, id, reason, note, verdict{
		act:     actRefused,
		reasons: func(p *policy.Policy) []policy.Coded { return p.Refusals },
		apply:   (*casework.Case).Refuse,
		also:    ended,
	})
}

func (d *Desk) decide(ctx context.Context, id casework.ID, reason, note string, v verdict) error {
	if !utf8.ValidString(note) || len(note) > maxNote {
		return ErrReasonCode.At("note")
	}
	return d.do(ctx, func(s *state) error {
		c, err := s.deciding(id)
		if err != nil {
			return err
		}
		known := func(r policy.Coded) bool { return r.Code == reason }
		if !slices.ContainsFunc(v.reasons(s.policy), known) {
			return ErrReasonCode.At("reason")
		}
		jti := c.Submission.JTI
		return s.change(id, deed{
			act: v.act, draft: "approve", decides: true, also: v.also,
			details: map[string]string{"jti": jti, "reason": reason},
			do:      func(c *casework.Case, by casework.By) error { return v.apply(c, reason, note, by) },
		})
	})
}
