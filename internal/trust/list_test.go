package trust_test

import (
	"crypto/ecdsa"
	"errors"
	"slices"
	"testing"
	"time"

	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
)

func TestParseList(t *testing.T) {
	c := trusttest.New(t, now())
	sign := func(key trusttest.Key, change func(*trust.ListBody)) string {
		body := c.ListBody
		body.Keys, body.Persons = slices.Clone(body.Keys), slices.Clone(body.Persons)
		body.Desks = slices.Clone(body.Desks)
		change(&body)
		return c.Token(t, jose.TypTrust, key, body)
	}
	find := func(b *trust.ListBody, use trust.Use) *trust.Key {
		return &b.Keys[slices.IndexFunc(b.Keys, func(k trust.Key) bool { return k.Use == use })]
	}
	roles := func(roles ...trust.Role) func(*trust.ListBody) {
		return func(b *trust.ListBody) { b.Persons[0].Roles = roles }
	}
	tests := map[string]struct {
		change func(*trust.ListBody)
		want   error
	}{
		"ok/as it is":                         {func(*trust.ListBody) {}, nil},
		"ok/both roles of the counter":        {roles(trust.Officer, trust.Supervisor, trust.Adviser), nil},
		"refused/administrator as officer":    {roles(trust.Administrator, trust.Officer), trust.ErrMalformed},
		"refused/administrator as supervisor": {roles(trust.Supervisor, trust.Administrator), trust.ErrMalformed},
		"refused/another council":             {func(b *trust.ListBody) { b.Issuer = "https://other.example" }, trust.ErrOtherCouncil},
		"refused/expired":                     {func(b *trust.ListBody) { b.Expires = now().Unix() }, trust.ErrExpired},
		"refused/future":                      {func(b *trust.ListBody) { b.IssuedAt = now().Add(6 * time.Minute).Unix() }, trust.ErrFuture},
		"refused/person twice":                {func(b *trust.ListBody) { b.Persons[1].ID = b.Persons[0].ID }, trust.ErrMalformed},
		"refused/person without id":           {func(b *trust.ListBody) { b.Persons[0].ID = "" }, trust.ErrMalformed},
		"refused/desk twice":                  {func(b *trust.ListBody) { b.Desks[1].ID = b.Desks[0].ID }, trust.ErrMalformed},
		"refused/kid twice":                   {func(b *trust.ListBody) { b.Keys[2].KID = b.Keys[1].KID }, trust.ErrMalformed},
		"refused/one key, two uses": {func(b *trust.ListBody) {
			k := *find(b, trust.UseReceipt)
			k.Use = trust.UseBroker
			b.Keys = append(b.Keys, k)
		}, trust.ErrMalformed},
		"refused/the letter key signs receipts": {func(b *trust.ListBody) { find(b, trust.UseReceipt).JWK = find(b, trust.UseLetter).JWK }, trust.ErrMalformed},
		"refused/the registrar signs vouches": {func(b *trust.ListBody) {
			k := find(b, trust.UseStaffSign)
			k.JWK, k.KID = jwk(c.RegistrarKey), c.RegistrarKey.KID
		}, trust.ErrMalformed},
		"refused/the root signs vouches": {func(b *trust.ListBody) {
			k := find(b, trust.UseStaffSign)
			k.JWK, k.KID = jwk(c.RootKey), c.RootKey.KID
		}, trust.ErrMalformed},
		"refused/kid is not the thumbprint":      {func(b *trust.ListBody) { find(b, trust.UseStaffSign).KID = "short" }, trust.ErrMalformed},
		"refused/letter kid of three characters": {func(b *trust.ListBody) { find(b, trust.UseLetter).KID = "abc" }, trust.ErrMalformed},
		"refused/unknown use":                    {func(b *trust.ListBody) { find(b, trust.UseReceipt).Use = "anything" }, trust.ErrMalformed},
		"refused/staff key of nobody":            {func(b *trust.ListBody) { find(b, trust.UseStaffSign).Person = "p-gone" }, trust.ErrMalformed},
		"refused/desk key of no desk":            {func(b *trust.ListBody) { find(b, trust.UseDesk).Desk = "DESK99" }, trust.ErrMalformed},
		"refused/desk key of a person":           {func(b *trust.ListBody) { find(b, trust.UseDesk).Person = c.Officer.ID }, trust.ErrMalformed},
		"refused/receipt key of a person":        {func(b *trust.ListBody) { find(b, trust.UseReceipt).Person = c.Officer.ID }, trust.ErrMalformed},
		"refused/log key without verifier":       {func(b *trust.ListBody) { find(b, trust.UseCheckpoint).Note = "" }, trust.ErrMalformed},
		"refused/key that ends before it begins": {func(b *trust.ListBody) { k := find(b, trust.UseReceipt); k.Until = k.From }, trust.ErrMalformed},
		"refused/key off its form":               {func(b *trust.ListBody) { find(b, trust.UseReceipt).JWK = []byte(`{"kty":"oct","k":"AA"}`) }, trust.ErrMalformed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := trust.ParseList(sign(c.RegistrarKey, test.change), c.Root, now()); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
		})
	}
	for name, key := range map[string]trusttest.Key{"root": c.RootKey, "policy": c.PolicyKey, "receipt": c.ReceiptKey} {
		if _, err := trust.ParseList(sign(key, func(*trust.ListBody) {}), c.Root, now()); !errors.Is(err, jose.ErrKeyUnknown) {
			t.Errorf("signed by the %s key: %v", name, err)
		}
	}
	if _, err := trust.ParseList(c.List.Token, c.Root, time.Time{}); err != nil {
		t.Errorf("looked at later: %v", err)
	}
}

