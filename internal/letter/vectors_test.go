package letter_test

import (
	"crypto/ecdsa"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
)

// Each file in testdata/letters says what it is, what is expected (ok, or the
// code of the failure), where and when it is shown, its text, and the token
// it must rebuild. The one key has the kid d7. They pin the format: letters
// are in the post for weeks.
func TestLetterVectors(t *testing.T) {
	files, err := filepath.Glob("testdata/letters/*.txt")
	wantErr(t, err, nil)
	if len(files) < 12 {
		t.Fatalf("%d vectors", len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			v := readVector(t, file)
			err := judge(t, v)
			got := "ok"
			if err != nil {
				got = fault.Code(err)
			}
			if got != v["expect"] {
				t.Errorf("got %s, want %s (%s)", got, v["expect"], v["about"])
			}
		})
	}
}

func readVector(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	wantErr(t, err, nil)
	v := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, found := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if !found {
			t.Fatalf("line %q", line)
		}
		v[name] = value
	}
	return v
}

func judge(t *testing.T, v map[string]string) error {
	t.Helper()
	pub, err := jose.ParseKey(json.RawMessage(v["key"]))
	wantErr(t, err, nil)
	now, err := time.Parse(time.RFC3339, v["now"])
	wantErr(t, err, nil)
	site, err := strconv.Atoi(v["site"])
	wantErr(t, err, nil)
	tag, err := letter.ParseTag(v["tag"])
	wantErr(t, err, nil)
	code, err := letter.ParseCode(v["text"])
	if err != nil {
		return err
	}
	if code.Token() != v["token"] {
		t.Errorf("rebuilds %s, want %s", code.Token(), v["token"])
	}
	_, err = letter.Verify(code, letter.Context{Tag: tag, Now: now, Site: site, Keys: func(kid string, _ time.Time) (*ecdsa.PublicKey, error) {
		if kid != "d7" {
			return nil, nil
		}
		return pub, nil
	}})
	return err
}
