package broker_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// resign makes a vouch whose payload was changed and signed again: what a desk
// could send whose own checks were taken out.
func (c *town) resign(p issuance.Proposed, key trusttest.Key, change func(*vouch.Payload)) issuance.Proposed {
	c.t.Helper()
	opened := must[vouch.Opened](c.t)(vouch.Open(p.Token, c.list))
	change(&opened.Payload)
	raw := must[[]byte](c.t)(opened.Payload.JSON())
	issuer, disclosures, err := jose.Conceal(raw, vouch.Concealed, jose.NewSalt)
	do(c.t, err)
	s := must[*jose.Signer](c.t)(jose.NewSigner(jose.TypVouch, key.Private, key.KID))
	sd := jose.SDJWT{Issuer: must[string](c.t)(s.Sign(json.RawMessage(issuer))), Disclosures: disclosures}
	return issuance.Proposed{JTI: opened.Payload.JTI, Token: sd.String(), SHA256: sd.Hash()}
}

func (c *town) putVouch(p issuance.Proposed) error {
	_, err := c.desk.PutVouch(c.ctx, p.JTI, c.seal(p.Token, jose.TypVouch))
	return err
}

func wantCode(t *testing.T, err error, code string, kind fault.Kind) {
	t.Helper()
	if fault.Code(err) != code || fault.Of(err) != kind {
		t.Errorf("err = %v (%v), want %s (%v)", err, fault.Of(err), code, kind)
	}
}

