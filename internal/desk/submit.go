package desk

import (
	"context"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/keyring"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
	"vouchdesk/internal/vouch"
)

// Submit signs the proposed vouch with the officer's key (DESIGN 6, Order of
// signing). declared says that the officer has made the policy's declaration.
//
// The passphrase is tried and everything is checked before anything is burned.
// Then the intent is on disk before the signature exists, and the signature has
// been verified before it is on disk; what a power cut leaves between is void.
func (d *Desk) Submit(ctx context.Context, id casework.ID, passphrase string, declared bool) error {
	if err := d.take(ctx); err != nil {
		return err
	}
	defer d.give()
	var person trust.PersonID
	err := d.do(ctx, func(s *state) error {
		c, err := s.open(id)
		if err != nil {
			return err
		}
		person = s.session.Person.ID
		// Nobody else is signing, as this command holds the only token.
		if c.Intent != nil {
			return s.voidStale(c)
		}
		return nil
	})
	if err != nil {
		return err
	}
	key, err := d.openKey(ctx, person, passphrase)
	if err != nil {
		return err
	}
	defer func() { _ = key.Close() }() // wiping cannot fail in a way that helps anybody
	return d.submit(context.WithoutCancel(ctx), id, key, declared)
}

// openKey opens a signing key for one act and keeps what a wrong try left.
func (d *Desk) openKey(ctx context.Context, person trust.PersonID, passphrase string) (*keyring.OpenedKey, error) {
	key, err := d.keys.OpenKey(vault.Person(person), passphrase)
	if err != nil {
		return nil, join(err, d.do(context.WithoutCancel(ctx), func(s *state) error { return s.refused(person, err) }))
	}
	return key, nil
}

// submit is the point of no return: from the intent on nothing stops it.
func (d *Desk) submit(ctx context.Context, id casework.ID, key *keyring.OpenedKey, declared bool) error {
	var warrant *issuance.SubmitWarrant
	var intent casework.Intent
	var version uint64
	err := d.do(ctx, func(s *state) (err error) {
		c, err := s.open(id)
		if err != nil {
			return err
		}
		order := s.order(c.Clone(), string(key.ID()), declared)
		if warrant, err = issuance.PrepareSubmission(order); err != nil {
			return err
		}
		intent = warrant.Intent()
		if err := s.burn(c, intent); err != nil {
			return err
		}
		version = s.entries[id].version
		return nil
	})
	if err != nil {
		return err
	}
	proposed, err := warrant.Sign(key)
	if err == nil {
		err = d.do(ctx, func(s *state) error { return s.propose(id, version, intent, proposed) })
	}
	if err == nil {
		return nil
	}
	// What was burned stays burned. If not even this can be written, the next
	// try or sign-in does it.
	return join(err, d.do(ctx, func(s *state) error {
		c, err := s.open(id)
		if err != nil {
			return err
		}
		return s.voidStale(c)
	}))
}

// order is all that a submission is checked against, as it is now. It holds c
// itself: whoever changes the case meanwhile gives a copy.
func (s *state) order(c *casework.Case, kid string, declared bool) issuance.Order {
	unsent, oldest := s.unsent()
	now := s.now().UTC()
	o := issuance.Order{
		Case: c, Policy: s.policy, PolicySeen: s.policySeen, List: s.list, Root: s.root,
		Officer: s.session.Person.ID, KID: kid, Desk: s.d.anchor.Desk, Site: s.site(),
		Now: now, ClockTrusted: s.clock.reason == "", Mode: vouch.Offline, Declared: declared,
		JTI: newURN(), Seq: int64(s.numbers.Seq) + 1, Prev: s.numbers.Hash,
		Leased: len(s.lease.Indices) > 0, StatusURI: s.lease.URI,
		Replaces: c.Replaces, Unsent: unsent, OldestUnsent: oldest, NewID: newUUID, Salts: jose.NewSalt,
		Known: s.histories(c, now),
	}
	if s.link.State == LinkOnline {
		o.Mode = vouch.Online
	}
	if o.Leased {
		o.Index = s.lease.Indices[0]
	}
	return o
}

// burn is the first transaction: the intent, and jti, number and status index
// gone for good.
func (s *state) burn(c *casework.Case, intent casework.Intent) error {
	if err := c.Begin(intent, s.by()); err != nil {
		return err
	}
	next := numbers{Seq: s.numbers.Seq + 1, Hash: s.numbers.Hash}
	rest := lease{URI: s.lease.URI, Indices: s.lease.Indices[1:]}
	details := map[string]string{"jti": intent.JTI, "seq": uintText(next.Seq), "index": uintText(uint64(intent.Index))}
	err := s.d.vault.Update(func(tx *vault.Tx) error {
		if err := put(tx, vault.Cases, string(c.ID), c); err != nil {
			return err
		}
		if err := put(tx, vault.HighWater, idVouch, next); err != nil {
			return err
		}
		if err := put(tx, vault.Lease, idLease, rest); err != nil {
			return err
		}
		return s.append(tx, actIntent, c.ID, details)
	})
	if err != nil {
		return err
	}
	s.numbers, s.lease = next, rest
	s.adopt(c)
	return nil
}

// propose is the second transaction: the vouch and the state it puts the case in.
func (s *state) propose(id casework.ID, version uint64, intent casework.Intent, p issuance.Proposed) error {
	c, err := s.open(id)
	if err != nil {
		return err
	}
	if s.entries[id].version != version {
		return ErrChanged
	}
	named := captured(c)
	err = c.Propose(casework.Submission{JTI: p.JTI, Token: p.Token, SHA256: p.SHA256, Seq: intent.Seq, KnownByReferees: p.KnownByReferees}, s.by())
	if err != nil {
		return err
	}
	next := numbers{Seq: s.numbers.Seq, Hash: p.SHA256}
	err = s.commit(c, deed{
		act: actProposed, named: named, details: map[string]string{"jti": p.JTI, "sha256": p.SHA256},
		also: func(tx *vault.Tx, c *casework.Case) error {
			if err := dropDrafts(tx, c); err != nil {
				return err
			}
			return put(tx, vault.HighWater, idVouch, next)
		},
	})
	if err != nil {
		return err
	}
	s.numbers = next
	s.adopt(c)
	if s.current != nil && s.current.ID == id {
		s.drafts = map[string]map[string]string{}
	}
	return nil
}

// voidStale closes an intent that got no vouch.
func (s *state) voidStale(c *casework.Case) error {
	if c.Intent == nil {
		return nil
	}
	err := s.d.vault.Update(func(tx *vault.Tx) error {
		if err := s.voidIntent(tx, c); err != nil {
			return err
		}
		if _, err := s.reassess(tx, c); err != nil {
			return err
		}
		return put(tx, vault.Cases, string(c.ID), c)
	})
	if err == nil {
		s.adopt(c)
	}
	return err
}

// askTime is how long an officer waits for the council's checks.
const askTime = 10 * time.Second

// ErrCheckOther is for a check that is about another case.
var ErrCheckOther = fault.New(fault.Tampered, "check-other")
