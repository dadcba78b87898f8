package broker_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// person is the number-th specimen resident.
func person(number int) casework.Resident {
	r := caseworktest.Rosa()
	r.Name.Given = "Rosa " + strings.Repeat("i", number)
	return r
}

// vouchedFor is a case without a photo in which a referee vouches for a
// resident, no letter of whom is known here.
func (c *town) vouchedFor(number int, who casework.Resident, r casework.Referee) *casework.Case {
	c.t.Helper()
	printed := must[broker.PrintedLetter](c.t)(c.admin.IssueLetter(c.ctx, broker.LetterAsk{Site: trusttest.Site}))
	k := caseworktest.New(c.t, c.staff, c.rules)
	k.ID = casework.ID(fmt.Sprintf("case-%d", number))
	k.Letter.JTI, k.Letter.State = printed.JTI.String(), "signed"
	by := casework.By{Person: c.staff.Officer.ID, At: c.now.Add(-10 * time.Minute)}
	do(c.t, k.SetResident(who, by))
	birth := caseworktest.BirthCertificate(c.t, c.rules, by.Person, by.At)
	birth.Fields["given_names"], birth.Fields["birth_date"] = who.Name.Given, who.Born.ISO()
	do(c.t, k.PutEvidence(birth, by))
	caseworktest.AddReferee(c.t, k, c.rules, r, by)
	return k
}

func beside(k *casework.Case) []brokerapi.Referee {
	var all []brokerapi.Referee
	for _, r := range k.Vouching() {
		all = append(all, brokerapi.Referee{
			Reference: vouch.RefereeReference(r.Salt, r.Name.Full(), r.Born), Salt: r.Salt, Born: r.Born,
		})
	}
	return all
}

func (c *town) sealVouch(token string, beside []brokerapi.Referee) string {
	c.t.Helper()
	return must[string](c.t)(brokerapi.SealVouch(token, beside, c.list, c.now))
}

// issue takes a case with a referee to its receipt.
func (c *town) issue(k *casework.Case, number int) (issuance.Proposed, issuance.Approved, courier.Receipt) {
	c.t.Helper()
	p := c.propose(c.order(k, number))
	a := c.approve(p, number)
	must[brokerapi.VouchState](c.t)(c.desk.PutVouch(c.ctx, p.JTI, c.sealVouch(p.Token, beside(k))))
	return p, a, must[courier.Receipt](c.t)(c.desk.PutApproval(c.ctx, p.JTI, p.SHA256, c.seal(a.Token, jose.TypApproval)))
}

func (c *town) incidents() []string {
	c.t.Helper()
	all, err := c.store.Incidents(c.ctx)
	do(c.t, err)
	var codes []string
	for _, i := range all {
		codes = append(codes, i.Code)
	}
	return codes
}

// TestRefereeLimitSuspends: the policy lets a referee vouch for two residents
// in a year; the third vouch is received, logged and suspended.
func TestRefereeLimitSuspends(t *testing.T) {
	c := newTown(t)
	for i := 1; i <= c.rules.Referee.PerYear; i++ {
		if _, _, r := c.issue(c.vouchedFor(i, person(i), caseworktest.Elin()), i); len(r.Body.Suspended) > 0 {
			t.Errorf("vouch %d is suspended: %v", i, r.Body.Suspended)
		}
	}
	elin := caseworktest.Elin()
	elin.Name = resident.Name{Given: "ELIN", Family: "Enghraifft"} // said in another way
	p, a, r := c.issue(c.vouchedFor(3, person(3), elin), 3)
	if !slices.Equal(r.Body.Suspended, []string{"referee-limit"}) || r.Body.Uplift.Confidence != gpg45.None || len(r.Body.Uplift.Profiles) > 0 {
		t.Errorf("receipt of the third: %v, %+v", r.Body.Suspended, r.Body.Uplift)
	}
	if got := c.incidents(); !slices.Equal(got, []string{"referee-limit"}) {
		t.Errorf("incidents: %v", got)
	}
	report := vouch.Verify(vouch.Bundle{Vouch: p.Token, Approval: a.Token, Receipt: r.Token}, c.list, c.rules, c.now)
	if report.Valid || !report.Received || report.Status != vouch.StatusSuspended || !slices.Contains(report.Reasons, "vouch-suspended") {
		t.Errorf("report: %+v", report)
	}
	again := must[courier.Receipt](t)(c.desk.PutApproval(c.ctx, p.JTI, p.SHA256, c.seal(a.Token, jose.TypApproval)))
	if again.Token != r.Token || len(c.incidents()) != 1 {
		t.Errorf("sent again it is another answer; incidents %v", c.incidents())
	}
	if data := string(must[[]byte](t)(os.ReadFile(c.file))); strings.Contains(data, "1969-02-28") {
		t.Error("the store tells the referee's birth date")
	}
}

