package broker_test

import (
	"crypto/ecdsa"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
)

// TestASignedPolicyIsPublishedAsADeskWouldTakeIt: the broker refuses whatever
// every desk would refuse, and takes one that begins later.
func TestASignedPolicyIsPublishedAsADeskWouldTakeIt(t *testing.T) {
	c := newTown(t)
	key := must[*jose.Signer](t)(signerOf(c.keys, broker.RolePolicy))
	today := resident.DateOf(c.now)
	body := func(version int, effective resident.Date) brokerapi.PolicyBody {
		text := strings.Replace(string(policyBody(t)), `"version": 1,`, fmt.Sprintf(`"version": %d,`, version), 1)
		text = strings.Replace(text, c.rules.Effective.ISO(), effective.ISO(), 1)
		return brokerapi.PolicyBody{
			Issuer: trusttest.Issuer, IssuedAt: jose.SecondsOf(c.now), Version: version, Effective: effective, Body: []byte(text),
		}
	}
	sign := func(key *jose.Signer, b brokerapi.PolicyBody, change func(*brokerapi.PolicyBody)) string {
		change(&b)
		return must[string](t)(key.Sign(b))
	}
	same := func(*brokerapi.PolicyBody) {}
	stranger := must[*jose.Signer](t)(signerOf(must[*broker.FileKeys](t)(broker.MakeFileKeys(filepath.Join(t.TempDir(), "keys"))), broker.RolePolicy))
	for name, r := range map[string]struct {
		token string
		code  string
	}{
		"refused/another key":     {sign(stranger, body(2, today), same), jose.ErrKeyUnknown.Code},
		"refused/another council": {sign(key, body(2, today), func(b *brokerapi.PolicyBody) { b.Issuer += "x" }), "policy-envelope"},
		"refused/other version":   {sign(key, body(2, today), func(b *brokerapi.PolicyBody) { b.Version = 3 }), "policy-envelope"},
		"refused/dated ahead":     {sign(key, body(2, today), func(b *brokerapi.PolicyBody) { b.IssuedAt += 3600 }), "policy-future"},
		"refused/a mistake": {sign(key, body(2, today), func(b *brokerapi.PolicyBody) {
			b.Body = []byte(strings.Replace(string(b.Body), `"letter_days": 21`, `"letter_days": 300`, 1))
		}), "policy-rules"},
		"refused/not newer": {sign(key, body(1, today), same), brokerstore.ErrOlder.Code},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := c.admin.PublishSignedPolicy(c.ctx, r.token); fault.Code(err) != r.code {
				t.Errorf("%v, want %s", err, r.code)
			}
		})
	}
	later := resident.DateOf(c.now.Add(240 * time.Hour))
	p, err := c.admin.PublishSignedPolicy(c.ctx, sign(key, body(2, later), same))
	if err != nil || p.Version != 2 {
		t.Fatal(p, err)
	}
	if _, err := c.admin.PublishPolicy(c.ctx, []byte(body(2, today).Body)); !errors.Is(err, brokerstore.ErrOlder) {
		t.Errorf("the same version again: %v", err)
	}
}

func signerOf(keys *broker.FileKeys, role broker.Role) (*jose.Signer, error) {
	private, err := keys.Signer(role)
	if err != nil {
		return nil, err
	}
	public, _ := private.Public().(*ecdsa.PublicKey)
	return jose.NewSigner(jose.TypPolicy, private, jose.Thumbprint(public))
}
