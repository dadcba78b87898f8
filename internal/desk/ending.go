package desk

import (
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/glyph"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/vault"
)

// Close ends a case without a vouch, for a reason of the policy. Withdrawn by
// the resident it can be at any time before the vouch is issued; that voids a
// proposal.
func (d *Desk) Close(ctx context.Context, id casework.ID, cl casework.Closing) error {
	if err := checkClosing(cl); err != nil {
		return err
	}
	return d.ending(ctx, id, deed{
		act: actCaseClosed, draft: DraftEnding,
		details: map[string]string{"outcome": string(cl.Outcome), "reason": cl.Reason},
		also:    ended,
	}, func(s *state, c *casework.Case, by casework.By) error { return c.Close(cl, s.policy, by) })
}

// Park keeps an open case, with all that was seen, for another visit.
func (d *Desk) Park(ctx context.Context, id casework.ID, cl casework.Closing) error {
	if err := checkClosing(cl); err != nil {
		return err
	}
	cl.Also = glyph.Plain(cl.Also)
	if letter, missing := glyph.Missing(cl.Also); missing { // said now, not when the slip is printed
		return ErrNotSet.At("also").With("letter", string(letter))
	}
	return d.ending(ctx, id, deed{
		act: actCaseParked, draft: DraftEnding, details: map[string]string{"reason": cl.Reason},
	}, func(s *state, c *casework.Case, by casework.By) error { return c.Park(cl, s.policy, by) })
}

// ErrNotSet is for words on a paper that its font cannot set. Params letter.
var ErrNotSet = fault.New(fault.Malformed, "case-letter-not-set")

// DraftEnding is the key of what is typed while a visit is being ended.
const DraftEnding = "ending"

func checkClosing(cl casework.Closing) error {
	for place, text := range map[string]string{"note": cl.Note, "also": cl.Also} {
		if !utf8.ValidString(text) || len(text) > maxNote {
			return ErrReasonCode.At(place)
		}
	}
	return nil
}

// ending is change for what needs the policy in use.
func (d *Desk) ending(ctx context.Context, id casework.ID, what deed, do func(*state, *casework.Case, casework.By) error) error {
	return d.do(ctx, func(s *state) error {
		if s.session == nil {
			return ErrSignedOut
		}
		if s.policy == nil {
			return ErrNotReady
		}
		what.do = func(c *casework.Case, by casework.By) error { return do(s, c, by) }
		return s.change(id, what)
	})
}

// ended clears up after a case that got no vouch: what was typed is forgotten,
// the letter, which no vouch has used up, is good for another try, and what the
// case was to correct can be corrected by another.
func ended(tx *vault.Tx, c *casework.Case) error {
	if err := freeLetter(tx, c); err != nil {
		return err
	}
	if c.Correction != nil {
		err := amend(tx, c.Correction.Of, func(of *casework.Case) error { of.Uncorrect(c.ID); return nil })
		if err != nil {
			return err
		}
	}
	return dropDrafts(tx, c)
}

func freeLetter(tx *vault.Tx, c *casework.Case) error {
	if c.Letter.JTI == "" {
		return nil
	}
	r, err := find[reserved](tx, vault.LettersUsed, c.Letter.JTI)
	if err != nil || r.Case != c.ID {
		return err
	}
	return tx.Delete(vault.LettersUsed, c.Letter.JTI)
}

// amend changes another case within the transaction of an act. The caller
// refreshes what is known of it.
func amend(tx *vault.Tx, id casework.ID, do func(*casework.Case) error) error {
	c, err := get[casework.Case](tx, vault.Cases, string(id))
	if errors.Is(err, vault.ErrNoRecord) {
		return nil // it is of another desk, or gone
	} else if err != nil {
		return err
	}
	if err := do(&c); err != nil {
		return err
	}
	return put(tx, vault.Cases, string(id), &c)
}

// refresh reads a case anew that an act on another changed.
func (s *state) refresh(id casework.ID) error {
	if s.entries[id] == nil {
		return nil
	}
	var c casework.Case
	err := s.d.vault.View(func(tx *vault.Tx) (err error) {
		c, err = get[casework.Case](tx, vault.Cases, string(id))
		return err
	})
	if err == nil {
		s.adopt(&c)
	}
	return err
}

// Reopen takes back the end of a visit: by whoever ended it, for some minutes,
// unless its letter has gone to another case since.
func (d *Desk) Reopen(ctx context.Context, id casework.ID) error {
	return d.change(ctx, id, deed{
		act: actCaseReopened,
		do:  func(c *casework.Case, by casework.By) error { return c.Reopen(by) },
		also: func(tx *vault.Tx, c *casework.Case) error {
			if c.Correction != nil {
				return amend(tx, c.Correction.Of, func(of *casework.Case) error { return of.Recorrect(c.ID) })
			}
			if c.Letter.JTI == "" {
				return nil
			}
			r, err := find[reserved](tx, vault.LettersUsed, c.Letter.JTI)
			if err != nil {
				return err
			}
			if r.Case != "" && r.Case != c.ID {
				return letter.ErrUsed
			}
			return put(tx, vault.LettersUsed, c.Letter.JTI, reserved{Case: c.ID, At: c.Letter.At})
		},
	})
}

