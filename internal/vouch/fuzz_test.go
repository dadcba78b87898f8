package vouch_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// FuzzValidate: whatever comes in, nothing falls over; what passes whole also
// passes as disclosed, reads back the same, and has findings.
func FuzzValidate(f *testing.F) {
	rules := trusttest.Policy(f)
	f.Add(read(f, "payload.json"))
	f.Add(read(f, "referee.json"))
	files, err := filepath.Glob("testdata/negative/*.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		f.Add(read(f, "negative/"+filepath.Base(name)))
	}
	f.Add([]byte(`{"iss":"https://x","https://x/claims/desk":{"evidence":[{"index":9}]},"verified_claims":{}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := vouch.Parse(data)
		if err != nil {
			if vouch.Validate(data) == nil {
				t.Fatal("valid, but does not parse")
			}
			return
		}
		found, ferr := vouch.Findings(p, rules, &trust.List{})
		if err := vouch.Validate(data); err != nil {
			return
		}
		if ferr != nil || len(found.Evidence) != len(p.Desk.Evidence) {
			t.Fatalf("valid, but findings: %v", ferr)
		}
		if err := vouch.ValidateDisclosed(data); err != nil {
			t.Fatalf("valid whole, not as disclosed: %v", err)
		}
		again, err := p.JSON()
		if err != nil {
			t.Fatal(err)
		}
		q, err := vouch.Parse(again)
		if err != nil {
			t.Fatal(err)
		}
		third, err := q.JSON()
		if err != nil || !slices.Equal(again, third) || !json.Valid(again) {
			t.Fatalf("written twice it differs: %v", err)
		}
	})
}

// FuzzVerify: no bundle makes the verification fall over or pass.
func FuzzVerify(f *testing.F) {
	c := trusttest.New(f, caseTime())
	f.Add("a.b.c~", "a.b.c", "a.b.c")
	f.Add("eyJ~~", "", "..")
	f.Fuzz(func(t *testing.T, v, a, r string) {
		report := vouch.Verify(vouch.Bundle{Vouch: v, Approval: a, Receipt: r}, c.List, nil, c.Now)
		if report.Valid || report.FourEyes || report.Received || len(report.Reasons) == 0 {
			t.Fatalf("%+v", report)
		}
		for _, code := range report.Reasons {
			if !slices.Contains(vouch.ReasonCodes(), code) {
				t.Fatalf("reason %q is not in the table", code)
			}
		}
	})
}
