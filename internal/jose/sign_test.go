package jose_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"strings"
	"testing"
	"testing/cryptotest"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"

	"vouchdesk/internal/jose"
)

func TestSign(t *testing.T) {
	key := newKey(t)
	for name, c := range map[string]struct {
		payload any
		want    error
		body    string
	}{
		"ok/exact bytes": {json.RawMessage("{ \"iat\":1795171500, \"a\":\"<\" }"), nil, "{ \"iat\":1795171500, \"a\":\"<\" }"},
		"ok/struct": {struct {
			IAT jose.Seconds `json:"iat"`
		}{issued}, nil, `{"iat":1795171500}`},
		"ok/nothing escaped":    {map[string]any{"iat": issued, "url": "a&b"}, nil, `{"iat":1795171500,"url":"a&b"}`},
		"refused/no iat":        {map[string]any{"a": 1}, jose.ErrIssuedAt, ""},
		"refused/not an object": {[]int{1}, jose.ErrMalformed, ""},
		"refused/not JSON":      {json.RawMessage(`{"iat":1795171500`), jose.ErrJSON, ""},
		"refused/member twice":  {json.RawMessage(`{"iat":1795171500,"a":1,"a":1}`), jose.ErrDuplicate, ""},
		"refused/too large":     {map[string]any{"iat": issued, "a": strings.Repeat("a", 16<<10)}, jose.ErrTooLarge, ""},
	} {
		t.Run(name, func(t *testing.T) {
			token, err := newSigner(t, jose.TypReceipt, key).Sign(c.payload)
			wantErr(t, err, c.want)
			if c.want != nil {
				return
			}
			if head, _, _ := strings.Cut(token, "."); head != b64(`{"alg":"ES256","kid":"k1","typ":"vouch-receipt+jwt"}`) {
				t.Errorf("header %s", head)
			}
			v, err := jose.Verify(token, jose.TypReceipt, only("k1", &key.PublicKey))
			wantErr(t, err, nil)
			if string(v.Payload) != c.body {
				t.Errorf("payload %s, want %s", v.Payload, c.body)
			}
		})
	}
}

// A second, independently written verifier reads every kind we sign.
func TestSignIsReadByJWX(t *testing.T) {
	key := newKey(t)
	for _, typ := range []jose.Typ{
		jose.TypRoot, jose.TypTrust, jose.TypPolicy, jose.TypLetter, jose.TypVouch, jose.TypApproval, jose.TypWithdrawal,
		jose.TypWithdrawalApproval, jose.TypCheck, jose.TypReceipt, jose.TypPacket, jose.TypRequest, jose.TypTime,
		jose.TypLease, jose.TypLetters, jose.TypJournal, jose.TypErasure, jose.TypStatusList,
	} {
		t.Run(string(typ), func(t *testing.T) {
			token, err := newSigner(t, typ, key).Sign(map[string]any{"iat": issued})
			wantErr(t, err, nil)
			payload, err := jws.Verify([]byte(token), jws.WithKey(jwa.ES256(), &key.PublicKey))
			if err != nil || string(payload) != `{"iat":1795171500}` {
				t.Errorf("jwx read %q, %v", payload, err)
			}
		})
	}
}

// P-521 or a lying key must not reach a signature.
type faulty struct{ crypto.Signer }

func (f faulty) Sign(r io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	digest[0] ^= 1
	return f.Signer.Sign(r, digest, o)
}

func TestNewSigner(t *testing.T) {
	key := newKey(t)
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	wantErr(t, err, nil)
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	wantErr(t, err, nil)
	for name, c := range map[string]struct {
		typ  jose.Typ
		key  crypto.Signer
		kid  string
		want error
	}{
		"ok/P-256":             {jose.TypVouch, key, "k1", nil},
		"refused/P-384":        {jose.TypVouch, p384, "k1", jose.ErrKey},
		"refused/Ed25519":      {jose.TypVouch, edwards, "k1", jose.ErrKey},
		"refused/no key":       {jose.TypVouch, nil, "k1", jose.ErrKey},
		"refused/no kid":       {jose.TypVouch, key, "", jose.ErrKey},
		"refused/kid to quote": {jose.TypVouch, key, `a"b`, jose.ErrKey},
		"refused/unknown kind": {"JWT", key, "k1", jose.ErrTyp},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := jose.NewSigner(c.typ, c.key, c.kid)
			wantErr(t, err, c.want)
		})
	}
}

