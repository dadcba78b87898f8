package vault

import (
	"context"
	"io"
	"iter"

	"vouchdesk/internal/journal"
)

// Vault is one open vault. It must be closed.
type Vault struct{}

// DefaultKDF is RFC 9106's second recommended choice.
func DefaultKDF() KDF { return KDF{Passes: 3, KiB: 64 << 10, Threads: 4} }

// Exists reports whether there is a vault in a folder.
func Exists(dir string) bool { return false }

// Create makes a new, unclaimed vault and opens it.
func Create(cfg Config) (*Vault, error) { return nil, ErrClosed }

// Open opens a vault's desk domain, checks it, and sweeps blobs nothing names.
func Open(cfg Config) (*Vault, error) { return nil, ErrClosed }

// Recover opens a vault, usually a backup on a new machine, with the council's
// recovery identity (its AGE-SECRET-KEY text), binds it to cfg.DeviceSecret and removes every slot.
// It is Unlocked; somebody must AddSlot before it is locked.
func Recover(cfg Config, identity string) (*Vault, error) { return nil, ErrClosed }

// CheckFile checks the structure of a vault file. A damaged file can end the
// process: it is for the hidden command that Config.Checker starts.
func CheckFile(path string) error { return nil }

// Close locks and closes.
func (v *Vault) Close() error { return nil }

// State says how far the vault is open.
func (v *Vault) State() State { return Locked }

// DeskID is the desk this vault belongs to.
func (v *Vault) DeskID() string { return "" }

// Copied reports whether this is a restored backup whose erasure list has not been applied yet.
func (v *Vault) Copied() (bool, error) { return false, nil }

// SettleCopied says that the erasure list was applied.
func (v *Vault) SettleCopied() error { return nil }

// View runs fn over one unchanging state of the vault.
func (v *Vault) View(fn func(*Tx) error) error { return ErrClosed }

// Update runs fn and makes all it did durable, or nothing of it.
func (v *Vault) Update(fn func(*Tx) error) error { return ErrClosed }

// Lock closes the staff domain and wipes its keys.
func (v *Vault) Lock() {}

// AddSlot gives a person a slot, or replaces theirs. The vault must be Unlocked, or
// Unclaimed, which this ends. Secrets are sealed by this slot alone.
func (v *Vault) AddSlot(p Person, passphrase []byte, secrets map[string][]byte) error { return nil }

// RemoveSlot takes a person's slot away.
func (v *Vault) RemoveSlot(p Person) error { return nil }

// ClearSlot lets a person try again; who may ask for it is the caller's rule.
func (v *Vault) ClearSlot(p Person) error { return nil }

// Slots lists the slots by person.
func (v *Vault) Slots() ([]SlotInfo, error) { return nil, nil }

// Slot is a slot opened by its passphrase. It must be closed.
type Slot struct{}

// OpenSlot tries a passphrase.
func (v *Vault) OpenSlot(p Person, passphrase []byte) (*Slot, error) { return nil, ErrNoSlot }

// Unlock opens the vault's staff domain.
func (s *Slot) Unlock() error { return nil }

// Secret returns a secret that AddSlot sealed; the caller wipes it.
func (s *Slot) Secret(name string) ([]byte, error) { return nil, ErrNoRecord }

// Close wipes the slot's key.
func (s *Slot) Close() {}

// SetRecovery seals what opens this vault to the council's recovery recipient
// (age1... text). The vault must be Unlocked.
func (v *Vault) SetRecovery(recipient string) error { return nil }

// Recipient is the vault's public key (age1... text), known while locked.
func (v *Vault) Recipient() (string, error) { return "", nil }

// Backup makes a folder that Open or Recover can open, and verifies it.
func (v *Vault) Backup(ctx context.Context, dir string) error { return nil }

// Compact rewrites the file without what was deleted. Part of every erasure.
func (v *Vault) Compact(ctx context.Context) error { return nil }

