package capture

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"

	"vouchdesk/internal/fault"
)

// File reads a chosen or dropped file. What is opened is what is judged: the
// name is not looked at again after it, so it cannot be swapped for a pipe
// that never ends.
func File(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, because(err)
	}
	defer func() { _ = f.Close() }() // nothing was written
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, because(err)
	case !info.Mode().IsRegular():
		return nil, ErrNotRegular
	case info.Size() > MaxFile:
		return nil, ErrFileTooLarge
	}
	// One byte more than the cap: the file may still grow.
	b, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	switch {
	case err != nil:
		return nil, because(err)
	case len(b) > MaxFile:
		return nil, ErrFileTooLarge
	case len(b) == 0:
		return nil, ErrFileEmpty
	}
	return b, nil
}

// because drops the path: a file's name is often a resident's.
func because(err error) error {
	e := ErrUnavailable
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e = ErrMissing
	case errors.Is(err, fs.ErrPermission):
		e = ErrDenied
	}
	var number syscall.Errno
	if errors.As(err, &number) {
		return e.Because(number)
	}
	return fault.New(e.Kind, e.Code)
}