// ReopenRefused opens a case again whose vouch the broker refused for good: the
// vouch is void and what was to be sent of it is dropped, in one transaction.
func (d *Desk) ReopenRefused(ctx context.Context, id casework.ID) error {
	return d.do(ctx, func(s *state) error {
		if s.session == nil {
			return ErrSignedOut
		}
		refused, all := s.refusedParcels(id)
		if !refused {
			return ErrNotRefused
		}
		details := map[string]string{}
		err := s.change(id, deed{
			act: actVouchVoid, details: details,
			do: func(c *casework.Case, by casework.By) error {
				if c.Submission != nil {
					details["jti"] = c.Submission.JTI
				}
				return c.ReopenRefused(by)
			},
			also: func(tx *vault.Tx, _ *casework.Case) error {
				for _, p := range all {
					if err := errors.Join(
						tx.Delete(vault.Outbox, string(p)), tx.Delete(vault.Outbox, bodyOf+string(p)),
					); err != nil {
						return err
					}
				}
				return nil
			},
		})
		if err != nil {
			return err
		}
		for _, p := range all {
			delete(s.parcels, p)
		}
		return nil
	})
}

// refusedParcels are the parcels of a case's vouch, and whether the broker
// refused one of them so that only a person can go on. One that is on its way
// just now may yet be accepted.
func (s *state) refusedParcels(id casework.ID) (refused bool, all []outbox.ID) {
	for _, p := range s.parcels {
		if p.Case != string(id) || p.Kind != outbox.Vouch && p.Kind != outbox.Approval {
			continue
		}
		if p.State == outbox.Sending {
			return false, nil
		}
		refused = refused || p.State == outbox.NeedsDecision && saidNo(p.Reason.Kind) || p.State == outbox.Refused
		all = append(all, p.ID)
	}
	return refused, all
}

// saidNo reports whether the broker itself refused. What only our own desk
// could not make sense of, such as a receipt, may have been accepted.
func saidNo(k fault.Kind) bool {
	switch k {
	case fault.Refused, fault.Conflict, fault.Unauthorised, fault.Malformed:
		return true
	default:
		return false
	}
}

// lapse destroys what was kept of parked cases that nobody came back to in
// time, each in a transaction of its own, and then the images on the disk.
func (s *state) lapse() {
	now := s.now().UTC()
	gone := false
	for id, e := range s.entries {
		if e.row.State != casework.Parked || !now.After(e.kept) {
			continue
		}
		if err := s.lapseCase(id); err != nil {
			s.d.c.Log.Error("parked case not closed", "case", string(id), "err", err)
			continue
		}
		gone = true
	}
	if !gone {
		return
	}
	if _, err := s.d.vault.Sweep(); err != nil {
		s.d.c.Log.Warn("images not swept", "err", err) // the next start does it
	}
}

func (s *state) lapseCase(id casework.ID) error {
	c, err := s.open(id)
	if err != nil {
		return err
	}
	named := captured(c)
	if err := c.Lapse(s.now().UTC()); err != nil {
		return err
	}
	err = s.commit(c, deed{act: actCaseLapsed, named: named, also: ended})
	if err != nil {
		return err
	}
	s.adopt(c)
	if s.current != nil && s.current.ID == id {
		s.drafts = map[string]map[string]string{}
	}
	return s.refreshCorrected(c)
}

// forgetDropped forgets the images that a case named before and names no more,
// so that none outlives what it belongs to.
func forgetDropped(tx *vault.Tx, before []vault.BlobName, c *casework.Case) error {
	if len(before) == 0 {
		return nil
	}
	rest := captured(c)
	for _, b := range before {
		if slices.Contains(rest, b) {
			continue
		}
		if err := tx.ForgetBlob(b); err != nil {
			return err
		}
	}
	return nil
}

// captured are the images a case names.
func captured(c *casework.Case) []vault.BlobName {
	var all []vault.BlobName
	all = append(all, itemBlobs(c.Evidence)...)
	all = append(all, itemBlobs(c.Removed)...)
	for _, r := range append(slices.Clone(c.Referees), c.RemovedReferees...) {
		all = append(all, refereeBlobs(r)...)
	}
	if c.Representative != nil {
		all = append(all, itemBlobs(c.Representative.Evidence)...)
	}
	return all
}

// refreshCorrected reads the case anew that this one corrects.
func (s *state) refreshCorrected(c *casework.Case) error {
	if c.Correction == nil {
		return nil
	}
	return s.refresh(c.Correction.Of)
}
