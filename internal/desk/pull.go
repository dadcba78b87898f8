package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/vault"
)

// leaseLow is when more status indices are asked for; none left stops submitting.
const leaseLow = 50

// pull fetches what the council publishes and what is this desk's alone. Time
// comes after the trust list, whose key it is signed with, and whoever cannot
// be reached for one thing is not asked for the next.
func (d *Desk) pull(ctx context.Context) error {
	var held struct {
		etags map[string]string
		lease lease
	}
	err := d.ask(ctx, func(s *state) error {
		held.etags = map[string]string{}
		for id, etag := range s.etags {
			held.etags[id] = etag
		}
		held.lease = s.lease
		return nil
	})
	if err != nil {
		return err
	}
	var all []error
	for _, step := range []func() error{
		func() error { return d.pullList(ctx, d.broker.Root, held.etags[idRoot], (*state).takeRoot) },
		func() error { return d.pullList(ctx, d.broker.Trust, held.etags[idTrust], (*state).takeTrust) },
		func() error { return d.pullPolicy(ctx, held.etags[idPolicy]) },
		func() error { return d.pullLetters(ctx, held.etags[idLetters]) },
		func() error { return d.pullLease(ctx, held.lease) },
	} {
		err := step()
		if err != nil && offline(err) || ctx.Err() != nil {
			return err
		}
		all = append(all, err)
	}
	return errors.Join(all...)
}

func (d *Desk) pullList(ctx context.Context, from func(context.Context, string) (courier.Pulled, error), etag string,
	take func(*state, courier.Pulled) error,
) error {
	p, err := from(ctx, etag)
	if err != nil || !p.Fresh {
		return err
	}
	return d.do(ctx, func(s *state) error { return take(s, p) })
}

// pullPolicy asks for the time too: a policy counts as confirmed at a moment
// that the broker signed, not at one this machine believes.
func (d *Desk) pullPolicy(ctx context.Context, etag string) error {
	p, err := d.broker.Policy(ctx, etag)
	if err != nil {
		return err
	}
	signed, err := d.pullTime(ctx)
	if err != nil {
		return err
	}
	return d.do(ctx, func(s *state) error {
		if p.Fresh {
			return s.takePolicy(p, signed)
		}
		return s.confirmPolicy(signed)
	})
}

func (d *Desk) pullTime(ctx context.Context) (time.Time, error) {
	body, err := d.broker.Time(ctx)
	if err != nil {
		return time.Time{}, err
	}
	signed := body.IssuedAt.Time()
	return signed, d.do(ctx, func(s *state) error { return s.hearTime(signed) })
}

// pullLetters puts the records where only a sign-in can read them.
func (d *Desk) pullLetters(ctx context.Context, etag string) error {
	sealed, err := d.broker.Letters(ctx, etag)
	if err != nil || !sealed.Fresh {
		return err
	}
	open := false
	err = d.do(ctx, func(s *state) error {
		open = s.session != nil
		return s.keep(idLetters, sealed.ETag, func(tx *vault.Tx) error {
			if err := tx.Deliver(vault.LetterRecords, sealedAs+newUUID(), sealed.Age); err != nil {
				return err
			}
			return s.append(tx, actLettersReceived, "", nil)
		})
	})
	if err != nil || !open {
		return err
	}
	return d.refreshRecords(ctx)
}

// refreshRecords opens what came while somebody is signed in.
func (d *Desk) refreshRecords(ctx context.Context) error {
	l := loaded{}
	err := d.openRecords()
	if err == nil {
		err = d.vault.View(func(tx *vault.Tx) (err error) {
			l.records, err = loadRecords(tx)
			return err
		})
	}
	if errors.Is(err, vault.ErrLocked) {
		return nil // locked meanwhile: the next sign-in reads them
	}
	if err != nil {
		return err
	}
	return d.do(ctx, func(s *state) error {
		if s.session == nil {
			return nil
		}
		s.records = l.records
		return s.rematch()
	})
}

// rematch compares the letters of all open cases with the records again.
func (s *state) rematch() error {
	for id, e := range s.entries {
		if e.letter == "" || e.intent || e.row.State != casework.Open {
			continue
		}
		c, err := s.open(id)
		if err != nil {
			return err
		}
		if !s.matchLetter(c) {
			continue
		}
		err = s.d.vault.Update(func(tx *vault.Tx) error { return put(tx, vault.Cases, string(id), c) })
		if err != nil {
			return err
		}
		s.adopt(c)
	}
	return nil
}

func (d *Desk) pullLease(ctx context.Context, held lease) error {
	if len(held.Indices) >= leaseLow {
		return nil
	}
	l, err := d.broker.Lease(ctx, brokerapi.MaxLease-len(held.Indices))
	if err != nil {
		return err
	}
	return d.do(ctx, func(s *state) error { return s.takeLease(l) })
}

// takeLease adds indices. Those of another status list than the one in use
// replace it, since a vouch names one list only.
func (s *state) takeLease(l courier.Lease) error {
	next := lease{URI: l.Body.URI, Indices: slices.Clone(l.Body.Indices)}
	if next.URI == s.lease.URI {
		next.Indices = append(slices.Clone(s.lease.Indices), next.Indices...)
	}
	err := s.d.vault.Update(func(tx *vault.Tx) error {
		if err := put(tx, vault.Lease, idLease, next); err != nil {
			return err
		}
		return s.append(tx, actLeaseTaken, "", map[string]string{"lease": l.Body.JTI})
	})
	if err == nil {
		s.lease = next
	}
	return err
}
