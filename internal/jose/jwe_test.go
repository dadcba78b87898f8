package jose_test

import (
	"crypto/ecdsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwe"

	"vouchdesk/internal/jose"
)

func holding(kid string, key *ecdsa.PrivateKey) jose.DecryptionKeys {
	return func(asked string) (*ecdsa.PrivateKey, error) {
		if asked != kid {
			return nil, nil
		}
		return key, nil
	}
}

func TestSealAndOpen(t *testing.T) {
	key := newKey(t)
	const token = "header.payload.signature"
	sealed, err := jose.Seal(token, jose.Recipient{KID: "p1", Key: &key.PublicKey}, string(jose.TypVouch))
	wantErr(t, err, nil)
	got, cty, err := jose.Open(sealed, holding("p1", key))
	wantErr(t, err, nil)
	if got != token || cty != "vouch+sd-jwt" {
		t.Errorf("opened %q, %q", got, cty)
	}
	byJWX, err := jwe.Decrypt([]byte(sealed), jwe.WithKey(jwa.ECDH_ES_A256KW(), key))
	if err != nil || string(byJWX) != token {
		t.Errorf("jwx read %q, %v", byJWX, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	key, other := newKey(t), newKey(t)
	sealed, err := jose.Seal("a.b.c", jose.Recipient{KID: "p1", Key: &key.PublicKey}, string(jose.TypVouch))
	wantErr(t, err, nil)
	parts := strings.Split(sealed, ".")
	rawHeader, err := base64.RawURLEncoding.DecodeString(parts[0])
	wantErr(t, err, nil)
	header := func(old, with string) string {
		changed := strings.Replace(string(rawHeader), old, with, 1)
		if changed == string(rawHeader) {
			t.Fatalf("%q is not in the header", old)
		}
		return strings.Join(append([]string{b64(changed)}, parts[1:]...), ".")
	}
	part := func(i int, text string) string {
		changed := append([]string{}, parts...)
		changed[i] = text
		return strings.Join(changed, ".")
	}
	flipped := func(i int) string {
		raw, err := base64.RawURLEncoding.DecodeString(parts[i])
		wantErr(t, err, nil)
		raw[0] ^= 1
		return part(i, base64.RawURLEncoding.EncodeToString(raw))
	}
	bigZip, err := jwe.Encrypt([]byte("a.b.c"), jwe.WithKey(jwa.ECDH_ES_A256KW(), &key.PublicKey),
		jwe.WithContentEncryption(jwa.A256GCM()), jwe.WithCompress(jwa.Deflate()))
	wantErr(t, err, nil)
	for name, c := range map[string]struct {
		jwe  string
		keys jose.DecryptionKeys
		want error
	}{
		"ok/as sealed":                {sealed, holding("p1", key), nil},
		"refused/not ours":            {sealed, holding("p2", key), jose.ErrKeyUnknown},
		"refused/another key":         {sealed, holding("p1", other), jose.ErrSealed},
		"refused/zip by jwx":          {string(bigZip), holding("p1", key), jose.ErrHeader},
		"refused/zip":                 {header(`{`, `{"zip":"DEF",`), holding("p1", key), jose.ErrHeader},
		"refused/crit":                {header(`{`, `{"crit":["x"],`), holding("p1", key), jose.ErrHeader},
		"refused/apu":                 {header(`{`, `{"apu":"AA",`), holding("p1", key), jose.ErrHeader},
		"refused/alg twice":           {header(`{`, `{"alg":"dir",`), holding("p1", key), jose.ErrDuplicate},
		"refused/dir":                 {header("ECDH-ES+A256KW", "dir"), holding("p1", key), jose.ErrAlgorithm},
		"refused/bare ECDH-ES":        {header("ECDH-ES+A256KW", "ECDH-ES"), holding("p1", key), jose.ErrAlgorithm},
		"refused/A128GCM":             {header("A256GCM", "A128GCM"), holding("p1", key), jose.ErrAlgorithm},
		"refused/CBC":                 {header("A256GCM", "A256CBC-HS512"), holding("p1", key), jose.ErrAlgorithm},
		"refused/other typ":           {header("vd-parcel+jwe", "vd-packet+jwe"), holding("p1", key), jose.ErrTyp},
		"refused/cty unknown":         {header("vouch+sd-jwt", "text/plain"), holding("p1", key), jose.ErrHeader},
		"refused/cty exchanged":       {header("vouch+sd-jwt", "vd-check+jwt"), holding("p1", key), jose.ErrSealed},
		"refused/epk of P-384":        {header("P-256", "P-384"), holding("p1", key), jose.ErrHeader},
		"refused/epk off the curve":   {header(`"x":"`, `"y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","x":"`), holding("p1", key), jose.ErrHeader},
		"refused/wrapped key altered": {flipped(1), holding("p1", key), jose.ErrSealed},
		"refused/wrapped key short":   {part(1, "AAAA"), holding("p1", key), jose.ErrMalformed},
		"refused/nonce altered":       {flipped(2), holding("p1", key), jose.ErrSealed},
		"refused/nonce short":         {part(2, "AAAA"), holding("p1", key), jose.ErrMalformed},
		"refused/text altered":        {flipped(3), holding("p1", key), jose.ErrSealed},
		"refused/tag altered":         {flipped(4), holding("p1", key), jose.ErrSealed},
		"refused/tag short":           {part(4, parts[4][:16]), holding("p1", key), jose.ErrMalformed},
		"refused/padded":              {sealed + "=", holding("p1", key), jose.ErrBase64},
		"refused/a signed token":      {"a.b.c", holding("p1", key), jose.ErrMalformed},
		"refused/too large":           {strings.Repeat("A", 17<<20), holding("p1", key), jose.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := jose.Open(c.jwe, c.keys)
			wantErr(t, err, c.want)
		})
	}
}

func TestSealRefuses(t *testing.T) {
	key := newKey(t)
	good := jose.Recipient{KID: "p1", Key: &key.PublicKey}
	for name, c := range map[string]struct {
		token string
		to    jose.Recipient
		cty   string
		want  error
	}{
		"refused/too large for its kind": {strings.Repeat("a", 64<<10+1), good, string(jose.TypVouch), jose.ErrTooLarge},
		"refused/no such kind":           {"a.b.c", good, "text/plain", jose.ErrTyp},
		"refused/no key":                 {"a.b.c", jose.Recipient{KID: "p1"}, string(jose.TypVouch), jose.ErrKey},
		"refused/no kid":                 {"a.b.c", jose.Recipient{Key: &key.PublicKey}, string(jose.TypVouch), jose.ErrKey},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := jose.Seal(c.token, c.to, c.cty)
			wantErr(t, err, c.want)
		})
	}
}

