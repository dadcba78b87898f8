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

func TestAPathAsItIsCopied(t *testing.T) {
	for _, c := range []struct{ goos, typed, want string }{
		{"linux", "", ""},
		{"linux", "  ", ""},
		{"linux", `""`, ""},
		{"linux", `"`, `"`},
		{"linux", " /media/scans/letter.png\n", "/media/scans/letter.png"},
		{"linux", "'/media/my scans/letter.png'", "/media/my scans/letter.png"},
		{"linux", `"/media/my scans/letter.png" `, "/media/my scans/letter.png"},
		{"linux", `"/media/scans/letter.png`, `"/media/scans/letter.png`},
		{"linux", "file:///media/my%20scans/llythyr%20t%C5%B7.pdf", "/media/my scans/llythyr tŷ.pdf"},
		{"linux", "'file:///media/a%20b.pdf'", "/media/a b.pdf"},
		{"linux", "FILE://localhost/media/a.pdf", "/media/a.pdf"},
		{"linux", "file:///media/what?#1.pdf", "/media/what?#1.pdf"},
		{"linux", "file:///media/100%.pdf", "/media/100%.pdf"},
		{"linux", "file://", "/"},
		{"linux", "/media/100%25.pdf", "/media/100%25.pdf"},
		{"windows", `"D:\my scans\letter.png"`, `D:\my scans\letter.png`},
		{"windows", "file:///D:/my%20scans/letter.png", `D:\my scans\letter.png`},
		{"windows", "file://share/scans/letter.png", `\\share\scans\letter.png`},
	} {
		if got := typedPath(c.typed, c.goos); got != c.want {
			t.Errorf("on %s %q is %q, want %q", c.goos, c.typed, got, c.want)
		}
	}
}
