package journey_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"testing"
)

// worker is the path of vouchdesk-render, set once before any test runs.
var worker string

// TestMain builds the worker: a journey opens pictures in the real process.
func TestMain(m *testing.M) {
	debug.SetGCPercent(800) // every key lays the window out anew and throws it away
	if worker = os.Getenv("VOUCHDESK_RENDER"); worker != "" {
		os.Exit(m.Run())
	}
	os.Exit(build(m))
}

func build(m *testing.M) int {
	dir, err := os.MkdirTemp("", "journey")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	worker = filepath.Join(dir, "vouchdesk-render")
	if runtime.GOOS == "windows" {
		worker += ".exe"
	}
	cmd := exec.Command("go", "build", "-o", worker, "vouchdesk/cmd/vouchdesk-render")
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}
