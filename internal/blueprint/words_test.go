package blueprint_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNothingOfOneMachine keeps paths of one machine and registry hosts out of
// the tree. Patterns are put together here so that they do not match themselves.
func TestNothingOfOneMachine(t *testing.T) {
	bad := regexp.MustCompile(strings.Join([]string{
		`(^|[^A-Za-z0-9_.~])/(wor` + `k|roo` + `t|far` + `m)/`,
		`proxy\.gola` + `ng\.org`, `registry\.np` + `mjs`,
	}, "|"))
	for _, name := range committed(t) {
		data, err := os.ReadFile(filepath.Join(root(t), name))
		if err != nil || bytes.IndexByte(data, 0) >= 0 {
			continue // a file removed but not yet committed, or not text
		}
		for i, line := range strings.Split(string(data), "\n") {
			if bad.MatchString(line) {
				t.Errorf("%s:%d names a path or host of one machine", name, i+1)
			}
		}
	}
}

// TestNothingBuiltIsCommitted: what is built belongs in build/; only the second
// reader of codes comes as a program, brought and pinned by make rxing.
func TestNothingBuiltIsCommitted(t *testing.T) {
	const most = 3 << 20
	for _, name := range committed(t) {
		file, err := os.Open(filepath.Join(root(t), name))
		if err != nil {
			continue // removed but not yet committed
		}
		head := make([]byte, 4)
		_, _ = file.Read(head) // what is shorter is no program
		info, err := file.Stat()
		if err != nil {
			t.Fatal(err)
		}
		_ = file.Close()
		program := bytes.Equal(head, []byte("\x7fELF")) || bytes.HasPrefix(head, []byte("MZ")) || bytes.Equal(head, []byte("\xcf\xfa\xed\xfe"))
		if program || info.Size() > most {
			t.Errorf("%s, of %d bytes, looks as if it had been built", name, info.Size())
		}
	}
}

// committed are the files that git knows of.
func committed(t *testing.T) []string {
	t.Helper()
	list, err := exec.CommandContext(t.Context(), "git", "-C", root(t), "ls-files", "-z").Output()
	if err != nil {
		t.Skip("not a git checkout: an exported tree has no list of its files to look through")
	}
	return strings.Split(strings.TrimRight(string(list), "\x00"), "\x00")
}
