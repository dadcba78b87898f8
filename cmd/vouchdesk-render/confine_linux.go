package main

import (
	"errors"
	"os"
	"runtime"
	"runtime/debug"
	"unsafe"

	"golang.org/x/sys/unix"

	"vouchdesk/internal/docrender/wire"
	"vouchdesk/internal/program"
)

// dataLimit bounds private writable memory, Go's and MuPDF's together.
// RLIMIT_AS cannot be used: the Go runtime reserves far more address space
// than it ever touches and would not start.
const dataLimit = 256 << 20

// stackLimit is of each thread that runs C. MuPDF recurses with what it reads;
// beyond this the kernel ends it. The usual 8 MB for each would count against
// dataLimit.
const stackLimit = 2 << 20

// second marks the start after the path rules have been set.
const second = "confined"

// confine takes the limits that need no privilege and cannot be given back, and
// says which of the kernel's barriers hold.
//
// Path rules bind one thread and what it starts, and the Go runtime has several
// by now, so that they are set on one thread which then starts this program
// anew in its place. The filter of system calls is set on all threads at once.
func confine() (wire.Barriers, error) {
	if len(os.Args) < 2 || os.Args[1] != second {
		if err := again(); err != nil {
			return 0, err
		}
	}
	holds := wire.Limits
	if filesDenied() {
		holds |= wire.Files
	}
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
		// No descriptor can be made, also not in the place of one that is closed
		// now: neither a file nor a socket can be opened, whoever runs this
		// program. What was open already is closed before the second start.
		{unix.RLIMIT_NOFILE, 0},
	} {
		if leaveOut("limits") {
			continue
		}
		if err := unix.Setrlimit(l.resource, &unix.Rlimit{Cur: l.max, Max: l.max}); err != nil {
			return 0, err
		}
	}
	// Not readable through /proc by another process of the same user.
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return 0, err
	}
	if !leaveOut("filter") && filter() == nil {
		holds |= wire.Syscalls
	}
	return holds, nil
}

// again closes what was inherited, sets the path rules and the size of stacks
// and starts this program in its place. It returns only on failure.
func again() error {
	runtime.LockOSThread()
	if err := program.CloseInherited(); err != nil {
		return err
	}
	if err := unix.Setrlimit(unix.RLIMIT_STACK, &unix.Rlimit{Cur: stackLimit, Max: stackLimit}); err != nil {
		return err
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	// Where the kernel has none the hello says so, and the rest still holds.
	_ = pathRules(self)
	return unix.Exec(self, append([]string{self, second}, os.Args[1:]...), nil)
}

// pathRules lets nothing be read but what starting this program takes, nothing
// be written, no TCP connection be made and nobody outside be signalled.
func pathRules(self string) error {
	abi, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return errno
	}
	rules := unix.LandlockRulesetAttr{Handled_access_fs: unix.LANDLOCK_ACCESS_FS_REFER - 1}
	if abi >= 2 {
		rules.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_REFER
	}
	if abi >= 3 {
		rules.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	if abi >= 4 {
		rules.Handled_access_net = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
	}
	if abi >= 5 {
		rules.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	}
	if abi >= 6 {
		rules.Scoped = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL
	}
	set, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET,
		uintptr(unsafe.Pointer(&rules)), unsafe.Sizeof(rules), 0) //nolint:gosec // the call takes an address
	if errno != 0 {
		return errno
	}
	defer unix.Close(int(set)) //nolint:errcheck // a descriptor that is not written to
	// The system's own libraries, which the loader maps before main.
	for _, path := range []string{self, "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache"} {
		if err := permit(int(set), path); err != nil && path == self {
			return err
		}
	}
	_, _, errno = unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, set, 0, 0)
	if errno != 0 {
		return errno
	}
	return nil
}

func permit(set int, path string) error {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd) //nolint:errcheck // a descriptor that is not written to
	rule := unix.LandlockPathBeneathAttr{
		Allowed_access: unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE, Parent_fd: int32(fd),
	}
	_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(set), unix.LANDLOCK_RULE_PATH_BENEATH,
		uintptr(unsafe.Pointer(&rule)), 0, 0, 0) //nolint:gosec // the call takes an address
	if errno != 0 {
		return errno
	}
	return nil
}

// filesDenied tries, before any limit would refuse it: without path rules
// everybody may open the root directory.
func filesDenied() bool {
	fd, err := unix.Open("/", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err == nil {
		_ = unix.Close(fd)
	}
	return errors.Is(err, unix.EACCES)
}
