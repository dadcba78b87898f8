package vault_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"vouchdesk/internal/journal"
	"vouchdesk/internal/vault"
)

// The test binary is also the child: it checks files, and works until killed.
const roleVariable = "VOUCHDESK_VAULT_TEST_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "check":
		checkServer()
	case "work":
		workUntilKilled(os.Getenv("VOUCHDESK_VAULT_TEST_DIR"))
	default:
		os.Exit(m.Run())
	}
}

const (
	desk  = "desk-9"
	rosa  = vault.Person("person-rosa")
	idris = vault.Person("person-idris")
)

func right(p vault.Person) []byte { return []byte("correct horse of " + string(p)) }

var start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// clock is a clock that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func config(dir string) vault.Config {
	c := &clock{at: start}
	return vault.Config{
		Dir: dir, DeskID: desk, DeviceSecret: bytes.Repeat([]byte{7}, 32), Now: c.now,
		KDF: vault.KDF{Passes: 1, KiB: 64, Threads: 1},
	}
}

func folder(t testing.TB) string { return filepath.Join(t.TempDir(), "desk") }

// made is a new vault with Rosa's slot, unlocked.
func made(t testing.TB, cfg vault.Config) *vault.Vault {
	t.Helper()
	v, err := vault.Create(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	if err := v.AddSlot(rosa, right(rosa), map[string][]byte{"sign": []byte("Rosa's signing key")}); err != nil {
		t.Fatal(err)
	}
	return v
}

func opened(t testing.TB, cfg vault.Config) *vault.Vault {
	t.Helper()
	v, err := vault.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

func signIn(v *vault.Vault, p vault.Person) error {
	s, err := v.OpenSlot(p, right(p))
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Unlock()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func act(subject string) journal.Particulars {
	return journal.Particulars{Actor: "person-rosa", Act: "case-noted", Subject: journal.Subject(subject), Time: start}
}

// checkServer answers each path on stdin with a line. It lives through many
// checks, so that a test of thousands need not start thousands of children.
func checkServer() {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		if err := vault.CheckFile(in.Text()); err != nil {
			fmt.Printf("bad %q\n", err.Error())
		} else {
			fmt.Println("ok")
		}
	}
}

// checker runs checks in a child and starts another when a file has killed it.
type checker struct {
	t      testing.TB
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	killed int
}

func newChecker(t testing.TB) *checker {
	c := &checker{t: t}
	t.Cleanup(c.stop)
	return c
}

func (c *checker) stop() {
	if c.cmd != nil {
		_ = c.in.Close()
		_ = c.cmd.Wait() // it may have died of what it read
		c.cmd = nil
	}
}

func (c *checker) check(path string) error {
	if c.cmd == nil {
		c.cmd = exec.CommandContext(context.Background(), os.Args[0])
		c.cmd.Env = append(os.Environ(), roleVariable+"=check")
		c.in, _ = c.cmd.StdinPipe()
		out, _ := c.cmd.StdoutPipe()
		c.out = bufio.NewReader(out)
		if err := c.cmd.Start(); err != nil {
			return err
		}
	}
	_, _ = fmt.Fprintln(c.in, path) // a dead child shows in the answer
	answer, err := c.out.ReadString('\n')
	switch {
	case err != nil:
		c.killed++
		c.stop()
		return errors.New("the check died")
	case answer != "ok\n":
		return errors.New(answer)
	}
	return nil
}
