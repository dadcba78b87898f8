package program_test

import (
	"bufio"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/program"
)

func TestLocate(t *testing.T) {
	name := "Rosa Mai Specimen"
	if _, err := program.Locate("program", filepath.Join(t.TempDir(), name)); err == nil || strings.Contains(err.Error(), name) {
		t.Errorf("a program that is not there: %v", err)
	}
	if _, err := program.Locate(name, ""); err == nil || strings.Contains(err.Error(), name) {
		t.Errorf("none beside this executable: %v", err)
	}
}

// TestStart: what is started talks by its streams, has nothing of the desk's
// around it, and is gone when it is killed though it would not end by itself.
func TestStart(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("needs a shell to start")
	}
	t.Setenv("VOUCHDESK_SECRET", "leak")
	path, err := program.Locate("", sh)
	if err != nil {
		t.Fatal(err)
	}
	p, err := program.Start(path, program.Limits{Memory: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.In.Write([]byte("trap '' TERM INT HUP\necho \"<$VOUCHDESK_SECRET> $(pwd)\"\nwhile :; do :; done\n")); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(p.Out).ReadString('\n')
	if err != nil || line != "<> /\n" {
		t.Errorf("it says %q, %v", line, err)
	}
	p.Stop()
	select {
	case <-p.Gone():
	case <-time.After(5 * time.Second):
		t.Error("it lives on")
	}
	p.Stop() // harmless
}
