package desk_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/trust"
)

// doubted is a whole case of the officer's for which a second look was asked.
func (c *town) doubted() casework.ID {
	c.t.Helper()
	c.swap(officer)
	id := c.fill("")
	item := c.desk.Snapshot().Open.Case.Evidence[0].ID
	do(c.t, c.desk.SaveDraft(c.ctx, id, desk.DraftSecondLook, map[string]string{"note": "half a wo"}))
	do(c.t, c.desk.RaiseConcern(c.ctx, id, casework.Concern{Kind: "document", Item: item, Note: "edge looks lifted", Alone: evidence.No}))
	return id
}

// lacks reports whether a case on screen lacks something.
func lacks(s desk.Snapshot, code string) bool {
	return slices.ContainsFunc(s.Open.Missing, func(r desk.Reason) bool { return r.Code == code })
}

func TestSecondLookIsAnotherPersons(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	id := c.doubted()
	s := c.desk.Snapshot()
	if len(s.Looks) != 0 || len(s.Open.Drafts) != 0 || !lacks(s, "case-second-look-missing") {
		t.Errorf("who asked: looks %v, drafts %v, missing %v", s.Looks, s.Open.Drafts, s.Open.Missing)
	}
	for _, step := range s.Open.Steps[:len(s.Open.Steps)-1] {
		if step.Status == desk.StepInProgress {
			t.Errorf("the task list tells of it at %s", step.Step)
		}
	}
	code(t, c.desk.Submit(c.ctx, id, phrase, true), "case-second-look-missing")
	code(t, c.desk.SetSecondLook(c.ctx, id, casework.SecondLook{View: casework.ViewNothing}), "case-second-look-same")
	code(t, c.desk.ClearConcern(c.ctx, id), "case-second-look-same")
	code(t, c.desk.RaiseConcern(c.ctx, id, casework.Concern{Kind: "made-up"}), "reason-unknown")
	code(t, c.desk.RaiseConcern(c.ctx, id, casework.Concern{Kind: "document", Alone: "perhaps"}), "reason-unknown")
	code(t, c.desk.RaiseConcern(c.ctx, id, casework.Concern{Kind: "document", Note: strings.Repeat("x", 2001)}), "reason-unknown")
	c.swap(both)
	if rows := c.desk.Snapshot().Looks; len(rows) != 1 || rows[0].ID != id {
		t.Errorf("the second officer is offered %v", rows)
	}
	do(t, c.desk.OpenCase(c.ctx, id))
	do(t, c.desk.SetSecondLook(c.ctx, id, casework.SecondLook{View: casework.ViewUnsure, Note: "cannot say"}))
	if s := c.desk.Snapshot(); len(s.Looks) != 0 || lacks(s, "case-second-look-missing") {
		t.Errorf("after the look: %v, %v", s.Looks, s.Open.Missing)
	}
	c.swap(officer)
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	c.swap(both) // who looked took part
	code(t, c.desk.Approve(c.ctx, id, phrase), "order-four-eyes")
	c.swap(supervisor)
	do(t, c.desk.OpenCase(c.ctx, id))
	if k := c.desk.Snapshot().Open.Case.Concern; k == nil || k.Second == nil || k.Second.By != both {
		t.Errorf("the supervisor sees %+v", k)
	}
	do(t, c.desk.Approve(c.ctx, id, phrase))
	do(t, c.desk.Sync(c.ctx))
	c.received(id)
}

// TestReferral: the case ends as referred and the record is on its way in one
// act; it is sealed, delivered also while locked, and says codes only.
func TestReferral(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	c.gate.shut()
	id := c.doubted()
	c.swap(supervisor) // who holds no officer's role can look too
	do(t, c.desk.SetSecondLook(c.ctx, id, casework.SecondLook{View: casework.ViewRefer, Note: "lifted photograph"}))
	do(t, c.desk.OpenCase(c.ctx, id))
	k := c.desk.Snapshot().Open.Case
	if k.State != casework.Closed || k.Outcome != casework.Referred || k.Concern.Referral.IsZero() {
		t.Errorf("state %s, outcome %q", k.State, k.Outcome)
	}
	p := c.parcel(id, outbox.Referral)
	body := must(desk.ParcelText(c.ctx, c.desk, p.ID))(t)
	for _, word := range []string{k.Ref, "document", "passport", "Rosa", "lifted"} {
		if strings.Contains(body, word) {
			t.Errorf("the parcel tells %q", word)
		}
	}
	told := must(json.Marshal(desk.ReferralOf(c.desk, k, p.Ref)))(t)
	for _, word := range []string{"Rosa", "Specimen", "1988", "500000001", "Sample Row", "lifted", "edge"} {
		if bytes.Contains(told, []byte(word)) {
			t.Errorf("the referral tells %q: %s", word, told)
		}
	}
	for _, word := range []string{k.Ref, `"kind":"document"`, `"document":1`, `"view":"refer"`, `"type":"passport"`, `"alone":"no"`, string(officer), string(supervisor)} {
		if !bytes.Contains(told, []byte(word)) {
			t.Errorf("the referral does not say %s: %s", word, told)
		}
	}
	do(t, c.desk.Lock(c.ctx))
	c.gate.open()
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.Sync(c.ctx))
	if got := c.parcel(id, outbox.Referral); got.State != outbox.Accepted {
		t.Errorf("parcel: %+v", got)
	}
	sent := slices.DeleteFunc(c.gate.puts(), func(path string) bool { return !strings.HasPrefix(path, "PUT /v1/referrals/") })
	if len(slices.Compact(sent)) != 1 {
		t.Errorf("sent to %v", sent)
	}
}

// puts is what was put, in order.
func (g *gate) puts() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(g.seen), func(s string) bool { return !strings.HasPrefix(s, "PUT ") })
}

// TestSecondLookAfterTheResidentLeft: what was asked for is looked at all the same.
func TestSecondLookAfterTheResidentLeft(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	id := c.doubted()
	code(t, c.desk.Close(c.ctx, id, casework.Closing{Outcome: casework.Referred, Reason: "second_look"}), "case-outcome")
	do(t, c.desk.Close(c.ctx, id, casework.Closing{Outcome: casework.Withdrawn, Reason: "changed_mind"}))
	for _, who := range []trust.PersonID{officer, both} {
		c.swap(who)
		if n := len(c.desk.Snapshot().Looks); n != map[trust.PersonID]int{officer: 0, both: 1}[who] {
			t.Errorf("%s is offered %d", who, n)
		}
	}
	do(t, c.desk.SetSecondLook(c.ctx, id, casework.SecondLook{View: casework.ViewRefer}))
	if r := c.row(id); r.Outcome != casework.Withdrawn {
		t.Errorf("what the resident was told changed to %q", r.Outcome)
	}
	c.parcel(id, outbox.Referral)
}

func TestSupervisorLetsItRest(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	id := c.doubted()
	c.swap(supervisor)
	do(t, c.desk.ClearConcern(c.ctx, id))
	c.swap(officer)
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
}
