package main

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// The parts of struct seccomp_data that are looked at. Only the lower half of
// an argument is: every flag that matters lies there on both machines.
const (
	offNumber = 0
	offArch   = 4
	offArgs   = 16
)

// calls lists what decoding takes: memory, threads and their locks, clocks, and
// the three descriptors that there are.
//
//nolint:gochecknoglobals // a table
var calls = append([]uint32{
	unix.SYS_READ, unix.SYS_WRITE, unix.SYS_CLOSE, unix.SYS_FSTAT,
	unix.SYS_BRK, unix.SYS_MUNMAP, unix.SYS_MREMAP, unix.SYS_MADVISE,
	unix.SYS_FUTEX, unix.SYS_NANOSLEEP, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_CLOCK_GETTIME, unix.SYS_SCHED_YIELD,
	unix.SYS_EPOLL_PWAIT, unix.SYS_EPOLL_CTL, unix.SYS_PPOLL,
	unix.SYS_GETPID, unix.SYS_GETTID, unix.SYS_SCHED_GETAFFINITY,
	unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK, unix.SYS_RESTART_SYSCALL,
	unix.SYS_SET_ROBUST_LIST, unix.SYS_RSEQ, unix.SYS_GETRANDOM,
	unix.SYS_EXIT, unix.SYS_EXIT_GROUP,
}, machineCalls...)

// deadly lists what no decoder asks for, so that whoever does is not one. Other
// calls are refused with EPERM: a C library may try one and do without.
//
//nolint:gochecknoglobals // a table
var deadly = append([]uint32{
	unix.SYS_EXECVE, unix.SYS_EXECVEAT, unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV,
	unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_SENDTO, unix.SYS_SENDMSG,
	unix.SYS_KILL, unix.SYS_TKILL, unix.SYS_PIDFD_SEND_SIGNAL, unix.SYS_PIDFD_GETFD,
	unix.SYS_BPF, unix.SYS_IO_URING_SETUP, unix.SYS_USERFAULTFD, unix.SYS_PERF_EVENT_OPEN, unix.SYS_KEYCTL,
	unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_MOUNT, unix.SYS_OPEN_BY_HANDLE_AT,
	unix.SYS_MEMFD_CREATE, unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_KEXEC_LOAD,
}, deadlyHere...)

// filter has the kernel refuse every other system call from here on, on every
// thread there is and will be.
func filter() error {
	code := instructions(uint32(unix.Getpid()))
	p := unix.SockFprog{Len: uint16(len(code)), Filter: &code[0]}
	tid, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC,
		uintptr(unsafe.Pointer(&p))) //nolint:gosec // the call takes an address
	switch {
	case errno != 0:
		return errno
	case tid != 0: // a thread that could not be brought under it
		return unix.ESRCH
	default:
		return nil
	}
}

// Verdicts.
const (
	allow = unix.SECCOMP_RET_ALLOW
	end   = unix.SECCOMP_RET_KILL_PROCESS
	deny  = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	none  = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
)

// instructions is the filter for the process self. Each call is a test and what
// follows from it, side by side, so that no jump is long.
func instructions(self uint32) []unix.SockFilter {
	const (
		load = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		ret  = unix.BPF_RET | unix.BPF_K
		eq   = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		ge   = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
		and  = unix.BPF_ALU | unix.BPF_AND | unix.BPF_K
	)
	p := []unix.SockFilter{
		{Code: load, K: offArch},
		{Code: eq, Jt: 1, K: machine},
		{Code: ret, K: end}, // the numbers would mean something else
		{Code: load, K: offNumber},
		{Code: ge, Jf: 1, K: 1 << 30}, // another table of numbers, x32's
		{Code: ret, K: end},
	}
	verdict := func(call, v uint32) {
		p = append(p, unix.SockFilter{Code: eq, Jf: 1, K: call}, unix.SockFilter{Code: ret, K: v})
	}
	// only allows call where argument arg, with mask, is want.
	only := func(call uint32, arg int, mask, want, otherwise uint32) {
		p = append(p,
			unix.SockFilter{Code: eq, Jf: 5, K: call},
			unix.SockFilter{Code: load, K: uint32(offArgs + 8*arg)},
			unix.SockFilter{Code: and, K: mask},
			unix.SockFilter{Code: eq, Jf: 1, K: want},
			unix.SockFilter{Code: ret, K: allow},
			unix.SockFilter{Code: ret, K: otherwise},
		)
	}
	for _, c := range calls {
		verdict(c, allow)
	}
	// Memory is never made executable: nothing here compiles, and an attack
	// would have to.
	only(unix.SYS_MMAP, 2, unix.PROT_EXEC, 0, end)
	only(unix.SYS_MPROTECT, 2, unix.PROT_EXEC, 0, end)
	// Threads, not processes; the C library asks by clone where clone3, whose
	// flags no filter can read, is not there.
	threads := uint32(unix.CLONE_THREAD | unix.CLONE_VM)
	only(unix.SYS_CLONE, 0, threads, threads, end)
	verdict(unix.SYS_CLONE3, none)
	// Signals to its own threads: how Go stops them for a moment.
	only(unix.SYS_TGKILL, 0, 1<<32-1, self, end)
	for _, c := range deadly {
		verdict(c, end)
	}
	return append(p, unix.SockFilter{Code: ret, K: deny})
}
