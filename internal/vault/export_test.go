package vault

import (
	"maps"
	"syscall"

	bolt "go.etcd.io/bbolt"
)

// Step is a migration a test makes up.
type Step struct {
	To          uint16
	Desk, Staff func(*Tx) error
}

// OpenAs opens as a later version of this program would.
func OpenAs(cfg Config, schema uint16, steps []Step) (*Vault, error) {
	var ms []migration
	for _, s := range steps {
		ms = append(ms, migration{to: s.To, desk: s.Desk, staff: s.Staff})
	}
	return openWith(cfg, schema, ms)
}

// NoSpace is what an update meets on a full disk.
func NoSpace() error { return failure(syscall.ENOSPC) }

// SwapForTest changes raw records as somebody without a key could.
func SwapForTest(path string, change func(map[string][]byte)) error {
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(recordBucket))
		all := map[string][]byte{}
		if err := b.ForEach(func(k, v []byte) error {
			all[string(k)] = append([]byte{}, v...)
			return nil
		}); err != nil {
			return err
		}
		was := maps.Clone(all)
		change(all)
		for k := range was {
			if _, still := all[k]; !still {
				if err := b.Delete([]byte(k)); err != nil {
					return err
				}
			}
		}
		for k, v := range all {
			if err := b.Put([]byte(k), v); err != nil {
				return err
			}
		}
		return nil
	})
}

// ReadHead parses a vault's head and writes it again.
func ReadHead(data []byte) ([]byte, error) {
	h, err := parseHead(data)
	return h.encode(), err
}

// ReadSeals parses a domain's seals and writes them again.
func ReadSeals(data []byte) ([]byte, bool) {
	s, ok := decodeSeals(data)
	if !ok {
		return nil, false
	}
	return s.encode(), true
}