// The largest token there is fits the cap on what is opened.
func TestLargestTokenOpens(t *testing.T) {
	key := newKey(t)
	token := strings.Repeat("a", jose.TypTrust.Limit())
	sealed, err := jose.Seal(token, jose.Recipient{KID: "p1", Key: &key.PublicKey}, string(jose.TypTrust))
	wantErr(t, err, nil)
	got, _, err := jose.Open(sealed, holding("p1", key))
	wantErr(t, err, nil)
	if got != token {
		t.Error("another token came back")
	}
}

func TestSealManyAndOpenMany(t *testing.T) {
	const token = "header.payload.signature"
	for name, kids := range map[string][]string{
		"one": {"e1"}, "two": {"e1", "s1"}, "five": {"e1", "s1", "s2", "s3", "s4"},
	} {
		t.Run(name, func(t *testing.T) {
			var to []jose.Recipient
			keys := map[string]*ecdsa.PrivateKey{}
			for _, kid := range kids {
				keys[kid] = newKey(t)
				to = append(to, jose.Recipient{KID: kid, Key: &keys[kid].PublicKey})
			}
			sealed, err := jose.SealMany(token, to, string(jose.TypPacket))
			wantErr(t, err, nil)
			for kid, key := range keys {
				got, cty, recipients, err := jose.OpenMany(sealed, holding(kid, key))
				wantErr(t, err, nil)
				if got != token || cty != "vd-packet+jwt" || !cmp.Equal(recipients, kids) {
					t.Errorf("%s opened %q, %q, %v", kid, got, cty, recipients)
				}
				byJWX, err := jwe.Decrypt([]byte(sealed), jwe.WithKey(jwa.ECDH_ES_A256KW(), key))
				if err != nil || string(byJWX) != token {
					t.Errorf("jwx read %q, %v", byJWX, err)
				}
			}
			_, _, _, err = jose.OpenMany(sealed, holding("stranger", newKey(t)))
			wantErr(t, err, jose.ErrKeyUnknown)
		})
	}
}

