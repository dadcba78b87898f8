package main

import (
	"golang.org/x/sys/unix"

	"vouchdesk/internal/seccomp"
)

// never lists what looking through a camera does not take: network, other
// programs, other processes' memory, the kernel's own levers. Whoever asks for
// one is not this program any more, and is ended. All else stays allowed, for
// drivers differ in what they ask; what files the account may open is the
// account's to say.
func never() []uint32 {
	return []uint32{
		unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_LISTEN,
		unix.SYS_SENDTO, unix.SYS_SENDMSG, unix.SYS_SENDMMSG,
		unix.SYS_EXECVE, unix.SYS_EXECVEAT, unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV,
		unix.SYS_SHMAT, unix.SYS_PERSONALITY, // with which memory could be run after all
		unix.SYS_BPF, unix.SYS_IO_URING_SETUP, unix.SYS_USERFAULTFD, unix.SYS_PERF_EVENT_OPEN,
		unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY,
		unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_MOUNT, unix.SYS_OPEN_BY_HANDLE_AT,
		unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_KEXEC_LOAD, unix.SYS_KEXEC_FILE_LOAD,
	}
}

// filter has the kernel end this process at any of these calls, from whichever
// thread, and where it would be more than one process, reach another or make
// code. It needs no_new_privs.
func filter() error {
	f := seccomp.New()
	f.Say(seccomp.End, never()...)
	f.Data()
	f.Own(unix.Getpid())
	return seccomp.Set(f.Program(seccomp.Allow))
}