func TestNewer(t *testing.T) {
	c := trusttest.New(t, now())
	first := c.List
	again := func(change func(*trust.ListBody)) *trust.List {
		change(&c.ListBody)
		c.Resign(t)
		return c.List
	}
	daily := again(func(b *trust.ListBody) { b.IssuedAt += 60 })
	if err := first.Newer(daily); err != nil {
		t.Errorf("signed again: %v", err)
	}
	if err := daily.Newer(first); !errors.Is(err, trust.ErrOlder) {
		t.Errorf("an earlier signing: %v", err)
	}
	second := again(func(b *trust.ListBody) { b.Version++; b.IssuedAt -= 60 })
	if err := daily.Newer(second); !errors.Is(err, trust.ErrOlder) {
		t.Errorf("higher version signed earlier: %v", err)
	}
	third := again(func(b *trust.ListBody) { b.IssuedAt += 120 })
	if err := third.Newer(again(func(b *trust.ListBody) { b.Version--; b.IssuedAt += 60 })); !errors.Is(err, trust.ErrOlder) {
		t.Errorf("lower version signed later: %v", err)
	}
	if err := (*trust.List)(nil).Newer(first); err != nil {
		t.Errorf("the first list: %v", err)
	}
}

// TestKeys: a key is known in its own use only, and for its time only.
func TestKeys(t *testing.T) {
	c := trusttest.New(t, now())
	end := now().Add(30 * 24 * time.Hour)
	doubted := now().Add(10 * 24 * time.Hour)
	for i := range c.ListBody.Keys {
		if k := &c.ListBody.Keys[i]; k.KID == c.Officer.Sign.KID {
			k.From, k.Until, k.UntrustedFrom = now().Unix(), end.Unix(), doubted.Unix()
		} else if k.KID == c.Supervisor.Sign.KID {
			k.From, k.Until = now().Unix(), end.Unix()
		}
	}
	c.Resign(t)
	at := func(d time.Duration) time.Time { return now().Add(d) }
	day := 24 * time.Hour
	tests := map[string]struct {
		use  trust.Use
		kid  string
		at   time.Time
		want error
	}{
		"ok/from its first second":         {trust.UseStaffSign, c.Supervisor.Sign.KID, now(), nil},
		"ok/to its last":                   {trust.UseStaffSign, c.Supervisor.Sign.KID, end.Add(-time.Second), nil},
		"refused/before":                   {trust.UseStaffSign, c.Supervisor.Sign.KID, at(-time.Second), trust.ErrKeyNotThen},
		"refused/after":                    {trust.UseStaffSign, c.Supervisor.Sign.KID, end, trust.ErrKeyNotThen},
		"ok/before it was doubted":         {trust.UseStaffSign, c.Officer.Sign.KID, at(10*day - time.Second), nil},
		"refused/since it was doubted":     {trust.UseStaffSign, c.Officer.Sign.KID, doubted, trust.ErrKeyNotThen},
		"refused/as an encryption key":     {trust.UseStaffEnc, c.Officer.Sign.KID, now(), jose.ErrKeyUnknown},
		"refused/as a receipt key":         {trust.UseReceipt, c.Officer.Sign.KID, now(), jose.ErrKeyUnknown},
		"refused/desk key as staff key":    {trust.UseStaffSign, c.DeskKey.KID, now(), jose.ErrKeyUnknown},
		"refused/broker key as receipt":    {trust.UseReceipt, c.BrokerKey.KID, now(), jose.ErrKeyUnknown},
		"refused/log key verifies no JWS":  {trust.UseCheckpoint, "log-1", now(), jose.ErrKeyUnknown},
		"refused/stranger":                 {trust.UseStaffSign, "x", now(), jose.ErrKeyUnknown},
		"refused/use that does not exist":  {"x", c.Officer.Sign.KID, now(), jose.ErrKeyUnknown},
		"refused/the registrar is no desk": {trust.UseDesk, c.RegistrarKey.KID, now(), jose.ErrKeyUnknown},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			key, err := c.List.Keys(test.use)(test.kid, test.at)
			if !errors.Is(err, test.want) || (key != nil) != (test.want == nil) {
				t.Errorf("%v, want %v", err, test.want)
			}
		})
	}
	// All the way down: a token signed at a time the key was not valid.
	late := c.Token(t, jose.TypApproval, c.Officer.Sign, map[string]any{"iat": doubted.Unix()})
	if _, err := jose.Verify(late, jose.TypApproval, c.List.Keys(trust.UseStaffSign)); !errors.Is(err, trust.ErrKeyNotThen) {
		t.Errorf("signed since the key is doubted: %v", err)
	}
}

