package main

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// TestFilter tries from inside what is forbidden: each try is a process of its
// own, because it ends there.
func TestFilter(t *testing.T) {
	tries := map[string]func(){
		"a socket":        func() { _, _ = unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0) },
		"a local socket":  func() { _, _ = unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0) },
		"another program": func() { _ = unix.Exec("/bin/true", []string{"true"}, nil) },
		"another process": func() { _ = unix.PtraceAttach(os.Getppid()) },
		"a fork":          func() { _, _, _ = unix.RawSyscall(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0) },
		"a signal":        func() { _ = unix.Kill(os.Getppid(), 0) },
		"machine code":    func() { _, _ = unix.Mmap(-1, 0, 4096, unix.PROT_READ|unix.PROT_EXEC, unix.MAP_PRIVATE|unix.MAP_ANON) },
		"nothing":         func() { _, _ = os.ReadDir("/dev"); busy() },
	}
	const old = "i386's table"
	if enter := oldEntry(t); enter != nil {
		tries[old] = enter
	}
	const env = "VOUCHDESK_TRY"
	const free = "free: " // without the filter
	if name, ok := strings.CutPrefix(os.Getenv(env), free); ok {
		tries[name]()
		os.Exit(0)
	}
	try := func(name string) error {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFilter$")
		cmd.Env = append(os.Environ(), env+"="+name)
		return cmd.Run()
	}
	if name := os.Getenv(env); name != "" {
		if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
			os.Exit(3)
		}
		if filter() != nil {
			os.Exit(4)
		}
		tries[name]()
		os.Exit(0)
	}
	for name := range tries {
		t.Run(name, func(t *testing.T) {
			if name == old && try(free+name) != nil {
				t.Skip("this kernel has no such table")
			}
			err := try(name)
			if name == "nothing" {
				if err != nil {
					t.Errorf("what a camera takes: %v", err)
				}
				return
			}
			var exit *exec.ExitError
			if !errors.As(err, &exit) {
				t.Fatalf("it went on: %v", err)
			}
			if s, ok := exit.Sys().(syscall.WaitStatus); !ok || s.Signal() != unix.SIGSYS {
				t.Errorf("ended by %v, not by the filter", err)
			}
		})
	}
}

// busy takes new threads, memory, and the signals by which Go stops threads that
// do not stop by themselves.
func busy() {
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			runtime.LockOSThread() // and is not unlocked: the thread ends too
			for n := range uint64(2_000_000) {
				spun.CompareAndSwap(n, n)
			}
		})
	}
	for range 5 {
		_ = make([]byte, 4<<20)
		runtime.GC()
	}
	all.Wait()
}

var spun atomic.Uint64

// oldEntry asks for the number of a process by i386's table, whose numbers are
// others: where it gets through, so does socketcall. It is nil where this
// machine has no such table.
func oldEntry(t *testing.T) func() {
	t.Helper()
	if runtime.GOARCH != "amd64" {
		return nil
	}
	// mov eax, 20; int 0x80; ret. Made before the filter, which lets none be made.
	code, err := unix.Mmap(-1, 0, 4096, unix.PROT_READ|unix.PROT_WRITE|unix.PROT_EXEC, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		t.Logf("i386's table is not tried: %v", err)
		return nil
	}
	copy(code, []byte{0xb8, 20, 0, 0, 0, 0xcd, 0x80, 0xc3})
	at := &struct{ code *byte }{&code[0]}
	return *(*func())(unsafe.Pointer(&at)) // a function is an address of an address
}
