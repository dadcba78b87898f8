package docrender_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"vouchdesk/internal/docrender"
)

// built is the worker's path, set once before any test runs.
var built string

// TestMain builds the worker: what is tested is a real process with its real
// limits, and an older one lying about would be tested in its place. Only
// where there is no Go to build with - a Windows test run under Wine, see
// fyne-cross - is it named from outside.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "desk" { // what TestNoOrphans kills
		desk(os.Args[2])
	}
	if built = os.Getenv("VOUCHDESK_RENDER"); built != "" {
		os.Exit(m.Run())
	}
	os.Exit(build(m))
}

// desk keeps a worker that waits and one that has a document.
func desk(worker string) {
	r, err := docrender.New(docrender.Config{Worker: worker, Warm: true})
	if err == nil {
		_, _, err = r.Grey(context.Background(), pdf(1, 72, 72), 0)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("ready")
	select {}
}

func build(m *testing.M) int {
	dir, err := os.MkdirTemp("", "docrender")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	built = filepath.Join(dir, "vouchdesk-render")
	if runtime.GOOS == "windows" {
		built += ".exe"
	}
	// Looked at so that go test does not answer from its cache for an older one.
	sources, _ := filepath.Glob("../../cmd/vouchdesk-render/*.go")
	for _, name := range sources {
		if _, err := os.ReadFile(name); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	cmd := exec.Command("go", "build", "-o", built, "vouchdesk/cmd/vouchdesk-render")
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func renderer(t testing.TB, c docrender.Config) *docrender.Renderer {
	t.Helper()
	if c.Worker == "" {
		c.Worker = built
	}
	r, err := docrender.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}
