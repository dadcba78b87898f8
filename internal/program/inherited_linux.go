package program

import (
	"errors"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// CloseInherited closes what this process was given beyond its three standard
// streams: a pipe or a socket that whoever started the desk left open would be
// a way out of any confinement that only refuses new ones. Every descriptor
// that a program opens itself is marked to end with an exec and what came
// through one is not; that tells them apart, and leaves the Go runtime its own.
func CloseInherited() error {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return cause(err)
	}
	for _, e := range entries {
		fd, err := strconv.Atoi(e.Name())
		if err != nil || fd < 3 {
			continue
		}
		flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
		switch {
		case errors.Is(err, unix.EBADF): // what the folder was read through
			continue
		case err != nil:
			return err
		case flags&unix.FD_CLOEXEC != 0:
			continue
		}
		if err := unix.Close(fd); err != nil {
			return err
		}
	}
	return nil
}
