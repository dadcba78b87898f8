//go:build probe

package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"vouchdesk/internal/docrender/wire"
)

// probe does what the document names and answers how it went, as grey pixels.
// Who is killed for it does not answer.
func probe(file []byte) (wire.Response, bool) {
	name, ok := bytes.CutPrefix(file, []byte("probe:"))
	try := attempts[string(name)]
	if !ok || try == nil {
		return wire.Response{}, false
	}
	said := "done"
	result := make(chan error)
	go func() { // on another thread than confine's
		runtime.LockOSThread()
		result <- try()
	}()
	if err := <-result; err != nil {
		said = err.Error()
	}
	return wire.Response{
		Format: wire.FormatJPEG, Pages: 1, SourceW: 1, SourceH: 1, Width: len(said), Height: 1, Payload: []byte(said),
	}, true
}

// leaveOut says that the test wants to see what holds without a barrier.
func leaveOut(barrier string) bool { return slices.Contains(os.Args, "without-"+barrier) }

func failed(_ uintptr, _ uintptr, errno unix.Errno) error {
	if errno != 0 {
		return errno
	}
	return nil
}

func opened(path string, flags int) error {
	_, err := unix.Open(path, flags, 0o600)
	return err
}

var attempts = map[string]func() error{
	"nothing":       func() error { return nil },
	"read":          func() error { return opened("/etc/hostname", unix.O_RDONLY) },
	"read /proc":    func() error { return opened("/proc/self/maps", unix.O_RDONLY) },
	"list":          func() error { return opened("/", unix.O_RDONLY|unix.O_DIRECTORY) },
	"write":         func() error { return opened("vouchdesk-probe", unix.O_CREAT|unix.O_WRONLY) },
	"memory file":   func() error { _, err := unix.MemfdCreate("x", 0); return err },
	"duplicate":     func() error { _, err := unix.Dup(0); return err },
	"tcp":           func() error { _, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0); return err },
	"udp":           func() error { _, err := unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM, 0); return err },
	"in a place":    func() error { _ = unix.Close(2); _, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0); return err },
	"unix socket":   func() error { _, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0); return err },
	"exec":          func() error { return unix.Exec("/bin/true", []string{"true"}, nil) },
	"fork":          func() error { return failed(unix.RawSyscall(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0)) },
	"ptrace":        func() error { return failed(unix.RawSyscall(unix.SYS_PTRACE, unix.PTRACE_TRACEME, 0, 0)) },
	"signal parent": func() error { return unix.Kill(os.Getppid(), 0) },
	"signal others": func() error { return unix.Tgkill(os.Getppid(), os.Getppid(), unix.SIGWINCH) },
	"limits":        func() error { return unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 9, Max: 9}) },
	"machine code": func() error {
		return failed(unix.Syscall6(unix.SYS_MMAP, 0, 4096, unix.PROT_READ|unix.PROT_EXEC, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS, ^uintptr(0), 0))
	},
	"read a process": func() error {
		b := make([]byte, 8)
		v := unix.RemoteIovec{Base: uintptr(unsafe.Pointer(&b[0])), Len: 8}
		_, err := unix.ProcessVMReadv(os.Getppid(), []unix.Iovec{{Base: &b[0], Len: 8}}, []unix.RemoteIovec{v}, 0)
		return err
	},
	"memory": func() error {
		var kept [][]byte
		for range 300 {
			b := make([]byte, 1<<20)
			for i := range b {
				b[i] = 1
			}
			kept = append(kept, b)
		}
		return fmt.Errorf("had %d MB", len(kept))
	},
	"inherited": func() error { // one byte is too few for any descriptor of the runtime's own
		err := error(nil)
		for fd := 3; fd < 64; fd++ {
			if _, err = unix.Write(fd, []byte("x")); err == nil {
				return nil
			}
		}
		return err
	},
	"slow": func() error { time.Sleep(3 * time.Second); return nil },
	"time": func() error {
		for {
		}
	},
}
