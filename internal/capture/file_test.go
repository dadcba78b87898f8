package capture_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouchdesk/internal/capture"
)

func TestFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, size int64) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct {
		path string
		err  error
		size int
	}{
		"ok/small":          {path: write("Mair Enghraifft.png", 7), size: 7},
		"ok/as large as is": {path: write("limit", capture.MaxFile), size: capture.MaxFile},
		"refused/too large": {path: write("large", capture.MaxFile+1), err: capture.ErrFileTooLarge},
		"refused/empty":     {path: write("empty", 0), err: capture.ErrFileEmpty},
		"refused/missing":   {path: filepath.Join(dir, "Idris Sampl.png"), err: capture.ErrMissing},
		"refused/folder":    {path: dir, err: capture.ErrNotRegular},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := capture.File(c.path)
			if !errors.Is(err, c.err) || len(s.Bytes()) != c.size {
				t.Fatalf("%d bytes, %v", len(s.Bytes()), err)
			}
			if err != nil && (strings.Contains(err.Error(), "Sampl") || strings.Contains(err.Error(), dir)) {
				t.Errorf("the error names the file: %v", err)
			}
		})
	}
}
