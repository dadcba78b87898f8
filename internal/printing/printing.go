// Package printing hands a document to the system's print and leaves nothing
// behind.
//
// Where the system takes a document on a pipe (Linux and macOS, lp) no file is
// made. Where it takes files only (Windows) one is written into a private
// folder under a random name, removed after [Lingers], at [Spool.Close] at the
// latest, and swept by [Spool.Sweep] at the next start, whatever happened in
// between. What the system's own print queue keeps is the system's.
//
// It knows no printers and shows no dialog: the system's default printer is
// used. A Spool may be used by several goroutines. Errors are [fault.Error]s
// and carry nothing of the document: print-no-printer, print-failed.
package printing

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"vouchdesk/internal/fault"
)

// Why something is not printed.
var (
	ErrNoPrinter = fault.New(fault.Unavailable, "print-no-printer") // the system has no print command, or no default printer
	ErrFailed    = fault.New(fault.Unavailable, "print-failed")
)

// Lingers is how long a print file stays for the program that prints it.
const Lingers = time.Minute

// Title is what the print queue shows: never whose document it is.
const Title = "Vouchdesk"

// Spool hands documents to the system.
type Spool struct {
	dir   string
	after func(time.Duration) <-chan time.Time

	closing chan struct{}
	shut    sync.Once
	waiting sync.WaitGroup
}

// New returns a spool over a folder of its own, which is made when needed.
func New(dir string) *Spool {
	return &Spool{dir: dir, after: time.After, closing: make(chan struct{})} //nolint:forbidigo // a wait, replaced in tests
}

// Sweep removes what an earlier run left and says how many files that were.
func (s *Spool) Sweep() (int, error) {
	entries, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n := 0
	for _, e := range entries {
		if err := os.Remove(filepath.Join(s.dir, e.Name())); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Close removes every file that still waits.
func (s *Spool) Close() {
	s.shut.Do(func() { close(s.closing) })
	s.waiting.Wait()
}

// byFile writes the document, hands the file over and removes it later.
func (s *Spool) byFile(ctx context.Context, pdf []byte, hand func(context.Context, string) error) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return ErrFailed.Because(err)
	}
	name := filepath.Join(s.dir, rand.Text()+".pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		return ErrFailed.Because(errors.Join(err, remove(name)))
	}
	if err := hand(ctx, name); err != nil {
		return errors.Join(err, remove(name))
	}
	s.waiting.Go(func() {
		select {
		case <-s.after(Lingers):
		case <-s.closing:
		}
		// A program that still holds it keeps it: the next start sweeps.
		_ = remove(name)
	})
	return nil
}

func remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return ErrFailed.Because(err)
	}
	return nil
}