// BlobName is the SHA-256 of the sealed bytes, in hex.
type BlobName string

// SealBlob encrypts src to a case recipient and stores it; plain bytes never touch the disk.
// Nothing names the blob yet: call Tx.NameBlob in the transaction that does.
func (v *Vault) SealBlob(ctx context.Context, recipient string, src io.Reader) (BlobName, error) {
	return "", nil
}

// StoreBlob stores bytes sealed elsewhere, if they are what name says.
func (v *Vault) StoreBlob(ctx context.Context, name BlobName, sealed io.Reader) error { return nil }

// SealedBlob opens the sealed bytes, checked against the name.
func (v *Vault) SealedBlob(name BlobName) (io.ReadCloser, int64, error) { return nil, 0, ErrNoBlob }

// OpenBlob opens the plain bytes of a blob, checked against the name.
func (v *Vault) OpenBlob(name BlobName, key *CaseKey) (io.ReadCloser, error) { return nil, ErrNoBlob }

// Sweep removes blobs that nothing names and returns how many.
func (v *Vault) Sweep() (int, error) { return 0, nil }

// CaseKey is a case's own identity: blobs are sealed to it.
type CaseKey struct{}

// Recipient is the public half (age1... text).
func (k *CaseKey) Recipient() string { return "" }

// Export returns the secret text of the identity, for a packet.
func (k *CaseKey) Export() []byte { return nil }

// Tx is one transaction. It must not outlive the function it was given to.
type Tx struct{}

// Put stores a copy of value under an id.
func (tx *Tx) Put(b Bucket, id string, value []byte) error { return nil }

// Get returns a copy, or ErrNoRecord.
func (tx *Tx) Get(b Bucket, id string) ([]byte, error) { return nil, ErrNoRecord }

// Has reports whether there is a record.
func (tx *Tx) Has(b Bucket, id string) (bool, error) { return false, nil }

// Delete removes a record; removing what is not there is no error.
func (tx *Tx) Delete(b Bucket, id string) error { return nil }

// Each calls fn for every record, in no order that means anything. fn must not
// change the bucket.
func (tx *Tx) Each(b Bucket, fn func(id string, value []byte) error) error { return nil }

// Count says how many records a bucket has.
func (tx *Tx) Count(b Bucket) (int, error) { return 0, nil }

// Deliver is Put for what may arrive while locked: then it is sealed to the
// vault's public key and put at the next sign-in, in order of arrival.
func (tx *Tx) Deliver(b Bucket, id string, value []byte) error { return nil }

// Append journals an act; a zero time becomes now. It works while locked.
func (tx *Tx) Append(p journal.Particulars) (journal.Line, error) { return journal.Line{}, nil }

// JournalHead is the head of this desk's chain.
func (tx *Tx) JournalHead() (journal.Head, error) { return journal.Head{}, nil }

// JournalLines yields the chain's lines from a number on.
func (tx *Tx) JournalLines(from uint64) iter.Seq2[journal.Line, error] { return nil }

// Particulars returns the sealed half of a line, checked against its digest,
// or ErrErased.
func (tx *Tx) Particulars(seq uint64) (journal.Particulars, error) {
	return journal.Particulars{}, ErrErased
}

// CaseKey returns a case's key; in an Update it makes one if there is none.
func (tx *Tx) CaseKey(caseID string) (*CaseKey, error) { return nil, ErrNoRecord }

// AdoptCaseKey stores a key that came in a packet.
func (tx *Tx) AdoptCaseKey(caseID string, exported []byte) error { return nil }

// DestroyKeys erases a case: its identity and its journal key. Call Compact
// afterwards.
func (tx *Tx) DestroyKeys(caseID string) error { return nil }

// NameBlob says that a record names a blob that is on disk.
func (tx *Tx) NameBlob(name BlobName) error { return nil }

// ForgetBlob says that nothing names it any more; Sweep then removes it.
func (tx *Tx) ForgetBlob(name BlobName) error { return nil }
