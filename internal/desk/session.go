package desk

import (
	"context"
	"errors"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

// idleDefault counts until a policy has been pulled.
const idleDefault = 5 * time.Minute

// busyAgain is when to look again where the desk is idle but a passphrase is
// being worked on: nothing is locked between an intent and its vouch.
const busyAgain = time.Second

// SignIn opens the staff domain for one person. A wrong passphrase is
// vault.ErrPassphrase; how long to wait before the next try is in the Snapshot.
func (d *Desk) SignIn(ctx context.Context, person trust.PersonID, passphrase string) error {
	if err := d.take(ctx); err != nil {
		return err
	}
	defer d.give()
	if err := d.ask(ctx, func(s *state) error { return s.maySignIn(person) }); err != nil {
		return err
	}
	if err := d.keys.SignIn(vault.Person(person), passphrase); err != nil {
		return join(err, d.do(context.WithoutCancel(ctx), func(s *state) error { return s.refused(person, err) }))
	}
	// The vault is open now: from here on an error must close it again.
	loaded, err := d.loadSession()
	if err == nil {
		err = d.do(context.WithoutCancel(ctx), func(s *state) error { return s.signIn(person, loaded) })
	}
	if err != nil {
		d.keys.SignOut()
	}
	return err
}

func (s *state) maySignIn(person trust.PersonID) error {
	switch {
	case s.session != nil:
		return ErrSignedIn
	case s.list == nil:
		return ErrNotReady
	}
	p, ok := s.list.Person(person)
	if now := s.clock.earliest(s.now()); !ok || now.Unix() < p.From || now.Unix() >= p.Until {
		return ErrNoPerson
	}
	return nil
}

// refused keeps what a failed try left in the slots and journals it.
func (s *state) refused(person trust.PersonID, cause error) error {
	var err error
	if s.slots, err = s.d.vault.Slots(); err != nil {
		return err
	}
	if !errors.Is(cause, vault.ErrPassphrase) {
		return nil
	}
	return s.d.vault.Update(func(tx *vault.Tx) error {
		p := s.particulars(actPassphrase, "", nil)
		p.Actor = journal.Person(person)
		_, err := tx.Append(p)
		return err
	})
}

// loaded is what a sign-in reads from the staff domain, outside the owner.
type loaded struct {
	cases   []*casework.Case
	records map[string]letter.Record
}

func (d *Desk) loadSession() (loaded, error) {
	if err := d.openRecords(); err != nil {
		return loaded{}, err
	}
	var l loaded
	err := d.vault.View(func(tx *vault.Tx) (err error) {
		if l.cases, err = loadCases(tx); err != nil {
			return err
		}
		l.records, err = loadRecords(tx)
		return err
	})
	return l, err
}

// signIn starts the session: what was cut short is closed as void, what arrived
// while nobody was here is put into the cases.
func (s *state) signIn(person trust.PersonID, l loaded) error {
	if s.session != nil {
		return ErrSignedIn
	}
	p, ok := s.list.Person(person)
	if !ok {
		return ErrNoPerson
	}
	slots, err := s.d.vault.Slots()
	if err != nil {
		return err
	}
	s.signOut()
	s.slots = slots
	s.session = &Session{Person: p, Since: s.now()}
	s.records = l.records
	if err := s.settle(l.cases); err != nil {
		s.signOut()
		return err
	}
	s.lapse()
	s.d.Touch()
	return nil
}

// settle is one transaction over all cases: intents without a vouch are void,
// receipts that came meanwhile are filed, letters are matched again.
func (s *state) settle(cases []*casework.Case) error {
	return s.d.vault.Update(func(tx *vault.Tx) error {
		// A correction and what it corrects are both among them.
		for _, c := range cases {
			if err := s.settleReceipt(tx, c, cases); err != nil {
				return err
			}
		}
		for _, c := range cases {
			changed, err := s.settleCase(tx, c)
			if err != nil {
				return err
			}
			if changed {
				if err := put(tx, vault.Cases, string(c.ID), c); err != nil {
					return err
				}
			}
			s.index(c)
		}
		return s.append(tx, actSignedIn, "", nil)
	})
}

func (s *state) settleCase(tx *vault.Tx, c *casework.Case) (changed bool, err error) {
	if c.Intent != nil {
		if err := s.voidIntent(tx, c); err != nil {
			return false, err
		}
		changed = true
	}
	again, err := s.reassess(tx, c)
	return changed || again || s.matchLetter(c), err
}

// settleReceipt files a receipt that came while nobody was signed in, and notes
// in the case that this one corrects that its vouch is withdrawn.
func (s *state) settleReceipt(tx *vault.Tx, c *casework.Case, cases []*casework.Case) error {
	filed, err := s.fileReceipt(tx, c)
	if err != nil || !filed {
		return err
	}
	if err := put(tx, vault.Cases, string(c.ID), c); err != nil {
		return err
	}
	return s.replace(tx, c, func(id casework.ID, do func(*casework.Case) error) error {
		for _, of := range cases {
			if of.ID != id {
				continue
			}
			if err := do(of); err != nil {
				return err
			}
			return put(tx, vault.Cases, string(id), of)
		}
		return nil
	})
}

// voidIntent closes an intent whose vouch was never stored. Its number and
// status index stay burned.
func (s *state) voidIntent(tx *vault.Tx, c *casework.Case) error {
	jti := c.Intent.JTI
	c.VoidIntent()
	return s.append(tx, actIntentVoid, c.ID, map[string]string{"jti": jti})
}

// Lock closes the staff domain. The face flushes what is being typed before.
func (d *Desk) Lock(ctx context.Context) error {
	if err := d.take(ctx); err != nil {
		return err
	}
	defer d.give()
	return d.do(ctx, func(s *state) error {
		if s.session != nil {
			s.lock(actSignedOut)
		}
		return nil
	})
}

// lock forgets the session. Keys are wiped whatever the journal says.
func (s *state) lock(act journal.Act) {
	s.note(act, nil, nil)
	s.signOut()
	s.d.keys.SignOut()
}

// Touch restarts the idle clock: a key or a tap. It never blocks.
func (d *Desk) Touch() { d.touched.Store(d.c.Now().UnixNano()) }

// idleLeft is how long until the desk locks itself, never zero.
func (s *state) idleLeft() time.Duration {
	if s.session == nil {
		return idleFirst
	}
	return max(s.idleLimit()-s.idleFor(), busyAgain)
}

func (s *state) idleLimit() time.Duration {
	if s.policy != nil && s.policy.Limits.IdleMinutes > 0 {
		return time.Duration(s.policy.Limits.IdleMinutes) * time.Minute
	}
	return idleDefault
}

func (s *state) idleFor() time.Duration {
	return s.now().Sub(time.Unix(0, s.d.touched.Load()))
}

// lockIfIdle reports whether it locked. A date that was set back must not keep
// a desk open, so a touch from the future counts as one of now.
func (s *state) lockIfIdle() bool {
	idle := s.idleFor()
	if idle < 0 {
		s.d.Touch()
	}
	if s.session == nil || idle < s.idleLimit() {
		return false
	}
	select {
	case s.d.signing <- struct{}{}:
		defer s.d.give()
	default:
		return false
	}
	s.lock(actIdleLocked)
	return true
}

// ClearSlot lets a barred person try again; the signed-in person must be a
// supervisor, and not that person.
func (d *Desk) ClearSlot(ctx context.Context, person trust.PersonID) error {
	return d.do(ctx, func(s *state) error {
		if s.session == nil {
			return ErrSignedOut
		}
		if !s.session.Has(trust.Supervisor, s.now()) || s.session.Person.ID == person {
			return ErrRole
		}
		if err := s.d.vault.ClearSlot(vault.Person(person)); err != nil {
			return err
		}
		s.note(actSlotCleared, map[string]string{"person": string(person)}, nil)
		var err error
		s.slots, err = s.d.vault.Slots()
		return err
	})
}