// TestVouchRefused: whatever a desk claims, the broker looks for itself.
func TestVouchRefused(t *testing.T) {
	c := newTown(t)
	good := c.propose(c.order(c.aCase(1), 1))
	officer := c.staff.Officer.Sign
	payload := func(change func(*vouch.Payload)) func() issuance.Proposed {
		return func() issuance.Proposed { return c.resign(good, officer, change) }
	}
	for name, r := range map[string]struct {
		vouch func() issuance.Proposed
		code  string
		kind  fault.Kind
	}{
		"refused/forged": {func() issuance.Proposed {
			p := c.resign(good, trusttest.Key{KID: officer.KID, Private: trusttest.NewKey(t).Private}, func(*vouch.Payload) {})
			return p
		}, "token-forged", fault.Tampered},
		"refused/signed by a supervisor's key": {func() issuance.Proposed {
			return c.resign(good, c.staff.Supervisor.Sign, func(*vouch.Payload) {})
		}, "vouch-officer", fault.Unauthorised},
		"refused/signed by the desk's key": {func() issuance.Proposed {
			return c.resign(good, c.deskKey, func(*vouch.Payload) {})
		}, "token-key", fault.Unauthorised},
		"refused/tampered disclosure": {func() issuance.Proposed {
			parts := strings.Split(good.Token, "~")
			parts[1] = parts[1][:len(parts[1])-4] + "AAAA"
			p := good
			p.Token = strings.Join(parts, "~")
			return p
		}, "sd-disclosure", fault.Malformed},
		"refused/disclosure withheld": {func() issuance.Proposed {
			sd := must[jose.SDJWT](t)(jose.ParseSDJWT(good.Token))
			sd.Disclosures = sd.Disclosures[:len(sd.Disclosures)-1]
			p := good
			p.Token = sd.String()
			return p
		}, "vouch-withheld", fault.Refused},
		"refused/under another jti": {func() issuance.Proposed {
			p := good
			p.JTI = "urn:uuid:0193a5c1-77d0-7b52-8c44-0000000000ff"
			return p
		}, "vouch-jti-differs", fault.Refused},
		"refused/policy unknown": {payload(func(p *vouch.Payload) { p.Desk.Policy.Version = 99 }), "policy-unknown", fault.Refused},
		"refused/score lie": {payload(func(p *vouch.Payload) {
			for id, check := range p.Desk.Evidence[0].Checks { // the answers say less than the score
				check.Answer = "no"
				p.Desk.Evidence[0].Checks[id] = check
			}
		}), "vouch-assessment", fault.Refused},
		"refused/fraud score without a check": {payload(func(p *vouch.Payload) {
			p.Desk.Assessment = assessedWith(c, *p, 1)
		}), "", fault.Refused},
		"refused/check never made": {payload(func(p *vouch.Payload) {
			p.Desk.Check = &vouch.CheckRef{JTI: "urn:uuid:0193a5c1-99f2-7d74-8e66-0000000000aa", SHA256: vouch.DigestOf("x")}
		}), "check-unknown", fault.Refused},
		"refused/other council": {payload(func(p *vouch.Payload) { p.Audience = []string{"https://broker.other.example"} }), "", 0},
		"refused/audience": {payload(func(p *vouch.Payload) {
			p.Audience = append(p.Audience, "https://elsewhere.example")
		}), "vouch-audience", fault.Refused},
		"refused/service unknown":      {payload(func(p *vouch.Payload) { p.Desk.Service = "time_travel" }), "service-unknown", fault.Refused},
		"refused/desk of another name": {payload(func(p *vouch.Payload) { p.Desk.Desk = "DESK99" }), "vouch-desk", fault.Unauthorised},
		"refused/index not leased":     {payload(func(p *vouch.Payload) { p.Status.StatusList.Index = notLeased(c) }), "status-index-not-leased", fault.Refused},
		"refused/other status list": {payload(func(p *vouch.Payload) {
			p.Status.StatusList.URI = "https://broker.specimen.example/v1/statuslists/2"
		}), "status-list-other", fault.Refused},
		"refused/letter match without a letter": {payload(func(p *vouch.Payload) { p.Desk.Letter.JTI = "BBBBBBBBBBBBBBBBBBBBBA" }), "letter-state-differs", fault.Refused},
		"refused/ends years after": {payload(func(p *vouch.Payload) {
			p.Expires = jose.SecondsOf(p.IssuedAt.Time().AddDate(5, 0, 0))
		}), "vouch-life", fault.Refused},
		"refused/ends a second after":    {payload(func(p *vouch.Payload) { p.Expires++ }), "vouch-life", fault.Refused},
		"refused/told by another notice": {payload(func(p *vouch.Payload) { p.Desk.Told.Notice = "0" }), "vouch-notice", fault.Refused},
		"refused/told in no known way":   {payload(func(p *vouch.Payload) { p.Desk.Told.How = "hummed" }), "vouch-schema", fault.Malformed},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.putVouch(r.vouch())
			if r.code == "" {
				if err == nil || fault.Of(err) == fault.Internal || fault.Of(err) == fault.Unavailable {
					t.Errorf("err = %v", err)
				}
				return
			}
			wantCode(t, err, r.code, r.kind)
		})
	}
	// None of it used anything up.
	do(t, c.putVouch(good))
}

// TestLetterNameCompared: of a service that needs no address the letter's name
// is compared all the same, and so is what the record's evidence is said to show.
func TestLetterNameCompared(t *testing.T) {
	c := newTown(t)
	k := c.aCase(1)
	k.Purpose.Service = "housing_legal_advice" // a name and nothing else
	good := c.propose(c.order(k, 1))
	family := func(name string, claims ...func(*vouch.Payload) *vouch.Claims) func(*vouch.Payload) {
		return func(p *vouch.Payload) {
			if p.VerifiedClaims.Claims.Address != nil || !slices.ContainsFunc(p.Desk.Attributes, func(a vouch.DeskAttribute) bool {
				return a.Attribute == policy.AttributeName && a.By == vouch.ByLetter
			}) {
				t.Fatalf("not the case that is meant: %+v", p.Desk.Attributes)
			}
			for _, of := range claims {
				of(p).FamilyName = name
			}
		}
	}
	claimed := func(p *vouch.Payload) *vouch.Claims { return p.VerifiedClaims.Claims }
	derived := func(i int) func(*vouch.Payload) *vouch.Claims {
		return func(p *vouch.Payload) *vouch.Claims { return p.VerifiedClaims.Verification.Evidence[i].DerivedClaims }
	}
	for name, change := range map[string]func(*vouch.Payload){
		"claimed and shown by everything":  family("Sampl", claimed, derived(0), derived(1)),
		"claimed, and shown by a document": family("Sampl", claimed, derived(0)),
		"shown by the record alone":        family("Sampl", derived(1)),
	} {
		t.Run("refused/"+name, func(t *testing.T) {
			wantCode(t, c.putVouch(c.resign(good, c.staff.Officer.Sign, change)), "letter-state-differs", fault.Refused)
		})
	}
	do(t, c.putVouch(good))
}

