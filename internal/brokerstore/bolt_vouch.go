package brokerstore

import (
	"bytes"
	"context"
	"time"

	"go.etcd.io/bbolt"

	"vouchdesk/internal/trust"
)

func (b *bolt) AddLetter(ctx context.Context, l Letter) error {
	return b.update(ctx, func(tx *bbolt.Tx) error {
		if has(tx, inLetters, []byte(l.JTI)) {
			return ErrExists.At("letter")
		}
		if l.Typed != "" {
			if has(tx, inTyped, []byte(l.Typed)) {
				return ErrExists.At("typed")
			}
			if err := put(tx, inTyped, []byte(l.Typed), l.JTI); err != nil {
				return err
			}
		}
		return put(tx, inLetters, []byte(l.JTI), l)
	})
}

func (b *bolt) Letters(ctx context.Context, site int, after time.Time) (found []Letter, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte(inLetters)).ForEach(func(_, data []byte) error {
			var l Letter
			if err := decode(data, &l); err != nil {
				return err
			}
			if (l.Site == 0 || l.Site == site) && l.Until.After(after) {
				found = append(found, l)
			}
			return nil
		})
	})
	return found, err
}

func (b *bolt) Letter(ctx context.Context, jti string) (l Letter, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		found, err := get(tx, inLetters, []byte(jti), &l)
		if err == nil && !found {
			return ErrNotFound.At("letter")
		}
		return err
	})
	return l, err
}

func (b *bolt) AddCheck(ctx context.Context, c Check) error {
	c.At = c.At.UTC().Truncate(time.Second)
	return b.update(ctx, func(tx *bbolt.Tx) error {
		if has(tx, inChecks, []byte(c.JTI)) {
			return ErrExists.At("check")
		}
		return put(tx, inChecks, []byte(c.JTI), c)
	})
}

func (b *bolt) Check(ctx context.Context, jti string) (c Check, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		found, err := get(tx, inChecks, []byte(jti), &c)
		if err == nil && !found {
			return ErrNotFound.At("check")
		}
		return err
	})
	return c, err
}