// TestSameResidentAgainIsOne: two purposes of one resident are one resident.
func TestSameResidentAgainIsOne(t *testing.T) {
	c := newTown(t)
	for i := 1; i <= 4; i++ {
		if _, _, r := c.issue(c.vouchedFor(i, person(1), caseworktest.Elin()), i); len(r.Body.Suspended) > 0 {
			t.Errorf("vouch %d is suspended: %v", i, r.Body.Suspended)
		}
	}
}

// asReferee is a resident who vouches for somebody.
func asReferee(who casework.Resident) casework.Referee {
	r := caseworktest.Elin()
	r.Name, r.Born, r.Address.Lines = who.Name, who.Born, []string{"9 Elsewhere"}
	return r
}

// TestChainAndMutual: who is known from a referee only is no referee, and two
// do not vouch for each other; this is found where the second vouch arrives.
func TestChainAndMutual(t *testing.T) {
	c := newTown(t)
	c.issue(c.vouchedFor(1, person(1), asReferee(person(2))), 1)
	_, _, r := c.issue(c.vouchedFor(2, person(3), asReferee(person(1))), 2)
	if !slices.Equal(r.Body.Suspended, []string{"referee-chain"}) {
		t.Errorf("a chain: %v", r.Body.Suspended)
	}
	_, _, r = c.issue(c.vouchedFor(3, person(2), asReferee(person(1))), 3)
	if !slices.Contains(r.Body.Suspended, "referee-mutual") {
		t.Errorf("each for the other: %v", r.Body.Suspended)
	}
}

// TestBesideTheVouch: what travels beside a vouch counts only as the vouch's
// signed references bear it out, and it is needed.
func TestBesideTheVouch(t *testing.T) {
	c := newTown(t)
	k := c.vouchedFor(1, person(1), caseworktest.Elin())
	p := c.propose(c.order(k, 1))
	good := beside(k)
	other := slices.Clone(good)
	other[0].Born.Day--
	salt := slices.Clone(good)
	salt[0].Salt = "another"
	plain := c.propose(c.order(c.aCase(2), 2))
	for name, bad := range map[string]struct{ jti, parcel string }{
		"refused/nothing":          {p.JTI, c.sealVouch(p.Token, nil)},
		"refused/another day":      {p.JTI, c.sealVouch(p.Token, other)},
		"refused/another salt":     {p.JTI, c.sealVouch(p.Token, salt)},
		"refused/one more":         {p.JTI, c.sealVouch(p.Token, append(slices.Clone(good), good[0]))},
		"refused/without referees": {plain.JTI, c.sealVouch(plain.Token, good)},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.desk.PutVouch(c.ctx, bad.jti, bad.parcel)
			wantCode(t, err, "parcel-referee", fault.Refused)
		})
	}
	must[brokerapi.VouchState](t)(c.desk.PutVouch(c.ctx, p.JTI, c.sealVouch(p.Token, good)))
}

// TestCheckOfAReferee: the broker's check says what the vouches of every desk
// say, and is bound to this referee of this case.
func TestCheckOfAReferee(t *testing.T) {
	c := newTown(t, specimen{})
	c.issue(c.vouchedFor(1, person(1), caseworktest.Elin()), 1)
	k := c.vouchedFor(2, person(2), caseworktest.Elin())
	r := k.Referees[0]
	reference := vouch.RefereeReference(r.Salt, r.Name.Full(), r.Born)
	got, err := c.desk.Check(c.ctx, brokerapi.CheckAsk{
		Case: vouch.Subject(string(k.ID)), Name: r.Name, Born: r.Born,
		Referee: &brokerapi.RefereeAsk{Reference: reference, ResidentName: k.Resident.Name, ResidentBorn: k.Resident.Born},
	})
	do(t, err)
	if want := (vouch.CheckReferee{Reference: reference, Vouched: 1}); got.Body.Referee == nil || *got.Body.Referee != want || got.Body.Fraud != 1 {
		t.Fatalf("check: %+v of %+v", got.Body, got.Body.Referee)
	}
	by := casework.By{Person: c.staff.Officer.ID, At: c.now}
	check := casework.Check{
		Token: got.Token, JTI: got.Body.JTI, At: c.now, Fraud: 1, Limits: &casework.Limits{Vouched: 1}, Sources: []string{"specimen-mortality"},
	}
	do(t, k.SetRefereeCheck(r.ID, check, by))
	_, _, receipt := c.issue(k, 2)
	if len(receipt.Body.Suspended) > 0 {
		t.Errorf("suspended: %v", receipt.Body.Suspended)
	}

	// As the resident's own, or another referee's, it is refused before anything is signed.
	stolen := c.vouchedFor(3, person(3), caseworktest.Elin())
	stolen.ID = k.ID
	check.Limits = nil
	do(t, stolen.SetCheck(check, by))
	if _, err := issuance.PrepareSubmission(c.order(stolen, 3)); !slices.ContainsFunc(fault.All(err), func(e *fault.Error) bool { return e.Code == "order-check-stale" }) {
		t.Errorf("a referee's check as the resident's: %v", err)
	}
}