func assessedWith(c *town, p vouch.Payload, fraud int) vouch.Assessment {
	f, err := vouch.Findings(p, c.rules, c.list)
	do(c.t, err)
	f.Fraud = fraud
	a := p.Desk.Assessment
	a.Scores.Fraud = fraud
	return a
}

func notLeased(c *town) int {
	for i := 0; ; i++ {
		if !slices.Contains(c.lease.Body.Indices, i) {
			return i
		}
	}
}

func TestVouchOutOfTime(t *testing.T) {
	c := newTown(t)
	p := c.propose(c.order(c.aCase(1), 1))
	c.now = c.now.Add(-6 * time.Minute)
	wantCode(t, c.putVouch(p), vouch.ErrFuture.Code, fault.Refused)
	c.now = c.now.AddDate(0, 0, c.rules.Limits.VouchDays+1)
	wantCode(t, c.putVouch(p), vouch.ErrExpired.Code, fault.Refused)
}

// sign makes an approval whatever the rules say.
func (c *town) signApproval(key trusttest.Key, p issuance.Proposed, change func(*vouch.ApprovalBody)) string {
	c.t.Helper()
	b := vouch.ApprovalBody{
		Issuer: trusttest.Issuer, Audience: trusttest.Broker, JTI: "urn:uuid:0193a5c1-88e1-7c63-9d55-0000000000ee",
		IssuedAt: jose.SecondsOf(c.now), VouchJTI: p.JTI, VouchSHA256: p.SHA256, Decision: vouch.Approve,
	}
	if change != nil {
		change(&b)
	}
	s := must[*jose.Signer](c.t)(jose.NewSigner(jose.TypApproval, key.Private, key.KID))
	return must[string](c.t)(s.Sign(b))
}

