package seccomp

import "golang.org/x/sys/unix"

const machine = unix.AUDIT_ARCH_AARCH64

//nolint:gochecknoglobals // a table
var forks []uint32
