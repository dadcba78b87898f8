package policy_test

import (
	"testing"

	"vouchdesk/assets"
	"vouchdesk/internal/policy"
)

func standard(t testing.TB) *policy.Policy {
	t.Helper()
	p, err := policy.Decode(assets.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestDefaultPolicy(t *testing.T) {
	p := standard(t)
	if n := len(p.Table().Profiles()); n != 32 {
		t.Errorf("%d profiles", n)
	}
}
