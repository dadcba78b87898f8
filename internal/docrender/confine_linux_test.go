package docrender_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"vouchdesk/internal/docrender"
	"vouchdesk/internal/docrender/wire"
)

// tried has a worker built with the tag probe try something, and returns what
// came of it: its error, "done", or the signal that ended it.
func tried(t *testing.T, worker, what string, without ...string) (string, wire.Barriers) {
	t.Helper()
	// As if whoever started the desk had left a pipe open.
	end, open, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = end.Close(), open.Close() }()
	cmd := exec.CommandContext(t.Context(), worker, without...)
	cmd.Env, cmd.ExtraFiles = []string{}, []*os.File{open, open}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	holds, err := wire.ReadHello(out)
	if err != nil {
		t.Fatal(err)
	}
	q := wire.Request{Op: wire.Grey, MaxPixels: 1000}
	_ = wire.WriteDocument(in, []byte("probe:"+what))
	_ = wire.WriteRequest(in, q)
	p, err := wire.ReadResponse(out, q)
	_ = in.Close()
	_ = cmd.Wait()
	status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	switch {
	case err == nil && p.Status == wire.OK:
		return string(p.Payload), holds
	case status.Signal() != -1:
		return status.Signal().String(), holds
	default:
		return cmd.ProcessState.String(), holds
	}
}

// The worker's confinement, from inside: whatever it tries is denied, each
// barrier also without the others.
func TestConfinement(t *testing.T) {
	worker := filepath.Join(t.TempDir(), "vouchdesk-render")
	if said, err := exec.CommandContext(t.Context(), "go", "build", "-tags", "probe", "-o", worker, "vouchdesk/cmd/vouchdesk-render").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if said, holds := tried(t, worker, "nothing"); said != "done" || holds != wire.Limits|wire.Syscalls|wire.Files {
		t.Skipf("this kernel does not have every barrier: %s, %b", said, holds)
	}
	const (
		ended   = "bad system call" // SIGSYS: the filter ends who asks for this
		refused = "operation not permitted"
	)
	for what, want := range map[string]string{
		"read": refused, "read /proc": refused, "list": refused, "write": refused, "duplicate": refused, "limits": refused,
		"memory file": ended, "tcp": ended, "udp": ended, "unix socket": ended, "exec": ended, "fork": ended, "ptrace": ended,
		"signal parent": ended, "signal others": ended, "machine code": ended, "read a process": ended,
		"memory": "exit status 2", "inherited": "bad file descriptor",
	} {
		t.Run("denied/"+what, func(t *testing.T) {
			t.Parallel()
			if said, _ := tried(t, worker, what); !strings.Contains(said, want) {
				t.Errorf("%s, want %s", said, want)
			}
		})
	}
	t.Run("denied/time", func(t *testing.T) {
		t.Parallel()
		// By the limit of processor time, or by the worker's own clock where
		// the machine has others to serve.
		if said, _ := tried(t, worker, "time"); said != "killed" && said != "exit status 4" {
			t.Error(said)
		}
	})
	// A page may take longer than a worker that is asked for nothing lives.
	t.Run("ok/a slow page", func(t *testing.T) {
		t.Parallel()
		if said, _ := tried(t, worker, "slow", "without-patience"); said != "done" {
			t.Error(said)
		}
	})
	t.Run("denied/without the filter", func(t *testing.T) {
		for what, want := range map[string]string{
			"read": "too many open files", "list": "too many open files", "write": "too many open files", "tcp": "too many open files",
			"in a place": "too many open files", "exec": "permission denied", "signal parent": refused, "memory file": "too many open files",
		} {
			if said, holds := tried(t, worker, what, "without-filter"); !strings.Contains(said, want) || holds&wire.Syscalls != 0 {
				t.Errorf("%s: %s, want %s", what, said, want)
			}
		}
	})
	t.Run("denied/by path rules alone", func(t *testing.T) {
		for _, what := range []string{"read", "read /proc", "list", "write", "exec"} {
			if said, _ := tried(t, worker, what, "without-filter", "without-limits"); said != "permission denied" {
				t.Errorf("%s: %s", what, said)
			}
		}
	})
	t.Run("refused/by the shipped worker", func(t *testing.T) {
		if _, _, err := renderer(t, docrender.Config{}).Grey(t.Context(), []byte("probe:nothing"), 0); !errors.Is(err, docrender.ErrNotAnImage) {
			t.Errorf("got %v", err)
		}
	})
}

// What holds is said by the worker itself.
func TestBarriers(t *testing.T) {
	r := renderer(t, docrender.Config{Warm: true})
	b, err := r.Barriers(t.Context())
	if err != nil || b&wire.Limits == 0 {
		t.Errorf("%v, %v", b, err)
	}
	if _, _, err := r.Grey(t.Context(), asPNG(t, marked()), 0); err != nil {
		t.Error(err)
	}
}
