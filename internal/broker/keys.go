package broker

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"

	"golang.org/x/mod/sumdb/note"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
)

// Role is what one of the council's own keys is for.
type Role string

// The roles. All keys are P-256 but the checkpoint's, which is Ed25519.
const (
	RoleRoot       Role = "root"
	RoleRegistrar  Role = "registrar"
	RolePolicy     Role = "policy"
	RoleLetter     Role = "letter"
	RoleReceipt    Role = "receipt"
	RoleBroker     Role = "broker"
	RoleParcel     Role = "parcel-enc"
	RoleCheckpoint Role = "checkpoint"
)

// Roles lists them.
func Roles() []Role {
	return []Role{RoleRoot, RoleRegistrar, RolePolicy, RoleLetter, RoleReceipt, RoleBroker, RoleParcel, RoleCheckpoint}
}

// KeyRing holds the council's own keys: files here, a key management service
// in a council. It may be used from several goroutines.
type KeyRing interface {
	// Signer lends the key of a role. It never leaves the ring.
	Signer(role Role) (crypto.Signer, error)
	// Decryption is the private key of RoleParcel, if kid is its thumbprint; a
	// nil key without an error means: not ours.
	Decryption(kid string) (*ecdsa.PrivateKey, error)
	// MAC is an HMAC-SHA-256 under a key of the ring's own, for what must be
	// found again but not read: the typed codes of letters.
	MAC(data []byte) ([]byte, error)
}

// The failures of a key ring.
var (
	ErrNoKey   = fault.New(fault.NotFound, "council-key-missing")
	ErrBadKey  = fault.New(fault.Tampered, "council-key-damaged")
	ErrKeyMode = fault.New(fault.Refused, "council-key-readable") // by others than its owner
	ErrKeys    = fault.New(fault.Internal, "council-keys")
)

func publicOf(keys KeyRing, role Role) (*ecdsa.PublicKey, error) {
	s, err := keys.Signer(role)
	if err != nil {
		return nil, err
	}
	pub, ok := s.Public().(*ecdsa.PublicKey)
	if !ok {
		return nil, ErrBadKey.At(string(role))
	}
	return pub, nil
}

// signer binds a role's key to the one kind of token it signs here.
func signer(keys KeyRing, role Role, typ jose.Typ, kid string) (*jose.Signer, error) {
	key, err := keys.Signer(role)
	if err != nil {
		return nil, err
	}
	if kid == "" {
		pub, err := publicOf(keys, role)
		if err != nil {
			return nil, err
		}
		kid = jose.Thumbprint(pub)
	}
	return jose.NewSigner(typ, key, kid)
}

// noteSigner signs the log's checkpoints as a C2SP signed note.
type noteSigner struct {
	verifier note.Verifier
	key      crypto.Signer
}

func newNoteSigner(keys KeyRing, origin string) (noteSigner, string, error) {
	key, err := keys.Signer(RoleCheckpoint)
	if err != nil {
		return noteSigner{}, "", err
	}
	pub, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		return noteSigner{}, "", ErrBadKey.At(string(RoleCheckpoint))
	}
	text, err := note.NewEd25519VerifierKey(origin, pub)
	if err != nil {
		return noteSigner{}, "", ErrKeys.Because(err)
	}
	v, err := note.NewVerifier(text)
	if err != nil {
		return noteSigner{}, "", ErrKeys.Because(err)
	}
	return noteSigner{v, key}, text, nil
}

func (s noteSigner) Name() string    { return s.verifier.Name() }
func (s noteSigner) KeyHash() uint32 { return s.verifier.KeyHash() }

func (s noteSigner) Sign(msg []byte) ([]byte, error) {
	return s.key.Sign(rand.Reader, msg, crypto.Hash(0))
}
