package keyring

import (
	"crypto"
	"crypto/ecdsa"
	"io"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/vault"
)

// The failures a caller may tell apart.
var (
	ErrShort     = fault.New(fault.Refused, "passphrase-short") // Params "least"
	ErrLong      = fault.New(fault.Refused, "passphrase-long")
	ErrNameInIt  = fault.New(fault.Refused, "passphrase-name")
	ErrSimple    = fault.New(fault.Refused, "passphrase-simple") // one character over and over
	ErrKeyUsed   = fault.New(fault.Refused, "key-used")
	ErrKeyClosed = fault.New(fault.Refused, "key-closed")
	ErrSignedOut = fault.New(fault.Locked, "not-signed-in")
	ErrNoSecret  = fault.New(fault.NotFound, "device-secret-missing")
	ErrBadSecret = fault.New(fault.Tampered, "device-secret-damaged")
)

// Protection says how the device secret is kept. Anything but "dpapi" is a
// standing warning.
type Protection string

// The protections.
const (
	ProtectedDPAPI Protection = "dpapi" // Windows, machine scope
	ProtectedFile  Protection = "file"  // a file only its owner (or group) reads
)

// DeviceSecret returns the machine's secret for a data folder, and makes it the
// first time. Where a vault already lies without its secret it is ErrNoSecret:
// a new secret would not open it.
func DeviceSecret(dir string) ([]byte, Protection, error) { return nil, ProtectedFile, ErrNoSecret }

// KeyID is the RFC 7638 thumbprint of a P-256 key.
type KeyID string

// Thumbprint computes a key's id.
func Thumbprint(key *ecdsa.PublicKey) (KeyID, error) { return "", nil }

// Public is what an enrolment registers.
type Public struct {
	Person  vault.Person
	Sign    *ecdsa.PublicKey
	SignKey KeyID
	Enc     *ecdsa.PublicKey
	EncKey  KeyID
}

// Keyring lends out the keys of one vault.
type Keyring struct{}

// New returns the keyring of an open vault.
func New(v *vault.Vault) *Keyring { return &Keyring{} }

// CheckPassphrase applies the rules; name is the person's own name.
func CheckPassphrase(name, passphrase string) error { return nil }

// Enrol makes a person's slot and keys, or replaces them, and returns what is to be
// registered. The vault must be unlocked, or unclaimed; then the person is signed in by it.
func (k *Keyring) Enrol(p vault.Person, name, passphrase string) (Public, error) {
	return Public{}, nil
}

// SignIn unlocks the vault.
func (k *Keyring) SignIn(p vault.Person, passphrase string) error { return nil }

// SignOut locks the vault and wipes what it lent.
func (k *Keyring) SignOut() {}

// SignedIn says who is signed in.
func (k *Keyring) SignedIn() (vault.Person, bool) { return "", false }

// ChangePassphrase keeps the keys and changes what opens them.
func (k *Keyring) ChangePassphrase(p vault.Person, name, old, passphrase string) error { return nil }

// OpenKey opens a person's signing key for one act.
func (k *Keyring) OpenKey(p vault.Person, passphrase string) (*OpenedKey, error) {
	return nil, ErrKeyClosed
}

// DecryptionKey is the signed-in person's staff-enc key, for packets.
func (k *Keyring) DecryptionKey() (*ecdsa.PrivateKey, KeyID, error) { return nil, "", ErrSignedOut }

// DeskKey is the desk's transport and checkpoint key, made the first time. It
// works while locked.
func (k *Keyring) DeskKey() (crypto.Signer, KeyID, error) { return nil, "", ErrKeyClosed }

// OpenedKey signs once. It must be closed.
type OpenedKey struct{}

// ID is the key's id.
func (o *OpenedKey) ID() KeyID { return "" }

// Public returns the *ecdsa.PublicKey.
func (o *OpenedKey) Public() crypto.PublicKey { return nil }

// Sign signs a digest, once.
func (o *OpenedKey) Sign(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return nil, ErrKeyUsed
}

// Close wipes the key.
func (o *OpenedKey) Close() error { return nil }
