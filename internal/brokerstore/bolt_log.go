package brokerstore

import (
	"bytes"
	"context"
	"encoding/binary"
	"strconv"
	"time"

	"go.etcd.io/bbolt"
	"golang.org/x/mod/sumdb/tlog"
)

func nextLeaf(tx *bbolt.Tx) int64 {
	key, _ := tx.Bucket([]byte(inLeaves)).Cursor().Last()
	if key == nil {
		return 0
	}
	return int64(binary.BigEndian.Uint64(key)) + 1
}

func (b *bolt) Head(ctx context.Context) (h Head, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		_, err := get(tx, inMeta, []byte(metaHead), &h)
		return err
	})
	return h, err
}

func (b *bolt) Leaves(ctx context.Context, from int64, limit int) (leaves [][]byte, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(inLeaves)).Cursor()
		for key, data := c.Seek(number(from)); key != nil && len(leaves) < limit; key, data = c.Next() {
			if !bytes.Equal(key, number(from+int64(len(leaves)))) {
				return ErrDamaged.At("log leaf " + strconv.FormatInt(from+int64(len(leaves)), 10))
			}
			leaves = append(leaves, bytes.Clone(data))
		}
		return nil
	})
	return leaves, err
}

func (b *bolt) Hashes(ctx context.Context, indexes []int64) (hashes [][32]byte, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		for _, i := range indexes {
			data := tx.Bucket([]byte(inHashes)).Get(number(i))
			if len(data) != 32 {
				return ErrNotFound.At("log hash " + strconv.FormatInt(i, 10))
			}
			hashes = append(hashes, [32]byte(data))
		}
		return nil
	})
	return hashes, err
}

func (b *bolt) Integrate(ctx context.Context, from int64, hashes [][32]byte, head Head) error {
	return b.update(ctx, func(tx *bbolt.Tx) error {
		var now Head
		if _, err := get(tx, inMeta, []byte(metaHead), &now); err != nil {
			return err
		}
		if now.Size != from || head.Size < from || head.Size == from && now.Note != "" {
			return ErrNotNext
		}
		first := tlog.StoredHashCount(from)
		for i, h := range hashes {
			if err := tx.Bucket([]byte(inHashes)).Put(number(first+int64(i)), h[:]); err != nil {
				return err
			}
		}
		return put(tx, inMeta, []byte(metaHead), head)
	})
}

func (b *bolt) AddJournal(ctx context.Context, j Journal) (finding JournalFinding, err error) {
	j.At = j.At.UTC().Truncate(time.Second)
	err = b.update(ctx, func(tx *bbolt.Tx) error {
		var last, same Journal
		known, err := get(tx, inJournalLast, []byte(j.Desk), &last)
		if err != nil {
			return err
		}
		at := under(string(j.Desk), number(j.Seq))
		repeated, err := get(tx, inJournal, at, &same)
		if err != nil {
			return err
		}
		if repeated && same.Hash == j.Hash {
			finding = JournalFits
			return nil
		}
		if finding = judge(j, last, known, repeated); finding != JournalFits {
			if err := put(tx, inJournalOdd, under(string(at), []byte(j.Hash)), j); err != nil || finding != JournalGap {
				return err
			}
		}
		if err := put(tx, inJournalLast, []byte(j.Desk), j); err != nil {
			return err
		}
		return put(tx, inJournal, at, j)
	})
	return finding, err
}

// judge compares a new checkpoint with the last that fitted.
func judge(j, last Journal, known, repeated bool) JournalFinding {
	switch {
	case repeated:
		return JournalFork
	case !known && j.PrevSeq != 0:
		return JournalGap
	case !known:
		return JournalFits
	case j.Seq <= last.Seq:
		return JournalBehind
	case j.PrevSeq > last.Seq:
		return JournalGap
	case j.PrevSeq < last.Seq, j.PrevHash != last.Hash:
		return JournalFork
	}
	return JournalFits
}

func (b *bolt) AddIncident(ctx context.Context, i Incident) error {
	i.At = i.At.UTC().Truncate(time.Second)
	return b.update(ctx, func(tx *bbolt.Tx) error {
		if has(tx, inIncidentKey, []byte(i.Key)) {
			return nil
		}
		next, err := tx.Bucket([]byte(inIncidents)).NextSequence()
		if err != nil {
			return err
		}
		if err := tx.Bucket([]byte(inIncidentKey)).Put([]byte(i.Key), number(next)); err != nil {
			return err
		}
		return put(tx, inIncidents, number(next), i)
	})
}

func (b *bolt) Incidents(ctx context.Context) (all []Incident, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte(inIncidents)).ForEach(func(_, data []byte) error {
			var i Incident
			if err := decode(data, &i); err != nil {
				return err
			}
			all = append(all, i)
			return nil
		})
	})
	return all, err
}
