package uitest

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// AssertMaster compares the markup of an object with testdata/<name>.xml.
// With MASTERS=1 in the environment it writes the file instead.
func AssertMaster(t testing.TB, name string, o fyne.CanvasObject) {
	t.Helper()
	got := test.RenderObjectToMarkup(o)
	path := filepath.Join("testdata", name+".xml")
	if os.Getenv("MASTERS") != "" {
		write(t, path, []byte(got))
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("no master: %v", err)
	}
	if got != string(want) {
		failed := filepath.Join("testdata", "failed", name+".xml")
		write(t, failed, []byte(got))
		t.Errorf("%s differs from its master; look at %s", name, failed)
	}
}

// AssertMaster compares the markup of the whole window, overlays and all.
func (s *Stage) AssertMaster(name string) {
	s.T.Helper()
	AssertMaster(s.T, name, layers(s.Canvas()))
}

func write(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// Capture writes a picture of the window where UITEST_PICTURES says, if it
// does.
func (s *Stage) Capture(name string) {
	s.T.Helper()
	dir := os.Getenv("UITEST_PICTURES")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		s.T.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		s.T.Fatal(err)
	}
	if err := png.Encode(f, s.Canvas().Capture()); err != nil {
		s.T.Fatal(err)
	}
	if err := f.Close(); err != nil {
		s.T.Fatal(err)
	}
}
