package main

import "golang.org/x/sys/unix"

const machine = unix.AUDIT_ARCH_X86_64

//nolint:gochecknoglobals // tables
var (
	machineCalls = []uint32{unix.SYS_EPOLL_WAIT, unix.SYS_POLL, unix.SYS_ARCH_PRCTL, unix.SYS_GETTIMEOFDAY}
	deadlyHere   = []uint32{unix.SYS_FORK, unix.SYS_VFORK}
)
