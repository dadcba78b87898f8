package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"
)

// TestMain is also the program that TestNothingInherited looks at.
func TestMain(m *testing.M) {
	if len(os.Args) != 2 || os.Args[1] != "confined" {
		os.Exit(m.Run())
	}
	if err := confine(); err != nil {
		os.Exit(2)
	}
	_, _ = os.Stdout.WriteString("held\n")
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// What whoever started the desk left open is closed before a device is opened:
// the other end hears of it while the program lives.
func TestNothingInherited(t *testing.T) {
	end, open, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer end.Close() //nolint:errcheck // only read
	cmd := exec.CommandContext(t.Context(), os.Args[0], "confined")
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
	_ = open.Close()
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "held\n" {
		t.Fatalf("%q, %v", line, err)
	}
	_ = end.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := end.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("the program still has it: %v", err)
	}
	_ = in.Close()
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}
