package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/vault"
)

// parcelBody is what a parcel holds until the broker has it. Vouches,
// approvals and referrals are sealed to the broker; a checkpoint says nothing about anybody.
type parcelBody struct {
	JTI         string `json:"jti,omitempty"`
	SHA256      string `json:"sha256,omitempty"`
	ApprovalJTI string `json:"approval_jti,omitempty"`
	Replaces    string `json:"replaces,omitempty"` // jti of the vouch that is withdrawn by it
	Text        string `json:"text"`               // JWE, or for a checkpoint the token
}

// acceptedKept is how long delivered parcels are still listed.
const acceptedKept = 7 * 24 * time.Hour

// push sends what is due, in order within each case, until nothing more is, and
// reports whether the broker took anything. Its error is why the broker could
// not be reached.
func (d *Desk) push(ctx context.Context) (answered bool, err error) {
	for ctx.Err() == nil {
		var due []outbox.Parcel
		err := d.ask(ctx, func(s *state) error {
			for _, id := range outbox.Due(s.parcelList(), s.now()) {
				due = append(due, s.parcels[id])
			}
			return nil
		})
		if err != nil || len(due) == 0 {
			return answered, err
		}
		for i, p := range due {
			err := d.deliver(ctx, p)
			if ctx.Err() != nil {
				return answered, ErrClosed
			}
			answered = answered || err == nil
			// With no way to the broker the others need not find that out each
			// for itself; any other trouble is this parcel's own.
			if err != nil && unreachable(err) {
				return answered, errors.Join(err, d.do(ctx, func(s *state) error { return s.failAll(due[i:], err) }))
			}
			if err != nil {
				err = d.do(ctx, func(s *state) error { return s.failAll([]outbox.Parcel{p}, err) })
			}
			if err != nil {
				return answered, err
			}
		}
	}
	return answered, ErrClosed
}

func unreachable(err error) bool {
	for _, way := range []error{
		courier.ErrOffline, courier.ErrTLS, courier.ErrPortal, courier.ErrClock, courier.ErrUntrusted, courier.ErrTimeout,
	} {
		if errors.Is(err, way) {
			return true
		}
	}
	return false
}

// deliver sends one parcel and files what came back.
func (d *Desk) deliver(ctx context.Context, p outbox.Parcel) error {
	var body parcelBody
	err := d.do(ctx, func(s *state) error {
		s.parcels[p.ID] = outbox.Started(p)
		return s.d.vault.View(func(tx *vault.Tx) (err error) {
			body, err = get[parcelBody](tx, vault.Outbox, bodyOf+string(p.ID))
			return err
		})
	})
	if err != nil {
		return err
	}
	var receipt *courier.Receipt
	switch p.Kind {
	case outbox.Vouch:
		_, err = d.broker.PutVouch(ctx, body.JTI, body.Text)
	case outbox.Approval:
		var r courier.Receipt
		r, err = d.broker.PutApproval(ctx, body.JTI, body.SHA256, body.Text)
		if err == nil {
			err = d.checkReceipt(r, body)
		}
		receipt = &r
	case outbox.Referral:
		err = d.broker.PutReferral(ctx, body.JTI, body.Text)
	case outbox.Checkpoint:
		err = d.broker.PutCheckpoint(ctx, body.Text)
	default:
		err = fault.New(fault.Internal, "parcel-kind")
	}
	if err != nil {
		return err
	}
	return d.do(context.WithoutCancel(ctx), func(s *state) error { return s.delivered(p, receipt) })
}

// checkReceipt holds a receipt, whose signature the courier has checked,
// against what was sent.
func (d *Desk) checkReceipt(r courier.Receipt, sent parcelBody) error {
	b := r.Body
	if b.VouchJTI != sent.JTI || b.VouchSHA256 != sent.SHA256 || b.ApprovalJTI != sent.ApprovalJTI || b.Replaces != sent.Replaces ||
		string(d.anchor.Desk) != b.Audience {
		return courier.ErrReceipt
	}
	return nil
}

