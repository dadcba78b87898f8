package ui

import "testing"

func TestAPathLooksAsItDoesHere(t *testing.T) {
	for goos, want := range map[string]string{
		"windows": "frame.path_hint.windows", "linux": "frame.path_hint.other", "darwin": "frame.path_hint.other",
	} {
		if got := pathHint(goos); got != want {
			t.Errorf("on %s %s, want %s", goos, got, want)
		}
	}
}
