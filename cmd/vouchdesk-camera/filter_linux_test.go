package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"

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
		"nothing":         func() { _, _ = os.ReadDir("/dev") },
	}
	const env = "VOUCHDESK_TRY"
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
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFilter$")
			cmd.Env = append(os.Environ(), env+"="+name)
			err := cmd.Run()
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
