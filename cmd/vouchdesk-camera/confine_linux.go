package main

import (
	"errors"

	"golang.org/x/sys/unix"

	"vouchdesk/internal/program"
)

// dataLimit bounds private writable memory. RLIMIT_AS cannot be used: the Go
// runtime reserves far more address space than it touches.
const dataLimit = 512 << 20

// confine closes what was inherited and takes the limits that need no privilege
// and cannot be given back.
func confine() error {
	if err := program.CloseInherited(); err != nil {
		return err
	}
	for _, l := range []struct {
		resource int
		max      uint64
	}{
		{unix.RLIMIT_DATA, dataLimit},
		{unix.RLIMIT_FSIZE, 0},
		{unix.RLIMIT_CORE, 0}, // a dump would hold what the camera saw
		{unix.RLIMIT_NOFILE, 32},
	} {
		if err := unix.Setrlimit(l.resource, &unix.Rlimit{Cur: l.max, Max: l.max}); err != nil {
			return err
		}
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	// A kernel without filters opens cameras all the same.
	if err := filter(); err != nil && !errors.Is(err, unix.ENOSYS) && !errors.Is(err, unix.EINVAL) {
		return err
	}
	// Not readable through /proc by another process of the same user.
	return unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
