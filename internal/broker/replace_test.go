package broker_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/vouch"
)

// corrected is the case that corrects an issued one, and the order to sign it.
func (c *town) corrected(k *casework.Case, p issuance.Proposed, number int) issuance.Order {
	c.t.Helper()
	old := k.Clone()
	old.State, old.Outcome = casework.Closed, casework.Vouched
	old.Submission = &casework.Submission{JTI: p.JTI, Receipt: "r"}
	next, err := old.Correct("case-corrects", "SB-2026-000185", k.Desk, c.rules, "name_misspelt", "",
		casework.By{Person: c.staff.Officer.ID, At: c.now.Add(-time.Minute)})
	do(c.t, err)
	o := c.order(next, number)
	o.Replaces = next.Replaces
	return o
}

// TestCorrectionWithdrawsTheOld: the letter is the old case's still, and is not
// refused as used.
func TestCorrectionWithdrawsTheOld(t *testing.T) {
	c := newTown(t)
	k := c.aCase(1)
	old := c.propose(c.order(k, 1))
	first := c.approve(old, 1)
	c.send(old, first)
	o := c.corrected(k, old, 2)
	o.Case.Resident.Name.Given = "Rosa May"
	o.Case.Evidence[0].Fields["given_names"] = "ROSA MAY" // which was misread
	o.Case.Letter.State = "mismatch"
	next := c.propose(o)
	do(t, c.putVouch(next))
	if state := must[brokerapi.VouchState](t)(c.desk.PutVouch(c.ctx, old.JTI, c.seal(old.Token, jose.TypVouch))); state.State != brokerapi.StateAccepted {
		t.Errorf("withdrawn before its correction is approved: %+v", state)
	}
	a := c.approve(next, 2)
	receipt := c.send(next, a)
	if receipt.Body.Replaces != old.JTI {
		t.Errorf("the receipt says %q is replaced", receipt.Body.Replaces)
	}
	state := must[brokerapi.VouchState](t)(c.desk.PutVouch(c.ctx, old.JTI, c.seal(old.Token, jose.TypVouch)))
	if state.State != brokerapi.StateWithdrawn || state.ReplacedBy != next.JTI {
		t.Errorf("state of the old one: %+v", state)
	}
	_, err := c.desk.Receipt(c.ctx, old.JTI, old.SHA256)
	wantCode(t, err, "vouch-withdrawn", fault.Refused)
	_, err = c.admin.Issued(c.ctx, old.JTI)
	wantCode(t, err, "vouch-withdrawn", fault.Refused)
	if issued := must[broker.Issued](t)(c.admin.Issued(c.ctx, "")); issued.JTI != next.JTI {
		t.Errorf("taken out: %s", issued.JTI)
	}

	report := vouch.Verify(vouch.Bundle{Vouch: old.Token, Approval: first.Token, Receipt: receipt.Token}, c.list, c.rules, c.now)
	if report.Valid || report.Status != vouch.StatusWithdrawn || report.StatusS == nil || !slices.Equal(report.Reasons, []string{"vouch-withdrawn"}) {
		t.Errorf("the old one with the newer receipt: %+v", report)
	}
	report = vouch.Verify(vouch.Bundle{Vouch: next.Token, Approval: a.Token, Receipt: receipt.Token}, c.list, c.rules, c.now)
	if !report.Valid || !report.Received || report.Status != vouch.StatusUnknown {
		t.Errorf("the new one: %+v", report)
	}
}

