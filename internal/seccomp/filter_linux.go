package seccomp

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// Verdicts.
const (
	Allow = unix.SECCOMP_RET_ALLOW
	End   = unix.SECCOMP_RET_KILL_PROCESS
	Deny  = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	None  = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
)

// The parts of struct seccomp_data that are looked at. Only the lower half of
// an argument is: every flag that matters lies there on both machines.
const (
	offNumber = 0
	offArch   = 4
	offArgs   = 16
)

const (
	load = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
	ret  = unix.BPF_RET | unix.BPF_K
	eq   = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
	ge   = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
	and  = unix.BPF_ALU | unix.BPF_AND | unix.BPF_K
)

// Filter is a filter in the making. What is said of a call first, holds. Each
// call is a test and what follows from it, side by side, so that no jump is
// long.
type Filter struct{ program []unix.SockFilter }

// New begins a filter. Numbers mean calls only together with the machine whose
// table they are of: int 0x80 enters an x86-64 kernel by the table of i386,
// where 102 is any call on a socket and 11 starts a program.
func New() *Filter {
	return &Filter{program: []unix.SockFilter{
		{Code: load, K: offArch},
		{Code: eq, Jt: 1, K: machine},
		{Code: ret, K: End},
		{Code: load, K: offNumber},
		{Code: ge, Jf: 1, K: 1 << 30}, // x32's table: the same machine by name
		{Code: ret, K: End},
	}}
}

// Say gives these calls a verdict.
func (f *Filter) Say(verdict uint32, calls ...uint32) {
	for _, call := range calls {
		f.program = append(f.program,
			unix.SockFilter{Code: eq, Jf: 1, K: call},
			unix.SockFilter{Code: ret, K: verdict})
	}
}

// Only allows call where argument arg, with mask, is want, and ends the process
// where it is not.
func (f *Filter) Only(call uint32, arg int, mask, want uint32) {
	f.program = append(f.program,
		unix.SockFilter{Code: eq, Jf: 5, K: call},
		unix.SockFilter{Code: load, K: uint32(offArgs + 8*arg)},
		unix.SockFilter{Code: and, K: mask},
		unix.SockFilter{Code: eq, Jf: 1, K: want},
		unix.SockFilter{Code: ret, K: Allow},
		unix.SockFilter{Code: ret, K: End})
}

// Own allows threads and signals to them, as Go and C need, and ends whoever
// asks for another process or signals one.
func (f *Filter) Own(self int) {
	threads := uint32(unix.CLONE_THREAD | unix.CLONE_VM)
	f.Only(unix.SYS_CLONE, 0, threads, threads)
	// The C library asks by clone where clone3, whose flags no filter can read,
	// is not there.
	f.Say(None, unix.SYS_CLONE3)
	// How Go stops its threads for a moment.
	f.Only(unix.SYS_TGKILL, 0, 1<<32-1, uint32(self))
	f.Say(End, unix.SYS_KILL, unix.SYS_TKILL, unix.SYS_RT_SIGQUEUEINFO, unix.SYS_RT_TGSIGQUEUEINFO,
		unix.SYS_PIDFD_SEND_SIGNAL, unix.SYS_PIDFD_GETFD)
	f.Say(End, forks...)
}

// Data refuses memory that can be run: nothing of ours compiles, and an attack
// would have to.
func (f *Filter) Data() {
	f.Only(unix.SYS_MMAP, 2, unix.PROT_EXEC, 0)
	f.Only(unix.SYS_MPROTECT, 2, unix.PROT_EXEC, 0)
	f.Say(End, unix.SYS_PKEY_MPROTECT)
}

// Program is the filter with a verdict for every call nothing was said of.
func (f *Filter) Program(rest uint32) []unix.SockFilter {
	return append(f.program, unix.SockFilter{Code: ret, K: rest})
}

// Set has the kernel hold every thread there is and will be to a program. It
// needs no_new_privs, and cannot be undone.
func Set(program []unix.SockFilter) error {
	p := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
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
