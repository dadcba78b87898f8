// Package printing hands a document to the system's print and leaves nothing
// behind.
//
// Where the system takes a document on a pipe (Linux and macOS, lp) no file is
// made. Where it takes files only (Windows) one is written under a random name
// that only its owner reads. It is removed once the print command has ended and
// [Grace] is over, after [Lingers] whatever happens, at [Spool.Close] at the
// latest, and swept by [Spool.Sweep] at the next start. What the system's own
// print queue keeps is the system's.
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

// How long a print file stays for the program that prints it.
const (
	Lingers = 20 * time.Second // at most, where nobody tells that it was printed
	Grace   = 3 * time.Second  // once the command has ended: some hand the file to another program first
	again   = time.Second      // until it is tried anew to remove what a program still holds
)

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
	var wrong error
	for _, e := range entries {
		if err := os.Remove(filepath.Join(s.dir, e.Name())); err != nil {
			wrong = errors.Join(wrong, err) // the others go all the same
			continue
		}
		n++
	}
	return n, wrong
}

// Close removes every file that still waits.
func (s *Spool) Close() {
	s.shut.Do(func() { close(s.closing) })
	s.waiting.Wait()
}

// byFile writes the document, hands the file over and removes it once that
// has ended. A nil channel tells of no end.
func (s *Spool) byFile(ctx context.Context, pdf []byte, hand func(context.Context, string) (<-chan struct{}, error)) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return ErrFailed.Because(err)
	}
	name := filepath.Join(s.dir, rand.Text()+".pdf")
	if err := writePrivate(name, pdf); err != nil {
		return ErrFailed.Because(errors.Join(err, remove(name)))
	}
	ended, err := hand(ctx, name)
	if err != nil {
		return errors.Join(err, remove(name))
	}
	s.waiting.Go(func() {
		late := s.after(Lingers)
		select {
		case <-ended:
			s.pause(Grace)
		case <-late:
		case <-s.closing:
		}
		for remove(name) != nil && s.pause(again) { // a program still holds it
		}
		_ = remove(name) // the next start sweeps what is left
	})
	return nil
}

// pause waits so long, and says no once the spool closes.
func (s *Spool) pause(d time.Duration) bool {
	select {
	case <-s.after(d):
		return true
	case <-s.closing:
		return false
	}
}

func remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return ErrFailed.Because(err)
	}
	return nil
}
