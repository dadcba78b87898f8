package desk

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/keyring"
	"vouchdesk/internal/scan"
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

	Scans     string // the folder that office scanners scan to; empty: none
	Scanimage string // the program of a scanner at this machine; empty: scanimage, where it is installed

	Broker  Broker  // nil: the enrolled broker over https
	Printer Printer // nil: the system's

	pace time.Duration // of the sync worker; zero: every half minute
}

// The failures of the desk itself; those of the packages it joins pass through.
var (
	ErrRunning    = fault.New(fault.Conflict, "desk-running") // another process has this folder open
	ErrNotRunning = fault.New(fault.NotFound, "desk-not-running")
	ErrClosed     = fault.New(fault.Stopped, "desk-closed")
	ErrChanged    = fault.New(fault.Conflict, "case-changed") // since the command was prepared
	ErrSignedOut  = fault.New(fault.Locked, "not-signed-in")
	ErrSignedIn   = fault.New(fault.Conflict, "already-signed-in")
	ErrNoPerson   = fault.New(fault.Unauthorised, "person-not-listed")
	ErrRole       = fault.New(fault.Unauthorised, "role-missing")
	ErrNoCase     = fault.New(fault.NotFound, "case-missing")
	ErrNoParcel   = fault.New(fault.NotFound, "parcel-missing")
	ErrNotReady   = fault.New(fault.Unavailable, "desk-not-ready") // no trust list or policy yet
	ErrNotRead    = fault.New(fault.Refused, "letter-not-read")    // only a letter that was looked at can be set
	ErrDraft      = fault.New(fault.Malformed, "draft-malformed")
	ErrSettings   = fault.New(fault.Malformed, "settings-malformed")
	ErrReasonCode = fault.New(fault.Malformed, "reason-unknown")
	ErrNotRefused = fault.New(fault.Conflict, "vouch-not-refused") // the broker may yet accept it
)

// Desk is one open desk. It must be shut down.
type Desk struct {
	c          Config
	anchor     anchor
	protection keyring.Protection
	vault      *vault.Vault
	keys       *keyring.Keyring
	broker     Broker
	journal    *jose.Signer        // of journal checkpoints
	referral   *jose.Signer        // of cases handed to the counter-fraud team
	render     *docrender.Renderer // nil where the worker is missing
	aside      *docrender.Renderer // for what nobody waits for; nil likewise
	codes      *scan.Reader
	taker      *capture.Taker
	scans      *scans
	printer    Printer
	list       *trusted

	commands chan command
	closing  chan struct{} // closed by Shutdown: the owner ends
	stopped  chan struct{} // closed by the owner when it has ended
	shut     sync.Once
	work     sync.WaitGroup // the owner, the sync worker and the doorbell
	signing  chan struct{}  // holds one token: passphrases are worked on one at a time
	touched  atomic.Int64
	subs     subscribers
	wake     chan syncOrder
	endSync  context.CancelFunc
	bell     *doorbell
	shutErr  error
}

// Open opens the desk domain: nobody is signed in yet. What the council signed
// is verified again; whatever does not verify is not used until it is pulled
// anew.
func Open(ctx context.Context, c Config) (*Desk, error) {
	c = c.filled()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !vault.Exists(c.Dir) {
		return nil, vault.ErrMissing
	}
	if ring(ctx, c.Dir) == nil {
		return nil, ErrRunning
	}
	v, protection, err := openVault(c) //nolint:contextcheck // a vault opens whole or not at all
	if err != nil {
		return nil, err
	}
	d, err := assemble(c, v, protection) //nolint:contextcheck // what it starts outlives ctx
	if err != nil {
		return nil, join(err, v.Close())
	}
	if err := d.start(ctx); err != nil {
		d.closeReaders() //nolint:contextcheck // ends at once
		return nil, join(err, v.Close())
	}
	return d, nil
}

func (c Config) filled() Config {
	if c.Now == nil {
		c.Now = systemClock
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Raise == nil {
		c.Raise = func() {}
	}
	return c
}

// systemClock is the one place where the desk reads the machine's clock.
func systemClock() time.Time { return time.Now() } //nolint:forbidigo // the injected clock has to come from somewhere

// Snapshot is the newest state.
func (d *Desk) Snapshot() Snapshot { return d.subs.get() }

// Subscribe delivers the current snapshot and then the newest only: what a slow
// reader missed is replaced. cancel closes the channel.
func (d *Desk) Subscribe() (newest <-chan Snapshot, cancel func()) { return d.subs.add() }

// Shutdown locks, lets running work end until ctx is over, and closes. A
// passphrase being worked on is waited for, as nothing may be signed by halves.
func (d *Desk) Shutdown(ctx context.Context) error {
	d.shut.Do(func() {
		d.endSync()
		d.bell.close()
		ended := d.take(ctx) == nil
		close(d.closing)
		done := make(chan struct{})
		go func() { d.work.Wait(); close(done) }()
		select {
		case <-done:
		case <-ctx.Done():
			ended = false
		}
		d.keys.SignOut()
		hangUp(d.broker)
		d.printer.Close()
		d.closeReaders() //nolint:contextcheck // ends at once
		d.shutErr = d.vault.Close()
		if !ended && d.shutErr == nil {
			d.shutErr = ctx.Err()
		}
	})
	<-d.stopped
	return d.shutErr
}

// closeReaders ends what reads pictures and codes.
func (d *Desk) closeReaders() {
	for _, r := range []*docrender.Renderer{d.render, d.aside} {
		if r != nil {
			r.Close()
		}
	}
	d.codes.Close()
}

// take waits for the one token of signing; give puts it back.
func (d *Desk) take(ctx context.Context) error {
	select {
	case d.signing <- struct{}{}:
		return nil
	case <-d.stopped:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d *Desk) give() { <-d.signing }
