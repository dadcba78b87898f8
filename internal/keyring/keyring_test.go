package keyring_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/keyring"
	"vouchdesk/internal/vault"
)

const (
	rosa      = vault.Person("person-rosa")
	idris     = vault.Person("person-idris")
	rosaName  = "Rosa Mai Specimen"
	idrisName = "Idris Sampl"
	rosaPass  = "otter lantern pebble"
	idrisPass = "llyn gŵydd cwmwl glas"
)

func config(dir string) vault.Config {
	return vault.Config{
		Dir: dir, DeskID: "desk-9", DeviceSecret: bytes.Repeat([]byte{7}, 32),
		Now: func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) },
		KDF: vault.KDF{Passes: 1, KiB: 64, Threads: 1},
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func newRing(t *testing.T) (*keyring.Keyring, *vault.Vault) {
	t.Helper()
	v, err := vault.Create(config(filepath.Join(t.TempDir(), "desk")))
	must(t, err)
	t.Cleanup(func() { _ = v.Close() })
	return keyring.New(v), v
}

func enrolled(t *testing.T) (*keyring.Keyring, *vault.Vault, keyring.Public) {
	t.Helper()
	k, v := newRing(t)
	public, err := k.Enrol(rosa, rosaName, rosaPass)
	must(t, err)
	return k, v, public
}

func TestEnrolSignInSignOut(t *testing.T) {
	k, v, public := enrolled(t)
	if who, in := k.SignedIn(); !in || who != rosa || v.State() != vault.Unlocked {
		t.Fatal(who, in, v.State())
	}
	second, err := k.Enrol(idris, idrisName, idrisPass)
	must(t, err)
	if who, _ := k.SignedIn(); who != rosa {
		t.Error("enrolling somebody signed them in")
	}
	if public.SignKey == second.SignKey || public.SignKey == public.EncKey {
		t.Error("keys are not apart")
	}
	k.SignOut()
	if _, in := k.SignedIn(); in || v.State() != vault.Locked {
		t.Error(in, v.State())
	}
	_, _, err = k.DecryptionKey()
	wants(t, err, keyring.ErrSignedOut)
	wants(t, k.SignIn(idris, rosaPass), vault.ErrPassphrase)
	// The same words with the accent as a character of its own.
	must(t, k.SignIn(idris, strings.ReplaceAll(idrisPass, "ŵ", "w\u0302")))
	enc, id, err := k.DecryptionKey()
	must(t, err)
	if id != second.EncKey || !enc.PublicKey.Equal(second.Enc) {
		t.Error("another decryption key")
	}
	wants(t, k.SignIn(rosa, "wrong wrong wrong"), vault.ErrPassphrase)
	if who, _ := k.SignedIn(); who != idris {
		t.Error(who)
	}
	must(t, k.SignIn(rosa, rosaPass))
	if who, _ := k.SignedIn(); who != rosa {
		t.Error(who)
	}
}

func TestOpenedKeySignsOnce(t *testing.T) {
	k, _, public := enrolled(t)
	digest := sha256.Sum256([]byte("what was read out"))
	key, err := k.OpenKey(rosa, rosaPass)
	must(t, err)
	if key.ID() != public.SignKey || !key.Public().(*ecdsa.PublicKey).Equal(public.Sign) {
		t.Error("another key")
	}
	sig, err := key.Sign(rand.Reader, digest[:], crypto.SHA256)
	must(t, err)
	if !ecdsa.VerifyASN1(public.Sign, digest[:], sig) {
		t.Error("the signature is wrong")
	}
	_, err = key.Sign(rand.Reader, digest[:], crypto.SHA256)
	wants(t, err, keyring.ErrKeyUsed)
	must(t, key.Close())
	if !key.Public().(*ecdsa.PublicKey).Equal(public.Sign) {
		t.Error("the public key went with the private one")
	}
	closed, err := k.OpenKey(rosa, rosaPass)
	must(t, err)
	must(t, closed.Close())
	must(t, closed.Close())
	_, err = closed.Sign(rand.Reader, digest[:], crypto.SHA256)
	wants(t, err, keyring.ErrKeyClosed)
	_, err = k.OpenKey(rosa, idrisPass)
	wants(t, err, vault.ErrPassphrase)
	_, err = k.OpenKey(idris, idrisPass)
	wants(t, err, vault.ErrNoSlot)
}

func TestOpenedKeySignsOnceForMany(t *testing.T) {
	k, _, _ := enrolled(t)
	key, err := k.OpenKey(rosa, rosaPass)
	must(t, err)
	var signed atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := key.Sign(rand.Reader, make([]byte, 32), crypto.SHA256); err == nil {
				signed.Add(1)
			}
		})
	}
	all.Wait()
	if signed.Load() != 1 {
		t.Errorf("signed %d times", signed.Load())
	}
}

func TestChangePassphraseKeepsTheKeys(t *testing.T) {
	k, _, public := enrolled(t)
	const next = "harbour thimble oak"
	wants(t, k.ChangePassphrase(rosa, rosaName, rosaPass, "short"), keyring.ErrShort)
	wants(t, k.ChangePassphrase(rosa, rosaName, next, next), vault.ErrPassphrase)
	must(t, k.ChangePassphrase(rosa, rosaName, rosaPass, next))
	_, err := k.OpenKey(rosa, rosaPass)
	wants(t, err, vault.ErrPassphrase)
	key, err := k.OpenKey(rosa, next)
	must(t, err)
	if key.ID() != public.SignKey {
		t.Error("another key")
	}
	must(t, key.Close())
	k.SignOut()
	wants(t, k.ChangePassphrase(rosa, rosaName, next, rosaPass), keyring.ErrSignedOut)
	_, err = k.Enrol(idris, idrisName, idrisPass)
	wants(t, err, vault.ErrLocked)
}

