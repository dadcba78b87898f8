package keyring

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"sync"
)

// KeyID is the RFC 7638 thumbprint of a P-256 key.
type KeyID string

// Thumbprint computes a key's id.
func Thumbprint(key *ecdsa.PublicKey) (KeyID, error) {
	point, err := key.Bytes() // 4, x, y
	if err != nil {
		return "", err
	}
	if len(point) != 65 {
		return "", errBadKey
	}
	b64 := base64.RawURLEncoding
	// The members in the order and without the spaces that the RFC asks for.
	text := fmt.Sprintf(`{"crv":"P-256","kty":"EC","x":"%s","y":"%s"}`,
		b64.EncodeToString(point[1:33]), b64.EncodeToString(point[33:]))
	sum := sha256.Sum256([]byte(text))
	return KeyID(b64.EncodeToString(sum[:])), nil
}

// OpenedKey is a crypto.Signer that signs once. It must be closed.
type OpenedKey struct {
	id     KeyID
	public ecdsa.PublicKey

	mu   sync.Mutex
	key  *ecdsa.PrivateKey
	used bool
}

// ID is the key's id.
func (o *OpenedKey) ID() KeyID { return o.id }

// Public returns the *ecdsa.PublicKey.
func (o *OpenedKey) Public() crypto.PublicKey { return &o.public }

// Sign signs a digest, once: the passphrase was given for one act. A try that
// fails is used up too.
func (o *OpenedKey) Sign(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.used:
		return nil, ErrKeyUsed
	case o.key == nil:
		return nil, ErrKeyClosed
	}
	o.used = true
	defer o.drop()
	return o.key.Sign(rand, digest, opts)
}

// Close wipes the key.
func (o *OpenedKey) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.drop()
	return nil
}

func (o *OpenedKey) drop() {
	if o.key == nil {
		return
	}
	// Best effort: the library may hold copies of its own.
	clear(o.key.D.Bits()) //nolint:staticcheck // there is no other way to the words of D
	o.key = nil
}