func TestOpenManyRefuses(t *testing.T) {
	e1, s1 := newKey(t), newKey(t)
	sealed, err := jose.SealMany("a.b.c", []jose.Recipient{{KID: "e1", Key: &e1.PublicKey}, {KID: "s1", Key: &s1.PublicKey}}, string(jose.TypPacket))
	wantErr(t, err, nil)
	edit := func(change func(m map[string]any)) string {
		var m map[string]any
		wantErr(t, json.Unmarshal([]byte(sealed), &m), nil)
		change(m)
		return string(mustJSON(t, m))
	}
	first := func(m map[string]any) map[string]any { return m["recipients"].([]any)[0].(map[string]any) }
	for name, c := range map[string]struct {
		jwe  string
		want error
	}{
		"ok/as sealed":                {sealed, nil},
		"refused/an unprotected part": {edit(func(m map[string]any) { m["unprotected"] = map[string]any{"zip": "DEF"} }), jose.ErrUnknown},
		"refused/aad":                 {edit(func(m map[string]any) { m["aad"] = "AA" }), jose.ErrUnknown},
		"refused/zip for one":         {edit(func(m map[string]any) { first(m)["header"].(map[string]any)["zip"] = "DEF" }), jose.ErrHeader},
		"refused/enc for one":         {edit(func(m map[string]any) { first(m)["header"].(map[string]any)["enc"] = "A128GCM" }), jose.ErrHeader},
		"refused/alg for one":         {edit(func(m map[string]any) { first(m)["header"].(map[string]any)["alg"] = "dir" }), jose.ErrAlgorithm},
		"refused/no header for one":   {edit(func(m map[string]any) { delete(first(m), "header") }), jose.ErrHeader},
		"refused/kid twice":           {edit(func(m map[string]any) { first(m)["header"].(map[string]any)["kid"] = "s1" }), jose.ErrRecipients},
		"refused/nobody":              {edit(func(m map[string]any) { m["recipients"] = []any{} }), jose.ErrRecipients},
		"refused/a crowd": {edit(func(m map[string]any) {
			for range 64 {
				m["recipients"] = append(m["recipients"].([]any), first(m))
			}
		}), jose.ErrRecipients},
		"refused/one left of two":   {edit(func(m map[string]any) { m["recipients"] = m["recipients"].([]any)[:1] }), jose.ErrHeader},
		"refused/text with padding": {edit(func(m map[string]any) { m["ciphertext"] = m["ciphertext"].(string) + "=" }), jose.ErrBase64},
		"refused/tag of 12 bytes":   {edit(func(m map[string]any) { m["tag"] = m["tag"].(string)[:16] }), jose.ErrMalformed},
		"refused/two texts":         {strings.Replace(sealed, `"iv"`, `"iv":"AA","iv"`, 1), jose.ErrDuplicate},
		"refused/compact":           {"a.b.c.d.e", jose.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, _, err := jose.OpenMany(c.jwe, holding("e1", e1))
			wantErr(t, err, c.want)
		})
	}
	if _, err := jose.SealMany("a.b.c", nil, string(jose.TypPacket)); !errors.Is(err, jose.ErrRecipients) {
		t.Errorf("sealed to nobody: %v", err)
	}
	same := jose.Recipient{KID: "e1", Key: &e1.PublicKey}
	if _, err := jose.SealMany("a.b.c", []jose.Recipient{same, same}, string(jose.TypPacket)); !errors.Is(err, jose.ErrRecipients) {
		t.Errorf("sealed twice to one: %v", err)
	}
}
