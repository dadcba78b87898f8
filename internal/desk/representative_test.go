package desk_test

import (
	"strings"
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

func tomos() casework.Representative {
	return casework.Representative{
		Name: resident.Name{Given: "Tomos", Family: "Placeholder"}, Kind: "power_of_attorney", Seen: "Stamped on every page",
		Number: " 7000-0001 ", Agrees: evidence.Yes, Evidence: []evidence.Item{{ID: "rep-1", Type: "passport", Seen: evidence.Returned}},
	}
}

func TestRepresentative(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	do(t, c.desk.SaveDraft(c.ctx, id, desk.DraftRepresentative, map[string]string{"given": "Tom"}))
	before := c.desk.Snapshot().Open.Scored
	do(t, c.desk.SetRepresentative(c.ctx, id, tomos()))
	s := c.desk.Snapshot().Open
	if !s.Standing.Acts || len(s.Drafts) != 0 || s.Case.Representative.Number != "7000-0001" || len(s.Missing) != 0 {
		t.Errorf("standing %+v, drafts %v, missing %v", s.Standing, s.Drafts, s.Missing)
	}
	if s.Scored.Verification != before.Verification || len(s.Scored.Pieces) != len(before.Pieces) {
		t.Error("the representative counts for the resident")
	}
	do(t, c.desk.RemoveRepresentative(c.ctx, id))
	if s := c.desk.Snapshot().Open; s.Case.Representative != nil || s.Standing.Acts {
		t.Error("still there")
	}
	do(t, c.desk.RestoreRepresentative(c.ctx, id))
	half := tomos()
	half.Kind, half.Number = "deputy", ""
	half.Until = resident.Date{Year: 2020, Month: 1, Day: 1}
	do(t, c.desk.SetRepresentative(c.ctx, id, half))
	s = c.desk.Snapshot().Open
	if s.Standing.Acts || len(s.Standing.Why) != 1 || s.Standing.Why[0] != policy.RepEnded {
		t.Errorf("an authority that is over: %+v", s.Standing)
	}
	if s.Steps[1].Status != desk.StepInProgress || !lacks(c.desk.Snapshot(), "case-representative-number") {
		t.Errorf("the resident's step is %s", s.Steps[1].Status)
	}
	long := tomos()
	long.Seen = strings.Repeat("ŵ", 2001)
	code(t, c.desk.SetRepresentative(c.ctx, id, long), "draft-malformed")
	do(t, c.desk.SetRepresentative(c.ctx, id, tomos()))
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	code(t, c.desk.RemoveRepresentative(c.ctx, id), "case-not-open")
	c.swap(supervisor)
	do(t, c.desk.OpenCase(c.ctx, id))
	shown := map[string]string{}
	for _, d := range c.desk.Snapshot().Open.Discloses {
		shown[d.Path] = d.Value
		if strings.HasPrefix(d.Path, "representative") && len(d.To) != 1 {
			t.Errorf("%s is for %v", d.Path, d.To)
		}
	}
	if shown["representative.name"] != "Tomos Placeholder" || shown["representative.number"] != "7000-0001" || shown["representative.kind"] != "power_of_attorney" || shown["claims.family_name"] != "Specimen" {
		t.Errorf("the supervisor reads %v", shown)
	}
	do(t, c.desk.Approve(c.ctx, id, phrase))
	do(t, c.desk.Sync(c.ctx))
	c.received(id)
}
