package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
)

// migration brings a vault from one schema to the next. The desk half runs when
// the vault is opened, the staff half at the next sign-in, as only then it can;
// each in one transaction.
type migration struct {
	to    uint16
	desk  func(*Tx) error
	staff func(*Tx) error
}

// migrations are all steps ever, in order. Schema 1 is the first.
func migrations() []migration { return nil }

// migrate keeps a copy of the file as it was, then takes the desk halves.
func (v *Vault) migrate(schema uint16, steps []migration) error {
	v.steps = steps
	if v.head.schema >= schema {
		return nil
	}
	if err := v.keepOld(); err != nil {
		return err
	}
	for _, step := range steps {
		if step.to <= v.head.schema {
			continue
		}
		h := v.head
		h.schema = step.to
		if err := v.run(true, nil, func(tx *Tx) error {
			if step.desk != nil {
				if err := step.desk(tx); err != nil {
					return err
				}
			}
			return tx.setMeta(headName, h.encode())
		}); err != nil {
			return err
		}
		v.head = h
	}
	return nil
}

// keepOld copies the file to vault.db.schema-<n>, verified by opening the copy. A copy that is
// there already is older and so the better one: an earlier try was cut short.
func (v *Vault) keepOld() error {
	path := fmt.Sprintf("%s.schema-%d", v.cfg.file(), v.head.schema)
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	part := path + ".part"
	if err := os.RemoveAll(part); err != nil {
		return failure(err)
	}
	if err := v.copyFile(context.Background(), part); err != nil {
		return failure(err)
	}
	db, err := openBolt(part, v.cfg, true)
	if err != nil {
		return failure(err)
	}
	c := &Vault{cfg: v.cfg, head: v.head, db: db, desk: v.desk}
	err = c.run(false, nil, func(tx *Tx) error { return tx.verifyDomain(DeskDomain) })
	if err := errors.Join(err, closeFile(db)); err != nil {
		return err
	}
	return failure(os.Rename(part, path))
}

// migrateStaff takes the staff halves; the copy made by migrate holds the
// staff domain too, which cannot have changed since.
func (v *Vault) migrateStaff(staff *domainKeys) error {
	var at uint16
	if err := v.run(false, staff, func(tx *Tx) error {
		text, err := tx.get(staffState, staffSchema)
		if err != nil {
			return err
		}
		n, err := strconv.ParseUint(string(text), 10, 16)
		if err != nil {
			return ErrDamaged.At("bucket " + staffState.String())
		}
		at = uint16(n)
		return nil
	}); err != nil || at >= v.head.schema {
		return err
	}
	return v.run(true, staff, func(tx *Tx) error {
		for _, step := range v.steps {
			if step.to <= at || step.staff == nil {
				continue
			}
			if err := step.staff(tx); err != nil {
				return err
			}
		}
		return tx.put(staffState, staffSchema, []byte(seqID(uint64(v.head.schema))))
	})
}
