package desk

import (
	"context"
	"errors"
	"maps"
	"time"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/scan"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

// ErrParked is for the letter of a parked case, which can be resumed instead.
var ErrParked = fault.New(fault.Conflict, "letter-parked")

// ReadLetter looks at the text of a letter's code. What is wrong with the
// letter is in the look; an error means that it could not be looked at.
func (d *Desk) ReadLetter(ctx context.Context, code string) (LetterLook, error) {
	var look LetterLook
	err := d.ask(ctx, func(s *state) (err error) {
		look, err = s.look(code)
		return err
	})
	return look, err
}

// ReadLetterSheet looks at a letter in a picture, or on a page of a document.
func (d *Desk) ReadLetterSheet(ctx context.Context, s capture.Sheet) (LetterLook, error) {
	if d.taker == nil {
		return LetterLook{}, docrender.ErrWorker
	}
	code, err := d.taker.Letter(ctx, s)
	if err != nil {
		return LetterLook{}, err
	}
	return d.ReadLetter(ctx, code)
}

// Live reads codes from the frames of a camera; what it finds goes to ReadLetter.
func (d *Desk) Live() *scan.Live { return d.codes.Live() }

// look verifies a code with what this desk holds; no network is needed.
func (s *state) look(code string) (LetterLook, error) {
	switch {
	case s.session == nil:
		return LetterLook{}, ErrSignedOut
	case s.list == nil || s.policy == nil:
		return LetterLook{}, ErrNotReady
	}
	now := s.now().UTC()
	look := LetterLook{At: now, Letter: casework.Letter{Path: casework.LetterScanned}}
	parsed, err := letter.ParseCode(code)
	if err != nil {
		return look.faulty(err), nil
	}
	found, err := letter.Verify(parsed, letter.Context{
		Tag: letter.Tag(trust.Tag(s.d.anchor.Root)), Now: s.clock.earliest(now), Site: s.site(), Keys: s.list.Keys(trust.UseLetter),
	})
	if err != nil {
		return look.faulty(err), nil
	}
	if !s.policy.Limits.Letter(found.IssuedAt, found.Until) {
		return look.faulty(policy.ErrLetterLife), nil
	}
	look.Letter = casework.Letter{
		Path: casework.LetterScanned, JTI: found.JTI.String(), KID: found.KID, Site: found.Site,
		IssuedAt: found.IssuedAt, Until: found.Until, State: letter.Signed, At: now,
	}
	other, err := s.usedElsewhere(look.Letter.JTI)
	if err != nil {
		return LetterLook{}, err
	}
	if other != nil && other.row.State == casework.Parked {
		look.Resume = other.row.ID
		return look.faulty(ErrParked.With("ref", other.row.Ref)), nil
	}
	if other != nil {
		return look.faulty(letter.ErrUsed.With("ref", other.row.Ref)), nil
	}
	if look.Before, err = s.broughtBefore(look.Letter.JTI); err != nil {
		return LetterLook{}, err
	}
	if look.Before != nil && look.Before.waits {
		return look.faulty(letter.ErrUsed.With("ref", look.Before.Ref)), nil
	}
	if rec, here := s.records[look.Letter.JTI]; here {
		look.Record = &rec
	}
	s.looked[look.Letter.JTI] = look.Letter
	return look, nil
}

// broughtBefore is the last case at this desk that the letter was brought to
// and that ended without a vouch; nil where there is none, or where it is the
// one that the case on screen tries again. A referred case is as one that waits.
func (s *state) broughtBefore(jti string) (*Brought, error) {
	var last *entry
	for _, e := range s.entries {
		if e.letter == jti && e.row.State == casework.Closed && e.row.Outcome != casework.Vouched && (last == nil || e.row.Since.After(last.row.Since)) {
			last = e
		}
	}
	if last == nil || s.current != nil && s.current.State == casework.Open && s.current.From() == last.row.ID {
		return nil, nil //nolint:nilnil // none is no failure
	}
	b := &Brought{Case: last.row.ID, Ref: last.row.Ref}
	if last.row.Outcome == casework.Referred {
		b.waits = true
		return b, nil
	}
	c, err := s.open(last.row.ID)
	if err != nil {
		return nil, err
	}
	b.Retry = c.RetryNow() == nil && s.mayBegin() == nil
	return b, nil
}

// faulty says what is wrong with a letter.
func (l LetterLook) faulty(err error) LetterLook {
	l.Fault, l.Before = fault.Code(err), nil
	var e *fault.Error
	if errors.As(err, &e) {
		l.Params = maps.Clone(e.Params)
	}
	return l
}

// usedElsewhere is the case of this desk that took a letter, unless that is the
// open one on screen, which may scan it as often as it likes.
func (s *state) usedElsewhere(jti string) (*entry, error) {
	var r reserved
	err := s.d.vault.View(func(tx *vault.Tx) (err error) {
		r, err = find[reserved](tx, vault.LettersUsed, jti)
		return err
	})
	if err != nil || r.Case == "" || s.current != nil && s.current.State == casework.Open && ofChain(s.current, r.Case) {
		return nil, err
	}
	if e := s.entries[r.Case]; e != nil {
		return e, nil
	}
	return &entry{}, nil
}

// Offer puts a look on every screen.
func (d *Desk) Offer(ctx context.Context, look LetterLook) error {
	return d.do(ctx, func(s *state) error {
		if s.session == nil {
			return ErrSignedOut
		}
		s.offered = &look
		return nil
	})
}

// Dismiss takes an offered look away.
func (d *Desk) Dismiss(ctx context.Context) error {
	return d.do(ctx, func(s *state) error { s.offered = nil; return nil })
}

// SetLetter records a letter that was looked at since the sign-in, and reserves
// it for this case. What is kept is what was verified, whatever is given here.
func (d *Desk) SetLetter(ctx context.Context, id casework.ID, l casework.Letter) error {
	return d.do(ctx, func(s *state) error {
		if s.session == nil {
			return ErrSignedOut
		}
		seen, ok := s.looked[l.JTI]
		if !ok {
			return ErrNotRead
		}
		former := s.letterOf(id)
		err := s.change(id, deed{
			act: actLetterSet, draft: string(casework.StepLetter), details: map[string]string{"letter": seen.JTI},
			do: func(c *casework.Case, by casework.By) error { return c.SetLetter(seen, by) },
			also: func(tx *vault.Tx, c *casework.Case) error {
				if err := s.release(tx, c.ID, former, seen.JTI); err != nil {
					return err
				}
				return reserve(tx, c, seen.JTI, s.now())
			},
		})
		if err == nil {
			s.offered = nil
		}
		return err
	})
}

// SetNoLetter records that the resident has none.
func (d *Desk) SetNoLetter(ctx context.Context, id casework.ID) error {
	return d.do(ctx, func(s *state) error {
		former := s.letterOf(id)
		return s.change(id, deed{
			act: actLetterNone, draft: string(casework.StepLetter),
			do: func(c *casework.Case, by casework.By) error {
				return c.SetLetter(casework.Letter{Path: casework.LetterNone}, by)
			},
			also: func(tx *vault.Tx, c *casework.Case) error { return s.release(tx, c.ID, former, "") },
		})
	})
}

func (s *state) letterOf(id casework.ID) string {
	if e := s.entries[id]; e != nil {
		return e.letter
	}
	return ""
}

// reserve takes a letter for a case. Between the look and this another case may
// have taken it.
func reserve(tx *vault.Tx, c *casework.Case, jti string, at time.Time) error {
	r, err := find[reserved](tx, vault.LettersUsed, jti)
	switch {
	case err != nil:
		return err
	case ofChain(c, r.Case):
		return nil
	case r.Case != "":
		return letter.ErrUsed
	}
	return put(tx, vault.LettersUsed, jti, reserved{Case: c.ID, At: at.UTC()})
}

// ofChain reports whether a letter taken for a case is good for this one: for
// itself, and for the correction of a case whose letter it stays.
func ofChain(c *casework.Case, taken casework.ID) bool {
	return c.ID == taken || c.Correction != nil && (c.Correction.Of == taken || c.Correction.Chain == taken)
}

// release gives a letter back that a case replaced or removed, if it was its own.
func (s *state) release(tx *vault.Tx, id casework.ID, former, next string) error {
	if former == "" || former == next {
		return nil
	}
	if r, err := find[reserved](tx, vault.LettersUsed, former); err != nil || r.Case != id {
		return err
	}
	if err := tx.Delete(vault.LettersUsed, former); err != nil {
		return err
	}
	return s.append(tx, actLetterReleased, id, map[string]string{"letter": former})
}

// matchLetter compares a case's letter with the council's record, if it is
// here, and reports whether that changed the case.
func (s *state) matchLetter(c *casework.Case) bool {
	if c.State != casework.Open || c.Letter.Path != casework.LetterScanned {
		return false
	}
	now := letter.Signed
	if rec, here := s.records[c.Letter.JTI]; here && c.Resident != nil {
		a := c.Resident.Address
		lines := append(append([]string(nil), a.Lines...), a.Town)
		now = letter.Match(rec, c.Resident.Name.Given, c.Resident.Name.Family, lines, a.Postcode)
	}
	changed := now != c.Letter.State
	c.Letter.State = now
	return changed
}

func (s *state) site() int {
	if s.list != nil {
		if own, ok := s.list.Desk(s.d.anchor.Desk); ok {
			return own.Site
		}
	}
	return s.d.anchor.Site
}
