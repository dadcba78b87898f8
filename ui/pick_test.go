package ui_test

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

func (f *fake) ReadLetterSheet(_ context.Context, s capture.Sheet) (desk.LetterLook, error) {
	f.sheets = append(f.sheets, string(s.Bytes()))
	return desk.LetterLook{Fault: "letter-forged"}, nil
}

// TestAPathThatIsNotThereIsCorrected: it stays where it was typed, and one that
// was copied as a URL or in quotes opens.
func TestAPathThatIsNotThereIsCorrected(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a letter.png")
	if err := os.WriteFile(path, []byte("a picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]string{
		"quotes": `"` + path + `"`,
		"url":    (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String(),
	} {
		t.Run(name, func(t *testing.T) {
			st, f, d := open(t, uitest.Options{}, full(t))
			f.Go(route.Of(route.Letter, "c1"))
			st.Idle(f.Run)
			st.Tap("Change")
			st.Tap("Open a picture…")
			st.Type(path + "x")
			st.Key(fyne.KeyReturn)
			st.Idle(f.Run)
			st.See("There is no file there", path+"x")
			if len(d.sheets) != 0 {
				t.Error("it was read")
			}
			for range path + "x" {
				st.Key(fyne.KeyBackspace)
			}
			st.Type(c)
			st.Key(fyne.KeyReturn)
			st.Idle(f.Run)
			st.SeeNot("Where is the file?")
			if len(d.sheets) != 1 || d.sheets[0] != "a picture" {
				t.Errorf("read %q", d.sheets)
			}
		})
	}
}
