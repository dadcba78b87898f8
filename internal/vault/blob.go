package vault

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
)

const (
	blobFolder = "blobs"
	blobTemp   = "part-"
)

// BlobName is the SHA-256 of the sealed bytes, in hex.
type BlobName string

// SealBlob encrypts src to a case recipient and stores it; the plain bytes
// never touch the disk. Nothing names the blob yet: call Tx.NameBlob in the
// transaction that does.
func (v *Vault) SealBlob(ctx context.Context, recipient string, src io.Reader) (BlobName, error) {
	to, err := age.ParseX25519Recipient(recipient)
	if err != nil {
		return "", ErrBadRecipient
	}
	return v.storeBlob(ctx, "", func(w io.Writer) error {
		sealer, err := age.Encrypt(w, to)
		if err != nil {
			return err
		}
		if _, err := io.Copy(sealer, reader{ctx, src}); err != nil {
			return err
		}
		return sealer.Close()
	})
}

// StoreBlob stores bytes sealed elsewhere, if they are what name says.
func (v *Vault) StoreBlob(ctx context.Context, name BlobName, sealed io.Reader) error {
	if !name.valid() {
		return ErrBadBlob
	}
	_, err := v.storeBlob(ctx, name, func(w io.Writer) error {
		_, err := io.Copy(w, reader{ctx, sealed})
		return err
	})
	return err
}

// storeBlob makes a blob durable under the hash of what fill writes.
func (v *Vault) storeBlob(ctx context.Context, want BlobName, fill func(io.Writer) error) (name BlobName, err error) {
	folder := filepath.Join(v.cfg.Dir, blobFolder)
	temp, err := os.CreateTemp(folder, blobTemp)
	if err != nil {
		return "", failure(err)
	}
	defer func() {
		if err != nil {
			temp.Close()           //nolint:errcheck // may be closed already
			os.Remove(temp.Name()) //nolint:errcheck // swept at the next start otherwise
		}
	}()
	sum := sha256.New()
	if err := fill(io.MultiWriter(temp, sum)); err != nil {
		return "", failure(err)
	}
	if err := errors.Join(temp.Chmod(v.cfg.fileMode()), temp.Sync(), temp.Close()); err != nil {
		return "", failure(err)
	}
	name = BlobName(hex.EncodeToString(sum.Sum(nil)))
	if want != "" && want != name {
		return "", ErrBadBlob
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	// The sweep must not come between the rename and the note that it is ours.
	v.blobMu.Lock()
	defer v.blobMu.Unlock()
	path := v.cfg.blob(name)
	if err := os.MkdirAll(filepath.Dir(path), v.cfg.dirMode()); err != nil {
		return "", failure(err)
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return "", failure(err)
	}
	v.pending[name] = true
	return name, failure(errors.Join(syncDir(filepath.Dir(path)), syncDir(folder)))
}

// SealedBlob opens the sealed bytes, checked against the name.
func (v *Vault) SealedBlob(name BlobName) (io.ReadCloser, int64, error) {
	if !name.valid() {
		return nil, 0, ErrNoBlob
	}
	return openSealed(v.cfg.blob(name), name)
}

func openSealed(path string, name BlobName) (io.ReadCloser, int64, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, ErrNoBlob
	}
	if err != nil {
		return nil, 0, err
	}
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err == nil && hex.EncodeToString(sum.Sum(nil)) != string(name) {
		err = ErrBadBlob
	}
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	// Checked again while it is read: the file may change in between.
	return &checkedBlob{f, sha256.New(), name}, size, nil
}

type checkedBlob struct {
	f    *os.File
	sum  hash.Hash
	name BlobName
}

func (c *checkedBlob) Read(p []byte) (int, error) {
	n, err := c.f.Read(p)
	c.sum.Write(p[:n])
	if errors.Is(err, io.EOF) && hex.EncodeToString(c.sum.Sum(nil)) != string(c.name) {
		return n, ErrBadBlob
	}
	return n, err
}

