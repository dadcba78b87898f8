package broker_test

import (
	"bytes"
	"net/http"
	"os"
	"testing"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

const referralID = "urn:uuid:0193a5c1-aaaa-7b52-8c44-000000000001"

func (c *town) aReferral() brokerapi.ReferralBody {
	at := jose.SecondsOf(c.now)
	return brokerapi.ReferralBody{
		Issuer: trusttest.DeskID, Audience: trusttest.Broker, IssuedAt: at, JTI: referralID, Subject: vouch.Subject("case-1"),
		Case: "SB-2026-000184", Policy: 1, Service: "blue_badge", Kind: "document", Document: 1, Alone: evidence.No,
		Asked: brokerapi.Moment{By: "p-officer", At: at - 600}, View: string(casework.ViewRefer), Looked: brokerapi.Moment{By: "p-supervisor", At: at},
		Documents: []brokerapi.ReferralDocument{{Type: "passport", Checks: []brokerapi.ReferralCheck{{Check: "paper", Answer: evidence.No}}}},
	}
}

func (c *town) signReferral(t *testing.T, key trusttest.Key, typ jose.Typ, b brokerapi.ReferralBody) string {
	t.Helper()
	return must[string](t)(must[*jose.Signer](t)(jose.NewSigner(typ, key.Private, key.KID)).Sign(b))
}

// TestReferralCountsOnce: sealed anew each time it is the same referral, kept
// sealed, and the incident says that there is one and nothing of what it is.
func TestReferralCountsOnce(t *testing.T) {
	c := newTown(t)
	token := c.signReferral(t, c.deskKey, jose.TypReferral, c.aReferral())
	for range 3 {
		do(t, c.desk.PutReferral(c.ctx, referralID, c.seal(token, jose.TypReferral)))
	}
	incidents := must[[]brokerstore.Incident](t)(c.store.Incidents(c.ctx))
	if len(incidents) != 1 || incidents[0].Code != broker.IncidentReferral || incidents[0].Ref != referralID {
		t.Errorf("incidents: %+v", incidents)
	}
	kept := must[brokerstore.Referral](t)(c.store.Referral(c.ctx, referralID))
	opened, cty, err := jose.Open(kept.Parcel, c.keys.Decryption)
	if err != nil || opened != token || cty != string(jose.TypReferral) {
		t.Errorf("the council cannot read it: %v", err)
	}
	for name, text := range map[string][]byte{"file": must[[]byte](t)(os.ReadFile(c.file))} {
		for _, word := range []string{"SB-2026-000184", "passport", "refer\""} {
			if bytes.Contains(text, []byte(word)) {
				t.Errorf("the %s tells %q", name, word)
			}
		}
	}
	other := c.aReferral()
	other.Kind = "person"
	err = c.desk.PutReferral(c.ctx, referralID, c.seal(c.signReferral(t, c.deskKey, jose.TypReferral, other), jose.TypReferral))
	wantCode(t, err, broker.ErrReferralOther.Code, fault.Conflict)
	if got := c.raw(t, http.MethodPut, "/v1/referrals/"+referralID, c.seal(token, jose.TypReferral), nil); got.Status != http.StatusOK {
		t.Errorf("again: %+v", got)
	}
}

func TestReferralRefused(t *testing.T) {
	c := newTown(t)
	for name, r := range map[string]struct {
		change func(*brokerapi.ReferralBody)
		key    trusttest.Key
		typ    jose.Typ
		code   string
		kind   fault.Kind
	}{
		"refused/by one person":             {func(b *brokerapi.ReferralBody) { b.Looked.By = b.Asked.By }, c.deskKey, jose.TypReferral, "four-eyes", fault.Refused},
		"refused/by nobody":                 {func(b *brokerapi.ReferralBody) { b.Looked.By = "" }, c.deskKey, jose.TypReferral, "four-eyes", fault.Refused},
		"refused/by somebody unknown":       {func(b *brokerapi.ReferralBody) { b.Asked.By = "nobody-1" }, c.deskKey, jose.TypReferral, "referral-staff", fault.Refused},
		"refused/looked at by nobody else":  {func(b *brokerapi.ReferralBody) { b.Looked.By = "nobody-2" }, c.deskKey, jose.TypReferral, "referral-staff", fault.Refused},
		"refused/asked by a supervisor":     {func(b *brokerapi.ReferralBody) { b.Asked.By, b.Looked.By = "p-supervisor", "p-officer" }, c.deskKey, jose.TypReferral, "referral-staff", fault.Refused},
		"refused/looked at by another role": {func(b *brokerapi.ReferralBody) { b.Looked.By = "p-admin" }, c.deskKey, jose.TypReferral, "referral-staff", fault.Refused},
		"refused/before they had the role":  {func(b *brokerapi.ReferralBody) { b.Asked.At = 1 }, c.deskKey, jose.TypReferral, "referral-staff", fault.Refused},
		"refused/nothing in it":             {func(b *brokerapi.ReferralBody) { b.View = "nothing" }, c.deskKey, jose.TypReferral, "referral-view", fault.Refused},
		"refused/unsure":                    {func(b *brokerapi.ReferralBody) { b.View = "unsure" }, c.deskKey, jose.TypReferral, "referral-view", fault.Refused},
		"refused/of another desk":           {func(b *brokerapi.ReferralBody) { b.Issuer = "DESK08" }, c.deskKey, jose.TypReferral, "request-other", fault.Unauthorised},
		"refused/under another id":          {func(b *brokerapi.ReferralBody) { b.JTI = "urn:uuid:x" }, c.deskKey, jose.TypReferral, "request-other", fault.Unauthorised},
		"refused/of no case":                {func(b *brokerapi.ReferralBody) { b.Case = "" }, c.deskKey, jose.TypReferral, "body-malformed", fault.Malformed},
		"refused/about no document":         {func(b *brokerapi.ReferralBody) { b.Document = 2 }, c.deskKey, jose.TypReferral, "body-malformed", fault.Malformed},
		"refused/by an officer":             {func(*brokerapi.ReferralBody) {}, c.staff.Officer.Sign, jose.TypReferral, "token-key", fault.Unauthorised},
		"refused/another token":             {func(*brokerapi.ReferralBody) {}, c.deskKey, jose.TypJournal, "token-typ", fault.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			b := c.aReferral()
			r.change(&b)
			err := c.desk.PutReferral(c.ctx, referralID, c.seal(c.signReferral(t, r.key, r.typ, b), jose.TypReferral))
			wantCode(t, err, r.code, r.kind)
		})
	}
	if kept := must[[]brokerstore.Incident](t)(c.store.Incidents(c.ctx)); len(kept) != 0 {
		t.Errorf("what was refused is kept: %+v", kept)
	}
}

