package desk_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// withoutPhoto is J2: a new case with a birth certificate and a tenancy
// agreement, of a resident of this name.
func (c *town) withoutPhoto(given string) casework.ID {
	c.t.Helper()
	d, ctx := c.desk, c.ctx
	id := must(d.NewCase(ctx))(c.t)
	do(c.t, d.SetNoLetter(ctx, id))
	rules, who := d.Snapshot().Policy, caseworktest.Rosa()
	who.Name.Given = given
	do(c.t, d.SetResident(ctx, id, who))
	do(c.t, d.SetPurpose(ctx, id, casework.Purpose{Service: "blue_badge", Notice: rules.Privacy.Version, Told: "read_aloud", Language: "en"}))
	for _, item := range []evidence.Item{
		caseworktest.BirthCertificate(c.t, rules, "", time.Time{}), caseworktest.Tenancy(c.t, rules, "", time.Time{}),
	} {
		item.ID = d.NewItemID()
		for field := range map[string]bool{"given_names": true, "full_name": true} {
			if item.Fields[field] != "" {
				item.Fields[field] = strings.Replace(item.Fields[field], "Rosa Mai", given, 1)
			}
		}
		do(c.t, d.PutEvidence(ctx, id, anew(d, item)))
	}
	return id
}

// referee takes a referee from the first question to the statement.
func (c *town) referee(id casework.ID, r casework.Referee) casework.RefereeID {
	c.t.Helper()
	d, ctx := c.desk, c.ctx
	r.ID = d.NewRefereeID()
	do(c.t, d.SetReferee(ctx, id, r))
	rules := d.Snapshot().Policy
	do(c.t, d.SetRefereeTold(ctx, id, r.ID, casework.Told{Notice: rules.Referee.Notice.Version, How: "read_aloud", Language: "cy"}))
	item := caseworktest.RefereePassport(c.t, rules, r, casework.By{})
	item.ID = d.NewItemID()
	do(c.t, d.PutRefereeEvidence(ctx, id, r.ID, anew(d, item)))
	likeness := caseworktest.Likeness(rules, item.ID, "", time.Time{})
	for i := range likeness.Checks {
		likeness.Checks[i].CheckID = d.NewCheckID()
	}
	do(c.t, d.SetRefereeLikeness(ctx, id, r.ID, likeness))
	do(c.t, d.SetStatement(ctx, id, r.ID, casework.Statement{How: casework.StatementOnScreen, Language: "cy"}))
	return r.ID
}

// issue submits as the officer and approves as the supervisor.
func (c *town) issue(id casework.ID) {
	c.t.Helper()
	do(c.t, c.desk.Submit(c.ctx, id, phrase, true))
	c.swap(supervisor)
	do(c.t, c.desk.OpenCase(c.ctx, id))
	do(c.t, c.desk.Approve(c.ctx, id, phrase))
	c.swap(officer)
}

func (c *town) opened(id casework.ID) desk.OpenCase {
	c.t.Helper()
	do(c.t, c.desk.OpenCase(c.ctx, id))
	return *c.desk.Snapshot().Open
}

// second is another desk of the same council.
func (c *town) second() *town {
	c.t.Helper()
	const other trust.DeskID = "DESK08"
	code := must(c.admin.NewDeskCode(c.ctx,
		trust.Desk{ID: other, Name: trust.Text{En: "Desk 8", Cy: "Desg 8"}, Site: trusttest.Site}, c.http.Certificate().Raw, time.Hour))(c.t)
	two := *c
	two.config.Dir = filepath.Join(c.t.TempDir(), "desk")
	must(desk.Enrol(c.ctx, desk.EnrolConfig{Config: two.config, Code: code.String()}))(c.t)
	two.start()
	do(c.t, two.desk.Sync(c.ctx))
	hire := func(id trust.PersonID, name string) {
		must(two.desk.AddStaff(c.ctx, id, name, phrase))(c.t)
		must(c.admin.ConfirmStaff(c.ctx, "p-admin", id, other))(c.t)
	}
	hire(officer, "Idris Sampl")
	do(c.t, two.desk.SignIn(c.ctx, officer, phrase))
	hire(supervisor, "Mair Enghraifft")
	do(c.t, two.desk.Sync(c.ctx))
	return &two
}

