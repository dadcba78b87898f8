package main

import "golang.org/x/sys/unix"

const machine = unix.AUDIT_ARCH_AARCH64

//nolint:gochecknoglobals // tables
var machineCalls, deadlyHere []uint32
