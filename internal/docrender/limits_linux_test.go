package docrender_test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"testing"
	"time"
)

// The limits are the worker's own doing, so they are read from outside, from a
// worker that waits for its document.
func TestLimits(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), built)
	cmd.Env = []string{}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	var missing []string
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		if missing = unlimited(cmd.Process.Pid); len(missing) == 0 {
			return
		}
	}
	t.Errorf("not held by %q", missing)
}

func unlimited(pid int) (missing []string) {
	for file, wants := range map[string][]string{
		"limits": {
			`Max data size +268435456 +268435456 `, `Max cpu time +10 +10 `, `Max file size +0 +0 `,
			`Max core file size +0 +0 `, `Max open files +0 +0 `,
		},
		"status": {`NoNewPrivs:\t1\n`},
	} {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, file))
		for _, want := range wants {
			if err != nil || !regexp.MustCompile(want).Match(b) {
				missing = append(missing, want)
			}
		}
	}
	return missing
}
