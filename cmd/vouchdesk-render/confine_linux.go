package main

import (
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// dataLimit bounds private writable memory, Go's and MuPDF's together.
// RLIMIT_AS cannot be used: the Go runtime reserves far more address space
// than it ever touches and would not start. Measured at 40 megapixels: 460 MB
// for 16-bit RGBA or interlaced PNG and for progressive JPEG, 205 for 4:2:0.
const dataLimit = 640 << 20

// confine takes the limits that need no privilege and cannot be given back.
// Landlock and seccomp follow here once they are built.
func confine() error {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(heapLimit)
	for _, l := range []struct {
		resource int
		max      uint64
	}{
		{unix.RLIMIT_DATA, dataLimit},
		{unix.RLIMIT_CPU, 10}, // seconds; then SIGXCPU
		{unix.RLIMIT_FSIZE, 0},
		{unix.RLIMIT_CORE, 0}, // a dump would hold the document
		// No descriptor above standard error can be made: neither a file nor
		// a socket can be opened, whoever runs this program.
		{unix.RLIMIT_NOFILE, 3},
	} {
		if err := unix.Setrlimit(l.resource, &unix.Rlimit{Cur: l.max, Max: l.max}); err != nil {
			return err
		}
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	// Not readable through /proc by another process of the same user.
	return unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
