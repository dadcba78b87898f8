package jose_test

import (
	"crypto/ecdsa"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/jose"
)

// FuzzVerify: whatever verifies is a token only we could have made.
func FuzzVerify(f *testing.F) {
	key := fixedKey(f)
	good := craft(f, key, goodHeader, goodPayload)
	f.Add(good)
	f.Add(good + "=")
	f.Add(craft(f, key, goodHeader, `{"iat":1795171500,"a":[{"b":"\ud83d\ude00"}]}`))
	f.Add(strings.Replace(good, ".", "..", 1))
	f.Fuzz(func(t *testing.T, token string) {
		v, err := jose.Verify(token, jose.TypApproval, func(string, time.Time) (*ecdsa.PublicKey, error) { return &key.PublicKey, nil })
		if err == nil && (!json.Valid(v.Payload) || strings.Count(token, ".") != 2) {
			t.Errorf("verified %q", token)
		}
	})
}

// FuzzParseSDJWT: what parses prints to the same bytes, and reading it further
// never panics.
func FuzzParseSDJWT(f *testing.F) {
	text, err := os.ReadFile("testdata/rfc9901-a2.txt")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(strings.TrimSpace(string(text)))
	s, _ := newVouch(f)
	f.Add(s.String())
	f.Add("a.b.c~")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := jose.ParseSDJWT(text)
		if err != nil {
			return
		}
		if s.String() != text {
			t.Errorf("%q prints as %q", text, s.String())
		}
		if chosen, err := s.Select(func([]string) bool { return true }); err == nil && chosen.String() != text {
			t.Errorf("selecting all of %q gives %q", text, chosen.String())
		}
	})
}

// FuzzRebuild: no payload and disclosure break the processing, and what comes
// out holds nothing of the machinery and conceals nothing further.
func FuzzRebuild(f *testing.F) {
	f.Add(`{"_sd":[],"_sd_alg":"sha-256"}`, `["AAAAAAAAAAAAAAAAAAAAAA","a",{"_sd":[]}]`)
	f.Add(`{"a":[{"...":"x"}]}`, `["AAAAAAAAAAAAAAAAAAAAAA",1]`)
	f.Fuzz(func(t *testing.T, payload, disclosure string) {
		d := b64(disclosure)
		for _, p := range []string{payload, strings.Replace(payload, `[]`, `["`+digestOf(d)+`"]`, 1)} {
			rebuilt, _, err := jose.Rebuild([]byte(p), []string{d})
			if err != nil {
				continue
			}
			again, withheld, err := jose.Rebuild(rebuilt, nil)
			if err != nil || withheld != 0 || string(again) != string(rebuilt) {
				t.Errorf("%s rebuilds to %s, then %s, %v", p, rebuilt, again, err)
			}
		}
	})
}

// FuzzOpen: nothing opens but what was sealed, in either form.
func FuzzOpen(f *testing.F) {
	key := fixedKey(f)
	to := jose.Recipient{KID: "p1", Key: &key.PublicKey}
	one, err := jose.Seal("a.b.c", to, string(jose.TypVouch))
	if err != nil {
		f.Fatal(err)
	}
	many, err := jose.SealMany("a.b.c", []jose.Recipient{to}, string(jose.TypPacket))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(one)
	f.Add(many)
	f.Fuzz(func(t *testing.T, text string) {
		keys := func(string) (*ecdsa.PrivateKey, error) { return key, nil }
		if token, _, err := jose.Open(text, keys); err == nil && token != "a.b.c" {
			t.Errorf("opened %q", text)
		}
		if token, _, _, err := jose.OpenMany(text, keys); err == nil && token != "a.b.c" {
			t.Errorf("opened %q", text)
		}
	})
}

// FuzzDecode: what Decode accepts, encoding/json reads the same way.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"name":"a","When":1,"in":{"list":[{"a":1}]}}`))
	f.Add([]byte(`{"any":{"\u0061":[1e2,"\ud83d\ude00"]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var strict, plain decoded
		if jose.Decode(text, &strict) != nil {
			return
		}
		if err := json.Unmarshal(text, &plain); err != nil {
			t.Errorf("accepted %q: %v", text, err)
		}
		if a, b := mustJSON(t, strict), mustJSON(t, plain); string(a) != string(b) {
			t.Errorf("%q read as %s and %s", text, a, b)
		}
	})
}
