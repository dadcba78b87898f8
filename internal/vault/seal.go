package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"
)

// tally is the count and set hash of one bucket. The set hash is the exclusive
// or of a keyed hash of each record, key and sealed value: it does not depend
// on order, can be kept up record by record, and cannot be balanced by
// somebody who does not know the key.
type tally struct {
	count uint64
	sum   [sha256.Size]byte
}

const tallySize = 1 + 8 + sha256.Size

func (t *tally) toggle(k *domainKeys, key, sealed []byte) {
	mac := hmac.New(sha256.New, k.set)
	mac.Write(key)
	mac.Write(sealed)
	for i, c := range mac.Sum(nil) {
		t.sum[i] ^= c
	}
}

// seals is what a domain says of itself; it is sealed and written in every
// transaction that changes the domain.
type seals struct {
	clear   [sha256.Size]byte // over the clear members of meta; desk domain only
	desk    string
	tallies map[Bucket]tally
}

func newSeals(desk string) *seals { return &seals{desk: desk, tallies: map[Bucket]tally{}} }

func (s *seals) encode() []byte {
	out := append([]byte{1}, s.clear[:]...)
	out = binary.AppendUvarint(out, uint64(len(s.desk)))
	out = append(out, s.desk...)
	for _, b := range slices.Sorted(maps.Keys(s.tallies)) {
		t := s.tallies[b]
		out = append(out, byte(b))
		out = binary.BigEndian.AppendUint64(out, t.count)
		out = append(out, t.sum[:]...)
	}
	return out
}

func decodeSeals(data []byte) (*seals, bool) {
	if len(data) < 1+sha256.Size || data[0] != 1 {
		return nil, false
	}
	s := newSeals("")
	copy(s.clear[:], data[1:])
	data = data[1+sha256.Size:]
	size, n := binary.Uvarint(data)
	if n <= 0 || size > uint64(len(data)-n) {
		return nil, false
	}
	s.desk, data = string(data[n:n+int(size)]), data[n+int(size):]
	for ; len(data) >= tallySize; data = data[tallySize:] {
		t := tally{count: binary.BigEndian.Uint64(data[1:])}
		copy(t.sum[:], data[9:])
		s.tallies[Bucket(data[0])] = t
	}
	return s, len(data) == 0
}

// verifyDomain counts and sums a whole domain and compares. It also looks each
// record up by its key: a damaged branch page can hide a record from Get that a
// walk still finds.
func (tx *Tx) verifyDomain(d Domain) (err error) {
	defer rescue(&err)
	want, err := tx.loadSeals(d)
	if err != nil {
		return err
	}
	keys := tx.keys(d)
	got := map[Bucket]tally{}
	cursor := tx.records.Cursor()
	first := []byte{0}
	if d == StaffDomain {
		first = []byte{byte(Cases)}
	}
	for key, sealed := cursor.Seek(first); key != nil; key, sealed = cursor.Next() {
		b := Bucket(key[0])
		if b.Domain() != d {
			break
		}
		if found := tx.records.Get(key); len(key) != 1+indexSize || !hmac.Equal(found, sealed) {
			return ErrDamaged.At("bucket " + b.String())
		}
		t := got[b]
		t.count++
		t.toggle(keys, key, sealed)
		got[b] = t
	}
	for _, b := range slices.Sorted(maps.Keys(want.tallies)) {
		if got[b] != want.tallies[b] {
			return ErrDamaged.At("bucket " + b.String())
		}
		delete(got, b)
	}
	for b := range got {
		return ErrDamaged.At("bucket " + b.String())
	}
	return nil
}

// loadSeals opens a domain's seals once per transaction.
func (tx *Tx) loadSeals(d Domain) (*seals, error) {
	if tx.seals[d] != nil {
		return tx.seals[d], nil
	}
	keys := tx.keys(d)
	if keys == nil {
		return nil, ErrLocked
	}
	plain, err := openBytes(keys.value, tx.meta.Get([]byte(sealName(d))), []byte(sealName(d)))
	if err != nil {
		return nil, ErrDamaged.At("meta")
	}
	s, ok := decodeSeals(plain)
	if !ok || d == DeskDomain && s.clear != clearSum(tx.meta) {
		return nil, ErrDamaged.At("meta")
	}
	tx.seals[d] = s
	return s, nil
}

// storeSeals writes what changed; it is the last thing a transaction does.
func (tx *Tx) storeSeals() error {
	for d, s := range tx.seals {
		if s == nil || !tx.changed[d] {
			continue
		}
		domain := Domain(d)
		if domain == DeskDomain {
			s.clear = clearSum(tx.meta)
		}
		sealed, err := sealBytes(tx.keys(domain).value, s.encode(), []byte(sealName(domain)))
		if err != nil {
			return err
		}
		if err := tx.meta.Put([]byte(sealName(domain)), sealed); err != nil {
			return err
		}
	}
	return nil
}

// Members of the meta bucket. Those of clearNames are readable without a key
// and therefore covered by a hash in the desk domain's seals.
const (
	headName     = "head"
	rootName     = "root"
	recoveryName = "recovery"
)

func sealName(d Domain) string {
	if d == DeskDomain {
		return "seal-desk"
	}
	return "seal-staff"
}

func clearSum(meta *bolt.Bucket) [sha256.Size]byte {
	sum := sha256.New()
	for _, name := range []string{headName, rootName, recoveryName} {
		value := meta.Get([]byte(name))
		sum.Write(binary.AppendUvarint(nil, uint64(len(value))))
		sum.Write(value)
	}
	return [sha256.Size]byte(sum.Sum(nil))
}
