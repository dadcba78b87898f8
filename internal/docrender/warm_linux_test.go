package docrender_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"vouchdesk/internal/docrender"
	"vouchdesk/internal/fault"
)

// children is the live processes that the given one started.
func children(parent int) (pids []int) {
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		var pid, ppid int
		var name, state string
		b, err := os.ReadFile("/proc/" + e.Name() + "/stat")
		if err != nil {
			continue
		}
		if _, err := fmt.Sscan(strings.NewReplacer("(", "", ")", "").Replace(string(b)), &pid, &name, &state, &ppid); err == nil && ppid == parent && state != "Z" {
			pids = append(pids, pid)
		}
	}
	return pids
}

func soon(t *testing.T, what string, yes func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if yes() {
			return
		}
	}
	t.Error("not seen: " + what)
}

// A worker waits before there is a document, another takes its place, and with
// the Renderer all are gone.
func TestWarm(t *testing.T) {
	before := len(children(os.Getpid()))
	count := func(n int) func() bool { return func() bool { return len(children(os.Getpid())) == before+n } }
	r := renderer(t, docrender.Config{Warm: true})
	soon(t, "a worker that waits", count(1))
	good := asPNG(t, marked())
	grey := func() {
		t.Helper()
		if _, _, err := r.Grey(t.Context(), good, 0); err != nil {
			t.Error(err)
		}
	}
	grey()
	soon(t, "the document's worker, and the next", count(2))
	grey()
	soon(t, "the same", count(2))
	for _, pid := range children(os.Getpid()) { // whatever kills both
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	soon(t, "none", count(0))
	grey()
	soon(t, "the next again", count(2))
	r.Close()
	soon(t, "none after the end", count(0))
	if _, _, err := r.Grey(t.Context(), good, 0); fault.Of(err) != fault.Stopped {
		t.Errorf("after the end: %v", err)
	}
}

// A page that ends its worker costs the pages before it nothing.
func TestPagesOfOneDocument(t *testing.T) {
	r := renderer(t, docrender.Config{})
	file := manyPages(5)
	for _, page := range []int{0, 1, 4, 2} {
		if _, _, err := r.RGBA(t.Context(), file, page, 100, docrender.Edit{}); err != nil {
			t.Errorf("page %d: %v", page, err)
		}
		for _, pid := range children(os.Getpid()) {
			_ = syscall.Kill(pid, syscall.SIGKILL) // as if it had
		}
	}
}

// A desk that is killed leaves no worker, neither the one that waits nor the
// one that has a document.
func TestNoOrphans(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), os.Args[0], "desk", built)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("%q, %v", line, err)
	}
	var workers []int
	soon(t, "both workers", func() bool { workers = children(cmd.Process.Pid); return len(workers) == 2 })
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	soon(t, "their end", func() bool {
		for _, pid := range workers {
			if b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err == nil && !strings.Contains(string(b), ") Z ") {
				return false
			}
		}
		return true
	})
}
