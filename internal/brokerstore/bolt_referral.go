package brokerstore

import (
	"context"
	"time"

	"go.etcd.io/bbolt"
)

func (b *bolt) PutReferral(ctx context.Context, r Referral) (created bool, err error) {
	r.Received = r.Received.UTC().Truncate(time.Second)
	err = b.update(ctx, func(tx *bbolt.Tx) error {
		created = false
		var kept Referral
		found, err := get(tx, inReferrals, []byte(r.ID), &kept)
		switch {
		case err != nil:
			return err
		case found && (kept.SHA256 != r.SHA256 || kept.Desk != r.Desk):
			return ErrExists.At("referral")
		case found:
			return nil
		}
		created = true
		return put(tx, inReferrals, []byte(r.ID), r)
	})
	return created && err == nil, err
}

func (b *bolt) Referral(ctx context.Context, id string) (r Referral, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		found, err := get(tx, inReferrals, []byte(id), &r)
		switch {
		case err != nil:
			return err
		case !found:
			return ErrNotFound.At("referral")
		case r.ID != id:
			return ErrDamaged // a flipped byte in a key of the file
		}
		return nil
	})
	return r, err
}
