package desk

import (
	"context"
	"maps"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

// deed is one act on one case: what it changes, what the journal says of it,
// and whose draft it ends. All of it is one transaction.
type deed struct {
	act     journal.Act
	details map[string]string
	draft   string
	decides bool             // a supervisor's; every other deed is an officer's
	named   []vault.BlobName // images the case named before: what it names no more is forgotten with the act
	do      func(*casework.Case, casework.By) error
	also    func(*vault.Tx, *casework.Case) error // what else belongs to the act
}

// change performs a deed.
func (d *Desk) change(ctx context.Context, id casework.ID, what deed) error {
	return d.do(ctx, func(s *state) error { return s.change(id, what) })
}

func (s *state) change(id casework.ID, what deed) error {
	c, err := s.open(id)
	if err != nil {
		return err
	}
	if c.Intent != nil { // it is being signed as it is
		return ErrChanged
	}
	if !what.decides && !s.session.Has(trust.Officer, s.now()) {
		return ErrRole
	}
	what.named = captured(c)
	if err := what.do(c, s.by()); err != nil {
		return err
	}
	s.matchLetter(c)
	if details := s.restand(c); details != nil {
		also := what.also
		what.also = func(tx *vault.Tx, c *casework.Case) error {
			if also != nil {
				if err := also(tx, c); err != nil {
					return err
				}
			}
			return s.append(tx, actCaseReassessed, c.ID, details)
		}
	}
	if err := s.commit(c, what); err != nil {
		return err
	}
	s.adopt(c)
	if s.current != nil && s.current.ID == id {
		if c.State == casework.Closed {
			s.drafts = map[string]map[string]string{}
		}
		delete(s.drafts, what.draft)
	}
	return s.refreshCorrected(c)
}

func (s *state) commit(c *casework.Case, what deed) error {
	return s.d.vault.Update(func(tx *vault.Tx) error {
		if err := forgetDropped(tx, what.named, c); err != nil {
			return err
		}
		if what.also != nil {
			if err := what.also(tx, c); err != nil {
				return err
			}
		}
		if err := put(tx, vault.Cases, string(c.ID), c); err != nil {
			return err
		}
		if what.draft != "" {
			if err := tx.Delete(vault.Drafts, draftID(c.ID, what.draft)); err != nil {
				return err
			}
		}
		return s.append(tx, what.act, c.ID, what.details)
	})
}

// adopt makes a changed case the one that is known, once it is on disk.
func (s *state) adopt(c *casework.Case) {
	s.index(c)
	if s.current != nil && s.current.ID == c.ID {
		s.current = c
	}
}

// open is a copy of a case to change.
func (s *state) open(id casework.ID) (*casework.Case, error) {
	if s.session == nil {
		return nil, ErrSignedOut
	}
	if s.entries[id] == nil {
		return nil, ErrNoCase
	}
	if s.current != nil && s.current.ID == id {
		return s.current.Clone(), nil
	}
	var c casework.Case
	err := s.d.vault.View(func(tx *vault.Tx) (err error) {
		c, err = get[casework.Case](tx, vault.Cases, string(id))
		return err
	})
	return &c, err
}

func (s *state) by() casework.By {
	return casework.By{Person: s.session.Person.ID, At: s.now().UTC()}
}

// mayBegin tells why no case can be begun now.
func (s *state) mayBegin() error {
	switch {
	case s.session == nil:
		return ErrSignedOut
	case s.policy == nil || s.list == nil:
		return ErrNotReady
	case !s.session.Has(trust.Officer, s.now()):
		return ErrRole
	}
	return nil
}

// NewCase opens a case and puts it on the screen.
func (d *Desk) NewCase(ctx context.Context) (casework.ID, error) {
	id := casework.ID(newUUID())
	err := d.do(ctx, func(s *state) error {
		if err := s.mayBegin(); err != nil {
			return err
		}
		var c *casework.Case
		err := s.d.vault.Update(func(tx *vault.Tx) error {
			ref, err := s.nextReference(tx)
			if err != nil {
				return err
			}
			c = casework.New(id, ref, s.d.anchor.Desk, int64(s.policy.Version), s.by())
			if err := put(tx, vault.Cases, string(id), c); err != nil {
				return err
			}
			return s.append(tx, actCaseOpened, id, map[string]string{"ref": c.Ref})
		})
		if err != nil {
			return err
		}
		s.index(c)
		s.current, s.drafts = c, map[string]map[string]string{}
		return nil
	})
	return id, err
}

// nextReference gives out the next number of a case.
func (s *state) nextReference(tx *vault.Tx) (string, error) {
	n, err := find[numbers](tx, vault.HighWater, idCase)
	if err != nil {
		return "", err
	}
	n.Seq++
	return s.reference(n.Seq), put(tx, vault.HighWater, idCase, n)
}

// OpenCase chooses the case on screen.
func (d *Desk) OpenCase(ctx context.Context, id casework.ID) error {
	return d.do(ctx, func(s *state) error {
		c, err := s.open(id)
		if err != nil {
			return err
		}
		var drafts map[string]map[string]string
		err = s.d.vault.View(func(tx *vault.Tx) (err error) {
			drafts, err = loadDrafts(tx, id)
			return err
		})
		if err == nil {
			s.current, s.drafts = c, drafts
		}
		return err
	})
}

// CloseCase leaves the case on screen; the case itself stays as it is.
func (d *Desk) CloseCase(ctx context.Context) error {
	return d.do(ctx, func(s *state) error {
		s.current, s.drafts = nil, nil
		return nil
	})
}

// The caps of a draft: what a person can type, far from what fills a disk.
const (
	maxDraftFields = 200
	maxDraftBytes  = 256 << 10
	maxDraftKey    = 100
)

// SaveDraft keeps what is typed in one step; an empty map forgets it. When it
// returns nil the draft is on disk.
func (d *Desk) SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error {
	if err := checkDraft(key, fields); err != nil {
		return err
	}
	fields = maps.Clone(fields)
	return d.do(ctx, func(s *state) error {
		if s.session == nil {
			return ErrSignedOut
		}
		if s.entries[id] == nil {
			return ErrNoCase
		}
		err := s.d.vault.Update(func(tx *vault.Tx) error {
			if len(fields) == 0 {
				return tx.Delete(vault.Drafts, draftID(id, key))
			}
			return put(tx, vault.Drafts, draftID(id, key), fields)
		})
		if err != nil || s.current == nil || s.current.ID != id {
			return err
		}
		if len(fields) == 0 {
			delete(s.drafts, key)
		} else {
			s.drafts[key] = fields
		}
		return nil
	})
}

func checkDraft(key string, fields map[string]string) error {
	size := 0
	for name, text := range fields {
		size += len(name) + len(text)
	}
	if key == "" || len(key) > maxDraftKey || len(fields) > maxDraftFields || size > maxDraftBytes {
		return ErrDraft
	}
	return nil
}

// SetResident records who the resident says they are.
func (d *Desk) SetResident(ctx context.Context, id casework.ID, r casework.Resident) error {
	return d.change(ctx, id, deed{
		act: actResidentSet, draft: string(casework.StepResident),
		do: func(c *casework.Case, by casework.By) error { return c.SetResident(r, by) },
	})
}

// SetPurpose records the service and how the resident was told.
func (d *Desk) SetPurpose(ctx context.Context, id casework.ID, p casework.Purpose) error {
	return d.change(ctx, id, deed{
		act: actPurposeSet, draft: string(casework.StepPurpose), details: map[string]string{"service": p.Service},
		do: func(c *casework.Case, by casework.By) error { return c.SetPurpose(p, by) },
	})
}

// dropDrafts forgets what was typed and never kept.
func dropDrafts(tx *vault.Tx, c *casework.Case) error {
	drafts, err := loadDrafts(tx, c.ID)
	if err != nil {
		return err
	}
	for key := range drafts {
		if err := tx.Delete(vault.Drafts, draftID(c.ID, key)); err != nil {
			return err
		}
	}
	return nil
}

// NewItemID names a new piece of evidence.
func (d *Desk) NewItemID() evidence.ItemID { return evidence.ItemID(newUUID()) }

// NewCheckID names a new check.
func (d *Desk) NewCheckID() evidence.CheckID { return evidence.CheckID(newUUID()) }
