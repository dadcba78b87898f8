package courier_test

import (
	"net/http"
	"testing"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"

	"vouchdesk/assets"
)

// TestSignedAnswers: what is right in itself can still be the answer to
// something else.
func TestSignedAnswers(t *testing.T) {
	rules, err := policy.Decode(assets.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	var answer func(*desk) string
	var d *desk
	script := func(w http.ResponseWriter, r *http.Request) { send(200, brokerapi.MediaJWT, answer(d))(w, r) }
	d = newDesk(t, script)
	council := d.council
	bundle := caseworktest.Issue(t, council, rules, caseworktest.WithPassport(t, council, rules))
	sha := vouch.DigestOf(bundle.Vouch)
	receipt := func(jti, sha string) func() error {
		return func() error { _, err := d.Receipt(t.Context(), jti, sha); return err }
	}
	lease := func(change func(*brokerapi.LeaseBody)) func(*desk) string {
		b := brokerapi.LeaseBody{Issuer: trusttest.Broker, Audience: trusttest.DeskID, IssuedAt: jose.SecondsOf(council.Now), JTI: "l", Indices: []int{1, 2}}
		change(&b)
		return func(*desk) string { return council.Token(t, jose.TypLease, council.BrokerKey, b) }
	}
	askLease := func() error { _, err := d.Lease(t.Context(), 2); return err }
	nonce := func(d *desk) string { return d.asked.URL.Query().Get("nonce") }
	timeOf := func(n func(*desk) string, key trusttest.Key) func(*desk) string {
		return func(d *desk) string {
			return council.Token(t, jose.TypTime, key, brokerapi.TimeBody{Issuer: trusttest.Broker, IssuedAt: jose.SecondsOf(council.Now), Nonce: n(d)})
		}
	}
	askTime := func() error { _, err := d.Time(t.Context()); return err }
	check := func(of string) func(*desk) string {
		return func(*desk) string {
			return council.Token(t, jose.TypCheck, council.BrokerKey, vouch.CheckBody{
				Issuer: trusttest.Broker, Audience: string(trusttest.DeskID), JTI: "c", IssuedAt: jose.SecondsOf(council.Now),
				Expires: jose.SecondsOf(council.Now.Add(time.Hour)), Case: of, Sources: []vouch.CheckSource{},
			})
		}
	}
	askCheck := func() error {
		_, err := d.Check(t.Context(), brokerapi.CheckAsk{Case: "this", Name: resident.Name{Family: "Sampl"}})
		return err
	}
	fixed := func(text string) func(*desk) string { return func(*desk) string { return text } }
	for name, c := range map[string]struct {
		answer func(*desk) string
		ask    func() error
		code   string
	}{
		"ok/receipt":                     {fixed(bundle.Receipt), receipt(caseworktest.VouchJTI, sha), ""},
		"refused/another desk's receipt": {fixed(bundle.Receipt), receipt("urn:uuid:other", sha), "receipt-other"},
		"refused/of other content":       {fixed(bundle.Receipt), receipt(caseworktest.VouchJTI, vouch.DigestOf("x")), "receipt-other"},
		"refused/receipt changed":        {fixed(bundle.Receipt[:len(bundle.Receipt)-4] + "AAAA"), receipt(caseworktest.VouchJTI, sha), "answer-malformed"},
		"refused/approval as receipt":    {fixed(bundle.Approval), receipt(caseworktest.VouchJTI, sha), "answer-malformed"},
		"ok/lease":                       {lease(func(*brokerapi.LeaseBody) {}), askLease, ""},
		"refused/another desk's lease":   {lease(func(b *brokerapi.LeaseBody) { b.Audience = trusttest.OtherDesk }), askLease, "answer-other"},
		"refused/other broker's lease":   {lease(func(b *brokerapi.LeaseBody) { b.Issuer = "https://x.example" }), askLease, "answer-other"},
		"refused/lease too short":        {lease(func(b *brokerapi.LeaseBody) { b.Indices = []int{1} }), askLease, "answer-other"},
		"ok/time":                        {timeOf(nonce, council.BrokerKey), askTime, ""},
		"refused/time played back":       {timeOf(func(*desk) string { return "an old nonce" }, council.BrokerKey), askTime, "answer-other"},
		"refused/time of another key":    {timeOf(nonce, council.ReceiptKey), askTime, "answer-malformed"},
		"ok/check":                       {check("this"), askCheck, ""},
		"refused/another case's check":   {check("other"), askCheck, "answer-other"},
	} {
		t.Run(name, func(t *testing.T) {
			answer = c.answer
			err := c.ask()
			if c.code == "" && err != nil || c.code != "" && fault.Code(err) != c.code {
				t.Errorf("err = %v, want %q", err, c.code)
			}
		})
	}
}
