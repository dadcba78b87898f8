package seccomp

import "golang.org/x/sys/unix"

const machine = unix.AUDIT_ARCH_X86_64

//nolint:gochecknoglobals // a table
var forks = []uint32{unix.SYS_FORK, unix.SYS_VFORK}
