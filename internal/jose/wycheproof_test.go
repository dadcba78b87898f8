package jose_test

import (
	"crypto/ecdsa"
	"encoding/json"
	"io/fs"
	"slices"
	"testing"

	"github.com/c2sp/wycheproof"
	gocmp "github.com/google/go-cmp/cmp"

	"vouchdesk/internal/jose"
)

type wycheJWK struct {
	KTY    string   `json:"kty"`
	CRV    string   `json:"crv"`
	X      string   `json:"x"`
	Y      string   `json:"y"`
	D      string   `json:"d"`
	Use    string   `json:"use"`
	KeyOps []string `json:"key_ops"`
}

type wycheFile struct {
	NumberOfTests int `json:"numberOfTests"`
	TestGroups    []struct {
		Public  *wycheJWK `json:"public"`
		Private *wycheJWK `json:"private"`
		Tests   []struct {
			ID     int             `json:"tcId"`
			Result string          `json:"result"`
			JWS    json.RawMessage `json:"jws"`
			JWE    json.RawMessage `json:"jwe"`
		} `json:"tests"`
	} `json:"testGroups"`
}

func wyche(t *testing.T, name string) wycheFile {
	t.Helper()
	raw, err := fs.ReadFile(wycheproof.TestVectors, name)
	wantErr(t, err, nil)
	var f wycheFile
	wantErr(t, json.Unmarshal(raw, &f), nil)
	return f
}

// signing is the key as a trust list would offer it: P-256, for signing only.
func (k *wycheJWK) signing(t *testing.T) *ecdsa.PublicKey {
	t.Helper()
	if k == nil || k.KTY != "EC" || k.CRV != "P-256" || k.Use != "" && k.Use != "sig" ||
		k.KeyOps != nil && !slices.Contains(k.KeyOps, "verify") {
		return nil
	}
	pub, err := jose.ParseKey(mustJSON(t, webKey{KTY: k.KTY, CRV: k.CRV, X: k.X, Y: k.Y}))
	wantErr(t, err, nil)
	return pub
}

func compact(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return string(raw) // a JSON serialisation
	}
	return text
}

// otherAlgorithms are the valid vectors we refuse, and why: 357 of 401 agree.
func otherAlgorithms() map[string][]int {
	return map[string][]int{
		"HS256 is symmetric: who verifies could sign": {1, 348, 352, 357, 358, 359, 372, 373, 376, 377},
		"RSA is not ours": {
			33, 259, 260, 261, 262, 263, 264, 265, 266, 267, 268, 269, 270, 271, 272, 273, 274, 275, 287, 288,
			320, 321, 322, 323, 325, 326, 327, 328, 345, 346, 349, 350,
		},
		"P-521 is not ours": {347, 351},
	}
}

// At the signature layer every vector that is invalid is refused, and of the
// valid ones exactly those are accepted that are ES256 under a signing key.
// The other valid ones are HMAC, RSA and P-521: algorithms we do not have.
// Verify itself accepts none of the 401, whose headers have no typ of ours.
func TestWycheproofJWS(t *testing.T) {
	f := wyche(t, "json_web_signature_test.json")
	total, agreed := 0, 0
	var accepted, otherAlgorithm []int
	for _, g := range f.TestGroups {
		pub := g.Public.signing(t)
		for _, c := range g.Tests {
			total++
			token := compact(c.JWS)
			ok := jose.SignatureOnly(token, pub) == nil
			switch {
			case ok != (c.Result == "invalid"):
				agreed++
			case ok:
				t.Errorf("tcId %d is invalid and was accepted", c.ID)
			default:
				if pub != nil {
					t.Errorf("tcId %d is valid under our algorithm and was refused", c.ID)
				}
				otherAlgorithm = append(otherAlgorithm, c.ID)
			}
			if ok {
				accepted = append(accepted, c.ID)
			}
			if _, err := jose.Verify(token, jose.TypVouch, only("k1", pub)); err == nil {
				t.Errorf("tcId %d is no token of ours and was verified", c.ID)
			}
		}
	}
	if d := gocmp.Diff([]int{18, 378}, accepted); d != "" {
		t.Errorf("accepted (-want +got):\n%s", d)
	}
	var want []int
	for _, ids := range otherAlgorithms() {
		want = append(want, ids...)
	}
	slices.Sort(want)
	if d := gocmp.Diff(want, otherAlgorithm); d != "" {
		t.Errorf("valid and refused (-want +got):\n%s", d)
	}
	if total != 401 || agreed != 357 {
		t.Errorf("%d of %d agree, want 357 of 401", agreed, total)
	}
}

// None of the JWE vectors says what it wraps, so none opens; what is tested is
// that each is refused before or at decryption and none does harm.
func TestWycheproofJWE(t *testing.T) {
	f := wyche(t, "json_web_encryption_test.json")
	key, total := newKey(t), 0
	for _, g := range f.TestGroups {
		for _, c := range g.Tests {
			total++
			text := compact(c.JWE)
			if _, _, err := jose.Open(text, func(string) (*ecdsa.PrivateKey, error) { return key, nil }); err == nil {
				t.Errorf("tcId %d opened", c.ID)
			}
			if _, _, _, err := jose.OpenMany(text, func(string) (*ecdsa.PrivateKey, error) { return key, nil }); err == nil {
				t.Errorf("tcId %d opened for many", c.ID)
			}
		}
	}
	if total != 139 {
		t.Errorf("%d vectors, want 139", total)
	}
}