func TestLookups(t *testing.T) {
	c := trusttest.New(t, now())
	l := c.List
	if k, ok := l.Key(trust.UseStaffSign, c.Officer.Sign.KID); !ok || k.Person != c.Officer.ID {
		t.Error("key of the officer")
	}
	if _, ok := l.Key(trust.UseStaffEnc, c.Officer.Sign.KID); ok {
		t.Error("a key under another use")
	}
	var public *ecdsa.PublicKey
	if public, _ = l.Public(trust.UseParcel, c.Parcel.KID); !c.Parcel.Private.PublicKey.Equal(public) {
		t.Error("parcel key")
	}
	if _, ok := l.Public(trust.UseCheckpoint, "log-1"); ok {
		t.Error("the log has no P-256 key")
	}
	if p, ok := l.Person(c.Officer.ID); !ok || !p.Holds(trust.Officer, now()) || p.Holds(trust.Supervisor, now()) ||
		p.Holds(trust.Officer, now().AddDate(1, 0, 0)) || p.Holds(trust.Officer, now().AddDate(-1, 0, -1)) {
		t.Error("the officer's role and its time")
	}
	if d, ok := l.Desk(trusttest.DeskID); !ok || d.Site != trusttest.Site {
		t.Error("desk")
	}
	if s, ok := l.Site(trusttest.OtherSite); !ok || s.Name.En == "" {
		t.Error("site")
	}
	_, person := l.Person("x")
	_, desk := l.Desk("x")
	_, site := l.Site(99)
	if person || desk || site {
		t.Error("found what is not there")
	}
	current := l.Current(trust.UseStaffSign, now())
	if len(current) != 18 || !slices.IsSortedFunc(current, func(a, b trust.Key) int {
		if a.KID < b.KID {
			return -1
		}
		return 1
	}) {
		t.Errorf("%d staff keys now", len(current))
	}
	if len(l.Current(trust.UseStaffSign, now().AddDate(2, 0, 0))) != 0 {
		t.Error("keys after their end")
	}
	if l.Age(now()) != time.Hour {
		t.Errorf("age %v", l.Age(now()))
	}
}

// FuzzParse: no text makes a root or a list fall over or verify.
func FuzzParse(f *testing.F) {
	c := trusttest.New(f, now())
	f.Add(c.Root.Token)
	f.Add(c.List.Token)
	f.Add("a.b.c")
	f.Fuzz(func(t *testing.T, token string) {
		if r, err := trust.ParseRoot(token, c.Pinned, now()); err == nil && r.Body.Issuer != trusttest.Issuer {
			t.Fatal("a root of nobody's")
		}
		if l, err := trust.ParseList(token, c.Root, now()); err == nil && l.Body.Issuer != trusttest.Issuer {
			t.Fatal("a list of nobody's")
		}
	})
}
