package vault

import (
	"time"

	"vouchdesk/internal/fault"
)

// The failures a caller may tell apart.
var (
	ErrMissing      = fault.New(fault.NotFound, "vault-missing")
	ErrExists       = fault.New(fault.Conflict, "vault-exists")
	ErrBusy         = fault.New(fault.Unavailable, "vault-busy")
	ErrLocked       = fault.New(fault.Locked, "vault-locked")
	ErrOtherDesk    = fault.New(fault.Refused, "vault-other-desk")
	ErrDamaged      = fault.New(fault.Tampered, "vault-damaged")
	ErrNewer        = fault.New(fault.Refused, "vault-newer")
	ErrDiskFull     = fault.New(fault.Unavailable, "disk-full")
	ErrClosed       = fault.New(fault.Internal, "vault-closed")
	ErrReadOnly     = fault.New(fault.Internal, "vault-read-only")
	ErrNoRecord     = fault.New(fault.NotFound, "record-missing")
	ErrBadRecord    = fault.New(fault.Internal, "record-refused")
	ErrErased       = fault.New(fault.NotFound, "particulars-erased")
	ErrNoSlot       = fault.New(fault.NotFound, "slot-missing")
	ErrSlotWait     = fault.New(fault.Locked, "slot-wait")   // Params "seconds"
	ErrSlotLocked   = fault.New(fault.Locked, "slot-locked") // until ClearSlot
	ErrPassphrase   = fault.New(fault.Unauthorised, "passphrase-wrong")
	ErrNotRecipient = fault.New(fault.Unauthorised, "recovery-refused")
	ErrBadRecipient = fault.New(fault.Malformed, "recipient-malformed")
	ErrNoRecovery   = fault.New(fault.NotFound, "recovery-missing")
	ErrNoBlob       = fault.New(fault.NotFound, "blob-missing")
	ErrBadBlob      = fault.New(fault.Tampered, "blob-damaged")
)

// Config says where a vault lies and what opens its desk domain.
type Config struct {
	Dir          string           // made with mode 0700 if it is not there
	DeskID       string           // bound into the vault and its journal
	DeviceSecret []byte           // 32 bytes, see internal/keyring
	Now          func() time.Time // for slowing tries down and for the journal
	KDF          KDF              // zero: DefaultKDF
	Shared       bool             // files for the folder's group too (a desk used under several accounts)
	MaxBytes     int64            // the file grows no further; 0: as far as the disk goes

	// Checker checks the file's structure after an unclean stop. It should run
	// CheckFile in a child process, as a damaged page can end a process. Nil:
	// only the seals are checked.
	Checker func(path string) error
}

// KDF holds the parameters of Argon2id; they are recorded in each slot.
type KDF struct {
	Passes  uint32
	KiB     uint32
	Threads uint8
}

// State says how far a vault is open.
type State uint8

// The states. A new vault is Unclaimed: it has no slot, and its staff domain
// opens for the first time with the first AddSlot.
const (
	Unclaimed State = iota
	Locked
	Unlocked
)

// Person is the trust list's name for a staff member.
type Person string

// SlotInfo is what may be shown of a slot.
type SlotInfo struct {
	Person Person
	Tries  int       // wrong tries since the last right one
	Wait   time.Time // no try before this; zero: at once
	Locked bool      // until ClearSlot
}
