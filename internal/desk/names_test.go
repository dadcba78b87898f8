package desk_test

import (
	"slices"
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/vouch"
)

// TestAnotherName: what a document calls the resident is asked for, answered,
// taken back, and read by the supervisor from what was signed.
func TestAnotherName(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	k := c.desk.Snapshot().Open.Case
	r := *k.Resident
	r.Name = resident.Name{Given: r.Name.Given, Family: "Enghraifft"}
	do(t, c.desk.SetResident(c.ctx, id, r))
	if !lacks(c.desk.Snapshot(), "case-name-unexplained") {
		t.Errorf("nobody asks: %+v", c.desk.Snapshot().Open.Missing)
	}
	for _, item := range k.Evidence {
		do(t, c.desk.SetNameLink(c.ctx, id, casework.NameLink{Item: item.ID, Reason: "known_as", Note: "x"}))
	}
	open := c.desk.Snapshot().Open
	if lacks(c.desk.Snapshot(), "case-name-unexplained") || len(open.Case.Names) != len(k.Evidence) {
		t.Errorf("still asked: %+v", open.Missing)
	}
	if !slices.ContainsFunc(open.Scored.Flags, func(f policy.Flag) bool {
		return f.Code == policy.FlagNameDiffers && f.Params["reason"] == "known_as"
	}) {
		t.Errorf("the flag is gone: %+v", open.Scored.Flags)
	}
	do(t, c.desk.RemoveNameLink(c.ctx, id, k.Evidence[0].ID))
	if !lacks(c.desk.Snapshot(), "case-name-unexplained") {
		t.Error("taken back, and nobody asks")
	}
}

// TestTheSupervisorReadsHowItWasChecked takes it from the signed vouch.
func TestTheSupervisorReadsHowItWasChecked(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	before := c.desk.Snapshot().Open.Attributes
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	after := c.desk.Snapshot().Open.Attributes
	if len(before) == 0 || len(before) != len(after) {
		t.Fatalf("%+v, then %+v", before, after)
	}
	for i, a := range after {
		if a.Attribute != before[i].Attribute || !slices.Equal(a.Sources, before[i].Sources) {
			t.Errorf("%+v, then %+v", before[i], a)
		}
	}
	if !slices.Contains(after[0].Sources, desk.AttributeSource{By: vouch.ByDocument, Document: "passport"}) {
		t.Errorf("%+v", after[0])
	}
}
