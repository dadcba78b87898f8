package keyring

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"vouchdesk/internal/vault"
)

const (
	secretSize = 32
	secretName = "device.secret"
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
func DeviceSecret(dir string) ([]byte, Protection, error) {
	path := filepath.Join(dir, secretName)
	sealed, err := os.ReadFile(path)
	switch {
	case err == nil:
		secret, err := openSecret(sealed)
		return secret, protection, err
	case !errors.Is(err, fs.ErrNotExist):
		return nil, protection, err
	case vault.Exists(dir):
		return nil, protection, ErrNoSecret
	}
	secret := make([]byte, secretSize)
	if _, err := rand.Read(secret); err != nil {
		return nil, protection, err
	}
	return secret, protection, makeSecret(dir, path, secret)
}

// makeSecret writes it durably under a temporary name and never over another.
func makeSecret(dir, path string, secret []byte) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	sum := sha256.Sum256(secret)
	sealed, err := protect(append(append([]byte{}, secret...), sum[:]...))
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, secretName+".") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // gone already where it succeeded
	// A folder that hands its group down is a desk used under several accounts.
	if info, e := os.Stat(dir); e == nil && info.Mode()&os.ModeSetgid != 0 {
		err = f.Chmod(0o660)
	}
	if err == nil {
		_, err = f.Write(sealed)
	}
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	// A link, unlike a rename, fails if another process was first.
	return os.Link(f.Name(), path)
}

func openSecret(sealed []byte) ([]byte, error) {
	plain, err := unprotect(sealed)
	if err != nil || len(plain) != secretSize+sha256.Size {
		return nil, ErrBadSecret
	}
	sum := sha256.Sum256(plain[:secretSize])
	if subtle.ConstantTimeCompare(sum[:], plain[secretSize:]) != 1 {
		return nil, ErrBadSecret
	}
	return plain[:secretSize:secretSize], nil
}
