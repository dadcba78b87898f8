package vault

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	freeTries = 3  // wrong tries without a wait
	lastTry   = 10 // this wrong try locks the slot
	firstWait = 15 * time.Second
	longest   = 15 * time.Minute
	saltSize  = 16

	// Limits of what a slot may ask of the machine.
	mostPasses, mostKiB = 64, 4 << 20

	slotUse   = "slot "        // sealed under the slot's key: "slot <use>"
	vaultUse  = "vault-key"    // the vault key
	secretUse = "secret-named" // plus the secret's name
)

// slot is one staff member's way in.
type slot struct {
	KDF     KDF               `json:"kdf"`
	Salt    []byte            `json:"salt"`
	Vault   []byte            `json:"vault"`   // the vault key, sealed
	Secrets map[string][]byte `json:"secrets"` // sealed one by one
	Tries   int               `json:"tries"`
	Wait    int64             `json:"wait"` // Unix milliseconds
	Locked  bool              `json:"locked"`
}

// wait is how long the next try has to wait after so many wrong ones.
func wait(tries int) time.Duration {
	if tries < freeTries {
		return 0
	}
	return min(firstWait<<(tries-freeTries), longest)
}

// Slot is a slot opened by its passphrase. It must be closed.
type Slot struct {
	v      *Vault
	person Person
	key    []byte
	slot   slot
}

// AddSlot gives a person a slot, or replaces theirs. The vault must be
// Unlocked, or Unclaimed, which this ends: the vault is then Unlocked. Secrets
// are sealed by this slot alone.
func (v *Vault) AddSlot(p Person, passphrase []byte, secrets map[string][]byte) error {
	if p == "" || len(p) > maxID || len(passphrase) == 0 {
		return ErrBadRecord.At("bucket " + slots.String())
	}
	s := slot{KDF: v.cfg.KDF, Salt: randomBytes(saltSize), Secrets: map[string][]byte{}}
	key, err := slotKey(passphrase, s.Salt, s.KDF, v.cfg.DeviceSecret, v.head.vaultID[:], p)
	if err != nil {
		return err
	}
	defer wipe(key)
	for name, secret := range secrets {
		if s.Secrets[name], err = sealBytes(key, secret, slotAAD(p, secretUse+" "+name)); err != nil {
			return err
		}
	}
	v.slotMu.Lock()
	defer v.slotMu.Unlock()
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.staff != nil {
		return v.storeNewSlot(p, s, key, v.vaultKey, v.staff, false)
	}
	if v.claimed {
		return ErrLocked
	}
	vaultKey := randomBytes(keySize)
	staff, err := newDomainKeys(vaultKey, v.head.vaultID[:], StaffDomain)
	if err != nil {
		return err
	}
	if err := v.storeNewSlot(p, s, key, vaultKey, staff, true); err != nil {
		return err
	}
	v.vaultKey, v.staff, v.claimed = vaultKey, staff, true
	return nil
}

func (v *Vault) storeNewSlot(p Person, s slot, key, vaultKey []byte, staff *domainKeys, first bool) (err error) {
	if s.Vault, err = sealBytes(key, vaultKey, slotAAD(p, vaultUse)); err != nil {
		return err
	}
	return v.run(true, staff, func(tx *Tx) error {
		if first {
			if err := tx.claim(); err != nil {
				return err
			}
		}
		return tx.putSlot(p, s)
	})
}

// RemoveSlot takes a person's slot away.
func (v *Vault) RemoveSlot(p Person) error {
	return v.changeSlots(func(tx *Tx) error {
		if _, err := tx.getSlot(p); err != nil {
			return err
		}
		return tx.delete(slots, string(p))
	})
}

// ClearSlot lets a person try again; who may ask for it is the caller's rule.
func (v *Vault) ClearSlot(p Person) error {
	return v.changeSlots(func(tx *Tx) error {
		s, err := tx.getSlot(p)
		if err != nil {
			return err
		}
		s.Tries, s.Wait, s.Locked = 0, 0, false
		return tx.putSlot(p, s)
	})
}

// changeSlots needs an open staff domain, so that nobody who has only the
// machine can get more tries.
func (v *Vault) changeSlots(fn func(*Tx) error) error {
	v.slotMu.Lock()
	defer v.slotMu.Unlock()
	return v.Update(func(tx *Tx) error {
		if tx.staff == nil {
			return ErrLocked
		}
		return fn(tx)
	})
}

