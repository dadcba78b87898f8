package issuance_test

import (
	"slices"
	"strings"
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

func TestRefereeInTheVouch(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	k := caseworktest.WithReferee(t, c, rules)
	o, err := vouch.Open(caseworktest.Propose(t, c, rules, k).Token, c.List)
	if err != nil {
		t.Fatal(err)
	}
	r := k.Referees[0]
	for name, never := range map[string]string{
		"birth date": r.Born.ISO(), "street": r.Address.Lines[0], "postcode": r.Address.Postcode, "salt": r.Salt, "number": "500000007",
	} {
		if strings.Contains(string(o.Raw), never) {
			t.Errorf("the vouch tells the referee's %s", name)
		}
	}
	own := o.Payload.Desk.Referees[0]
	a := o.Payload.VerifiedClaims.Verification.Evidence[own.Index].Attestation
	if a.Voucher.Name != "Elin Enghraifft" || a.Voucher.Occupation != "Doctor, nurse, midwife or pharmacist" ||
		a.Type != "digital_attestation" || a.Reference != vouch.RefereeReference(r.Salt, "ENGHRAIFFT, Elin", r.Born) ||
		a.IssuedOn != "2026-11-20" || a.Expires != "2027-02-18" {
		t.Errorf("attestation %+v %+v", a, a.Voucher)
	}
	if own.Limits != vouch.LimitsAtSync || own.Identity.Assessment.Confidence != gpg45.Low || own.Years != 6 {
		t.Errorf("what is ours: %+v", own)
	}
}

func TestRefereeOnPaper(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	k := caseworktest.WithReferee(t, c, rules)
	k.Referees[0].Statement.How = casework.StatementOnPaper
	if _, err := issuance.PrepareSubmission(caseworktest.Order(c, rules, k)); !slices.Contains(places(err), "case-referee-paper@referee[0].statement") {
		t.Errorf("without an image of the paper: %v", err)
	}
	k.Referees[0].Statement.Captures = []evidence.Capture{{Blob: "b"}}
	o, err := vouch.Open(caseworktest.Propose(t, c, rules, k).Token, c.List)
	if err != nil {
		t.Fatal(err)
	}
	e := o.Payload.VerifiedClaims.Verification.Evidence[o.Payload.Desk.Referees[0].Index]
	if e.Attestation.Type != "written_attestation" || e.CheckDetails[0].Method != "vpip" {
		t.Errorf("%s checked by %s", e.Attestation.Type, e.CheckDetails[0].Method)
	}
}

func TestRefereeRefused(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	officer, _ := c.List.Person(c.Officer.ID)
	for name, test := range map[string]struct {
		want   string
		change func(r *casework.Referee, o *issuance.Order)
	}{
		"officer's spouse":    {"referee-staff-tie", func(r *casework.Referee, _ *issuance.Order) { r.StaffTie = evidence.Yes }},
		"spouse not asked":    {"case-referee-incomplete", func(r *casework.Referee, _ *issuance.Order) { r.StaffTie = "" }},
		"name of the officer": {"referee-staff", func(r *casework.Referee, _ *issuance.Order) { r.Name = resident.Name{Family: officer.Name} }},
		"the resident": {"referee-resident", func(r *casework.Referee, _ *issuance.Order) {
			r.Name, r.Born = caseworktest.Rosa().Name, caseworktest.Rosa().Born
		}},
		"same household":       {"referee-household", func(r *casework.Referee, _ *issuance.Order) { r.Address = caseworktest.Rosa().Address }},
		"born tomorrow":        {"referee-born", func(r *casework.Referee, _ *issuance.Order) { r.Born = resident.Date{Year: 2026, Month: 11, Day: 21} }},
		"17 years old":         {"referee-age", func(r *casework.Referee, _ *issuance.Order) { r.Born = resident.Date{Year: 2008, Month: 11, Day: 21} }},
		"known before birth":   {"referee-years-born", func(r *casework.Referee, _ *issuance.Order) { r.Years = 39 }},
		"statement run out":    {"referee-expired", func(_ *casework.Referee, o *issuance.Order) { o.Now = o.Now.AddDate(0, 0, 91) }},
		"statement ahead":      {"referee-future", func(r *casework.Referee, o *issuance.Order) { r.Statement.At = o.Now.AddDate(0, 0, 1) }},
		"identity too little":  {"referee-identity", func(r *casework.Referee, _ *issuance.Order) { r.Likeness.Checks[0].Answer = evidence.No }},
		"limit at this desk":   {"referee-limit", known(policy.RefereeHistory{Vouched: 2})},
		"known from a referee": {"referee-chain", known(policy.RefereeHistory{Chain: true})},
		"each for the other":   {"referee-mutual", known(policy.RefereeHistory{Mutual: true})},
	} {
		t.Run("refused/"+name, func(t *testing.T) {
			o := caseworktest.Order(c, rules, caseworktest.WithReferee(t, c, rules))
			test.change(&o.Case.Referees[0], &o)
			_, err := issuance.PrepareSubmission(o)
			if !slices.Contains(places(err), test.want) {
				t.Errorf("err = %v, want %s", err, test.want)
			}
		})
	}
}

func known(h policy.RefereeHistory) func(*casework.Referee, *issuance.Order) {
	return func(_ *casework.Referee, o *issuance.Order) { o.Known = issuance.Histories{caseworktest.RefereeID: h} }
}

// TestTwoReferees: more than one is well, the same person twice is not, and
// one who took the statement back is in no vouch.
func TestTwoReferees(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	by := casework.By{Person: c.Officer.ID, At: c.Now.Add(-5 * 60e9)}
	second := caseworktest.Elin()
	second.ID = "referee-2"
	k := caseworktest.WithReferee(t, c, rules)
	caseworktest.AddReferee(t, k, rules, second, by)
	if _, err := issuance.PrepareSubmission(caseworktest.Order(c, rules, k)); !slices.Contains(places(err), "referee-twice@referee[1]") {
		t.Errorf("the same person twice: %v", err)
	}
	second.Name = resident.Name{Given: "Tomos", Family: "Placeholder"}
	caseworktest.Do(t, k.SetReferee(second, by))
	caseworktest.Do(t, k.SetStatement(second.ID, casework.Statement{How: casework.StatementOnScreen, Language: "en"}, 90, by))
	named := func() int {
		o, err := vouch.Open(caseworktest.Propose(t, c, rules, k).Token, c.List)
		if err != nil {
			t.Fatal(err)
		}
		return len(o.Payload.Desk.Referees)
	}
	if n := named(); n != 2 {
		t.Errorf("%d referees, want 2", n)
	}
	caseworktest.Do(t, k.WithdrawReferee(caseworktest.RefereeID, by))
	if n := named(); n != 1 {
		t.Errorf("%d referees after one withdrew, want 1", n)
	}
}

// TestRefereeIdentityFollowsTheCase: nobody is vouched for above the referee's
// own identity, also where the policy gives the statement a score.
func TestRefereeIdentityFollowsTheCase(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	k := caseworktest.WithPassport(t, c, rules)
	k.Check = &casework.Check{Fraud: 2, Activity: 3}
	by := casework.By{Person: c.Officer.ID, At: c.Now.Add(-5 * 60e9)}
	caseworktest.AddReferee(t, k, rules, caseworktest.Elin(), by)
	a := issuance.Assess(k, rules, c.List, c.Officer.ID, nil, c.Now)
	r := a.Referees[0]
	if a.Result.Confidence <= gpg45.Low || r.Needs != a.Result.Confidence || r.Eligible {
		t.Errorf("the case reaches %v, the referee %v of %v, eligible %v", a.Result.Confidence, r.Scored.Result.Confidence, r.Needs, r.Eligible)
	}
	k.Referees[0].Check = &casework.Check{Fraud: 2, Activity: 3, Limits: &casework.Limits{}}
	if r = issuance.Assess(k, rules, c.List, c.Officer.ID, nil, c.Now).Referees[0]; !r.Eligible || len(r.AtSync) != 0 {
		t.Errorf("with the same check of the referee: eligible %v, %v, at sync %v", r.Eligible, r.Reasons, r.AtSync)
	}
}

// TestRefereeDoesNotApprove: a supervisor of the referee's name is not offered
// the signature, and what they sign all the same is no approval.
func TestRefereeDoesNotApprove(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	supervisor, _ := c.List.Person(c.Supervisor.ID)
	k := caseworktest.New(t, c, rules)
	by := casework.By{Person: c.Officer.ID, At: c.Now.Add(-10 * 60e9)}
	caseworktest.Do(t, k.PutEvidence(caseworktest.BirthCertificate(t, rules, c.Officer.ID, by.At), by))
	r := caseworktest.Elin()
	given, family, _ := strings.Cut(supervisor.Name, " ")
	r.Name = resident.Name{Given: given, Family: family}
	caseworktest.AddReferee(t, k, rules, r, by)
	p := caseworktest.Propose(t, c, rules, k)
	if _, err := issuance.PrepareApproval(caseworktest.ApproveOrder(c, rules, p)); !slices.Contains(places(err), "referee-staff@signer") {
		t.Errorf("err = %v", err)
	}
	approval := c.Token(t, jose.TypApproval, c.Supervisor.Sign, vouch.ApprovalBody{
		Issuer: trusttest.Issuer, Audience: trusttest.Broker, JTI: caseworktest.ApprovalJTI, IssuedAt: jose.SecondsOf(c.Now) + 900,
		VouchJTI: p.JTI, VouchSHA256: p.SHA256, Decision: vouch.Approve,
	})
	report := vouch.Verify(vouch.Bundle{Vouch: p.Token, Approval: approval}, c.List, rules, c.Now.Add(15*60e9))
	if report.Valid || report.FourEyes || !slices.Contains(report.Reasons, "approval-same-person") {
		t.Errorf("report: %+v", report)
	}
}
