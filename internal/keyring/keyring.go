package keyring

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"sync"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/vault"
)

// The failures a caller may tell apart.
var (
	ErrShort     = fault.New(fault.Refused, "passphrase-short") // Params "least"
	ErrLong      = fault.New(fault.Refused, "passphrase-long")  // Params "most"
	ErrNameInIt  = fault.New(fault.Refused, "passphrase-name")
	ErrSimple    = fault.New(fault.Refused, "passphrase-simple") // hardly a different character
	ErrKeyUsed   = fault.New(fault.Refused, "key-used")
	ErrKeyClosed = fault.New(fault.Refused, "key-closed")
	ErrSignedOut = fault.New(fault.Locked, "not-signed-in")
	ErrNoSecret  = fault.New(fault.NotFound, "device-secret-missing")
	ErrBadSecret = fault.New(fault.Tampered, "device-secret-damaged")
	errBadKey    = fault.New(fault.Tampered, "key-damaged")
)

// Names of a slot's secrets, and of the desk's key in its bucket.
const (
	signName    = "staff-sign"
	encName     = "staff-enc"
	deskKeyName = "desk"
)

// Public is what an enrolment registers.
type Public struct {
	Person  vault.Person
	Sign    *ecdsa.PublicKey
	SignKey KeyID
	Enc     *ecdsa.PublicKey
	EncKey  KeyID
}

// Keyring lends out the keys of one vault.
type Keyring struct {
	v *vault.Vault

	mu     sync.Mutex
	person vault.Person // empty: nobody is signed in
	enc    *ecdsa.PrivateKey
}

// New returns the keyring of an open vault.
func New(v *vault.Vault) *Keyring { return &Keyring{v: v} }

// Enrol makes a person's slot and keys, or replaces them, and returns what is
// to be registered. The vault must be unlocked, or unclaimed; then this unlocks
// it and the person is signed in. Name is the person's own, for the rules.
func (k *Keyring) Enrol(p vault.Person, name, passphrase string) (Public, error) {
	if err := CheckPassphrase(name, passphrase); err != nil {
		return Public{}, err
	}
	sign, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Public{}, err
	}
	enc, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Public{}, err
	}
	first := k.v.State() == vault.Unclaimed
	if err := k.addSlot(p, passphrase, sign, enc); err != nil {
		return Public{}, err
	}
	k.mu.Lock()
	if first || k.person == p {
		k.person, k.enc = p, enc
	}
	k.mu.Unlock()
	public := Public{Person: p, Sign: &sign.PublicKey, Enc: &enc.PublicKey}
	if public.SignKey, err = Thumbprint(public.Sign); err != nil {
		return Public{}, err
	}
	public.EncKey, err = Thumbprint(public.Enc)
	return public, err
}

func (k *Keyring) addSlot(p vault.Person, passphrase string, sign, enc *ecdsa.PrivateKey) error {
	signBytes, err := x509.MarshalPKCS8PrivateKey(sign)
	if err != nil {
		return err
	}
	defer clear(signBytes)
	encBytes, err := x509.MarshalPKCS8PrivateKey(enc)
	if err != nil {
		return err
	}
	defer clear(encBytes)
	secret := normal(passphrase)
	defer clear(secret)
	return k.v.AddSlot(p, secret, map[string][]byte{signName: signBytes, encName: encBytes})
}

// SignIn unlocks the vault, or, where it is unlocked, lets this person take the
// place of whoever was signed in. A wrong passphrase changes neither.
func (k *Keyring) SignIn(p vault.Person, passphrase string) error {
	secret := normal(passphrase)
	defer clear(secret)
	slot, err := k.v.OpenSlot(p, secret)
	if err != nil {
		return err
	}
	defer slot.Close()
	enc, err := openKey(slot, encName)
	if err != nil {
		return err
	}
	if err := slot.Unlock(); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.person, k.enc = p, enc
	return nil
}

// SignOut locks the vault and lets go of what it lent.
func (k *Keyring) SignOut() {
	k.mu.Lock()
	k.person, k.enc = "", nil
	k.mu.Unlock()
	k.v.Lock()
}

// SignedIn says who is signed in.
func (k *Keyring) SignedIn() (vault.Person, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.person, k.person != ""
}

// ChangePassphrase keeps the keys and changes what opens them. The vault must
// be unlocked.
func (k *Keyring) ChangePassphrase(p vault.Person, name, old, passphrase string) error {
	if err := CheckPassphrase(name, passphrase); err != nil {
		return err
	}
	if k.v.State() != vault.Unlocked {
		return ErrSignedOut
	}
	secret := normal(old)
	defer clear(secret)
	slot, err := k.v.OpenSlot(p, secret)
	if err != nil {
		return err
	}
	defer slot.Close()
	sign, err := openKey(slot, signName)
	if err != nil {
		return err
	}
	enc, err := openKey(slot, encName)
	if err != nil {
		return err
	}
	return k.addSlot(p, passphrase, sign, enc)
}

// OpenKey opens a person's signing key for one act. It counts as a try.
func (k *Keyring) OpenKey(p vault.Person, passphrase string) (*OpenedKey, error) {
	secret := normal(passphrase)
	defer clear(secret)
	slot, err := k.v.OpenSlot(p, secret)
	if err != nil {
		return nil, err
	}
	defer slot.Close()
	key, err := openKey(slot, signName)
	if err != nil {
		return nil, err
	}
	id, err := Thumbprint(&key.PublicKey)
	if err != nil {
		return nil, err
	}
	return &OpenedKey{key: key, id: id, public: key.PublicKey}, nil
}

// DecryptionKey is the signed-in person's staff-enc key, for packets.
func (k *Keyring) DecryptionKey() (*ecdsa.PrivateKey, KeyID, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.enc == nil {
		return nil, "", ErrSignedOut
	}
	id, err := Thumbprint(&k.enc.PublicKey)
	return k.enc, id, err
}

// DeskKey is the desk's transport and checkpoint key, made the first time. It
// works while locked.
func (k *Keyring) DeskKey() (crypto.Signer, KeyID, error) {
	data, err := k.deskKey()
	if err != nil {
		return nil, "", err
	}
	defer clear(data)
	key, err := parseKey(data)
	if err != nil {
		return nil, "", err
	}
	id, err := Thumbprint(&key.PublicKey)
	return key, id, err
}

func (k *Keyring) deskKey() (data []byte, err error) {
	err = k.v.View(func(tx *vault.Tx) error {
		data, err = tx.Get(vault.DeskKeys, deskKeyName)
		return err
	})
	if !errors.Is(err, vault.ErrNoRecord) {
		return data, err
	}
	err = k.v.Update(func(tx *vault.Tx) error {
		// Somebody else may have been first.
		if data, err = tx.Get(vault.DeskKeys, deskKeyName); !errors.Is(err, vault.ErrNoRecord) {
			return err
		}
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return err
		}
		if data, err = x509.MarshalPKCS8PrivateKey(key); err != nil {
			return err
		}
		return tx.Put(vault.DeskKeys, deskKeyName, data)
	})
	return data, err
}

func openKey(slot *vault.Slot, name string) (*ecdsa.PrivateKey, error) {
	data, err := slot.Secret(name)
	if err != nil {
		return nil, err
	}
	defer clear(data)
	return parseKey(data)
}

func parseKey(data []byte) (*ecdsa.PrivateKey, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(data)
	if err != nil {
		return nil, errBadKey
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || key.Curve != elliptic.P256() {
		return nil, errBadKey
	}
	return key, nil
}
