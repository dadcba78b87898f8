package vault

import (
	"bytes"
	"errors"

	bolt "go.etcd.io/bbolt"

	"vouchdesk/internal/fault"
)

const (
	maxID    = 512
	maxValue = 32 << 20
)

// Tx is one transaction. It must not outlive the function it was given to.
type Tx struct {
	v       *Vault
	staff   *domainKeys // nil while the staff domain is closed
	records *bolt.Bucket
	meta    *bolt.Bucket
	write   bool
	seals   [2]*seals
	changed [2]bool
	named   []BlobName
	broken  error // a change that stopped half way: nothing may be committed
}

var (
	errHalf   = fault.New(fault.Internal, "vault-change-incomplete")
	errCommit = fault.New(fault.Internal, "vault-commit-failed") // beside the cause
)

// View runs fn over one unchanging state of the vault.
func (v *Vault) View(fn func(*Tx) error) error {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.run(false, v.staff, fn)
}

// Update runs fn and makes all it did durable, or nothing of it.
func (v *Vault) Update(fn func(*Tx) error) error {
	named, err := v.update(fn)
	if errors.Is(err, errCommit) {
		// bbolt does not give every page back after a commit that failed; its
		// book-keeping is read anew from the file, which is as it was.
		v.reopen()
	}
	// Only now are these blobs safe from the sweep by being named on disk. Not
	// under the lock: Sweep takes the two in the other order.
	if err == nil {
		v.settleBlobs(named)
	}
	return err
}

func (v *Vault) update(fn func(*Tx) error) ([]BlobName, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var named []BlobName
	err := v.run(true, v.staff, func(tx *Tx) error {
		err := fn(tx)
		named = tx.named
		return err
	})
	return named, err
}

func (tx *Tx) keys(d Domain) *domainKeys {
	if d == StaffDomain {
		return tx.staff
	}
	return tx.v.desk
}

// Put stores a copy of value under an id.
func (tx *Tx) Put(b Bucket, id string, value []byte) error {
	if !b.open() {
		return ErrBadRecord.At("bucket " + b.String())
	}
	return tx.put(b, id, value)
}

// Get returns a copy, or ErrNoRecord.
func (tx *Tx) Get(b Bucket, id string) ([]byte, error) {
	if !b.open() {
		return nil, ErrBadRecord.At("bucket " + b.String())
	}
	return tx.get(b, id)
}

// Has reports whether there is a record.
func (tx *Tx) Has(b Bucket, id string) (has bool, err error) {
	defer rescue(&err)
	keys := tx.keys(b.Domain())
	if keys == nil {
		return false, ErrLocked
	}
	return tx.records.Get(keys.recordKey(b, id)) != nil, nil
}

// Delete removes a record; removing what is not there is no error.
func (tx *Tx) Delete(b Bucket, id string) error {
	if !b.open() {
		return ErrBadRecord.At("bucket " + b.String())
	}
	return tx.delete(b, id)
}

// Each calls fn for every record, in no order that means anything. fn must not
// change the bucket.
func (tx *Tx) Each(b Bucket, fn func(id string, value []byte) error) error {
	if !b.open() {
		return ErrBadRecord.At("bucket " + b.String())
	}
	return tx.each(b, fn)
}

// Count says how many records a bucket has.
func (tx *Tx) Count(b Bucket) (n int, err error) {
	defer rescue(&err)
	s, err := tx.loadSeals(b.Domain())
	if err != nil {
		return 0, err
	}
	return int(s.tallies[b].count), nil
}

func (tx *Tx) get(b Bucket, id string) (value []byte, err error) {
	defer rescue(&err)
	keys := tx.keys(b.Domain())
	if keys == nil {
		return nil, ErrLocked
	}
	key := keys.recordKey(b, id)
	sealed := tx.records.Get(key)
	if sealed == nil {
		return nil, ErrNoRecord.At("bucket " + b.String())
	}
	_, value, err = keys.openRecord(key, sealed)
	return value, err
}

func (tx *Tx) put(b Bucket, id string, value []byte) (err error) {
	defer rescue(&err)
	if id == "" || len(id) > maxID || len(value) > maxValue {
		return ErrBadRecord.At("bucket " + b.String())
	}
	keys, err := tx.forget(b, id)
	if err != nil {
		return err
	}
	key := keys.recordKey(b, id)
	sealed, err := keys.sealRecord(key, id, value)
	if err != nil {
		return err
	}
	s := tx.seals[b.Domain()]
	t := s.tallies[b]
	t.count++
	t.toggle(keys, key, sealed)
	s.tallies[b] = t
	if err := tx.records.Put(key, sealed); err != nil {
		return failure(err)
	}
	tx.broken = nil
	return nil
}

func (tx *Tx) delete(b Bucket, id string) (err error) {
	defer rescue(&err)
	keys, err := tx.forget(b, id)
	if err != nil {
		return err
	}
	if err := tx.records.Delete(keys.recordKey(b, id)); err != nil {
		return failure(err)
	}
	tx.broken = nil
	return nil
}

// forget takes a record, if there is one, out of its bucket's tally.
func (tx *Tx) forget(b Bucket, id string) (*domainKeys, error) {
	keys := tx.keys(b.Domain())
	if keys == nil {
		return nil, ErrLocked
	}
	if !tx.write {
		return nil, ErrReadOnly
	}
	if tx.broken != nil {
		return nil, tx.broken
	}
	s, err := tx.loadSeals(b.Domain())
	if err != nil {
		return nil, err
	}
	tx.changed[b.Domain()] = true
	// Until the record follows its tally, the two disagree.
	tx.broken = errHalf
	key := keys.recordKey(b, id)
	if sealed := tx.records.Get(key); sealed != nil {
		t := s.tallies[b]
		t.count--
		t.toggle(keys, key, sealed)
		s.tallies[b] = t
	}
	return keys, nil
}

func (tx *Tx) each(b Bucket, fn func(id string, value []byte) error) error {
	keys := tx.keys(b.Domain())
	if keys == nil {
		return ErrLocked
	}
	cursor := tx.records.Cursor()
	step := func(first bool) (id string, value []byte, more bool, err error) {
		defer rescue(&err)
		var key, sealed []byte
		if first {
			key, sealed = cursor.Seek([]byte{byte(b)})
		} else {
			key, sealed = cursor.Next()
		}
		if !bytes.HasPrefix(key, []byte{byte(b)}) {
			return "", nil, false, nil
		}
		id, value, err = keys.openRecord(key, sealed)
		return id, value, true, err
	}
	for first := true; ; first = false {
		id, value, more, err := step(first)
		if err != nil || !more {
			return err
		}
		if err := fn(id, value); err != nil {
			return err
		}
	}
}

// setMeta changes a clear member of meta, and so the desk domain's seals.
func (tx *Tx) setMeta(name string, value []byte) (err error) {
	defer rescue(&err)
	if _, err := tx.loadSeals(DeskDomain); err != nil {
		return err
	}
	tx.changed[DeskDomain] = true
	return failure(tx.meta.Put([]byte(name), value))
}