// TestRefereeAttends is J3 without a window.
func TestRefereeAttends(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.withoutPhoto("Rosa Mai")
	step := func() desk.StepState {
		all := c.desk.Snapshot().Open.Steps
		return all[slices.IndexFunc(all, func(s desk.StepState) bool { return s.Step == casework.StepReferee })]
	}
	if got := step(); got.Status != desk.StepOptional {
		t.Errorf("without a referee the step is %s", got.Status)
	}
	ref := c.referee(id, caseworktest.Elin())
	open := c.opened(id)
	look := open.Referees[0]
	if !look.Eligible || len(look.Reasons)+len(look.Missing) > 0 || len(look.AtSync) != 3 || look.Scored.Result.Confidence < look.Needs {
		t.Errorf("the referee: eligible %v, %v, missing %v, at sync %v", look.Eligible, look.Reasons, look.Missing, look.AtSync)
	}
	if got := step(); got.Status != desk.StepDone || len(open.Missing) > 0 {
		t.Errorf("the step is %s, missing %v", got.Status, open.Missing)
	}
	do(t, c.desk.AskBrokerReferee(c.ctx, id, ref))
	if look = c.desk.Snapshot().Open.Referees[0]; len(look.AtSync) > 0 || !look.Eligible {
		t.Errorf("after the broker's check: at sync %v", look.AtSync)
	}
	c.issue(id)
	do(t, c.desk.Sync(c.ctx))
	c.received(id)
	sub := c.opened(id).Case.Submission
	o := must(vouch.Open(sub.Token, c.desk.Trusted()))(t)
	if r := o.Payload.Desk.Referees; len(r) != 1 || r[0].Limits != vouch.LimitsChecked || bytes.Contains(o.Raw, []byte("1969-02-28")) {
		t.Errorf("referees in the vouch: %+v", r)
	}
	code(t, c.desk.WithdrawReferee(c.ctx, id, ref), "case-referee-issued")
}

// TestRefereeWhoMayNot: begun referees stand in the way until they are mended
// or taken away, and that can be undone.
func TestRefereeWhoMayNot(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.withoutPhoto("Rosa Mai")
	spouse := caseworktest.Elin()
	spouse.StaffTie = evidence.Yes
	ref := c.referee(id, spouse)
	open := c.opened(id)
	status := map[casework.Step]string{}
	for _, s := range open.Steps {
		status[s.Step] = s.Status
	}
	if l := open.Referees[0]; l.Eligible || l.Reasons[0].Code != "referee-staff-tie" || l.Reasons[0].Step != casework.StepReferee || l.Reasons[0].Referee != ref ||
		status[casework.StepReferee] != desk.StepBlocked || status[casework.StepReview] != desk.StepBlocked {
		t.Errorf("the officer's spouse: %+v, steps %v", l.Reasons, status)
	}
	code(t, c.desk.Submit(c.ctx, id, phrase, true), "referee-staff-tie")

	do(t, c.desk.RemoveReferee(c.ctx, id, ref))
	if open = c.opened(id); len(open.Referees) > 0 || len(open.Missing) > 0 {
		t.Errorf("taken away: %v, missing %v", open.Referees, open.Missing)
	}
	do(t, c.desk.RestoreReferee(c.ctx, id, ref))
	spouse.ID, spouse.StaffTie = ref, evidence.No
	do(t, c.desk.SetReferee(c.ctx, id, spouse))
	open = c.opened(id)
	if l := open.Referees[0]; len(l.Reasons) > 0 || len(l.Missing) != 1 || l.Missing[0].Code != "case-referee-statement" || l.Missing[0].Referee != ref {
		t.Errorf("said anew, the statement is to be made again: %+v, %+v", l.Reasons, l.Missing)
	}
	who := caseworktest.Rosa()
	do(t, c.desk.SetStatement(c.ctx, id, ref, casework.Statement{How: casework.StatementOnScreen, Language: "en"}))
	who.Name.Given = "Rosa May"
	do(t, c.desk.SetResident(c.ctx, id, who))
	if c.opened(id).Case.Referees[0].Statement != nil {
		t.Error("a statement about another name is kept")
	}
}

