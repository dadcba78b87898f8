package issuance_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

func TestApprovalRefused(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	proposed := caseworktest.Propose(t, c, rules, caseworktest.WithPassport(t, c, rules))
	sd, err := jose.ParseSDJWT(proposed.Token)
	if err != nil {
		t.Fatal(err)
	}
	raised := func() string {
		opened, err := vouch.Open(proposed.Token, c.List)
		if err != nil {
			t.Fatal(err)
		}
		opened.Payload.Desk.Assessment.Scores.Evidence[0].Strength = 4
		raw, err := opened.Payload.JSON()
		if err != nil {
			t.Fatal(err)
		}
		concealed, disclosures, err := jose.Conceal(raw, vouch.Concealed, jose.NewSalt)
		if err != nil {
			t.Fatal(err)
		}
		return jose.SDJWT{Issuer: c.Token(t, jose.TypVouch, c.Officer.Sign, json.RawMessage(concealed)), Disclosures: disclosures}.String()
	}
	as := func(o *issuance.ApproveOrder, m trusttest.Member) { o.Approver, o.KID = m.ID, m.Sign.KID }
	tests := map[string]struct {
		want   string
		change func(o *issuance.ApproveOrder)
	}{
		"no policy":                   {"order-malformed", func(o *issuance.ApproveOrder) { o.Policy = nil }},
		"no jti":                      {"order-malformed", func(o *issuance.ApproveOrder) { o.JTI = "" }},
		"the officer":                 {"order-four-eyes@signer", func(o *issuance.ApproveOrder) { as(o, c.Officer) }},
		"an officer only":             {"order-role@signer", func(o *issuance.ApproveOrder) { as(o, c.SecondOfficer) }},
		"an administrator":            {"order-role@signer", func(o *issuance.ApproveOrder) { as(o, c.Administrator) }},
		"a stranger":                  {"order-role@signer", func(o *issuance.ApproveOrder) { o.Approver = "p-nobody" }},
		"training lapsed":             {"order-training@signer", func(o *issuance.ApproveOrder) { as(o, c.StaleSupervisor) }},
		"another's key":               {"order-key@signer", func(o *issuance.ApproveOrder) { o.KID = c.StaleSupervisor.Sign.KID }},
		"acted, as the desk recorded": {"order-four-eyes@signer", func(o *issuance.ApproveOrder) { o.Actors = []trust.PersonID{c.Supervisor.ID} }},
		"clock in doubt":              {"order-clock-untrusted@clock", func(o *issuance.ApproveOrder) { o.ClockTrusted = false }},
		"list too old":                {"order-trust-stale@trust", func(o *issuance.ApproveOrder) { o.Now = o.Now.AddDate(0, 0, 8) }},
		"policy not confirmed":        {"order-policy-stale@policy", func(o *issuance.ApproveOrder) { o.PolicySeen = o.Now.AddDate(0, 0, -31) }},
		"vouch of the future":         {"order-vouch-time@vouch", func(o *issuance.ApproveOrder) { o.Now = c.Now.Add(-time.Second) }},
		"vouch has ended":             {"order-vouch-time@vouch", func(o *issuance.ApproveOrder) { o.Now = c.Now.AddDate(0, 0, 90) }},
		"something withheld": {"order-vouch-incomplete@vouch", func(o *issuance.ApproveOrder) {
			o.Token = jose.SDJWT{Issuer: sd.Issuer, Disclosures: sd.Disclosures[1:]}.String()
		}},
		"score raised by the officer":   {"vouch-assessment", func(o *issuance.ApproveOrder) { o.Token = raised() }},
		"under another policy":          {"vouch-policy-version", func(o *issuance.ApproveOrder) { o.Policy.Version = 2 }},
		"not a vouch":                   {"token-malformed", func(o *issuance.ApproveOrder) { o.Token = "x~" }},
		"policy wants two approvers":    {"order-second-approver@policy.approval", func(o *issuance.ApproveOrder) { o.Policy.Approval.Approvers = 2 }},
		"policy wants one of elsewhere": {"order-second-approver@policy.approval", func(o *issuance.ApproveOrder) { o.Policy.Approval.OtherSite = true }},
	}
	for name, test := range tests {
		t.Run("refused/"+name, func(t *testing.T) {
			own := *rules
			o := caseworktest.ApproveOrder(c, &own, proposed)
			test.change(&o)
			w, err := issuance.PrepareApproval(o)
			if w != nil || !slices.Contains(places(err), test.want) {
				t.Errorf("got %v, want %s", places(err), test.want)
			}
		})
	}
}

