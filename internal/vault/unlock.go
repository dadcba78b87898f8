package vault

import (
	"encoding/json"
	"errors"

	"filippo.io/age"
)

// Unlock opens the vault's staff domain, checks all of it, and folds in what
// arrived while it was closed. Where it is open already it does nothing.
func (s *Slot) Unlock() error {
	if s.key == nil {
		return ErrClosed
	}
	vaultKey, err := openBytes(s.key, s.slot.Vault, slotAAD(s.person, vaultUse))
	if err != nil {
		return ErrDamaged.At("bucket " + slots.String())
	}
	s.v.mu.Lock()
	defer s.v.mu.Unlock()
	return s.v.unlock(vaultKey)
}

// unlock takes vaultKey over; the caller holds v.mu.
func (v *Vault) unlock(vaultKey []byte) error {
	if v.staff != nil {
		wipe(vaultKey)
		return nil
	}
	staff, err := newDomainKeys(vaultKey, v.head.vaultID[:], StaffDomain)
	if err == nil {
		err = v.openStaff(staff)
	}
	if err != nil {
		wipe(vaultKey)
		staff.wipe()
		return err
	}
	v.vaultKey, v.staff = vaultKey, staff
	return nil
}

func (v *Vault) openStaff(staff *domainKeys) error {
	var waiting int
	if err := v.run(false, staff, func(tx *Tx) error {
		if err := tx.verifyDomain(StaffDomain); err != nil {
			return err
		}
		if tx.seals[StaffDomain].desk != v.deskID {
			return ErrDamaged.At("meta")
		}
		var err error
		waiting, err = tx.Count(inbox)
		return err
	}); err != nil {
		return err
	}
	if err := v.migrateStaff(staff); err != nil || waiting == 0 {
		return err
	}
	return v.run(true, staff, func(tx *Tx) error {
		identity, err := tx.identity()
		if err != nil {
			return err
		}
		return tx.fold(identity)
	})
}

// rescued is what the council's recovery recipient gets.
type rescued struct {
	Root     []byte `json:"root"`
	VaultKey []byte `json:"vault"`
}

// SetRecovery seals what opens this vault to the council's recovery recipient
// (age1... text). The vault must be Unlocked.
func (v *Vault) SetRecovery(recipient string) error {
	to, err := age.ParseX25519Recipient(recipient)
	if err != nil {
		return ErrBadRecipient
	}
	return v.Update(func(tx *Tx) error {
		if tx.staff == nil {
			return ErrLocked
		}
		plain, err := json.Marshal(rescued{v.root, v.vaultKey})
		if err != nil {
			return err
		}
		defer wipe(plain)
		sealed, err := sealTo(to, plain)
		if err != nil {
			return err
		}
		return tx.setMeta(recoveryName, sealed)
	})
}

// Recover opens a vault, usually a backup on a new machine, with the council's
// recovery identity (AGE-SECRET-KEY-1... text), binds it to cfg.DeviceSecret and removes every slot.
// It is then Unlocked; somebody must AddSlot before it is locked.
func Recover(cfg Config, identity string) (*Vault, error) {
	id, err := age.ParseX25519Identity(identity)
	if err != nil {
		return nil, ErrNotRecipient
	}
	if err := cfg.check(false); err != nil {
		return nil, err
	}
	v, err := openFile(cfg)
	if err != nil {
		return nil, err
	}
	if err := v.rescue(id); err != nil {
		v.abandon()
		return nil, err
	}
	return v, nil
}

func (v *Vault) rescue(id age.Identity) error {
	if err := v.readHead(schemaNow); err != nil {
		return err
	}
	sealed, err := v.metaValue(recoveryName)
	if err != nil {
		return err
	}
	if len(sealed) == 0 {
		return ErrNoRecovery
	}
	plain, err := openFrom(id, sealed)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return ErrNotRecipient
	}
	var keys rescued
	if err != nil || json.Unmarshal(plain, &keys) != nil {
		return ErrDamaged.At("meta")
	}
	wipe(plain)
	if err := v.openDesk(keys.Root); err != nil {
		return err
	}
	if err := v.rebind(); err != nil {
		return err
	}
	if err := v.migrate(schemaNow, migrations()); err != nil {
		return err
	}
	if err := v.unlock(keys.VaultKey); err != nil {
		return err
	}
	_, err = v.sweep(true)
	return err
}

// rebind puts the desk domain under this machine's secret. The slots hung on
// the old one.
func (v *Vault) rebind() error {
	h := v.head
	var err error
	if h.device, err = fingerprint(v.cfg.DeviceSecret, h.vaultID); err != nil {
		return err
	}
	root, err := sealRoot(v.cfg.DeviceSecret, v.root, h.vaultID)
	if err != nil {
		return err
	}
	err = v.run(true, nil, func(tx *Tx) error {
		var people []string
		if err := tx.each(slots, func(id string, _ []byte) error {
			people = append(people, id)
			return nil
		}); err != nil {
			return err
		}
		for _, id := range people {
			if err := tx.delete(slots, id); err != nil {
				return err
			}
		}
		if err := tx.setMeta(headName, h.encode()); err != nil {
			return err
		}
		return tx.setMeta(rootName, root)
	})
	if err == nil {
		v.head = h
	}
	return err
}
