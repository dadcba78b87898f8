//go:build !windows

package printing_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"vouchdesk/internal/printing"
)

// lp puts a command of that name first in the path, as a script.
func lp(t *testing.T, script string) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	t.Setenv("TAKEN", filepath.Join(dir, "taken"))
	if script != "" {
		if err := os.WriteFile(filepath.Join(dir, "lp"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "taken")
}

func TestPrint(t *testing.T) {
	for name, c := range map[string]struct {
		script string
		err    error
	}{
		"ok/taken":               {script: `cat > "$TAKEN"; printf '%s ' "$@" >> "$TAKEN"`},
		"refused/no destination": {script: "cat > /dev/null; exit 1", err: printing.ErrNoPrinter},
	} {
		t.Run(name, func(t *testing.T) {
			taken := lp(t, c.script)
			dir := filepath.Join(t.TempDir(), "print")
			s := printing.New(dir)
			defer s.Close()
			if err := s.Print(t.Context(), []byte("%PDF specimen ")); !errors.Is(err, c.err) {
				t.Fatalf("got %v, want %v", err, c.err)
			}
			if c.err == nil {
				got, err := os.ReadFile(taken)
				if err != nil || string(got) != "%PDF specimen -s -t Vouchdesk " {
					t.Errorf("the printer got %q, %v", got, err)
				}
			}
			if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("something was written where a pipe would do: %v", err)
			}
		})
	}
}

func TestPrintWithoutPrintCommand(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	s := printing.New(t.TempDir())
	if err := s.Print(t.Context(), []byte("x")); !errors.Is(err, printing.ErrNoPrinter) {
		t.Errorf("got %v", err)
	}
}

func TestStoppedWhilePrinting(t *testing.T) {
	lp(t, "exec sleep 30")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := printing.New(t.TempDir()).Print(ctx, []byte("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