func TestDeskKeyIsOneAndWorksWhileLocked(t *testing.T) {
	k, v := newRing(t)
	var ids [4]keyring.KeyID
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			_, id, err := k.DeskKey()
			if err != nil {
				t.Error(err)
			}
			ids[i] = id
		})
	}
	all.Wait()
	_, err := k.Enrol(rosa, rosaName, rosaPass)
	must(t, err)
	v.Lock()
	signer, id, err := keyring.New(v).DeskKey()
	must(t, err)
	for _, other := range ids {
		if other != id {
			t.Errorf("%v, then %v", ids, id)
		}
	}
	digest := sha256.Sum256([]byte("a request"))
	sig, err := signer.Sign(rand.Reader, digest[:], crypto.SHA256)
	must(t, err)
	if !ecdsa.VerifyASN1(signer.Public().(*ecdsa.PublicKey), digest[:], sig) {
		t.Error("the signature is wrong")
	}
}

func TestCheckPassphrase(t *testing.T) {
	for name, c := range map[string]struct{ person, passphrase, code string }{
		"ok/three words":               {rosaName, rosaPass, ""},
		"ok/Welsh":                     {idrisName, idrisPass, ""},
		"ok/name among much else":      {rosaName, "Rosa keeps eleven otters", ""},
		"ok/twelve":                    {rosaName, "abcdefghijkl", ""},
		"ok/nobody's name":             {"", rosaPass, ""},
		"refused/eleven":               {rosaName, "abcdefghijk", "passphrase-short"},
		"refused/eleven, twelve bytes": {rosaName, "abcdefghijŵ", "passphrase-short"},
		"refused/accents counted once": {rosaName, "abcdefghijw\u0302", "passphrase-short"},
		"refused/empty":                {rosaName, "", "passphrase-short"},
		"refused/endless":              {rosaName, strings.Repeat("abcde", 60), "passphrase-long"},
		"refused/one character":        {rosaName, "aaaaaaaaaaaaaaaa", "passphrase-simple"},
		"refused/own name":             {rosaName, "Rosa Mai Specimen", "passphrase-name"},
		"refused/own name and a year":  {rosaName, "specimenROSA1984", "passphrase-name"},
	} {
		t.Run(name, func(t *testing.T) {
			err := keyring.CheckPassphrase(c.person, c.passphrase)
			if c.code == "" {
				must(t, err)
			} else if fault.Code(err) != c.code || fault.Of(err) != fault.Refused {
				t.Errorf("got %v", err)
			}
		})
	}
}

// RFC 7638's own example is an RSA key; this one is RFC 7517's first P-256 key
// (appendix A.1), with the thumbprint computed by other means.
func TestThumbprint(t *testing.T) {
	point, err := hex.DecodeString("04" +
		"30a0424cd21c2944838a2d75c92b37e76ea20d9f00893a3b4eee8a3c0aafec3e" +
		"e04b65e92456d9888b52b379bdfbd51ee869ef1f0fc65b6659695b6cce081723")
	must(t, err)
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	must(t, err)
	got, err := keyring.Thumbprint(key)
	must(t, err)
	if got != "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s" {
		t.Errorf("got %s", got)
	}
	other, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	must(t, err)
	if _, err := keyring.Thumbprint(&other.PublicKey); err == nil {
		t.Error("a P-384 key was taken")
	}
}

func TestDeviceSecret(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "desk")
	secret, protection, err := keyring.DeviceSecret(dir)
	must(t, err)
	again, _, err := keyring.DeviceSecret(dir)
	must(t, err)
	if len(secret) != 32 || !bytes.Equal(secret, again) || protection == "" {
		t.Errorf("%d bytes, %q", len(secret), protection)
	}
	path := filepath.Join(dir, "device.secret")
	info, err := os.Stat(path)
	must(t, err)
	if protection == keyring.ProtectedFile && info.Mode().Perm() != 0o600 {
		t.Error(info.Mode())
	}
	if other, _, err := keyring.DeviceSecret(filepath.Join(t.TempDir(), "desk")); err != nil || bytes.Equal(other, secret) {
		t.Error("two machines share a secret", err)
	}
	data, err := os.ReadFile(path)
	must(t, err)
	for i := range data {
		changed := bytes.Clone(data)
		changed[i] ^= 1
		must(t, os.WriteFile(path, changed, 0o600))
		_, _, err := keyring.DeviceSecret(dir)
		wants(t, err, keyring.ErrBadSecret)
	}
	must(t, os.WriteFile(path, data, 0o600))
	cfg := config(dir)
	cfg.DeviceSecret = secret
	v, err := vault.Create(cfg)
	must(t, err)
	must(t, v.Close())
	must(t, os.Remove(path))
	_, _, err = keyring.DeviceSecret(dir)
	wants(t, err, keyring.ErrNoSecret)
}

func TestDeviceSecretOfASharedFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "desk")
	must(t, os.MkdirAll(dir, 0o700))
	must(t, os.Chmod(dir, 0o770|os.ModeSetgid))
	_, protection, err := keyring.DeviceSecret(dir)
	must(t, err)
	info, err := os.Stat(filepath.Join(dir, "device.secret"))
	must(t, err)
	if protection == keyring.ProtectedFile && info.Mode().Perm() != 0o660 {
		t.Error(info.Mode())
	}
}
