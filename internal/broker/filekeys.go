package broker

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"vouchdesk/internal/jose"
)

// FileKeys is a KeyRing of one PKCS #8 file a key, for a small council and for
// the specimen. It reads the files once.
type FileKeys struct {
	keys map[Role]crypto.Signer
	mac  []byte
}

const macFile = "typed-code.mac"

// MakeFileKeys makes a folder with a new key for every role.
func MakeFileKeys(dir string) (*FileKeys, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, ErrKeys.Because(err)
	}
	for _, role := range Roles() {
		if err := makeKey(filepath.Join(dir, string(role)+".pem"), role); err != nil {
			return nil, err
		}
	}
	mac := make([]byte, 32)
	if _, err := rand.Read(mac); err != nil {
		return nil, ErrKeys.Because(err)
	}
	if err := writeNew(filepath.Join(dir, macFile), mac); err != nil {
		return nil, err
	}
	return OpenFileKeys(dir)
}

func makeKey(path string, role Role) error {
	var key any
	var err error
	if role == RoleCheckpoint {
		_, key, err = ed25519.GenerateKey(rand.Reader)
	} else {
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	if err != nil {
		return ErrKeys.Because(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return ErrKeys.Because(err)
	}
	return writeNew(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// writeNew never replaces a file: a council's key that is overwritten is lost.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return ErrKeys.At(filepath.Base(path)).Because(err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return ErrKeys.At(filepath.Base(path)).Because(err)
	}
	return nil
}

// OpenFileKeys reads the keys that MakeFileKeys made. A file that others can
// read is refused.
func OpenFileKeys(dir string) (*FileKeys, error) {
	k := &FileKeys{keys: map[Role]crypto.Signer{}}
	for _, role := range Roles() {
		data, err := readPrivate(filepath.Join(dir, string(role)+".pem"))
		if err != nil {
			return nil, err
		}
		if k.keys[role], err = parseKey(data, role); err != nil {
			return nil, err
		}
	}
	mac, err := readPrivate(filepath.Join(dir, macFile))
	if err != nil {
		return nil, err
	}
	if len(mac) != 32 {
		return nil, ErrBadKey.At(macFile)
	}
	k.mac = mac
	return k, nil
}

func readPrivate(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoKey.At(filepath.Base(path))
	}
	if err != nil {
		return nil, ErrKeys.Because(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, ErrKeyMode.At(filepath.Base(path))
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, ErrKeys.Because(err)
	}
	return data, nil
}

func parseKey(data []byte, role Role) (crypto.Signer, error) {
	block, rest := pem.Decode(data)
	if block == nil || len(rest) > 0 {
		return nil, ErrBadKey.At(string(role))
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, ErrBadKey.At(string(role))
	}
	switch key := key.(type) {
	case *ecdsa.PrivateKey:
		if role != RoleCheckpoint && key.Curve == elliptic.P256() {
			return key, nil
		}
	case ed25519.PrivateKey:
		if role == RoleCheckpoint {
			return key, nil
		}
	}
	return nil, ErrBadKey.At(string(role))
}

// Signer lends the key of a role.
func (k *FileKeys) Signer(role Role) (crypto.Signer, error) {
	key, ok := k.keys[role]
	if !ok {
		return nil, ErrNoKey.At(string(role))
	}
	return key, nil
}

// Decryption is the parcel key, if kid is its thumbprint.
func (k *FileKeys) Decryption(kid string) (*ecdsa.PrivateKey, error) {
	key, ok := k.keys[RoleParcel].(*ecdsa.PrivateKey)
	if !ok {
		return nil, ErrNoKey.At(string(RoleParcel))
	}
	if jose.Thumbprint(&key.PublicKey) != kid {
		return nil, nil //nolint:nilnil // not ours is an answer, not a failure
	}
	return key, nil
}

// MAC is an HMAC-SHA-256 under the folder's MAC key.
func (k *FileKeys) MAC(data []byte) ([]byte, error) {
	h := hmac.New(sha256.New, k.mac)
	h.Write(data)
	return h.Sum(nil), nil
}
