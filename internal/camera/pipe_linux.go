package camera

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// widen makes room for a whole frame on its way: through the usual 64 kB it
// would take one change of processes after another, each of which a busy
// machine lets wait. Where it is not granted, it takes them.
func widen(r io.Reader) {
	f, ok := r.(*os.File)
	if !ok {
		return
	}
	if c, err := f.SyscallConn(); err == nil {
		_ = c.Control(func(fd uintptr) { _, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, 1<<20) })
	}
}
