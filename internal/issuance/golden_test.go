package issuance_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

var update = flag.Bool("update", false, "write the golden payload again")

// golden is what package vouch tests its rules with, too.
const golden = "../vouch/testdata/payload.json"

func TestGoldenPayload(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	w, err := issuance.PrepareSubmission(caseworktest.Order(c, rules, caseworktest.WithPassport(t, c, rules)))
	if err != nil {
		t.Fatal(err)
	}
	p, err := w.Sign(c.Officer.Sign.Private)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := vouch.Open(p.Token, c.List)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := opened.Payload.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := json.Indent(&got, raw, "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("payload (-want +got):\n%s", diff)
	}
	if err := vouch.Validate(want); err != nil {
		t.Errorf("the golden payload: %v", err)
	}
}
