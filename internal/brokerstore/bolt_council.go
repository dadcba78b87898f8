package brokerstore

import (
	"bytes"
	"context"
	"encoding/binary"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"vouchdesk/internal/trust"
)

func (b *bolt) Publish(ctx context.Context, doc Doc) error {
	return b.update(ctx, func(tx *bbolt.Tx) error {
		newest, err := newestDoc(tx, doc.Kind)
		if err != nil {
			return err
		}
		if doc.Version <= newest.Version {
			return ErrOlder
		}
		doc.At = doc.At.UTC().Truncate(time.Second)
		return put(tx, inDocs, under(string(doc.Kind), number(doc.Version)), doc)
	})
}

// newestDoc gives the zero Doc where there is none.
func newestDoc(tx *bbolt.Tx, kind DocKind) (Doc, error) {
	c := tx.Bucket([]byte(inDocs)).Cursor()
	last := under(string(kind), bytes.Repeat([]byte{0xff}, 8))
	key, data := c.Seek(last)
	if key == nil {
		key, data = c.Last()
	} else if !bytes.Equal(key, last) {
		key, data = c.Prev()
	}
	if key == nil || !bytes.HasPrefix(key, under(string(kind), nil)) {
		return Doc{}, nil
	}
	var doc Doc
	return doc, decode(data, &doc)
}

func (b *bolt) Published(ctx context.Context, kind DocKind) (doc Doc, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		if doc, err = newestDoc(tx, kind); err != nil {
			return err
		}
		if doc.Version == 0 {
			return ErrNotFound.At(string(kind))
		}
		return nil
	})
	return doc, err
}

func (b *bolt) PublishedAt(ctx context.Context, kind DocKind, version int64) (doc Doc, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		found, err := get(tx, inDocs, under(string(kind), number(version)), &doc)
		if err == nil && !found {
			return ErrNotFound.At(string(kind))
		}
		return err
	})
	return doc, err
}

func (b *bolt) Versions(ctx context.Context, kind DocKind) (all []int64, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		all = nil
		prefix := under(string(kind), nil)
		c := tx.Bucket([]byte(inDocs)).Cursor()
		for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
			if len(k) != len(prefix)+8 {
				return ErrDamaged
			}
			all = append(all, int64(binary.BigEndian.Uint64(k[len(prefix):])))
		}
		return nil
	})
	return all, err
}

func (b *bolt) Registry(ctx context.Context) (r Registry, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		_, err := get(tx, inMeta, []byte(metaRegistry), &r)
		return err
	})
	return r, err
}

func (b *bolt) ChangeRegistry(ctx context.Context, change func(*Registry) error) error {
	return b.update(ctx, func(tx *bbolt.Tx) error {
		var r Registry
		if _, err := get(tx, inMeta, []byte(metaRegistry), &r); err != nil {
			return err
		}
		if err := change(&r); err != nil {
			return err
		}
		return put(tx, inMeta, []byte(metaRegistry), r)
	})
}

func (b *bolt) AddEnrolment(ctx context.Context, e Enrolment) error {
	return b.update(ctx, func(tx *bbolt.Tx) error {
		if has(tx, inEnrolments, []byte(e.SecretHash)) {
			return ErrExists.At("secret")
		}
		return put(tx, inEnrolments, []byte(e.SecretHash), e)
	})
}

func (b *bolt) Enrol(ctx context.Context, secretHash string, keys DeskKeys, now time.Time) (desk trust.Desk, err error) {
	err = b.update(ctx, func(tx *bbolt.Tx) error {
		var e Enrolment
		found, err := get(tx, inEnrolments, []byte(secretHash), &e)
		if err != nil {
			return err
		}
		desk = trust.Desk{ID: e.Desk, Name: e.Name, Site: e.Site}
		if found && e.UsedBy == keys.Key.KID {
			return nil // the answer was lost on the way
		}
		if !found || e.UsedBy != "" || !now.Before(e.Until) {
			return ErrSecret
		}
		var r Registry
		if _, err := get(tx, inMeta, []byte(metaRegistry), &r); err != nil {
			return err
		}
		if err := r.enrol(Desk{Desk: desk, Recipient: keys.Recipient}, keys.Key, now); err != nil {
			return err
		}
		if err := put(tx, inMeta, []byte(metaRegistry), r); err != nil {
			return err
		}
		e.UsedBy = keys.Key.KID
		return put(tx, inEnrolments, []byte(secretHash), e)
	})
	return desk, err
}

// enrol adds a desk, or gives a known one a new key: then the old key ends
// now. A desk that brings the key it has is enrolled again and keeps it.
func (r *Registry) enrol(desk Desk, key trust.Key, now time.Time) error {
	known := false
	for _, k := range r.Keys {
		if k.KID == key.KID && (k.Use != trust.UseDesk || k.Desk != desk.ID || k.Until <= now.Unix()) {
			return ErrExists.At("desk_key")
		}
		known = known || k.KID == key.KID
	}
	for i, k := range r.Keys {
		if k.Use == trust.UseDesk && k.Desk == desk.ID && k.KID != key.KID && k.Until > now.Unix() {
			r.Keys[i].Until = now.Unix()
		}
	}
	r.Desks = slices.DeleteFunc(r.Desks, func(d Desk) bool { return d.ID == desk.ID })
	r.Desks = append(r.Desks, desk)
	if !known {
		key.Desk = desk.ID
		r.Keys = append(r.Keys, key)
	}
	return nil
}

func (b *bolt) Remember(ctx context.Context, desk trust.DeskID, jti string, until, now time.Time) error {
	return b.update(ctx, func(tx *bbolt.Tx) error {
		key := under(string(desk), []byte(jti))
		if has(tx, inRequests, key) {
			return ErrReplayed
		}
		if err := forget(tx, now); err != nil {
			return err
		}
		if err := tx.Bucket([]byte(inRequestEnds)).Put(append(number(until.Unix()), key...), nil); err != nil {
			return err
		}
		return tx.Bucket([]byte(inRequests)).Put(key, number(until.Unix()))
	})
}

// forget drops a few ids that are over, so that each request pays for its own.
func forget(tx *bbolt.Tx, now time.Time) error {
	const few = 16
	var over [][]byte
	c := tx.Bucket([]byte(inRequestEnds)).Cursor()
	for key, _ := c.First(); key != nil && len(over) < few; key, _ = c.Next() {
		if bytes.Compare(key[:8], number(now.Unix())) >= 0 {
			break
		}
		over = append(over, bytes.Clone(key))
	}
	for _, key := range over {
		if err := tx.Bucket([]byte(inRequestEnds)).Delete(key); err != nil {
			return err
		}
		if err := tx.Bucket([]byte(inRequests)).Delete(key[8:]); err != nil {
			return err
		}
	}
	return nil
}
