package desk_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// TestFromLetterToReceipt is J1 without a window.
func TestFromLetterToReceipt(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	printed := c.letter(rosa())
	do(t, c.desk.Sync(c.ctx)) // its record arrives while nobody is signed in
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill(printed)
	open := c.desk.Snapshot().Open
	if open.Case.Letter.State != letter.Matches || open.Record == nil {
		t.Errorf("the letter %s, its record %v", open.Case.Letter.State, open.Record)
	}
	do(t, c.desk.AskBroker(c.ctx, id))
	open = c.desk.Snapshot().Open
	if len(open.Missing) > 0 {
		t.Fatalf("missing: %+v", open.Missing)
	}
	if open.Case.Check == nil || open.Needs == gpg45.None {
		t.Errorf("check %v, needs %v", open.Case.Check, open.Needs)
	}
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	if r := c.row(id); r.State != casework.WithSupervisor || len(c.desk.Snapshot().Approvals) != 0 {
		t.Errorf("after submit: %+v, approvals %d", r, len(c.desk.Snapshot().Approvals))
	}

	c.swap(supervisor)
	if got := c.desk.Snapshot().Approvals; len(got) != 1 || got[0].ID != id {
		t.Fatalf("to approve: %+v", got)
	}
	do(t, c.desk.OpenCase(c.ctx, id))
	open = c.desk.Snapshot().Open
	if !open.MayDecide {
		t.Errorf("may not decide: %s", open.WhyNot)
	}
	holdsDisclosed(t, open.Discloses)
	do(t, c.desk.Approve(c.ctx, id, phrase))
	do(t, c.desk.Sync(c.ctx))
	c.received(id)
	for _, p := range c.desk.Outbox() {
		if p.State != outbox.Accepted {
			t.Errorf("parcel: %+v", p)
		}
	}
	c.restart()
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	c.received(id)
}

// received holds that a case has its receipt, on screen and on paper.
func (c *town) received(id casework.ID) {
	c.t.Helper()
	if r := c.row(id); r.State != casework.Closed || r.Outcome != casework.Vouched || !r.Receipt {
		c.t.Fatalf("row: %+v\noutbox: %+v", r, c.desk.Outbox())
	}
	do(c.t, c.desk.OpenCase(c.ctx, id))
	s := c.desk.Snapshot()
	if s.Open.Receipt == nil || s.Open.Receipt.Uplift != "no-source-configured" {
		c.t.Errorf("receipt: %+v", s.Open.Receipt)
	}
	for _, p := range s.Open.Parcels {
		if p.State != outbox.Accepted {
			c.t.Errorf("parcel: %+v", p)
		}
	}
	sub := s.Open.Case.Submission
	report := vouch.Verify(vouch.Bundle{Vouch: sub.Token, Approval: sub.Approval, Receipt: sub.Receipt}, c.desk.Trusted(), s.Open.Policy, c.clock.now())
	if !report.Valid || !report.FourEyes || !report.Received {
		c.t.Errorf("report: %+v", report)
	}
}

// holdsDisclosed is what a supervisor reads before they sign: claims as people
// say them and for whom, details for the broker alone.
func holdsDisclosed(t *testing.T, got []desk.Disclosed) {
	t.Helper()
	const service = "https://services.council.example/blue-badge"
	everybody, brokerAlone := []string{trusttest.Broker, service}, []string{trusttest.Broker}
	want := []desk.Disclosed{
		{Path: "claims.given_name", Value: "Rosa Mai", To: everybody},
		{Path: "claims.family_name", Value: "Specimen", To: everybody},
		{Path: "claims.birthdate", Value: "1988-04-17", To: everybody},
		{Path: "claims.address", Value: "12 Sample Row, Exampleton, EX4 1AA, GBR", To: everybody},
		{Path: "evidence.0.derived_claims.given_name", Value: "ROSA MAI", To: brokerAlone},
		{Path: "evidence.0.document_details.document_number", Value: "500000001", To: brokerAlone},
	}
	for _, w := range want {
		if !slices.ContainsFunc(got, func(d desk.Disclosed) bool { return cmp.Equal(d, w) }) {
			t.Errorf("not disclosed: %+v\nbut %+v", w, got)
		}
	}
	if len(got) < 4 || got[0].Path != want[0].Path || got[3].Path != want[3].Path {
		t.Errorf("the claims do not come first: %+v", got)
	}
}
