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
	list, err := exec.CommandContext(t.Context(), "git", "-C", root(t), "ls-files", "-z").Output()
	if err != nil {
		t.Skip("not a git checkout: an exported tree has no list of its files to look through")
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(list), "\x00"), "\x00") {
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
