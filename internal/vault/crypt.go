package vault

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
)

const (
	keySize    = 32
	recordMark = 1 // first byte of every sealed record: how it is sealed
	indexSize  = 16
)

// domainKeys are what one domain needs: to seal values, to hide ids, and to
// sum up sets. They are wiped when the domain closes.
type domainKeys struct {
	value, index, set []byte
}

func newDomainKeys(root, vaultID []byte, domain Domain) (*domainKeys, error) {
	name := "desk"
	if domain == StaffDomain {
		name = "staff"
	}
	var k domainKeys
	for use, key := range map[string]*[]byte{"value": &k.value, "index": &k.index, "set": &k.set} {
		var err error
		if *key, err = derive(root, vaultID, name+" "+use); err != nil {
			return nil, err
		}
	}
	return &k, nil
}

func (k *domainKeys) wipe() {
	if k == nil {
		return
	}
	wipe(k.value)
	wipe(k.index)
	wipe(k.set)
}

// derive is HKDF-SHA256, salted with the vault's id.
func derive(secret, vaultID []byte, use string) ([]byte, error) {
	return hkdf.Key(sha256.New, secret, vaultID, "vouchdesk vault 1 "+use, keySize)
}

// recordKey hides an id: the bucket's number, then a keyed hash of the id.
func (k *domainKeys) recordKey(b Bucket, id string) []byte {
	mac := hmac.New(sha256.New, k.index)
	mac.Write([]byte{byte(b)})
	mac.Write([]byte(id))
	return mac.Sum([]byte{byte(b)})[:1+indexSize]
}

// sealRecord binds a value to its key (and so to its bucket) and to the way it
// is sealed. The id goes inside, so that the key can be recomputed from it.
func (k *domainKeys) sealRecord(key []byte, id string, value []byte) ([]byte, error) {
	plain := make([]byte, 0, binary.MaxVarintLen64+len(id)+len(value))
	plain = binary.AppendUvarint(plain, uint64(len(id)))
	plain = append(plain, id...)
	plain = append(plain, value...)
	return sealBytes(k.value, plain, recordAAD(key))
}

func (k *domainKeys) openRecord(key, sealed []byte) (string, []byte, error) {
	b := Bucket(key[0])
	plain, err := openBytes(k.value, sealed, recordAAD(key))
	if err != nil {
		return "", nil, ErrDamaged.At("bucket " + b.String())
	}
	size, n := binary.Uvarint(plain)
	if n <= 0 || size > uint64(len(plain)-n) {
		return "", nil, ErrDamaged.At("bucket " + b.String())
	}
	id, value := string(plain[n:n+int(size)]), plain[n+int(size):]
	// A record copied under another key would carry the wrong id.
	if !hmac.Equal(k.recordKey(b, id), key) {
		return "", nil, ErrDamaged.At("bucket " + b.String())
	}
	return id, value, nil
}

func recordAAD(key []byte) []byte {
	return append([]byte("vouchdesk record \x01"), key...)
}

// sealBytes is XChaCha20-Poly1305 with a random nonce in front.
func sealBytes(key, plain, aad []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 1+chacha20poly1305.NonceSizeX, 1+chacha20poly1305.NonceSizeX+len(plain)+chacha20poly1305.Overhead)
	out[0] = recordMark
	if _, err := rand.Read(out[1:]); err != nil {
		return nil, err
	}
	return aead.Seal(out, out[1:], plain, aad), nil
}

// openBytes reports any failure as ErrDamaged; the caller names the place.
func openBytes(key, sealed, aad []byte) ([]byte, error) {
	const head = 1 + chacha20poly1305.NonceSizeX
	if len(sealed) < head+chacha20poly1305.Overhead || sealed[0] != recordMark {
		return nil, ErrDamaged
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, sealed[1:head], sealed[head:], aad)
	if err != nil {
		return nil, ErrDamaged
	}
	return plain, nil
}

// slotKey needs the passphrase and the device secret, both.
func slotKey(passphrase, salt []byte, kdf KDF, device, vaultID []byte, p Person) ([]byte, error) {
	stretched := argon2.IDKey(passphrase, salt, kdf.Passes, kdf.KiB, kdf.Threads, keySize)
	defer wipe(stretched)
	both := append(append(make([]byte, 0, 2*keySize), stretched...), device...)
	defer wipe(both)
	return derive(both, vaultID, "slot "+string(p))
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never returns an error
	return b
}

// wipe is best effort: the runtime and the ciphers may hold copies.
func wipe(b []byte) { clear(b) }
