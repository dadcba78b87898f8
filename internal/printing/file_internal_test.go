package printing

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// files lists what lies in the folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestFile holds the life of a print file: private, there while it prints,
// gone once the command has ended, or after the bound where it tells no end.
func TestFile(t *testing.T) {
	for name, last := range map[string]time.Duration{"the command ended": Grace, "nobody tells": Lingers} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "print")
			s := New(dir)
			over, never := make(chan time.Time), make(chan time.Time)
			var ended chan struct{}
			if last == Grace {
				ended = make(chan struct{})
			}
			s.after = func(d time.Duration) <-chan time.Time {
				if d == last {
					return over
				}
				return never
			}
			var shown string
			err := s.byFile(t.Context(), []byte("specimen"), func(_ context.Context, name string) (<-chan struct{}, error) {
				shown = name
				info, err := os.Stat(name)
				if err == nil && runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 { // there it is the access list that says so
					t.Errorf("mode %v", info.Mode())
				}
				return ended, err
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(shown); err != nil {
				t.Errorf("gone before it was printed: %v", err)
			}
			if ended != nil {
				close(ended)
			}
			close(over)
			s.waiting.Wait()
			if left := files(t, dir); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
	if Lingers > 30*time.Second || Grace >= Lingers {
		t.Errorf("stays for %v, %v", Lingers, Grace)
	}
}

func TestFileIsGone(t *testing.T) {
	for name, end := range map[string]func(*Spool) error{
		"when the spool closes": func(s *Spool) error {
			err := s.byFile(t.Context(), []byte("x"), func(context.Context, string) (<-chan struct{}, error) { return nil, nil })
			s.Close()
			return err
		},
		"when nobody prints it": func(s *Spool) error {
			err := s.byFile(t.Context(), []byte("x"), func(context.Context, string) (<-chan struct{}, error) { return nil, ErrNoPrinter })
			if !errors.Is(err, ErrNoPrinter) {
				t.Errorf("got %v", err)
			}
			return nil
		},
		"at the next start": func(s *Spool) error {
			if err := os.WriteFile(filepath.Join(s.dir, "left.pdf"), []byte("x"), 0o600); err != nil {
				return err
			}
			n, err := New(s.dir).Sweep()
			if n != 1 {
				t.Errorf("swept %d", n)
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := New(dir)
			if err := end(s); err != nil {
				t.Fatal(err)
			}
			if left := files(t, dir); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestSweepWithoutFolder(t *testing.T) {
	if n, err := New(filepath.Join(t.TempDir(), "none")).Sweep(); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}
