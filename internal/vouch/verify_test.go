package vouch_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// specimen is an issued vouch and everything it was issued with.
type specimen struct {
	c        *trusttest.Council
	rules    *policy.Policy
	proposed issuance.Proposed
	approved issuance.Approved
	bundle   vouch.Bundle
}

func newSpecimen(t *testing.T) specimen {
	t.Helper()
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	s := specimen{c: c, rules: rules}
	s.proposed = caseworktest.Propose(t, c, rules, caseworktest.WithPassport(t, c, rules))
	s.approved = caseworktest.Approve(t, c, rules, s.proposed)
	s.bundle = vouch.Bundle{
		Vouch: s.proposed.Token, Approval: s.approved.Token,
		Receipt: c.Token(t, jose.TypReceipt, c.ReceiptKey, caseworktest.Receipt(t, c, s.proposed, s.approved)),
	}
	return s
}

func (s specimen) approvalBody() vouch.ApprovalBody {
	return vouch.ApprovalBody{
		Issuer: trusttest.Issuer, Audience: trusttest.Broker, JTI: caseworktest.ApprovalJTI,
		IssuedAt: jose.SecondsOf(s.c.Now.Add(time.Minute)), VouchJTI: s.proposed.JTI, VouchSHA256: s.proposed.SHA256,
		Decision: vouch.Approve,
	}
}

func (s specimen) approvedBy(t *testing.T, key trusttest.Key, change func(*vouch.ApprovalBody)) vouch.Bundle {
	t.Helper()
	body := s.approvalBody()
	if change != nil {
		change(&body)
	}
	return vouch.Bundle{Vouch: s.proposed.Token, Approval: s.c.Token(t, jose.TypApproval, key, body)}
}

func (s specimen) received(t *testing.T, change func(*vouch.ReceiptBody)) vouch.Bundle {
	t.Helper()
	body := caseworktest.Receipt(t, s.c, s.proposed, s.approved)
	change(&body)
	b := s.bundle
	b.Receipt = s.c.Token(t, jose.TypReceipt, s.c.ReceiptKey, body)
	return b
}

// resigned signs a changed payload again, as its officer or with another key.
func (s specimen) resigned(t *testing.T, key trusttest.Key, changes func(*vouch.Payload)) vouch.Bundle {
	t.Helper()
	opened, err := vouch.Open(s.proposed.Token, s.c.List)
	if err != nil {
		t.Fatal(err)
	}
	p := opened.Payload
	changes(&p)
	raw, err := p.JSON()
	if err != nil {
		t.Fatal(err)
	}
	concealed, disclosures, err := jose.Conceal(raw, vouch.Concealed, jose.NewSalt)
	if err != nil {
		t.Fatal(err)
	}
	sd := jose.SDJWT{Issuer: s.c.Token(t, jose.TypVouch, key, json.RawMessage(concealed)), Disclosures: disclosures}
	body := s.approvalBody()
	body.VouchSHA256, body.VouchJTI = sd.Hash(), p.JTI
	return vouch.Bundle{Vouch: sd.String(), Approval: s.c.Token(t, jose.TypApproval, s.c.Supervisor.Sign, body)}
}

