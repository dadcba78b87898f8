package vouch_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"

	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/trusttest"
)

func caseTime() time.Time { return caseworktest.Now() }

// TestIndependently verifies an issued vouch with another JOSE library and the
// few steps of RFC 9901 written out, with no code of ours but the keys.
func TestIndependently(t *testing.T) {
	s := newSpecimen(t)
	verify := func(token string, key trusttest.Key, typ string) map[string]any {
		t.Helper()
		payload, err := jws.Verify([]byte(token), jws.WithKey(jwa.ES256(), &key.Private.PublicKey))
		if err != nil {
			t.Fatal(err)
		}
		m, err := jws.ParseString(token)
		if err != nil {
			t.Fatal(err)
		}
		h := m.Signatures()[0].ProtectedHeaders()
		if got, _ := h.Type(); got != typ {
			t.Errorf("typ %q, want %q", got, typ)
		}
		if kid, _ := h.KeyID(); kid != key.KID {
			t.Errorf("kid %q", kid)
		}
		var claims map[string]any
		if err := json.Unmarshal(payload, &claims); err != nil {
			t.Fatal(err)
		}
		return claims
	}
	parts := strings.Split(s.bundle.Vouch, "~")
	clear := verify(parts[0], s.c.Officer.Sign, "vouch+sd-jwt")
	approval := verify(s.bundle.Approval, s.c.Supervisor.Sign, "vouch-approval+jwt")
	receipt := verify(s.bundle.Receipt, s.c.ReceiptKey, "vouch-receipt+jwt")

	sum := sha256.Sum256([]byte(parts[0]))
	bound := base64.RawURLEncoding.EncodeToString(sum[:])
	for name, token := range map[string]map[string]any{"approval": approval, "receipt": receipt} {
		if token["vouch_sha256"] != bound || token["vouch_jti"] != clear["jti"] {
			t.Errorf("%s binds %v %v", name, token["vouch_jti"], token["vouch_sha256"])
		}
	}
	if receipt["approval_jti"] != approval["jti"] {
		t.Error("the receipt is another approval's")
	}

	digests := map[string]string{}
	for _, d := range parts[1 : len(parts)-1] {
		sum := sha256.Sum256([]byte(d))
		raw, err := base64.RawURLEncoding.DecodeString(d)
		if err != nil {
			t.Fatal(err)
		}
		var triple []any
		if err := json.Unmarshal(raw, &triple); err != nil || len(triple) != 3 {
			t.Fatalf("disclosure %s: %v", raw, err)
		}
		digests[base64.RawURLEncoding.EncodeToString(sum[:])] = triple[1].(string)
	}
	names := map[string]int{}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if sd, ok := v["_sd"].([]any); ok {
				for _, d := range sd {
					names[digests[d.(string)]]++
				}
			}
			for _, inner := range v {
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	walk(clear)
	want := map[string]int{"given_name": 1, "family_name": 1, "birthdate": 1, "address": 1, "document_number": 1, "derived_claims": 2}
	for name, n := range want {
		if names[name] != n {
			t.Errorf("%s stands behind %d digests, want %d", name, names[name], n)
		}
	}
	if len(names) != len(want) {
		t.Errorf("digests of %v", names)
	}
}