func TestCorrectionRefused(t *testing.T) {
	for name, r := range map[string]struct {
		change func(c *town, p *vouch.Payload)
		code   string
		kind   fault.Kind
	}{
		"refused/of a vouch nobody knows": {func(_ *town, p *vouch.Payload) {
			p.Desk.Replaces = "urn:uuid:0193a5c1-77d0-7b52-8c44-0000000000ff"
		}, "replaced-vouch-unknown", fault.Refused},
		"refused/of another case": {func(_ *town, p *vouch.Payload) { p.Subject = vouch.Subject("case-other") }, "replaced-vouch-other", fault.Refused},
		"refused/for another purpose": {func(c *town, p *vouch.Payload) {
			is, _ := c.rules.Service(p.Desk.Service)
			other := slices.IndexFunc(c.rules.Services, func(s policy.Service) bool {
				return s.ID != is.ID && slices.Equal(s.Attributes, is.Attributes)
			})
			s := c.rules.Services[other]
			p.Desk.Service, p.Audience = s.ID, []string{p.Audience[0], s.Audience}
		}, "replaced-vouch-other", fault.Refused},
		"refused/who acted on the old left out": {func(_ *town, p *vouch.Payload) { p.Desk.Actors = p.Desk.Actors[:1] }, "four-eyes", fault.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			c := newTown(t)
			k := c.aCase(1)
			do(t, k.SetResident(caseResident(k), casework.By{Person: "p-second", At: c.now.Add(-6 * time.Minute)}))
			old := c.propose(c.order(k, 1))
			c.send(old, c.approve(old, 1))
			good := c.propose(c.corrected(k, old, 2))
			bad := c.resign(good, c.staff.Officer.Sign, func(p *vouch.Payload) { r.change(c, p) })
			wantCode(t, c.putVouch(bad), r.code, r.kind)
			do(t, c.putVouch(good)) // and nothing was used up
		})
	}
}

func caseResident(k *casework.Case) casework.Resident { return *k.Resident }

// TestReplacedOnce: a second correction of one vouch is refused, a person hears
// of it, and one that was never approved gives way to its desk's next.
func TestReplacedOnce(t *testing.T) {
	c := newTown(t)
	k := c.aCase(1)
	old := c.propose(c.order(k, 1))
	c.send(old, c.approve(old, 1))
	lost := c.propose(c.corrected(k, old, 2))
	do(t, c.putVouch(lost))
	next := c.propose(c.corrected(k, old, 3))
	c.send(next, c.approve(next, 3))
	_, err := c.desk.PutApproval(c.ctx, lost.JTI, lost.SHA256, c.seal(c.approve(lost, 2).Token, jose.TypApproval))
	wantCode(t, err, "vouch-superseded", fault.Conflict)
	wantCode(t, c.putVouch(c.propose(c.corrected(k, old, 4))), "vouch-replaced-already", fault.Conflict)
	if incidents := must[[]brokerstore.Incident](t)(c.store.Incidents(c.ctx)); len(incidents) != 1 {
		t.Errorf("incidents: %+v", incidents)
	}
}

// TestSentAgainAfterARefusal: a case whose vouch never got its approval here is
// signed again with the same letter.
func TestSentAgainAfterARefusal(t *testing.T) {
	c := newTown(t)
	k := c.aCase(1)
	do(t, c.putVouch(c.propose(c.order(k, 1))))
	again := c.propose(c.order(k, 2))
	c.send(again, c.approve(again, 2))
	wantCode(t, c.putVouch(c.propose(c.order(k, 3))), "vouch-subject-taken", fault.Conflict)
}

// TestApproverActedOnNeither: who acted on the corrected case cannot approve the
// correction, though they did not touch it.
func TestApproverActedOnNeither(t *testing.T) {
	c := newTown(t)
	k := c.aCase(1)
	k.Acts = append(k.Acts, casework.Act{By: c.staff.Supervisor.ID, At: c.now.Add(-time.Hour), What: "evidence"})
	o := c.corrected(k, issuance.Proposed{JTI: "urn:uuid:0193a5c1-77d0-7b52-8c44-000000000001"}, 2)
	if !slices.Contains(o.Case.Actors(), c.staff.Supervisor.ID) {
		t.Fatal("the actors of the old case are left out")
	}
	err := issuance.MayApprove(c.staff.Supervisor.ID, o.Case.Actors(), c.list, c.rules, c.now)
	if !errors.Is(err, issuance.ErrFourEyes) {
		t.Errorf("got %v", err)
	}
}
