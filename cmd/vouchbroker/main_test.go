package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/letter"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// call runs one command and returns what it wrote and its exit code.
func call(t *testing.T, args ...string) (string, int) {
	t.Helper()
	var out bytes.Buffer
	code := run(t.Context(), terminal{&out, &out, time.Now}, args)
	return out.String(), code
}

func ok(t *testing.T, args ...string) string {
	t.Helper()
	out, code := call(t, args...)
	if code != exitDone {
		t.Fatalf("%v: %d %s", args, code, out)
	}
	return out
}

// TestARealCouncil founds one as an administrator would, by commands only.
func TestARealCouncil(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "council")
	founded := ok(t, "init", "--dir", dir, "--issuer", "https://vouch.specimen.example", "--url", "https://broker.specimen.example",
		"--name-en", "Specimen Borough Council", "--name-cy", "Cyngor Bwrdeistref Enghreifftiol")
	if !strings.Contains(founded, "Root thumbprint: ") {
		t.Errorf("init said %q", founded)
	}
	ok(t, "site", "add", "--dir", dir, "--number", "7", "--en", "Central Library", "--cy", "Llyfrgell Ganolog")
	ok(t, "staff", "add", "--dir", dir, "--id", "p-1", "--name", "Idris Sampl", "--roles", "officer,supervisor", "--document-training", "2026-09-01")
	ok(t, "policy", "publish", "--dir", dir, "default")
	code := strings.TrimSpace(ok(t, "desk", "code", "--dir", dir, "--id", "DESK07", "--site", "7", "--en", "Desk 7"))
	if c, err := brokerapi.ParseEnrolmentCode(code); err != nil || c.Broker != "https://broker.specimen.example" {
		t.Errorf("code: %v", err)
	}
	png := filepath.Join(t.TempDir(), "letter.png")
	printed := strings.Fields(ok(t, "letter", "issue", "--dir", dir, "--given", "Rosa Mai", "--family", "Specimen",
		"--address", "12 Sample Row", "--address", "Exampleton", "--postcode", "EX4 1AA", "--png", png))
	if _, err := letter.ParseCode(printed[0]); err != nil {
		t.Errorf("letter: %v", err)
	}
	if _, err := letter.ParseTyped(printed[1]); err != nil {
		t.Errorf("typed code: %v", err)
	}
	if data, err := os.ReadFile(png); err != nil || !bytes.HasPrefix(data, []byte("\x89PNG")) {
		t.Errorf("image: %v", err)
	}
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"refused/founded twice":        {[]string{"init", "--dir", dir, "--issuer", "https://x.example", "--url", "https://y.example", "--name-en", "X"}, exitRefused, "already"},
		"refused/policy again":         {[]string{"policy", "publish", "--dir", dir, "default"}, exitRefused, "above"},
		"refused/administrator counts": {[]string{"staff", "add", "--dir", dir, "--id", "p-2", "--name", "X", "--roles", "administrator,officer"}, exitRefused, "no other role"},
		"refused/nobody waits":         {[]string{"staff", "confirm", "--dir", dir, "--admin", "a", "--person", "p-1", "--desk", "DESK07"}, exitEnvironment, "no keys of this person"},
		"refused/no such role":         {[]string{"staff", "add", "--dir", dir, "--id", "p-2", "--name", "X", "--roles", "king"}, exitUsage, "no such role"},
		"refused/no such site":         {[]string{"desk", "code", "--dir", dir, "--id", "d", "--site", "9", "--en", "D"}, exitEnvironment, "site-missing"},
		"refused/flag missing":         {[]string{"site", "add", "--dir", dir}, exitUsage, "--number is missing"},
		"refused/no council":           {[]string{"staff", "pending", "--dir", t.TempDir()}, exitEnvironment, "key of the council"},
		"refused/demo to the world":    {[]string{"demo", "--dir", dir, "--desk", dir, "--listen", "0.0.0.0:1"}, exitUsage, "loopback"},
		"refused/no such command":      {[]string{"dance"}, exitUsage, "vouchbroker demo"},
		"ok/help":                      {[]string{"help"}, exitDone, "vouchbroker serve"},
	} {
		t.Run(name, func(t *testing.T) {
			if out, code := call(t, c.args...); code != c.code || !strings.Contains(out, c.says) {
				t.Errorf("%d %q, want %d %q", code, out, c.code, c.says)
			}
		})
	}
	keysArePrivate(t, dir)
}

// unclosable is a store whose last write does not arrive.
type unclosable struct {
	brokerstore.Store
	err error
}

func (u unclosable) Close() error { return u.err }

func TestWhatClosingSaysIsPartOfTheAnswer(t *testing.T) {
	full, refused := errors.New("no room for the last page"), errors.New("refused")
	for name, work := range map[string]error{"ok/done": nil, "refused/work": refused} {
		t.Run(name, func(t *testing.T) {
			err := (&office{store: unclosable{err: full}}).during(func(*office) error { return work })
			if !errors.Is(err, full) || work != nil && !errors.Is(err, work) {
				t.Errorf("%v", err)
			}
		})
	}
}

func keysArePrivate(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// demoRun starts the specimen council and stops it once it is ready.
func demoRun(t *testing.T, dir string) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var out bytes.Buffer
	done := make(chan int)
	ready := make(chan struct{})
	go func() {
		done <- run(ctx, terminal{announced{&out, ready}, &bytes.Buffer{}, time.Now}, []string{
			"demo", "--dir", filepath.Join(dir, "council"), "--desk", filepath.Join(dir, "desk"),
			"--sign-in", filepath.Join(dir, "SIGN-IN.txt"), "--ready", filepath.Join(dir, "ready"),
		})
	}()
	select {
	case <-ready:
	case code := <-done:
		stop()
		t.Fatalf("the demo ended with %d: %s", code, out.String())
	}
	stop()
	if code := <-done; code != exitDone {
		t.Errorf("stopped with %d", code)
	}
	return out.String()
}

// announced tells when the demo has said how to sign in.
type announced struct {
	to    *bytes.Buffer
	ready chan struct{}
}

func (a announced) Write(p []byte) (int, error) {
	n, err := a.to.Write(p)
	if strings.Contains(a.to.String(), "The broker serves") {
		close(a.ready)
	}
	return n, err
}

func TestDemoGoesOnWhereItWas(t *testing.T) {
	dir := t.TempDir()
	first := demoRun(t, dir)
	key, err := os.ReadFile(filepath.Join(dir, "council", "keys", "root.pem"))
	if err != nil {
		t.Fatal(err)
	}
	second := demoRun(t, dir)
	again, err := os.ReadFile(filepath.Join(dir, "council", "keys", "root.pem"))
	if err != nil || !bytes.Equal(key, again) || first != second {
		t.Errorf("the second start made another council: %v\n%s\n%s", err, first, second)
	}
	for _, l := range specimenLetters() {
		if _, err := os.Stat(filepath.Join(dir, "council", "letters", l.file)); err != nil {
			t.Error(err)
		}
	}
	if text, err := os.ReadFile(filepath.Join(dir, "SIGN-IN.txt")); err != nil || !strings.Contains(first, strings.TrimSpace(string(text))) {
		t.Errorf("how to sign in: %q, %v", text, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "ready")); err == nil {
		t.Error("a stopped council still says it is ready")
	}
	keysArePrivate(t, filepath.Join(dir, "council"))
	keysArePrivate(t, filepath.Join(dir, "desk"))
}
