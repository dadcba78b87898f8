package desk

import (
	"context"
	"log/slog"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/vault"
)

// Config says where a desk lies and what it may use.
type Config struct {
	Dir    string           // the data folder of this machine
	Worker string           // path of vouchdesk-render; empty: next to this executable
	Now    func() time.Time // nil: the machine's clock
	Log    *slog.Logger     // nil: nothing is logged
	Raise  func()           // a second start asks for the window; nil: nothing to raise

	KDF      vault.KDF               // zero: the vault's default; tests choose a cheap one
	MaxBytes int64                   // the vault grows no further; 0: as far as the disk goes
	Checker  func(path string) error // checks the vault after an unclean stop, in a child process
}

// The failures of the desk itself; those of the packages it joins pass through.
var (
	ErrRunning    = fault.New(fault.Conflict, "desk-running") // another process has this folder open
	ErrNotRunning = fault.New(fault.NotFound, "desk-not-running")
	ErrClosed     = fault.New(fault.Stopped, "desk-closed")
	ErrChanged    = fault.New(fault.Conflict, "case-changed") // since the command was prepared
	ErrSignedOut  = fault.New(fault.Locked, "not-signed-in")
	ErrNoCase     = fault.New(fault.NotFound, "case-missing")
	ErrNoParcel   = fault.New(fault.NotFound, "parcel-missing")
	ErrClock      = fault.New(fault.Refused, "clock-untrusted")
	ErrNotReady   = fault.New(fault.Unavailable, "desk-not-ready") // no trust list or policy yet
)

// Desk is one open desk. It must be shut down.
type Desk struct{}

// Open opens the desk domain: nobody is signed in yet.
func Open(ctx context.Context, c Config) (*Desk, error) { return nil, ErrNotReady }

// Shutdown locks, lets running work end until ctx is over, and closes.
func (d *Desk) Shutdown(ctx context.Context) error { return ErrClosed }

// Snapshot is the newest state.
func (d *Desk) Snapshot() Snapshot { return Snapshot{} }

// Subscribe delivers the current snapshot and then the newest only: what a slow
// reader missed is replaced. cancel closes the channel.
func (d *Desk) Subscribe() (newest <-chan Snapshot, cancel func()) { return nil, func() {} }