// TestTwoKeysOnePerson: who holds both roles cannot approve their own case,
// whichever of their keys they use, nor one they touched.
func TestTwoKeysOnePerson(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	both := c.OfficerSupervisor
	o := caseworktest.Order(c, rules, caseworktest.WithPassport(t, c, rules))
	o.Officer, o.KID = both.ID, both.Sign.KID
	w, err := issuance.PrepareSubmission(o)
	if err != nil {
		t.Fatal(err)
	}
	own, err := w.Sign(both.Sign.Private)
	if err != nil {
		t.Fatal(err)
	}
	k := caseworktest.WithPassport(t, c, rules)
	caseworktest.Do(t, k.SetResident(caseworktest.Rosa(), casework.By{Person: both.ID, At: c.Now.Add(-time.Minute)}))
	touched := caseworktest.Propose(t, c, rules, k)
	for name, p := range map[string]issuance.Proposed{"own": own, "touched": touched} {
		for _, key := range []trusttest.Key{both.Sign, both.Spare} {
			a := caseworktest.ApproveOrder(c, rules, p)
			a.Approver, a.KID = both.ID, key.KID
			if _, err := issuance.PrepareApproval(a); !errors.Is(err, issuance.ErrFourEyes) || len(places(err)) != 2 {
				t.Errorf("%s case: %v", name, err)
			}
		}
		a := caseworktest.ApproveOrder(c, rules, p) // another supervisor may
		if _, err := issuance.PrepareApproval(a); err != nil {
			t.Errorf("%s case, other supervisor: %v", name, err)
		}
	}
	other := caseworktest.ApproveOrder(c, rules, caseworktest.Propose(t, c, rules, caseworktest.WithPassport(t, c, rules)))
	other.Approver, other.KID = both.ID, both.Spare.KID
	if _, err := issuance.PrepareApproval(other); err != nil {
		t.Errorf("a case they never touched: %v", err)
	}
}

func TestApproveOnce(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	p := caseworktest.Propose(t, c, rules, caseworktest.WithPassport(t, c, rules))
	prepare := func() *issuance.ApproveWarrant {
		w, err := issuance.PrepareApproval(caseworktest.ApproveOrder(c, rules, p))
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	w := prepare()
	a, err := w.Sign(c.Supervisor.Sign.Private)
	if err != nil {
		t.Fatal(err)
	}
	if r := vouch.Verify(vouch.Bundle{Vouch: p.Token, Approval: a.Token}, c.List, rules, c.Now.Add(time.Hour)); !r.Valid || !r.FourEyes {
		t.Errorf("%+v", r)
	}
	if _, err := w.Sign(c.Supervisor.Sign.Private); !errors.Is(err, issuance.ErrUsed) {
		t.Errorf("second signature: %v", err)
	}
	for name, key := range map[string]trusttest.Key{"a stranger's": trusttest.NewKey(t), "the officer's": c.Officer.Sign} {
		if got, err := prepare().Sign(key.Private); !errors.Is(err, issuance.ErrSelfVerify) || got != (issuance.Approved{}) {
			t.Errorf("%s key: %v", name, err)
		}
	}
}

func TestMayApprove(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	actors := []trust.PersonID{c.Officer.ID, c.OfficerSupervisor.ID}
	for name, test := range map[string]struct {
		who  trust.PersonID
		want error
	}{
		"ok/supervisor":              {c.Supervisor.ID, nil},
		"refused/one who acted":      {c.OfficerSupervisor.ID, issuance.ErrFourEyes},
		"refused/officer":            {c.SecondOfficer.ID, issuance.ErrRole},
		"refused/training lapsed":    {c.StaleSupervisor.ID, issuance.ErrTraining},
		"refused/nobody on the list": {"p-nobody", issuance.ErrRole},
		"refused/an administrator":   {c.Administrator.ID, issuance.ErrRole},
	} {
		t.Run(name, func(t *testing.T) {
			if err := issuance.MayApprove(test.who, actors, c.List, rules, c.Now); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
		})
	}
}