// failAll notes why parcels could not be delivered.
func (s *state) failAll(parcels []outbox.Parcel, cause error) error {
	now := s.now()
	failed := make([]outbox.Parcel, 0, len(parcels))
	for _, p := range parcels {
		failed = append(failed, outbox.Failed(p, cause, now, jitter()))
	}
	err := s.d.vault.Update(func(tx *vault.Tx) error {
		for _, p := range failed {
			if err := put(tx, vault.Outbox, string(p.ID), p); err != nil {
				return err
			}
			if p.State != outbox.NeedsDecision {
				continue
			}
			details := map[string]string{"parcel": string(p.ID), "reason": p.Reason.Code}
			if err := s.append(tx, actParcelRefused, casework.ID(p.Case), details); err != nil {
				return err
			}
		}
		return nil
	})
	// Without room on the disk the wait is remembered here alone; the parcel
	// itself has not moved.
	for _, p := range failed {
		s.parcels[p.ID] = p
	}
	return err
}

// delivered files what the broker accepted: parcel, receipt and case in one
// transaction, the case only while its domain is open.
func (s *state) delivered(p outbox.Parcel, receipt *courier.Receipt) error {
	p = outbox.Delivered(p)
	var changed *casework.Case
	var gone []outbox.ID
	err := s.d.vault.Update(func(tx *vault.Tx) (err error) {
		if err := put(tx, vault.Outbox, string(p.ID), p); err != nil {
			return err
		}
		if err := tx.Delete(vault.Outbox, bodyOf+string(p.ID)); err != nil {
			return err
		}
		if gone, err = s.dropCheckpoints(tx, p); err != nil || receipt == nil {
			return err
		}
		changed, err = s.keepReceipt(tx, p, receipt)
		return err
	})
	if err != nil {
		return err // the caller lets it wait; sent again it counts once
	}
	s.parcels[p.ID] = p
	for _, id := range gone {
		delete(s.parcels, id)
	}
	if changed != nil {
		s.adopt(changed)
		return s.refreshCorrected(changed)
	}
	return nil
}

// dropCheckpoints forgets the delivered checkpoints before this one: the newest
// says all they said.
func (s *state) dropCheckpoints(tx *vault.Tx, p outbox.Parcel) (gone []outbox.ID, err error) {
	if p.Kind != outbox.Checkpoint {
		return nil, nil
	}
	for id, other := range s.parcels {
		if other.Kind == outbox.Checkpoint && other.State == outbox.Accepted && id != p.ID {
			gone = append(gone, id)
			if err := tx.Delete(vault.Outbox, string(id)); err != nil {
				return nil, err
			}
		}
	}
	return gone, nil
}

// prune forgets what was delivered long ago; cases and receipts stay.
func (s *state) prune(tx *vault.Tx, now time.Time) error {
	for id, p := range s.parcels {
		if p.State == outbox.Accepted && now.Sub(p.Made) > acceptedKept {
			delete(s.parcels, id)
			if err := tx.Delete(vault.Outbox, string(id)); err != nil {
				return err
			}
		}
	}
	return nil
}

// hurry lets one parcel, or every one that waits, go now.
func (s *state) hurry(only outbox.ID) error {
	now := s.now()
	return s.d.vault.Update(func(tx *vault.Tx) error {
		for id, p := range s.parcels {
			// One that is on its way is being tried already, and must not be
			// stored as such: a stop would leave it so.
			if only != "" && id != only || only == "" && p.State != outbox.Waiting || p.State == outbox.Sending {
				continue
			}
			p = outbox.Retried(p, now)
			s.parcels[id] = p
			if only == "" {
				continue // the wait alone is not worth a write
			}
			if err := put(tx, vault.Outbox, string(id), p); err != nil {
				return err
			}
			if err := s.append(tx, actParcelRetried, casework.ID(p.Case), map[string]string{"parcel": string(id)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// queue puts a parcel and what it holds into the outbox.
func queue(tx *vault.Tx, p outbox.Parcel, body parcelBody) error {
	if err := put(tx, vault.Outbox, string(p.ID), p); err != nil {
		return err
	}
	return put(tx, vault.Outbox, bodyOf+string(p.ID), body)
}

// unsent counts the vouches that the broker has not received, and finds the
// oldest.
func (s *state) unsent() (n int, oldest time.Time) {
	var seen []string
	for _, p := range s.parcels {
		if p.State == outbox.Accepted || p.Kind == outbox.Checkpoint || p.Kind == outbox.Referral || slices.Contains(seen, p.Ref) {
			continue
		}
		seen = append(seen, p.Ref)
		if oldest.IsZero() || p.Made.Before(oldest) {
			oldest = p.Made
		}
	}
	return len(seen), oldest
}
