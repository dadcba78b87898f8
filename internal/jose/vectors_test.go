package jose_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
)

// Each file in testdata/tokens says what it is, what is expected of it (ok, or
// the code of the failure), the kind it is offered as, the only key, and the token.
func TestTokenVectors(t *testing.T) {
	files, err := filepath.Glob("testdata/tokens/*.txt")
	wantErr(t, err, nil)
	if len(files) < 10 {
		t.Fatalf("%d vectors", len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			wantErr(t, err, nil)
			vector := map[string]string{}
			for line := range strings.Lines(string(text)) {
				name, value, found := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
				if !found {
					t.Fatalf("line %q", line)
				}
				vector[name] = value
			}
			pub, err := jose.ParseKey(json.RawMessage(vector["key"]))
			wantErr(t, err, nil)
			_, err = jose.Verify(vector["token"], jose.Typ(vector["typ"]), only("k1", pub))
			got := "ok"
			if err != nil {
				got = fault.Code(err)
			}
			if got != vector["expect"] {
				t.Errorf("got %s, want %s (%s)", got, vector["expect"], vector["about"])
			}
		})
	}
}
