package capture_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"vouchdesk/internal/capture"
)

func TestNewSheet(t *testing.T) {
	for name, c := range map[string]struct {
		size int
		err  error
	}{
		"ok/one byte":      {1, nil},
		"ok/as much as is": {capture.MaxFile, nil},
		"refused/empty":    {0, capture.ErrFileEmpty},
		"refused/too much": {capture.MaxFile + 1, capture.ErrFileTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := capture.NewSheet(capture.FromScanner, make([]byte, c.size))
			if !errors.Is(err, c.err) || (err == nil) != (len(s.Bytes()) == c.size && s.From() == capture.FromScanner) {
				t.Errorf("%d bytes of %s, %v", len(s.Bytes()), s.From(), err)
			}
		})
	}
}

// TestASheetHidesItself: a document that is printed, logged or encoded by
// mistake, by itself or inside something else, says nothing of its owner.
func TestASheetHidesItself(t *testing.T) {
	const secret = "Rosa Mai Specimen"
	s, err := capture.NewSheet(capture.FromCamera, []byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	p := capture.Prepared{Sheet: s, Page: 3}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		for _, v := range []any{s, &s, p, &p, []capture.Sheet{s}, map[string]capture.Prepared{"": p}} {
			fmt.Fprintf(&said, verb+"\n", v)
		}
	}
	log := slog.New(slog.NewJSONHandler(&said, nil))
	log.Info("a", "sheet", s, "prepared", p, "all", []capture.Sheet{s})
	slog.New(slog.NewTextHandler(&said, nil)).Info("b", "sheet", s, "prepared", p)
	if err := json.NewEncoder(&said).Encode(map[string]any{"sheet": s, "prepared": p}); err != nil {
		t.Fatal(err)
	}
	for _, leak := range []string{secret, "82 111 115", "Rosa", fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), fmt.Sprintf("%#v", []byte(secret))} {
		if strings.Contains(said.String(), leak) {
			t.Errorf("%q is in what was said", leak)
		}
	}
	if !strings.Contains(said.String(), "[sheet camera]") {
		t.Error("nothing says that it is a sheet")
	}
}
