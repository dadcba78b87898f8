package desk

import (
	"context"
	"strconv"
	"unicode/utf8"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

// Resume brings a parked case back for another visit and puts it on the
// screen, with what expired or changed since flagged.
func (d *Desk) Resume(ctx context.Context, id casework.ID) error {
	err := d.ending(ctx, id, deed{act: actCaseResumed}, func(s *state, c *casework.Case, by casework.By) error {
		return c.Resume(s.policy, s.trained, by)
	})
	if err != nil {
		return err
	}
	return d.OpenCase(ctx, id)
}

// trained is the training of a person by the trust list in use.
func (s *state) trained(id trust.PersonID) policy.Training {
	if s.list == nil {
		return policy.Training{}
	}
	p, _ := s.list.Person(id)
	return policy.Training{Document: p.Training.Document, Likeness: p.Training.Likeness}
}

// AnswerFlag answers a flag of the return visit by its place.
func (d *Desk) AnswerFlag(ctx context.Context, id casework.ID, place int, answer casework.ReturnAnswer) error {
	return d.change(ctx, id, deed{
		act: actReturnAnswered, details: map[string]string{"flag": strconv.Itoa(place), "answer": string(answer)},
		do: func(c *casework.Case, by casework.By) error { return c.AnswerFlag(place, answer, by) },
	})
}

// AllowRetry is a supervisor's leave for another try where there is a concern.
func (d *Desk) AllowRetry(ctx context.Context, id casework.ID) error {
	return d.do(ctx, func(s *state) error {
		if s.session == nil {
			return ErrSignedOut
		}
		if !s.session.Has(trust.Supervisor, s.now()) {
			return ErrRole
		}
		return s.change(id, deed{
			act: actRetryAllowed, decides: true,
			do: func(c *casework.Case, by casework.By) error { return c.AllowRetry(by) },
		})
	})
}

// Retry opens the next try of a case that ended without a vouch and puts it on
// the screen.
func (d *Desk) Retry(ctx context.Context, id casework.ID) (casework.ID, error) {
	return d.follow(ctx, id, actRetryOpened, nil, func(s *state, c *casework.Case, next casework.ID, ref string) (*casework.Case, error) {
		return c.Retry(next, ref, s.d.anchor.Desk, int64(s.policy.Version), s.by())
	})
}

// Correct opens the case that corrects an issued vouch, for a reason of the
// policy, and puts it on the screen.
func (d *Desk) Correct(ctx context.Context, id casework.ID, reason, note string) (casework.ID, error) {
	if !utf8.ValidString(note) || len(note) > maxNote {
		return "", ErrReasonCode.At("note")
	}
	details := map[string]string{"reason": reason}
	return d.follow(ctx, id, actCorrectionOpened, details, func(s *state, c *casework.Case, next casework.ID, ref string) (*casework.Case, error) {
		return c.Correct(next, ref, s.d.anchor.Desk, s.policy, reason, note, s.by())
	})
}

// follow opens a case that comes out of another, both in one transaction.
func (d *Desk) follow(
	ctx context.Context, id casework.ID, act journal.Act, details map[string]string,
	make func(s *state, c *casework.Case, next casework.ID, ref string) (*casework.Case, error),
) (casework.ID, error) {
	next := casework.ID(newUUID())
	err := d.do(ctx, func(s *state) error {
		if err := s.mayBegin(); err != nil {
			return err
		}
		from, err := s.open(id)
		if err != nil {
			return err
		}
		var made *casework.Case
		err = s.d.vault.Update(func(tx *vault.Tx) error {
			ref, err := s.nextReference(tx)
			if err != nil {
				return err
			}
			if made, err = make(s, from, next, ref); err != nil {
				return err
			}
			for _, b := range captured(made) {
				if err := tx.NameBlob(b); err != nil {
					return err
				}
			}
			for _, c := range []*casework.Case{from, made} {
				if err := put(tx, vault.Cases, string(c.ID), c); err != nil {
					return err
				}
			}
			all := map[string]string{"ref": made.Ref, "from": string(id)}
			for k, v := range details {
				all[k] = v
			}
			return s.append(tx, act, next, all)
		})
		if err != nil {
			return err
		}
		s.adopt(from)
		s.index(made)
		s.current, s.drafts = made, map[string]map[string]string{}
		return nil
	})
	if err != nil {
		return "", err
	}
	return next, nil
}