func TestApprovalRefused(t *testing.T) {
	c := newTown(t)
	p := c.propose(c.order(c.aCase(1), 1))
	do(t, c.putVouch(p))
	other := c.propose(c.order(c.aCase(2), 2))
	supervisor := c.staff.Supervisor.Sign
	approval := func(token string) func() (string, jose.Typ) {
		return func() (string, jose.Typ) { return token, jose.TypApproval }
	}
	// The same officer, who also is a supervisor, under a key made since.
	c.now = c.now.Add(time.Minute)
	second := c.member("p-officer")
	c.pull()
	for name, r := range map[string]struct {
		parcel func() (string, jose.Typ)
		code   string
		kind   fault.Kind
	}{
		"refused/self-approved under a second key": {approval(c.signApproval(second.Sign, p, nil)), "four-eyes", fault.Refused},
		"refused/by an adviser":                    {approval(c.signApproval(c.staff.Adviser.Sign, p, nil)), "approval-role", fault.Unauthorised},
		"refused/training long ago":                {approval(c.signApproval(c.staff.StaleSupervisor.Sign, p, nil)), "approval-training", fault.Refused},
		"refused/forged": {approval(c.signApproval(
			trusttest.Key{KID: supervisor.KID, Private: trusttest.NewKey(t).Private}, p, nil)), "token-forged", fault.Tampered},
		"refused/of another vouch": {approval(c.signApproval(supervisor, other, nil)), "approval-other-vouch", fault.Refused},
		"refused/of other content": {approval(c.signApproval(supervisor, p, func(b *vouch.ApprovalBody) { b.VouchSHA256 = other.SHA256 })), "approval-other-vouch", fault.Refused},
		"refused/before the vouch": {approval(c.signApproval(supervisor, p, func(b *vouch.ApprovalBody) { b.IssuedAt -= 600 })), "approval-before-vouch", fault.Refused},
		"refused/in the future":    {approval(c.signApproval(supervisor, p, func(b *vouch.ApprovalBody) { b.IssuedAt += 600 })), "approval-future", fault.Refused},
		"refused/other decision":   {approval(c.signApproval(supervisor, p, func(b *vouch.ApprovalBody) { b.Decision = "refuse" })), "approval-malformed", fault.Malformed},
		"refused/a vouch instead":  {func() (string, jose.Typ) { return p.Token, jose.TypVouch }, "parcel-kind", fault.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			token, typ := r.parcel()
			_, err := c.desk.PutApproval(c.ctx, p.JTI, p.SHA256, c.seal(token, typ))
			wantCode(t, err, r.code, r.kind)
			if _, err := c.desk.Receipt(c.ctx, p.JTI, p.SHA256); fault.Code(err) != "receipt-missing" {
				t.Errorf("after a refusal there is a receipt: %v", err)
			}
		})
	}
	_, err := c.desk.PutApproval(c.ctx, other.JTI, other.SHA256, c.seal(c.signApproval(supervisor, other, nil), jose.TypApproval))
	wantCode(t, err, "vouch-missing", fault.NotFound)
	_, err = c.desk.PutApproval(c.ctx, p.JTI, p.SHA256, c.seal(c.approve(p, 1).Token, jose.TypApproval))
	do(t, err)
}

// TestPolicySuperseded: a policy counts for as long as it lets a desk go
// without news, and no longer.
func TestPolicySuperseded(t *testing.T) {
	c := newTown(t)
	stop := time.Duration(c.rules.Limits.PolicyStopDays) * 24 * time.Hour
	next := strings.Replace(string(policyBody(t)), fmt.Sprintf(`"version": %d,`, c.rules.Version), fmt.Sprintf(`"version": %d,`, c.rules.Version+1), 1)
	if _, err := c.admin.PublishPolicy(c.ctx, []byte(next)); err != nil {
		t.Fatal(err)
	}
	within := c.propose(c.order(c.aCase(1), 1))
	do(t, c.putVouch(within))
	late := c.order(c.aCase(2), 2)
	p := c.propose(late)
	at := jose.SecondsOf(c.now.Add(stop + time.Hour))
	late2 := c.resign(p, c.staff.Officer.Sign, func(v *vouch.Payload) {
		v.Expires += at - v.IssuedAt
		v.IssuedAt, v.NotBefore = at, at
	})
	c.now = at.Time()
	do(t, c.admin.PublishTrust(c.ctx))
	c.pull()
	wantCode(t, c.putVouch(late2), "policy-superseded", fault.Refused)
	if _, err := c.admin.PublishPolicy(c.ctx, []byte(next)); !errors.Is(err, brokerstore.ErrOlder) {
		t.Errorf("the same version again: %v", err)
	}
}

func TestPreconditionAndUnknownRoute(t *testing.T) {
	c := newTown(t)
	if r := c.raw(t, "PUT", strings.Replace(brokerapi.PathVouch, "{jti}", "x", 1), "x", nil); r.Status != 428 || r.Code != "precondition-required" {
		t.Errorf("without If-None-Match: %+v", r)
	}
	if r := c.raw(t, "GET", "/v1/nothing", "", nil); r.Status != 404 || r.Code != "no-such-route" {
		t.Errorf("unknown route: %+v", r)
	}
	if r := c.raw(t, "POST", brokerapi.PathLeases, strings.Repeat("x", brokerapi.MaxJSON+1), nil); r.Status != 413 || r.Code != "body-too-large" {
		t.Errorf("oversize: %+v", r)
	}
}