func TestVerify(t *testing.T) {
	s := newSpecimen(t)
	c := s.c
	same := func(*vouch.Payload) {}
	none := vouch.Bundle{Vouch: s.bundle.Vouch}
	noReceipt := vouch.Bundle{Vouch: s.bundle.Vouch, Approval: s.bundle.Approval}
	later := c.Now.Add(time.Hour)
	type want struct {
		valid, fourEyes, received bool
		reason                    string // among the reasons; "" for none at all
	}
	tests := map[string]struct {
		b   vouch.Bundle
		now time.Time
		want
	}{
		"ok/issued and received":  {s.bundle, later, want{true, true, true, ""}},
		"ok/on its last second":   {s.bundle, c.Now.AddDate(0, 0, 90).Add(-time.Second), want{true, true, true, ""}},
		"ok/not received yet":     {noReceipt, later, want{true, true, false, "receipt-missing"}},
		"ok/signed a second time": {s.resigned(t, c.Officer.Sign, same), later, want{true, true, false, "receipt-missing"}},

		"refused/no approval":               {none, later, want{false, false, false, "approval-missing"}},
		"refused/expired":                   {s.bundle, c.Now.AddDate(0, 0, 90), want{false, true, true, "vouch-expired"}},
		"refused/signed in the future":      {s.bundle, c.Now.Add(-time.Hour), want{false, true, true, "vouch-future"}},
		"refused/approval as vouch":         {vouch.Bundle{Vouch: s.bundle.Approval + "~"}, later, want{false, false, false, "token-typ"}},
		"refused/vouch as approval":         {vouch.Bundle{Vouch: s.bundle.Vouch, Approval: strings.Split(s.bundle.Vouch, "~")[0]}, later, want{false, false, false, "token-typ"}},
		"refused/nothing":                   {vouch.Bundle{}, later, want{false, false, false, "token-malformed"}},
		"refused/signed by a desk key":      {s.resigned(t, c.DeskKey, same), later, want{false, false, false, "token-key"}},
		"refused/signed by the receipt key": {s.resigned(t, c.ReceiptKey, same), later, want{false, false, false, "token-key"}},
		"refused/signed by a supervisor": {s.resigned(t, c.Supervisor.Sign, func(p *vouch.Payload) {
			p.Desk.Officer = c.Supervisor.ID
			p.Desk.Actors = append(p.Desk.Actors, c.Supervisor.ID)
		}), later, want{false, false, false, "vouch-officer"}},
		"refused/in another officer's name":    {s.resigned(t, c.SecondOfficer.Sign, same), later, want{false, false, false, "vouch-officer"}},
		"refused/officer's key of other desk":  {s.resigned(t, c.Officer.Spare, same), later, want{false, false, false, "vouch-desk"}},
		"refused/desk at another site":         {s.resigned(t, c.Officer.Sign, func(p *vouch.Payload) { p.Desk.Site = trusttest.OtherSite }), later, want{false, false, false, "vouch-desk"}},
		"refused/for another broker":           {s.resigned(t, c.Officer.Sign, func(p *vouch.Payload) { p.Audience = []string{"https://broker.other.example"} }), later, want{false, false, false, "vouch-other-council"}},
		"refused/score raised":                 {s.resigned(t, c.Officer.Sign, func(p *vouch.Payload) { p.Desk.Assessment.Scores.Evidence[0].Strength = 4 }), later, want{false, true, false, "vouch-assessment"}},
		"refused/under another policy":         {s.resigned(t, c.Officer.Sign, func(p *vouch.Payload) { p.Desk.Policy.Version = 2 }), later, want{false, true, false, "vouch-policy-version"}},
		"refused/signed before the key began":  {s.resigned(t, c.Officer.Sign, func(p *vouch.Payload) { p.IssuedAt, p.NotBefore = 1000000000, 1000000000 }), later, want{false, false, false, "trust-key-not-then"}},
		"refused/approved by its officer":      {s.approvedBy(t, c.Officer.Sign, nil), later, want{false, false, false, "approval-role"}},
		"refused/approved by an administrator": {s.approvedBy(t, c.Administrator.Sign, nil), later, want{false, false, false, "approval-role"}},
		"refused/approved by a desk":           {s.approvedBy(t, c.DeskKey, nil), later, want{false, false, false, "token-key"}},
		"refused/approver's training lapsed":   {s.approvedBy(t, c.StaleSupervisor.Sign, nil), later, want{false, false, false, "approval-training"}},
		"refused/approval of another vouch":    {s.approvedBy(t, c.Supervisor.Sign, func(b *vouch.ApprovalBody) { b.VouchSHA256 = vouch.DigestOf("x") }), later, want{false, false, false, "approval-other-vouch"}},
		"refused/approval of another jti":      {s.approvedBy(t, c.Supervisor.Sign, func(b *vouch.ApprovalBody) { b.VouchJTI = "urn:uuid:x" }), later, want{false, false, false, "approval-other-vouch"}},
		"refused/approval before the vouch":    {s.approvedBy(t, c.Supervisor.Sign, func(b *vouch.ApprovalBody) { b.IssuedAt = jose.SecondsOf(c.Now) - 1 }), later, want{false, false, false, "approval-before-vouch"}},
		"refused/another decision":             {s.approvedBy(t, c.Supervisor.Sign, func(b *vouch.ApprovalBody) { b.Decision = "refuse" }), later, want{false, false, false, "approval-malformed"}},
		"refused/approval for another broker":  {s.approvedBy(t, c.Supervisor.Sign, func(b *vouch.ApprovalBody) { b.Audience = "https://other" }), later, want{false, false, false, "vouch-other-council"}},

		"refused/receipt of another vouch": {s.received(t, func(r *vouch.ReceiptBody) {
			r.VouchSHA256 = vouch.DigestOf("x")
			r.Log = caseworktest.Logged(t, c, vouch.Leaf(r.VouchJTI, r.VouchSHA256, r.ApprovalJTI, r.Received))
		}), later, want{true, true, false, "receipt-other-vouch"}},
		"refused/receipt of another approval": {s.received(t, func(r *vouch.ReceiptBody) {
			r.ApprovalJTI = "x"
			r.Log = caseworktest.Logged(t, c, vouch.Leaf(r.VouchJTI, r.VouchSHA256, r.ApprovalJTI, r.Received))
		}), later, want{true, true, false, "receipt-other-vouch"}},
		"refused/receipt of another broker":  {s.received(t, func(r *vouch.ReceiptBody) { r.Issuer = "https://other" }), later, want{true, true, false, "vouch-other-council"}},
		"refused/leaf is not in the log":     {s.received(t, func(r *vouch.ReceiptBody) { r.Received++ }), later, want{true, true, false, "receipt-log-proof"}},
		"refused/another place in the log":   {s.received(t, func(r *vouch.ReceiptBody) { r.Log.Index = 3 }), later, want{true, true, false, "receipt-log-proof"}},
		"refused/place outside the log":      {s.received(t, func(r *vouch.ReceiptBody) { r.Log.Index = 5 }), later, want{true, true, false, "receipt-log-proof"}},
		"refused/path is not hashes":         {s.received(t, func(r *vouch.ReceiptBody) { r.Log.Path[0] = "x" }), later, want{true, true, false, "receipt-log-proof"}},
		"refused/path cut":                   {s.received(t, func(r *vouch.ReceiptBody) { r.Log.Path = r.Log.Path[1:] }), later, want{true, true, false, "receipt-log-proof"}},
		"refused/checkpoint of another size": {s.received(t, func(r *vouch.ReceiptBody) { r.Log.Size = 4 }), later, want{true, true, false, "receipt-log-checkpoint"}},
		"refused/checkpoint changed":         {s.received(t, func(r *vouch.ReceiptBody) { r.Log.Checkpoint = strings.Replace(r.Log.Checkpoint, "\n5\n", "\n6\n", 1) }), later, want{true, true, false, "receipt-log-checkpoint"}},
		"refused/checkpoint of another log": {s.received(t, func(r *vouch.ReceiptBody) {
			r.Log = caseworktest.Logged(t, trusttest.New(t, c.Now), vouch.Leaf(r.VouchJTI, r.VouchSHA256, r.ApprovalJTI, r.Received))
		}), later, want{true, true, false, "receipt-log-checkpoint"}},
		"refused/receipt by the broker key": {vouch.Bundle{Vouch: s.bundle.Vouch, Approval: s.bundle.Approval, Receipt: c.Token(t, jose.TypReceipt, c.BrokerKey, caseworktest.Receipt(t, c, s.proposed, s.approved))}, later, want{true, true, false, "token-key"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := vouch.Verify(test.b, c.List, s.rules, test.now)
			got := want{r.Valid, r.FourEyes, r.Received, test.reason}
			if got != test.want {
				t.Errorf("%+v", r)
			}
			if test.reason == "" != (len(r.Reasons) == 0) || test.reason != "" && !slices.Contains(r.Reasons, test.reason) {
				t.Errorf("reasons %v, want %q", r.Reasons, test.reason)
			}
			for _, code := range r.Reasons {
				if !slices.Contains(vouch.ReasonCodes(), code) {
					t.Errorf("reason %q is not in the table", code)
				}
			}
		})
	}
}

