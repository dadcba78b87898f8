//go:build unix

package capture_test

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"vouchdesk/internal/capture"
)

// A FIFO without a writer would hold the desk for ever, /dev/zero fill it.
func TestFileOfAnotherKind(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, "/dev/zero", "/dev/null"} {
		if _, err := capture.File(path); !errors.Is(err, capture.ErrNotRegular) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
