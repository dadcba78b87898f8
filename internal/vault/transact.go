package vault

import (
	"errors"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// run is one transaction with whatever staff keys the caller has; the caller
// holds v.mu.
func (v *Vault) run(write bool, staff *domainKeys, fn func(*Tx) error) (err error) {
	if v.db == nil {
		return ErrClosed
	}
	// A page that cannot be read raises a fault; this makes it a panic, which
	// the methods of Tx turn into ErrDamaged.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	btx, err := begin(v.db, write)
	if err != nil {
		return err
	}
	defer rollback(btx, &err)
	tx := &Tx{v: v, staff: staff, write: write}
	if err := tx.bind(btx); err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		return err
	}
	if !write {
		return nil
	}
	return tx.commit(btx)
}

func begin(db *bolt.DB, write bool) (btx *bolt.Tx, err error) {
	defer rescue(&err)
	btx, err = db.Begin(write)
	return btx, failure(err)
}

// rollback after a commit does nothing.
func rollback(btx *bolt.Tx, err *error) {
	defer rescue(err)
	if e := btx.Rollback(); e != nil && *err == nil && !errors.Is(e, berrors.ErrTxClosed) {
		*err = failure(e)
	}
}

func (tx *Tx) bind(btx *bolt.Tx) (err error) {
	defer rescue(&err)
	tx.meta, tx.records = btx.Bucket([]byte(metaBucket)), btx.Bucket([]byte(recordBucket))
	if tx.meta == nil || tx.records == nil {
		return ErrDamaged.At("file")
	}
	return nil
}

func (tx *Tx) commit(btx *bolt.Tx) (err error) {
	defer rescue(&err)
	if tx.broken != nil {
		return tx.broken
	}
	if err := tx.storeSeals(); err != nil {
		return failure(err)
	}
	if err := failure(btx.Commit()); err != nil {
		return errors.Join(err, errCommit)
	}
	return nil
}

func (v *Vault) reopen() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.db == nil {
		return
	}
	if closeFile(v.db) == nil {
		v.db = nil
		if db, err := openBolt(v.cfg.file(), v.cfg, false); err == nil {
			v.db = db
		}
	}
}
