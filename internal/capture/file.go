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
func File(path string) (Sheet, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return Sheet{}, because(err)
	}
	defer func() { _ = f.Close() }() // nothing was written
	info, err := f.Stat()
	switch {
	case err != nil:
		return Sheet{}, because(err)
	case !info.Mode().IsRegular():
		return Sheet{}, ErrNotRegular
	case info.Size() > MaxFile:
		return Sheet{}, ErrFileTooLarge
	}
	// One byte more than the cap: the file may still grow.
	b, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err != nil {
		return Sheet{}, because(err)
	}
	return NewSheet(FromFile, b)
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
