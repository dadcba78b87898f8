package jose_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"vouchdesk/internal/jose"
)

// The issuer's inputs of the SD-JWT reference tests (sd-jwt-python and the
// IETF draft's examples, Apache-2.0): claims with !sd tags, what the holder
// discloses, what the verifier must end with. Left out: those about key
// binding, JSON serialisation, extra headers and decoys, which we refuse or
// do not make, and examples that differ from these in content only.
type sdCase struct {
	Claims   yaml.Node `yaml:"user_claims"`
	Disclose any       `yaml:"holder_disclosed_claims"`
	Expect   any       `yaml:"expect_verified_user_claims"`
}

func TestSDJWTReferenceCases(t *testing.T) {
	files, err := filepath.Glob("testdata/sd-jwt/*.yml")
	wantErr(t, err, nil)
	if len(files) != 17 {
		t.Errorf("%d cases, want 17", len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yml"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			wantErr(t, err, nil)
			var c sdCase
			wantErr(t, yaml.Unmarshal(text, &c), nil)
			marked := map[string]bool{}
			whole := plain(t, &c.Claims, nil, marked).(map[string]any)
			whole["iat"] = issued
			s, keys := conceal(t, whole, marked)
			v, err := jose.VerifySDJWT(s, jose.TypVouch, keys)
			wantErr(t, err, nil)
			sameJSON(t, v.Payload, mustJSON(t, whole))
			if len(v.Disclosed) != len(marked) || v.Withheld != 0 {
				t.Errorf("disclosed %d of %d", len(v.Disclosed), len(marked))
			}
			expect, given := c.Expect.(map[string]any)
			if !given {
				return
			}
			expect["iat"] = issued
			fewer, err := s.Select(func(path []string) bool { return chosen(c.Disclose, path) })
			wantErr(t, err, nil)
			v, err = jose.VerifySDJWT(fewer, jose.TypVouch, keys)
			wantErr(t, err, nil)
			sameJSON(t, v.Payload, mustJSON(t, expect))
		})
	}
}

func conceal(t *testing.T, whole any, marked map[string]bool) (jose.SDJWT, jose.Keys) {
	t.Helper()
	key := newKey(t)
	concealed, disclosures, err := jose.Conceal(mustJSON(t, whole),
		func(path []string) bool { return marked[strings.Join(path, "/")] }, jose.NewSalt)
	wantErr(t, err, nil)
	issuer, err := newSigner(t, jose.TypVouch, key).Sign(json.RawMessage(concealed))
	wantErr(t, err, nil)
	return jose.SDJWT{Issuer: issuer, Disclosures: disclosures}, only("k1", &key.PublicKey)
}

// plain strips the !sd tags and notes where they were.
func plain(t *testing.T, n *yaml.Node, path []string, marked map[string]bool) any {
	t.Helper()
	at := func(step string) []string { return append(append([]string{}, path...), step) }
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			name := n.Content[i]
			if name.Tag == "!sd" {
				marked[strings.Join(at(name.Value), "/")] = true
			}
			out[name.Value] = plain(t, n.Content[i+1], at(name.Value), marked)
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for i, e := range n.Content {
			if e.Tag == "!sd" {
				marked[strings.Join(at(strconv.Itoa(i)), "/")] = true
			}
			out = append(out, plain(t, e, at(strconv.Itoa(i)), marked))
		}
		return out
	default:
		if n.Tag == "!sd" {
			n.Tag, n.Style = "", n.Style&^yaml.TaggedStyle
		}
		var v any
		wantErr(t, n.Decode(&v), nil)
		return v
	}
}

// chosen reads the holder's tree: false and absence withhold.
func chosen(tree any, path []string) bool {
	if len(path) == 0 {
		b, isBool := tree.(bool)
		return !isBool || b
	}
	switch tree := tree.(type) {
	case map[string]any:
		inner, ok := tree[path[0]]
		return ok && chosen(inner, path[1:])
	case []any:
		i, err := strconv.Atoi(path[0])
		return err == nil && i < len(tree) && chosen(tree[i], path[1:])
	default:
		return false
	}
}
