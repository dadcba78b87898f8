package trust_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
)

func now() time.Time { return time.Date(2026, 11, 20, 10, 45, 0, 0, time.UTC) }

func jwk(k trusttest.Key) json.RawMessage { return jose.MarshalKey(&k.Private.PublicKey) }

func TestParseRoot(t *testing.T) {
	c := trusttest.New(t, now())
	stranger := trusttest.NewKey(t)
	sign := func(key trusttest.Key, change func(*trust.RootBody)) string {
		body := c.RootBody
		body.RootKeys = slices.Clone(body.RootKeys)
		change(&body)
		return c.Token(t, jose.TypRoot, key, body)
	}
	same := func(*trust.RootBody) {}
	tests := map[string]struct {
		token  string
		pinned []string
		now    time.Time
		want   error
	}{
		"ok/pinned":              {sign(c.RootKey, same), c.Pinned, now(), nil},
		"ok/looked at later":     {sign(c.RootKey, same), c.Pinned, time.Time{}, nil},
		"ok/one of two pinned":   {sign(c.RootKey, same), []string{stranger.KID, c.RootKey.KID}, now(), nil},
		"refused/nothing pinned": {sign(c.RootKey, same), nil, now(), trust.ErrUnpinned},
		"refused/another pinned": {sign(c.RootKey, same), []string{stranger.KID}, now(), trust.ErrUnpinned},
		// The attack: a root that names a stranger's key and is signed by it.
		"refused/stranger's own root":       {sign(stranger, func(b *trust.RootBody) { b.RootKeys = []json.RawMessage{jwk(stranger)} }), c.Pinned, now(), trust.ErrUnpinned},
		"refused/stranger beside the real":  {sign(stranger, func(b *trust.RootBody) { b.RootKeys = append(b.RootKeys, jwk(stranger)) }), c.Pinned, now(), trust.ErrUnpinned},
		"refused/stranger under our kid":    {sign(trusttest.Key{KID: c.RootKey.KID, Private: stranger.Private}, same), c.Pinned, now(), jose.ErrForged},
		"refused/signed by the registrar":   {sign(c.RegistrarKey, same), c.Pinned, now(), trust.ErrUnpinned},
		"refused/expired":                   {sign(c.RootKey, same), c.Pinned, now().AddDate(1, 0, 0), trust.ErrExpired},
		"refused/future":                    {sign(c.RootKey, same), c.Pinned, now().Add(-2 * time.Hour), trust.ErrFuture},
		"refused/registrar is the root":     {sign(c.RootKey, func(b *trust.RootBody) { b.Registrar = b.RootKeys[0] }), c.Pinned, now(), trust.ErrMalformed},
		"refused/policy key is the root":    {sign(c.RootKey, func(b *trust.RootBody) { b.Policy = b.RootKeys[0] }), c.Pinned, now(), trust.ErrMalformed},
		"refused/registrar signs policies":  {sign(c.RootKey, func(b *trust.RootBody) { b.Policy = b.Registrar }), c.Pinned, now(), trust.ErrMalformed},
		"refused/key off its form":          {sign(c.RootKey, func(b *trust.RootBody) { b.Registrar = json.RawMessage(`{"kty":"RSA"}`) }), c.Pinned, now(), trust.ErrMalformed},
		"refused/no version":                {sign(c.RootKey, func(b *trust.RootBody) { b.Version = 0 }), c.Pinned, now(), trust.ErrMalformed},
		"refused/ends before it begins":     {sign(c.RootKey, func(b *trust.RootBody) { b.Expires = b.IssuedAt }), c.Pinned, now(), trust.ErrMalformed},
		"refused/a list":                    {c.List.Token, c.Pinned, now(), jose.ErrTyp},
		"refused/nothing":                   {"", c.Pinned, now(), jose.ErrMalformed},
		"refused/unknown member":            {c.Token(t, jose.TypRoot, c.RootKey, map[string]any{"iat": 1, "friendly": true}), c.Pinned, now(), trust.ErrMalformed},
		"refused/pinned key not in it":      {sign(c.RootKey, func(b *trust.RootBody) { b.RootKeys = []json.RawMessage{jwk(stranger)} }), c.Pinned, now(), trust.ErrUnpinned},
		"refused/no keys, so nobody signed": {sign(c.RootKey, func(b *trust.RootBody) { b.RootKeys = nil }), c.Pinned, now(), trust.ErrUnpinned},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := trust.ParseRoot(test.token, test.pinned, test.now); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
		})
	}
}

func TestParseNextRoot(t *testing.T) {
	c := trusttest.New(t, now())
	fresh, registrar := trusttest.NewKey(t), trusttest.NewKey(t)
	sign := func(key trusttest.Key, change func(*trust.RootBody)) string {
		body := c.RootBody
		body.Version++
		body.RootKeys = []json.RawMessage{jwk(fresh)}
		body.Registrar = jwk(registrar)
		change(&body)
		return c.Token(t, jose.TypRoot, key, body)
	}
	same := func(*trust.RootBody) {}
	tests := map[string]struct {
		token string
		want  error
	}{
		"ok/signed by the old":        {sign(c.RootKey, same), nil},
		"ok/the same again":           {c.Root.Token, nil},
		"refused/signed by the new":   {sign(fresh, same), trust.ErrUnpinned},
		"refused/another council":     {sign(c.RootKey, func(b *trust.RootBody) { b.Issuer = "https://other.example" }), trust.ErrOtherCouncil},
		"refused/older":               {sign(c.RootKey, func(b *trust.RootBody) { b.Version = 0 }), trust.ErrOlder},
		"refused/two of one version":  {sign(c.RootKey, func(b *trust.RootBody) { b.Version-- }), trust.ErrOlder},
		"refused/signed by registrar": {sign(c.RegistrarKey, same), trust.ErrUnpinned},
		"refused/expired":             {sign(c.RootKey, func(b *trust.RootBody) { b.Expires = now().Unix() }), trust.ErrExpired},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := trust.ParseNextRoot(test.token, c.Root, now()); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
		})
	}
	next, err := trust.ParseNextRoot(sign(c.RootKey, same), c.Root, now())
	if err != nil {
		t.Fatal(err)
	}
	if got := next.Thumbprints(); !slices.Equal(got, []string{fresh.KID}) {
		t.Errorf("its keys are %v", got)
	}
	if _, err := trust.ParseList(c.List.Token, next, now()); !errors.Is(err, jose.ErrKeyUnknown) {
		t.Errorf("the old registrar's list: %v", err)
	}
	third := c.RootBody
	third.Version += 2
	third.RootKeys = []json.RawMessage{jwk(trusttest.NewKey(t))}
	if _, err := trust.ParseNextRoot(c.Token(t, jose.TypRoot, c.RootKey, third), next, now()); !errors.Is(err, trust.ErrUnpinned) {
		t.Errorf("the retired key still makes roots: %v", err)
	}
}

func TestTag(t *testing.T) {
	c := trusttest.New(t, now())
	if trust.Tag(c.Pinned[0]) == trust.Tag("another") || trust.Tag(c.Pinned[0]) != trust.Tag(c.RootKey.KID) {
		t.Error("the tag does not tell councils apart")
	}
}

func TestText(t *testing.T) {
	both, one := trust.Text{En: "Library", Cy: "Llyfrgell"}, trust.Text{En: "Library"}
	if both.In("cy") != "Llyfrgell" || both.In("en") != "Library" || one.In("cy") != "Library" {
		t.Error("wrong language")
	}
}