// TestRefereeTakesItBack: with a supervisor the proposal is void and the case
// open again, and what was known of the referee is gone.
func TestRefereeTakesItBack(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.withoutPhoto("Rosa Mai")
	ref := c.referee(id, caseworktest.Elin())
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	do(t, c.desk.WithdrawReferee(c.ctx, id, ref))
	k := c.opened(id).Case
	r := k.Referees[0]
	if k.State != casework.Open || k.Submission != nil || len(k.Voided) != 1 || k.Voided[0].Void != "referee_withdrawn" {
		t.Errorf("the case is %s, voided %d", k.State, len(k.Voided))
	}
	if r.Counts() || r.Statement != nil || len(r.Evidence) > 0 || r.Likeness != nil || !r.Born.IsZero() || !r.Address.IsZero() {
		t.Error("what was known of the referee is kept")
	}
	code(t, c.desk.SetStatement(c.ctx, id, ref, casework.Statement{How: casework.StatementOnScreen}), "case-referee-withdrawn")
	c.issue(id) // without them
	do(t, c.desk.Sync(c.ctx))
	c.received(id)
}

// TestLimitAcrossDesks: neither desk can know it alone; the broker finds it and
// suspends the vouch that is one too many.
func TestLimitAcrossDesks(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	other := c.second()
	c.gate.shut() // both are offline all day
	issued := map[string]casework.ID{}
	for name, at := range map[string]*town{"Rosa One": c, "Rosa Two": c, "Rosa Three": other} {
		id := at.withoutPhoto(name)
		at.referee(id, caseworktest.Elin())
		if open := at.opened(id); len(open.Missing) > 0 {
			t.Fatalf("%s: %v", name, open.Missing)
		}
		at.issue(id)
		issued[name] = id
	}
	c.gate.open()
	do(t, c.desk.Sync(c.ctx))
	do(t, other.desk.Sync(c.ctx))
	suspended := 0 // whichever the broker got last
	for name, at := range map[string]*town{"Rosa One": c, "Rosa Two": c, "Rosa Three": other} {
		r := at.opened(issued[name]).Receipt
		if r == nil {
			t.Fatalf("%s has no receipt", name)
		}
		if len(r.Suspended) > 0 {
			suspended++
			if !slices.Equal(r.Suspended, []string{"referee-limit"}) || len(r.Profiles) > 0 {
				t.Errorf("%s: %+v", name, r)
			}
		}
	}
	if suspended != 1 {
		t.Errorf("%d of three are suspended, want the one too many", suspended)
	}

	// At the first desk the third is known before anything is signed; who was
	// vouched for without a face being compared is no referee either.
	id := c.withoutPhoto("Rosa Four")
	c.referee(id, caseworktest.Elin())
	code(t, c.desk.Submit(c.ctx, id, phrase, true), "referee-limit")
	id = c.withoutPhoto("Rosa Five")
	one := caseworktest.Elin()
	one.Name, one.Born = resident.Name{Given: "Rosa One", Family: "Specimen"}, caseworktest.Rosa().Born
	c.referee(id, one)
	code(t, c.desk.Submit(c.ctx, id, phrase, true), "referee-chain")

	// Two do not vouch for each other.
	id = c.withoutPhoto("Rosa Seven")
	who := caseworktest.Rosa()
	who.Name, who.Born = caseworktest.Elin().Name, caseworktest.Elin().Born
	do(t, c.desk.SetResident(c.ctx, id, who))
	c.referee(id, one)
	code(t, c.desk.Submit(c.ctx, id, phrase, true), "referee-mutual")

	// And the second desk hears of it, once it asks.
	id = other.withoutPhoto("Rosa Six")
	ref := other.referee(id, caseworktest.Elin())
	do(t, other.desk.AskBrokerReferee(c.ctx, id, ref))
	code(t, other.desk.Submit(c.ctx, id, phrase, true), "referee-limit")
}

// TestAComparisonThatFailedIsAChain: a face that was compared and found to be
// another leaves the resident known from the referee only, here as at the broker.
func TestAComparisonThatFailedIsAChain(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	likeness := *c.opened(id).Case.Likeness
	for i := range likeness.Checks {
		likeness.Checks[i].Answer = evidence.No
	}
	do(t, c.desk.SetLikeness(c.ctx, id, likeness))
	c.referee(id, caseworktest.Elin())
	if open := c.opened(id); open.Scored.Verification != 0 || open.Case.Likeness == nil {
		t.Fatalf("verification %d", open.Scored.Verification)
	}
	c.issue(id)
	id = c.withoutPhoto("Rosa Two")
	rosa := caseworktest.Elin()
	rosa.Name, rosa.Born = caseworktest.Rosa().Name, caseworktest.Rosa().Born
	c.referee(id, rosa)
	code(t, c.desk.Submit(c.ctx, id, phrase, true), "referee-chain")
}