// TestMandateIsAskedAgain: a desk that lets somebody act whom the policy does
// not is refused.
func TestMandateIsAskedAgain(t *testing.T) {
	c := newTown(t)
	k := c.aCase(1)
	do(t, k.SetRepresentative(casework.Representative{
		Name: resident.Name{Given: "Tomos", Family: "Placeholder"}, Kind: "power_of_attorney", Seen: "Stamped", Number: "7000-0001",
		Agrees: evidence.Yes, Evidence: []evidence.Item{{ID: "rep-1", Type: "passport", Seen: evidence.Returned}},
	}, casework.By{Person: c.staff.Officer.ID, At: c.now}))
	good := c.propose(c.order(k, 1))
	for name, change := range map[string]func(*vouch.DeskRepresentative){
		"a helper":             func(r *vouch.DeskRepresentative) { r.Kind = "helper" },
		"not for this service": func(r *vouch.DeskRepresentative) { r.Kind = "appointee" },
		"nobody of that kind":  func(r *vouch.DeskRepresentative) { r.Kind = "squire" },
		"a parent of an adult": func(r *vouch.DeskRepresentative) { r.Kind = "parent" },
		"nothing of it seen":   func(r *vouch.DeskRepresentative) { r.Seen = "" },
		"without a number":     func(r *vouch.DeskRepresentative) { r.Number = "" },
		"a number of spaces":   func(r *vouch.DeskRepresentative) { r.Number = " " },
		"known by a tenancy":   func(r *vouch.DeskRepresentative) { r.Documents = []string{"tenancy_agreement"} },
	} {
		t.Run("refused/"+name, func(t *testing.T) {
			err := c.putVouch(c.resign(good, c.staff.Officer.Sign, func(p *vouch.Payload) { change(p.Desk.Representative) }))
			wantCode(t, err, vouch.ErrMandate.Code, fault.Refused)
		})
	}
	speaks := c.resign(good, c.staff.Officer.Sign, func(p *vouch.Payload) { p.Desk.Representative.Kind, p.Desk.Representative.Acts = "helper", false })
	do(t, c.putVouch(speaks)) // who is said only to speak needs no authority
}