// Slots lists the slots by person.
func (v *Vault) Slots() (infos []SlotInfo, err error) {
	err = v.View(func(tx *Tx) error {
		return tx.each(slots, func(id string, _ []byte) error {
			s, err := tx.getSlot(Person(id))
			if err != nil {
				return err
			}
			info := SlotInfo{Person: Person(id), Tries: s.Tries, Locked: s.Locked}
			if s.Wait != 0 {
				info.Wait = time.UnixMilli(s.Wait).UTC()
			}
			infos = append(infos, info)
			return nil
		})
	})
	slices.SortFunc(infos, func(a, b SlotInfo) int { return strings.Compare(string(a.Person), string(b.Person)) })
	return infos, err
}

// OpenSlot tries a passphrase. The try is counted, durably, before it is
// judged: pulling the plug does not give it back.
func (v *Vault) OpenSlot(p Person, passphrase []byte) (*Slot, error) {
	v.slotMu.Lock()
	defer v.slotMu.Unlock()
	s, err := v.countTry(p)
	if err != nil {
		return nil, err
	}
	key, err := slotKey(passphrase, s.Salt, s.KDF, v.cfg.DeviceSecret, v.head.vaultID[:], p)
	if err != nil {
		return nil, err
	}
	vaultKey, err := openBytes(key, s.Vault, slotAAD(p, vaultUse))
	if err != nil {
		wipe(key)
		if s.Locked {
			return nil, ErrSlotLocked
		}
		return nil, ErrPassphrase.With("left", strconv.Itoa(lastTry-s.Tries))
	}
	wipe(vaultKey)
	s.Tries, s.Wait, s.Locked = 0, 0, false
	if err := v.Update(func(tx *Tx) error { return tx.putSlot(p, s) }); err != nil {
		wipe(key)
		return nil, err
	}
	return &Slot{v: v, person: p, key: key, slot: s}, nil
}

func (v *Vault) countTry(p Person) (s slot, err error) {
	now := v.cfg.Now()
	var refused error
	err = v.Update(func(tx *Tx) error {
		if s, err = tx.getSlot(p); err != nil {
			return err
		}
		if s.Locked {
			return ErrSlotLocked
		}
		if left := time.UnixMilli(s.Wait).Sub(now); s.Wait != 0 && left > 0 {
			// A clock put back must not make the wait longer than it ever was.
			if most := wait(s.Tries); left > most {
				left, s.Wait = most, now.Add(most).UnixMilli()
			}
			seconds := int((left + time.Second - 1) / time.Second)
			refused = ErrSlotWait.With("seconds", strconv.Itoa(seconds))
			return tx.putSlot(p, s)
		}
		s.Tries++
		s.Wait = 0
		if pause := wait(s.Tries); pause > 0 {
			s.Wait = now.Add(pause).UnixMilli()
		}
		s.Locked = s.Tries >= lastTry
		return tx.putSlot(p, s)
	})
	if err == nil {
		err = refused
	}
	return s, err
}

// Secret returns a secret that AddSlot sealed; the caller wipes it.
func (s *Slot) Secret(name string) ([]byte, error) {
	if s.key == nil {
		return nil, ErrClosed
	}
	sealed, ok := s.slot.Secrets[name]
	if !ok {
		return nil, ErrNoRecord.At("bucket " + slots.String())
	}
	secret, err := openBytes(s.key, sealed, slotAAD(s.person, secretUse+" "+name))
	if err != nil {
		return nil, ErrDamaged.At("bucket " + slots.String())
	}
	return secret, nil
}

// Close wipes the slot's key.
func (s *Slot) Close() {
	wipe(s.key)
	s.key = nil
}

func slotAAD(p Person, use string) []byte { return []byte(slotUse + use + "\n" + string(p)) }

func (tx *Tx) getSlot(p Person) (slot, error) {
	data, err := tx.get(slots, string(p))
	if errors.Is(err, ErrNoRecord) {
		return slot{}, ErrNoSlot
	}
	if err != nil {
		return slot{}, err
	}
	var s slot
	if err := json.Unmarshal(data, &s); err != nil ||
		s.KDF.Passes == 0 || s.KDF.Passes > mostPasses || s.KDF.KiB > mostKiB || s.KDF.Threads == 0 {
		return slot{}, ErrDamaged.At("bucket " + slots.String())
	}
	return s, nil
}

func (tx *Tx) putSlot(p Person, s slot) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return tx.put(slots, string(p), data)
}
