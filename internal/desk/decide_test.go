package desk_test

import (
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
)

// submitted is a case an officer handed to a supervisor.
func (c *town) submitted(by func()) casework.ID {
	c.t.Helper()
	by()
	id := c.fill("")
	do(c.t, c.desk.Submit(c.ctx, id, phrase, true))
	return id
}

func TestNobodyApprovesTheirOwn(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	id := c.submitted(func() { c.swap(both) })
	open := c.desk.Snapshot().Open
	if open.MayDecide || open.WhyNot != "order-four-eyes" || len(c.desk.Snapshot().Approvals) != 0 {
		t.Errorf("offered: may %v, why not %q", open.MayDecide, open.WhyNot)
	}
	code(t, c.desk.Approve(c.ctx, id, phrase), "order-four-eyes")
	code(t, c.desk.Refuse(c.ctx, id, "x", ""), "order-four-eyes")
	c.swap(officer)
	code(t, c.desk.Approve(c.ctx, id, phrase), "order-role")
	c.swap(supervisor)
	do(t, c.desk.Approve(c.ctx, id, phrase))
}

func TestReturnVoidsTheProposal(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	id := c.submitted(func() { c.swap(officer) })
	first := c.desk.Snapshot().Open.Case.Submission.JTI
	c.swap(supervisor)
	code(t, c.desk.Return(c.ctx, id, "made-up", ""), "reason-unknown")
	rules := c.desk.Snapshot().Policy
	do(t, c.desk.Return(c.ctx, id, rules.Returns[0].Code, "Please look at the date again."))
	c.swap(officer)
	if r := c.row(id); r.State != casework.Open || !r.Returned {
		t.Errorf("row: %+v", r)
	}
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	do(t, c.desk.OpenCase(c.ctx, id))
	k := c.desk.Snapshot().Open.Case
	if k.Submission.JTI == first || len(k.Voided) != 1 || k.Voided[0].JTI != first {
		t.Errorf("submission %s, voided %+v", k.Submission.JTI, k.Voided)
	}
	c.swap(supervisor)
	do(t, c.desk.Approve(c.ctx, id, phrase))
	do(t, c.desk.Sync(c.ctx))
	c.received(id)
}

func TestRefuseEndsTheCase(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	id := c.submitted(func() { c.swap(officer) })
	c.swap(supervisor)
	do(t, c.desk.Refuse(c.ctx, id, c.desk.Snapshot().Policy.Refusals[0].Code, ""))
	if r := c.row(id); r.State != casework.Closed || r.Outcome != casework.NotVerified {
		t.Errorf("row: %+v", r)
	}
	code(t, c.desk.Approve(c.ctx, id, phrase), "case-not-with-supervisor")
}

func TestMissingNamesTheStepThatMends(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := must(c.desk.NewCase(c.ctx))(t)
	lacks := map[casework.Step]bool{}
	for _, r := range c.desk.Snapshot().Open.Missing {
		lacks[r.Step] = true
	}
	for _, step := range []casework.Step{casework.StepLetter, casework.StepResident, casework.StepPurpose, casework.StepEvidence} {
		if !lacks[step] {
			t.Errorf("an empty case lacks nothing of %s", step)
		}
	}
	if err := c.desk.Submit(c.ctx, id, phrase, true); err == nil {
		t.Fatal("an empty case was submitted")
	}
	if k := c.desk.Snapshot().Open.Case; k.Intent != nil || k.State != casework.Open {
		t.Errorf("case: %+v", k)
	}
	steps := c.desk.Snapshot().Open.Steps
	if last := steps[len(steps)-1]; last.Status != desk.StepBlocked {
		t.Errorf("review: %+v", last)
	}
	id = c.fill("")
	item := c.desk.Snapshot().Open.Case.Evidence[0]
	item.Checks = item.Checks[1:]
	do(t, c.desk.PutEvidence(c.ctx, id, item))
	found := false
	for _, r := range c.desk.Snapshot().Open.Missing {
		found = found || r.Step == casework.StepEvidence && r.Item == item.ID
	}
	if s := c.desk.Snapshot().Open.Steps[3]; !found || s.Done != 0 || s.Total != 1 || s.Status != desk.StepInProgress {
		t.Errorf("missing %+v, step %+v", c.desk.Snapshot().Open.Missing, s)
	}
}

func TestDeclarationIsNeeded(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	code(t, c.desk.Submit(c.ctx, id, phrase, false), "order-declaration-missing")
}

func TestCloseWithoutVouch(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	code(t, c.desk.Close(c.ctx, id, casework.Closing{Outcome: casework.Vouched}), "case-outcome")
	do(t, c.desk.Close(c.ctx, id, casework.Closing{Outcome: casework.Withdrawn, Reason: "changed_mind"}))
	if r := c.row(id); r.State != casework.Closed || r.Outcome != casework.Withdrawn {
		t.Errorf("row: %+v", r)
	}
}

// TestChecksBelongToWhoMadeThem: answers keep their officer, whatever the face says.
func TestChecksBelongToWhoMadeThem(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	c.swap(both)
	do(t, c.desk.OpenCase(c.ctx, id))
	item := c.desk.Snapshot().Open.Case.Evidence[0]
	item.Checks[0].Answer = "no"
	for i := range item.Checks {
		item.Checks[i].By = "p-supervisor"
	}
	do(t, c.desk.PutEvidence(c.ctx, id, item))
	for i, k := range c.desk.Snapshot().Open.Case.Evidence[0].Checks {
		want := string(officer)
		if i == 0 {
			want = string(both)
		}
		if k.By != want {
			t.Errorf("check %d is %s's", i, k.By)
		}
	}
	do(t, c.desk.RemoveEvidence(c.ctx, id, item.ID))
	do(t, c.desk.RestoreEvidence(c.ctx, id, item.ID))
	if n := len(c.desk.Snapshot().Open.Case.Evidence); n != 1 {
		t.Errorf("%d pieces", n)
	}
}