func TestVerifyWithoutList(t *testing.T) {
	s := newSpecimen(t)
	r := vouch.Verify(s.bundle, nil, s.rules, s.c.Now)
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"valid":false,"four_eyes":false,"received":false,"status":"unknown","status_age_s":null,"reasons":["trust-missing"]}`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Error(diff)
	}
}

// TestOneApprovalIsNotTwo: no broker takes one approval where the policy asks
// for more, even if such a policy got past its lint.
func TestOneApprovalIsNotTwo(t *testing.T) {
	for name, approval := range map[string]policy.Approval{
		"two approvers": {Approvers: 2}, "of another site": {Approvers: 1, OtherSite: true}, "none at all": {},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSpecimen(t)
			s.rules.Approval = approval
			r := vouch.Verify(s.bundle, s.c.List, s.rules, s.c.Now.Add(time.Hour))
			if want := []string{vouch.ErrOneApproval.Code}; r.Valid || r.FourEyes || !slices.Equal(r.Reasons, want) {
				t.Errorf("%+v, want %v", r, want)
			}
		})
	}
}

// TestFourEyesByPerson: the same person holds both roles and two keys.
func TestFourEyesByPerson(t *testing.T) {
	s := newSpecimen(t)
	both := s.c.OfficerSupervisor
	b := s.resigned(t, both.Sign, func(p *vouch.Payload) {
		p.Desk.Officer = both.ID
		p.Desk.Actors = []trust.PersonID{both.ID, s.c.Officer.ID}
	})
	body := s.approvalBody()
	body.VouchSHA256 = vouch.DigestOf(b.Vouch)
	b.Approval = s.c.Token(t, jose.TypApproval, both.Spare, body)
	if r := vouch.Verify(b, s.c.List, s.rules, s.c.Now); r.Valid || r.FourEyes || !slices.Equal(r.Reasons, []string{"approval-same-person"}) {
		t.Errorf("own second key: %+v", r)
	}
	// Not the officer, but one who acted on the case.
	b = s.resigned(t, s.c.Officer.Sign, func(p *vouch.Payload) { p.Desk.Actors = append(p.Desk.Actors, both.ID) })
	body.VouchSHA256 = vouch.DigestOf(b.Vouch)
	b.Approval = s.c.Token(t, jose.TypApproval, both.Sign, body)
	if r := vouch.Verify(b, s.c.List, s.rules, s.c.Now); r.Valid || !slices.Equal(r.Reasons, []string{"approval-same-person"}) {
		t.Errorf("one who acted: %+v", r)
	}
}

// TestSelectiveDisclosure: what a service is shown keeps approval and receipt,
// and tells nothing else.
func TestSelectiveDisclosure(t *testing.T) {
	s := newSpecimen(t)
	sd, err := jose.ParseSDJWT(s.bundle.Vouch)
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []map[string]bool{{}, {"given_name": true, "family_name": true}, {"address": true}} {
		part, err := sd.Select(func(path []string) bool {
			return len(path) == 3 && path[1] == "claims" && shown[path[2]]
		})
		if err != nil {
			t.Fatal(err)
		}
		b := s.bundle
		b.Vouch = part.String()
		r := vouch.Verify(b, s.c.List, s.rules, s.c.Now)
		if !r.Valid || !r.FourEyes || !r.Received || len(r.Reasons) > 0 {
			t.Errorf("%v: %+v", shown, r)
		}
		opened, err := vouch.Open(b.Vouch, s.c.List)
		if err != nil {
			t.Fatal(err)
		}
		c := opened.Payload.VerifiedClaims.Claims
		if opened.Complete || (c.GivenName != "") != shown["given_name"] || (c.Address != nil) != shown["address"] || c.Birthdate != "" {
			t.Errorf("%v: opened to %+v, complete %v", shown, *c, opened.Complete)
		}
		for _, hidden := range []string{"500000001", "1988-04-17", "ROSA MAI"} {
			if strings.Contains(string(opened.Raw), hidden) {
				t.Errorf("%v: %s is told", shown, hidden)
			}
		}
	}
}

// TestNothingOfThePersonInTheClear looks at the issuer-signed JWT alone.
func TestNothingOfThePersonInTheClear(t *testing.T) {
	s := newSpecimen(t)
	sd, err := jose.ParseSDJWT(s.bundle.Vouch)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := vouch.Open(jose.SDJWT{Issuer: sd.Issuer}.String(), s.c.List)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"Rosa", "ROSA", "Specimen\"", "SPECIMEN", "1988-04-17", "500000001", "Sample Row", "EX4"} {
		if strings.Contains(string(opened.Raw), secret) {
			t.Errorf("%q stands in the clear", secret)
		}
	}
}

func TestChecks(t *testing.T) {
	c := trusttest.New(t, caseworktest.Now())
	body := vouch.CheckBody{
		Issuer: trusttest.Broker, Audience: "DESK07", JTI: "c-1", IssuedAt: jose.SecondsOf(c.Now),
		Expires: jose.SecondsOf(c.Now) + 600, Case: vouch.Subject("case"), Sources: []vouch.CheckSource{{Source: "mortality", Result: "clear"}}, Fraud: 1,
	}
	sign := func(key trusttest.Key, change func(*vouch.CheckBody)) string {
		b := body
		change(&b)
		return c.Token(t, jose.TypCheck, key, b)
	}
	tests := map[string]struct {
		token, want string
	}{
		"ok/clear":                     {sign(c.BrokerKey, func(*vouch.CheckBody) {}), ""},
		"refused/by the receipt key":   {sign(c.ReceiptKey, func(*vouch.CheckBody) {}), "token-key"},
		"refused/of another broker":    {sign(c.BrokerKey, func(b *vouch.CheckBody) { b.Issuer = "x" }), "vouch-other-council"},
		"refused/score of five":        {sign(c.BrokerKey, func(b *vouch.CheckBody) { b.Fraud = 5 }), "check-malformed"},
		"refused/score below nothing":  {sign(c.BrokerKey, func(b *vouch.CheckBody) { b.Activity = -1 }), "check-malformed"},
		"refused/ends when it begins":  {sign(c.BrokerKey, func(b *vouch.CheckBody) { b.Expires = b.IssuedAt }), "check-malformed"},
		"refused/nameless":             {sign(c.BrokerKey, func(b *vouch.CheckBody) { b.JTI = "" }), "check-malformed"},
		"refused/form of another kind": {c.Token(t, jose.TypCheck, c.BrokerKey, map[string]any{"iat": 1, "hit": true}), "trust-key-not-then"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := vouch.OpenCheck(test.token, c.List)
			if test.want == "" {
				if err != nil || !cmp.Equal(got, body) {
					t.Errorf("%+v %v", got, err)
				}
				return
			}
			if !slices.Contains(codes(err), test.want) {
				t.Errorf("%v, want %s", err, test.want)
			}
		})
	}
}

func TestSubject(t *testing.T) {
	a, b := vouch.Subject("case-1"), vouch.Subject("case-2")
	if a == b || a != vouch.Subject("case-1") || len(a) != len("urn:uuid:")+36 || strings.Contains(a, "case") {
		t.Errorf("%s %s", a, b)
	}
}
