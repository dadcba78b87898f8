package trusttest

import (
	"testing"

	"vouchdesk/assets"
	"vouchdesk/internal/policy"
)

// Policy is the shipped policy, read.
func Policy(t testing.TB) *policy.Policy {
	t.Helper()
	p, err := policy.Decode(assets.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return p
}