func (c *checkedBlob) Close() error { return c.f.Close() }

// OpenBlob opens the plain bytes of a blob, checked against the name.
func (v *Vault) OpenBlob(name BlobName, key *CaseKey) (io.ReadCloser, error) {
	sealed, _, err := v.SealedBlob(name)
	if err != nil {
		return nil, err
	}
	plain, err := age.Decrypt(sealed, key.identity)
	if err != nil {
		sealed.Close() //nolint:errcheck // only read
		return nil, ErrBadBlob
	}
	return plainBlob{plain, sealed}, nil
}

type plainBlob struct {
	io.Reader
	io.Closer
}

// NameBlob says that a record names a blob that is on disk.
func (tx *Tx) NameBlob(name BlobName) error {
	if !name.valid() {
		return ErrNoBlob
	}
	if _, err := os.Stat(tx.v.cfg.blob(name)); err != nil {
		return ErrNoBlob
	}
	n, err := tx.blobNames(name)
	if err != nil {
		return err
	}
	tx.named = append(tx.named, name)
	return tx.put(blobRefs, string(name), binary.BigEndian.AppendUint64(nil, n+1))
}

// ForgetBlob takes one naming back; what nothing names, Sweep removes.
func (tx *Tx) ForgetBlob(name BlobName) error {
	n, err := tx.blobNames(name)
	if err != nil || n == 0 {
		return err
	}
	if n == 1 {
		return tx.delete(blobRefs, string(name))
	}
	return tx.put(blobRefs, string(name), binary.BigEndian.AppendUint64(nil, n-1))
}

// BlobNamed tells whether a record names a blob.
func (tx *Tx) BlobNamed(name BlobName) (bool, error) {
	n, err := tx.blobNames(name)
	return n > 0, err
}

func (tx *Tx) blobNames(name BlobName) (uint64, error) {
	data, err := tx.get(blobRefs, string(name))
	if errors.Is(err, ErrNoRecord) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if len(data) != 8 {
		return 0, ErrDamaged.At("bucket " + blobRefs.String())
	}
	return binary.BigEndian.Uint64(data), nil
}

func (v *Vault) settleBlobs(named []BlobName) {
	if len(named) == 0 {
		return
	}
	v.blobMu.Lock()
	defer v.blobMu.Unlock()
	for _, name := range named {
		delete(v.pending, name)
	}
}

// Sweep removes blobs that nothing names and returns how many.
func (v *Vault) Sweep() (int, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.sweep(false)
}

// sweep at a start removes half-written files too. The caller holds v.mu or is
// alone.
func (v *Vault) sweep(start bool) (removed int, err error) {
	v.sweepMu.Lock()
	defer v.sweepMu.Unlock()
	v.blobMu.Lock()
	defer v.blobMu.Unlock()
	keep := map[string]bool{}
	for name := range v.pending {
		keep[string(name)] = true
	}
	if err := v.run(false, nil, func(tx *Tx) error {
		return tx.each(blobRefs, func(id string, _ []byte) error {
			keep[id] = true
			return nil
		})
	}); err != nil {
		return 0, err
	}
	err = filepath.WalkDir(filepath.Join(v.cfg.Dir, blobFolder), func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		name := entry.Name()
		if keep[name] || !BlobName(name).valid() && (!start || !strings.HasPrefix(name, blobTemp)) {
			return nil
		}
		removed++
		return os.Remove(path) //nolint:gosec // our own folder, which nobody else writes
	})
	return removed, failure(err)
}

func (cfg Config) blob(name BlobName) string {
	return filepath.Join(cfg.Dir, blobFolder, string(name[:2]), string(name))
}

// valid keeps anything that is not a hash from becoming part of a path.
func (name BlobName) valid() bool {
	if len(name) != hex.EncodedLen(sha256.Size) {
		return false
	}
	for _, c := range []byte(name) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// reader stops a long copy when its context is done.
type reader struct {
	ctx context.Context //nolint:containedctx // lives for one copy
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