func TestSignNeverReturnsAFaultySignature(t *testing.T) {
	s, err := jose.NewSigner(jose.TypVouch, faulty{newKey(t)}, "k1")
	wantErr(t, err, nil)
	token, err := s.Sign(map[string]any{"iat": issued})
	wantErr(t, err, jose.ErrSigning)
	if token != "" {
		t.Error("a token came with the error")
	}
}

// What signing draws from the system is all that varies.
func TestSignRepeatsWithItsRandomness(t *testing.T) {
	sign := func() string {
		cryptotest.SetGlobalRandom(t, 7)
		token, err := newSigner(t, jose.TypVouch, newKey(t)).Sign(map[string]any{"iat": issued})
		wantErr(t, err, nil)
		return token
	}
	if a, b := sign(), sign(); a != b {
		t.Errorf("two signatures from one seed:\n%s\n%s", a, b)
	}
}

func TestKeys(t *testing.T) {
	// The key of RFC 7515 A.3.
	const x, y = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
	good := `{"kty":"EC","crv":"P-256","x":"` + x + `","y":"` + y + `"}`
	for name, c := range map[string]struct {
		jwk  string
		want error
	}{
		"ok/RFC 7515 A.3":       {good, nil},
		"refused/private":       {strings.Replace(good, "}", `,"d":"AA"}`, 1), jose.ErrKey},
		"refused/use":           {strings.Replace(good, "}", `,"use":"sig"}`, 1), jose.ErrKey},
		"refused/kid":           {strings.Replace(good, "}", `,"kid":"a"}`, 1), jose.ErrKey},
		"refused/y twice":       {strings.Replace(good, "}", `,"y":"`+y+`"}`, 1), jose.ErrKey},
		"refused/capital X":     {strings.Replace(good, `"x"`, `"X"`, 1), jose.ErrKey},
		"refused/off the curve": {strings.Replace(good, x, y, 1), jose.ErrKey},
		"refused/short x":       {strings.Replace(good, x, x[:42], 1), jose.ErrKey},
		"refused/P-384":         {strings.Replace(good, "P-256", "P-384", 1), jose.ErrKey},
		"refused/nothing":       {"null", jose.ErrKey},
	} {
		t.Run(name, func(t *testing.T) {
			pub, err := jose.ParseKey(json.RawMessage(c.jwk))
			wantErr(t, err, c.want)
			if c.want != nil {
				return
			}
			again, err := jose.ParseKey(jose.MarshalKey(pub))
			wantErr(t, err, nil)
			if !again.Equal(pub) {
				t.Error("another key came back")
			}
		})
	}
	// RFC 9449 section 6.1 prints this key and its thumbprint.
	pub, err := jose.ParseKey(json.RawMessage(`{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",` +
		`"y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}`))
	wantErr(t, err, nil)
	if got := jose.Thumbprint(pub); got != "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" {
		t.Errorf("thumbprint %s", got)
	}
	off := &ecdsa.PublicKey{Curve: elliptic.P256(), X: big.NewInt(1), Y: big.NewInt(1)} //nolint:staticcheck // the attack itself
	if _, err := jose.Seal("a.b.c", jose.Recipient{KID: "p1", Key: off}, string(jose.TypVouch)); !errors.Is(err, jose.ErrKey) {
		t.Errorf("sealed to a point off the curve: %v", err)
	}
	if jose.MarshalKey(off) != nil {
		t.Error("a point off the curve has a text")
	}
	if jose.MarshalKey(nil) != nil || jose.Thumbprint(nil) != "" {
		t.Error("no key has a text")
	}
}