func (b *bolt) Lease(ctx context.Context, desk trust.DeskID, candidates []int, n int, at time.Time) (given []int, err error) {
	err = b.update(ctx, func(tx *bbolt.Tx) error {
		given = nil
		for _, index := range candidates {
			if len(given) == n {
				break
			}
			if index < 0 || has(tx, inLeased, number(index)) {
				continue
			}
			if err := put(tx, inLeased, number(index), lease{desk, at.UTC().Truncate(time.Second)}); err != nil {
				return err
			}
			given = append(given, index)
		}
		if len(given) < n {
			return ErrNoIndices
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return given, nil
}

type lease struct {
	Desk trust.DeskID `json:"desk"`
	At   time.Time    `json:"at"`
}

// place is one link of the chain a desk's vouches make.
type place struct {
	JTI    string `json:"jti"`
	SHA256 string `json:"sha256"`
	Prev   string `json:"prev"`
}

func (b *bolt) PutVouch(ctx context.Context, v Vouch) (kept Vouch, created bool, err error) {
	err = b.update(ctx, func(tx *bbolt.Tx) error {
		kept, created = Vouch{}, false
		found, err := get(tx, inVouches, []byte(v.JTI), &kept)
		if err != nil {
			return err
		}
		if found {
			if kept.SHA256 != v.SHA256 {
				return ErrExists.At("vouch")
			}
			return nil
		}
		v.Received, v.Leaf = v.Received.UTC().Truncate(time.Second), -1
		for _, use := range []func(*bbolt.Tx, Vouch) error{useIndex, useSeq, useSubject, useLetter} {
			if err := use(tx, v); err != nil {
				return err
			}
		}
		kept, created = v, true
		return put(tx, inVouches, []byte(v.JTI), v)
	})
	if err != nil {
		return Vouch{}, false, err
	}
	return kept, created, nil
}

func useIndex(tx *bbolt.Tx, v Vouch) error {
	var l lease
	found, err := get(tx, inLeased, number(v.Index), &l)
	if err != nil {
		return err
	}
	if !found || l.Desk != v.Desk {
		return ErrIndexLease
	}
	if has(tx, inIndexUse, number(v.Index)) {
		return ErrIndexUsed
	}
	return put(tx, inIndexUse, number(v.Index), v.JTI)
}

// useSeq takes a desk's number. Vouches of different cases arrive in any order
// and a returned one never arrives, so only neighbours can be compared.
func useSeq(tx *bbolt.Tx, v Vouch) error {
	at := func(seq int64) []byte { return under(string(v.Desk), number(seq)) }
	if has(tx, inSeqs, at(v.Seq)) {
		return ErrSeqTaken
	}
	var before, after place
	if found, err := get(tx, inSeqs, at(v.Seq-1), &before); err != nil || found && before.SHA256 != v.Prev {
		return firstOf(err, ErrSeqPrev)
	}
	if found, err := get(tx, inSeqs, at(v.Seq+1), &after); err != nil || found && after.Prev != v.SHA256 {
		return firstOf(err, ErrSeqPrev)
	}
	return put(tx, inSeqs, at(v.Seq), place{v.JTI, v.SHA256, v.Prev})
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func useLetter(tx *bbolt.Tx, v Vouch) error {
	if v.Letter == "" {
		return nil
	}
	var by string
	taken, err := get(tx, inLetterUse, []byte(v.Letter), &by)
	if err != nil {
		return err
	}
	if taken {
		first, err := vouchIn(tx, by)
		switch {
		case err != nil:
			return err
		case v.Subject == "" || first.Subject != v.Subject:
			return ErrLetterTaken
		case v.Replaces != "":
			return nil // it stays with the first of the chain
		case first.Superseded != v.JTI:
			return ErrLetterTaken
		}
	}
	return put(tx, inLetterUse, []byte(v.Letter), v.JTI)
}

func (b *bolt) Vouch(ctx context.Context, jti string) (v Vouch, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		v, err = vouchIn(tx, jti)
		return err
	})
	return v, err
}

func vouchIn(tx *bbolt.Tx, jti string) (Vouch, error) {
	var v Vouch
	found, err := get(tx, inVouches, []byte(jti), &v)
	if err != nil {
		return Vouch{}, err
	}
	if !found {
		return Vouch{}, ErrNotFound.At("vouch")
	}
	if v.JTI != jti {
		return Vouch{}, ErrDamaged // a flipped byte in a key of the file
	}
	return v, nil
}

func (b *bolt) Approve(ctx context.Context, a Approval) (kept Vouch, created bool, err error) {
	err = b.update(ctx, func(tx *bbolt.Tx) error {
		created = false
		if kept, err = vouchIn(tx, a.VouchJTI); err != nil {
			return err
		}
		if kept.ApprovalJTI != "" {
			if kept.ApprovalJTI != a.JTI {
				return ErrExists.At("approval")
			}
			return nil
		}
		if kept.Superseded != "" {
			return ErrSuperseded
		}
		if err := withdraw(tx, kept, a.At); err != nil {
			return err
		}
		kept.Leaf = nextLeaf(tx)
		kept.Approval, kept.ApprovalJTI, kept.Approved = a.Parcel, a.JTI, a.At.UTC().Truncate(time.Second)
		if err := tx.Bucket([]byte(inLeaves)).Put(number(kept.Leaf), bytes.Clone(a.Leaf)); err != nil {
			return err
		}
		if err := tie(tx, &kept, a.PerYear); err != nil {
			return err
		}
		created = true
		return put(tx, inVouches, []byte(kept.JTI), kept)
	})
	if err != nil {
		return Vouch{}, false, err
	}
	return kept, created, nil
}

func (b *bolt) SetReceipt(ctx context.Context, jti, receipt string) (kept string, err error) {
	err = b.update(ctx, func(tx *bbolt.Tx) error {
		v, err := vouchIn(tx, jti)
		if err != nil {
			return err
		}
		if v.ApprovalJTI == "" {
			return ErrNotFound.At("approval")
		}
		if v.Receipt == "" {
			v.Receipt = receipt
			if err := put(tx, inVouches, []byte(jti), v); err != nil {
				return err
			}
		}
		kept = v.Receipt
		return nil
	})
	return kept, err
}
