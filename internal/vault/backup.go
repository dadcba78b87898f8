package vault

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// compactStep bounds the memory of one step of a compaction.
const compactStep = 16 << 20

// Backup makes a folder that Open or Recover can open, verifies it by opening
// it, and marks it as a copy (see Copied). Work goes on meanwhile.
func (v *Vault) Backup(ctx context.Context, dir string) (err error) {
	if _, err := os.Lstat(dir); err == nil {
		return ErrExists
	}
	part := dir + ".part"
	if err := os.RemoveAll(part); err != nil {
		return failure(err)
	}
	copied := v.cfg
	copied.Dir = part
	if err := os.MkdirAll(filepath.Join(part, blobFolder), copied.dirMode()); err != nil {
		return failure(err)
	}
	defer func() {
		if err != nil {
			os.RemoveAll(part) //nolint:errcheck // a part is never taken for a backup
		}
	}()
	// A blob must not go between the copy of the file and its own copy.
	v.sweepMu.RLock()
	defer v.sweepMu.RUnlock()
	if err := v.copyFile(ctx, copied.file()); err != nil {
		return failure(err)
	}
	if err := v.settleCopy(ctx, copied); err != nil {
		return err
	}
	if err := os.Rename(part, dir); err != nil {
		return failure(err)
	}
	return failure(syncDir(filepath.Dir(dir)))
}

// copyFile writes one consistent state of the file.
func (v *Vault) copyFile(ctx context.Context, path string) (err error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.db == nil {
		return ErrClosed
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, v.cfg.fileMode())
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			out.Close() //nolint:errcheck // not a backup
		}
	}()
	defer rescue(&err)
	w := &writer{ctx: ctx, w: out}
	if err := v.db.View(func(btx *bolt.Tx) error {
		_, err := btx.WriteTo(w)
		return err
	}); err != nil {
		return cmp.Or(w.err, err)
	}
	return errors.Join(out.Sync(), out.Close())
}

// settleCopy opens the copy, checks it as Open does (and the staff domain, where
// it is open here), fetches its blobs, and marks it.
func (v *Vault) settleCopy(ctx context.Context, cfg Config) error {
	c, err := openFile(cfg)
	if err != nil {
		return err
	}
	defer c.abandon()
	//nolint:contextcheck // what could take long, a migration, has nothing to do
	if err := c.start(v.head.schema, nil); err != nil {
		return err
	}
	if err := v.verifyStaffOf(c); err != nil {
		return err
	}
	var names []BlobName
	if err := c.run(true, nil, func(tx *Tx) error {
		if err := tx.each(blobRefs, func(id string, _ []byte) error {
			names = append(names, BlobName(id))
			return nil
		}); err != nil {
			return err
		}
		return tx.put(state, stateCopied, []byte("1"))
	}); err != nil {
		return err
	}
	for _, name := range names {
		if err := v.copyBlob(ctx, c, name); err != nil {
			return err
		}
	}
	return c.Close()
}

func (v *Vault) verifyStaffOf(c *Vault) error {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.staff == nil {
		return nil
	}
	return c.run(false, v.staff, func(tx *Tx) error { return tx.verifyDomain(StaffDomain) })
}

func (v *Vault) copyBlob(ctx context.Context, to *Vault, name BlobName) (err error) {
	sealed, _, err := v.SealedBlob(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sealed.Close()) }()
	return to.StoreBlob(ctx, name, sealed)
}

// Copied reports whether this is a restored backup whose erasures have not
// been applied: until then nothing may be done with it.
func (v *Vault) Copied() (copied bool, err error) {
	err = v.View(func(tx *Tx) error {
		copied, err = tx.Has(state, stateCopied)
		return err
	})
	return copied, err
}

// SettleCopied says that the erasure list was applied.
func (v *Vault) SettleCopied() error {
	return v.Update(func(tx *Tx) error { return tx.delete(state, stateCopied) })
}

// Compact rewrites the file without what was deleted. Part of every erasure:
// until then deleted records stand, sealed, in free pages.
func (v *Vault) Compact(ctx context.Context) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.db == nil {
		return ErrClosed
	}
	temp := v.cfg.file() + ".new"
	if err := os.RemoveAll(temp); err != nil {
		return failure(err)
	}
	if err := v.rewrite(temp); err != nil {
		os.Remove(temp) //nolint:errcheck // overwritten by the next one otherwise
		return failure(err)
	}
	if err := ctx.Err(); err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	// An open file cannot be replaced everywhere.
	if err := closeFile(v.db); err != nil {
		return err
	}
	err := os.Rename(temp, v.cfg.file())
	if err == nil {
		err = syncDir(v.cfg.Dir)
	}
	db, openErr := openBolt(v.cfg.file(), v.cfg, false)
	v.db = db
	return failure(errors.Join(err, openErr))
}

// rewrite makes a compact copy and verifies what can be verified.
func (v *Vault) rewrite(path string) (err error) {
	defer rescue(&err)
	db, err := openBolt(path, v.cfg, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeFile(db)) }()
	if err := bolt.Compact(db, v.db, compactStep); err != nil {
		return err
	}
	c := &Vault{cfg: v.cfg, head: v.head, deskID: v.deskID, db: db, desk: v.desk}
	return c.run(false, v.staff, func(tx *Tx) error {
		if err := tx.verifyDomain(DeskDomain); err != nil || v.staff == nil {
			return err
		}
		return tx.verifyDomain(StaffDomain)
	})
}

// writer stops a long copy when its context is done, and keeps its error, of
// which bbolt passes on the words only.
type writer struct {
	ctx context.Context //nolint:containedctx // lives for one copy
	w   io.Writer
	err error
}

func (w *writer) Write(p []byte) (n int, err error) {
	if err = w.ctx.Err(); err == nil {
		n, err = w.w.Write(p)
	}
	w.err = err
	return n, err
}
