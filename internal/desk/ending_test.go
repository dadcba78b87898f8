package desk_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/vouch"
)

func comeBack() casework.Closing {
	return casework.Closing{Outcome: casework.ComeBack, Reason: "more_evidence", Bring: []string{"birth_certificate"}}
}

func withdrawn() casework.Closing {
	return casework.Closing{Outcome: casework.Withdrawn, Reason: "changed_mind"}
}

func (c *town) shown() *desk.OpenCase {
	c.t.Helper()
	o := c.desk.Snapshot().Open
	if o == nil {
		c.t.Fatal("no case is on screen")
	}
	return o
}

// TestReturnVisit is J5 without a window: parked by one officer, resumed by
// another from the letter the resident brings along, sent and issued.
func TestReturnVisit(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	printed := c.letter(rosa())
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill(printed)
	do(t, c.desk.Park(c.ctx, id, comeBack()))
	if r := c.row(id); r.State != casework.Parked || r.Back.IsZero() {
		t.Fatalf("row: %+v", r)
	}
	if o := c.shown(); !o.May.Resume || o.May.Undo.IsZero() || o.Follows.Words.En == "" {
		t.Errorf("may %+v, follows %+v", o.May, o.Follows)
	}
	code(t, c.desk.Submit(c.ctx, id, phrase, true), "order-case-not-open")
	c.swap(both)
	other := must(c.desk.NewCase(c.ctx))(t)
	look := must(c.desk.ReadLetter(c.ctx, printed))(t)
	if look.Resume != id || look.Fault != "letter-parked" || look.Params["ref"] != c.row(id).Ref {
		t.Fatalf("the letter of a parked case: %+v", look)
	}
	code(t, c.desk.SetLetter(c.ctx, other, look.Letter), "letter-not-read")
	do(t, c.desk.Resume(c.ctx, id))
	o := c.shown()
	if o.Case.ID != id || o.Case.Likeness != nil || len(o.Case.Evidence) != 1 || o.Case.Evidence[0].By != string(officer) {
		t.Fatalf("resumed: %+v", o.Case)
	}
	if len(o.Case.ToAnswer()) != 3 {
		t.Errorf("flags: %+v", o.Case.Visit().Flags)
	}
	code(t, c.desk.Submit(c.ctx, id, phrase, true), "case-likeness-missing")
	do(t, c.desk.AnswerFlag(c.ctx, id, 0, casework.Keep))
	do(t, c.desk.AnswerFlag(c.ctx, id, 1, casework.Keep))
	do(t, c.desk.SetLikeness(c.ctx, id, *o.Case.Visit().Likeness))
	code(t, c.desk.Submit(c.ctx, id, phrase, true), "case-return-open")
	do(t, c.desk.AnswerFlag(c.ctx, id, 2, casework.Seen))
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	c.swap(supervisor)
	do(t, c.desk.Approve(c.ctx, id, phrase))
	do(t, c.desk.Sync(c.ctx))
	c.received(id)
}

// TestParkedIsDestroyedInTime: evidence, images and what was typed, at the next
// sign-in after the policy's date; the letter is good for another try.
func TestParkedIsDestroyedInTime(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	printed := c.letter(rosa())
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill(printed)
	do(t, c.desk.Park(c.ctx, id, comeBack()))
	do(t, c.desk.SaveDraft(c.ctx, id, "ending", map[string]string{"note": "x"}))
	c.clock.pass(26 * 24 * time.Hour)
	do(t, c.desk.Sync(c.ctx))
	c.swap(officer)
	if r := c.row(id); r.State != casework.Parked {
		t.Fatalf("destroyed too early: %+v", r)
	}
	if !hasNotice(c.desk.Snapshot().Notices, desk.NoticeParkedEnds) {
		t.Error("nobody is told that it ends soon")
	}
	c.clock.pass(3 * 24 * time.Hour)
	do(t, c.desk.Sync(c.ctx))
	c.swap(officer)
	r := c.row(id)
	if r.State != casework.Closed || r.Outcome != casework.ComeBack || !r.Lapsed {
		t.Fatalf("row: %+v", r)
	}
	do(t, c.desk.OpenCase(c.ctx, id))
	o := c.shown()
	if len(o.Case.Evidence) != 0 || o.Case.Likeness != nil || len(o.Drafts) != 0 || o.Case.Resident == nil {
		t.Errorf("what is left: %+v, drafts %v", o.Case, o.Drafts)
	}
	code(t, c.desk.Resume(c.ctx, id), "case-not-parked")
	next := must(c.desk.Retry(c.ctx, id))(t)
	if o := c.shown(); o.Case.ID != next || o.Case.RetryOf != id || o.Case.Resident == nil || len(o.Case.Evidence) != 0 {
		t.Errorf("the next try: %+v", o.Case)
	}
	code(t, second(c.desk.Retry(c.ctx, id)), "case-retried")
}

func second[T any](_ T, err error) error { return err }

func TestWithdrawnWhileWithSupervisor(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	do(t, c.desk.Close(c.ctx, id, withdrawn()))
	c.swap(supervisor)
	if got := c.desk.Snapshot().Approvals; len(got) != 0 {
		t.Errorf("still to approve: %+v", got)
	}
	code(t, c.desk.Approve(c.ctx, id, phrase), "case-not-with-supervisor")
	do(t, c.desk.OpenCase(c.ctx, id))
	if o := c.shown(); o.Case.Submission != nil || len(o.Case.Voided) != 1 || o.May.Close || o.May.Retry {
		t.Errorf("%+v, may %+v", o.Case, o.May)
	}
}

func TestUndoTakesTheLetterBack(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	printed := c.letter(rosa())
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill(printed)
	do(t, c.desk.Close(c.ctx, id, withdrawn()))
	do(t, c.desk.Reopen(c.ctx, id))
	do(t, c.desk.CloseCase(c.ctx))
	if look := must(c.desk.ReadLetter(c.ctx, printed))(t); look.Fault != "letter-used" {
		t.Errorf("the letter of an open case: %+v", look)
	}
	do(t, c.desk.Close(c.ctx, id, withdrawn()))
	other := c.fill(printed)
	code(t, c.desk.Reopen(c.ctx, id), "letter-used")
	if c.row(id).State != casework.Closed || c.row(other).State != casework.Open {
		t.Error("both have the letter")
	}
	c.clock.pass(casework.UndoFor + time.Second)
	do(t, c.desk.Close(c.ctx, other, withdrawn()))
	c.swap(both)
	code(t, c.desk.Reopen(c.ctx, other), "case-undo")
}

// TestReopenedAfterTheBrokersNo: void, mended, signed and approved anew, with
// the same letter.
func TestReopenedAfterTheBrokersNo(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	printed := c.letter(rosa())
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill(printed)
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	code(t, c.desk.ReopenRefused(c.ctx, id), "vouch-not-refused")
	c.swap(supervisor)
	c.gate.set(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPut || filepath.Base(r.URL.Path) != "approval" {
			c.gate.next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", brokerapi.MediaProblem)
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = w.Write([]byte(`{"type":"about:blank","title":"refused","status":422,"code":"four-eyes","kind":"refused"}`))
	})
	do(t, c.desk.Approve(c.ctx, id, phrase))
	_ = waited(c.desk.Sync(c.ctx))
	c.gate.open()
	c.swap(officer)
	do(t, c.desk.OpenCase(c.ctx, id))
	if !c.shown().May.Reopen {
		t.Fatalf("no way on: %+v", c.shown().Parcels)
	}
	first := c.shown().Case.Submission.JTI
	do(t, c.desk.ReopenRefused(c.ctx, id))
	if o := c.shown(); o.Case.State != casework.Open || o.Case.Submission != nil || len(o.Parcels) != 0 {
		t.Fatalf("%+v", o.Case)
	}
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	c.swap(supervisor)
	do(t, c.desk.Approve(c.ctx, id, phrase))
	do(t, c.desk.Sync(c.ctx))
	c.received(id)
	if got := c.shown().Case.Submission.JTI; got == first {
		t.Error("the vouch the broker refused was sent again")
	}
}

// TestCorrect: a misspelt name, a new vouch that replaces the old one, and the
// old case shown as replaced, also when the receipt came while locked.
func TestCorrect(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	printed := c.letter(rosa())
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill(printed)
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	c.swap(supervisor)
	do(t, c.desk.Approve(c.ctx, id, phrase))
	do(t, c.desk.Sync(c.ctx))
	c.received(id)
	old := *c.shown().Case.Submission

	c.swap(both)
	code(t, second(c.desk.Correct(c.ctx, id, "because", "")), "case-reason-unknown")
	next := must(c.desk.Correct(c.ctx, id, "name_misspelt", "two letters"))(t)
	o := c.shown()
	if o.Case.ID != next || o.Case.Evidence[0].By != string(officer) || len(o.Missing) > 0 {
		t.Fatalf("%+v, missing %+v", o.Case, o.Missing)
	}
	if look := must(c.desk.ReadLetter(c.ctx, printed))(t); look.Fault != "" {
		t.Errorf("the letter of what is corrected: %+v", look)
	}
	r := *o.Case.Resident
	r.Name.Given = "Rosa May"
	do(t, c.desk.SetResident(c.ctx, next, r))
	item := o.Case.Evidence[0]
	item.Fields["given_names"] = "ROSA MAY"
	do(t, c.desk.PutEvidence(c.ctx, next, item))
	for _, k := range c.shown().Case.Evidence[0].Checks {
		if k.By != string(officer) {
			t.Errorf("check %s is %s's now", k.Code, k.By)
		}
	}
	do(t, c.desk.AskBroker(c.ctx, next))
	do(t, c.desk.Submit(c.ctx, next, phrase, true))
	code(t, c.desk.Approve(c.ctx, next, phrase), "order-four-eyes")
	c.swap(supervisor)
	do(t, c.desk.OpenCase(c.ctx, next))
	do(t, c.desk.Approve(c.ctx, next, phrase))
	do(t, c.desk.Lock(c.ctx))
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, both, phrase))
	c.received(next)
	receipt := c.shown().Case.Submission.Receipt
	if r := c.row(id); !r.Replaced {
		t.Errorf("the old case: %+v", r)
	}
	do(t, c.desk.OpenCase(c.ctx, id))
	if o := c.shown(); o.Case.Corrected == nil || o.Case.Corrected.Case != next || o.May.Correct {
		t.Errorf("%+v", o.Case.Corrected)
	}
	report := vouch.Verify(vouch.Bundle{Vouch: old.Token, Approval: old.Approval, Receipt: receipt}, c.desk.Trusted(), c.desk.Snapshot().Policy, c.clock.now())
	if report.Status != vouch.StatusWithdrawn || report.Valid {
		t.Errorf("the old vouch: %+v", report)
	}
}

func TestACorrectionThatCameToNothing(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	id := c.issued()
	do(t, c.desk.Sync(c.ctx))
	c.received(id)
	c.swap(officer)
	first := must(c.desk.Correct(c.ctx, id, "other", ""))(t)
	code(t, second(c.desk.Correct(c.ctx, id, "other", "")), "case-corrected")
	do(t, c.desk.Close(c.ctx, first, withdrawn()))
	again := must(c.desk.Correct(c.ctx, id, "other", ""))(t)
	code(t, c.desk.Reopen(c.ctx, first), "case-corrected")
	if c.row(again).State != casework.Open || c.row(id).Replaced {
		t.Errorf("%+v %+v", c.row(again), c.row(id))
	}
}

// TestImagesOfAParkedCaseGo: the sealed files themselves are gone from the disk.
func TestImagesOfAParkedCaseGo(t *testing.T) {
	t.Parallel()
	c := newTown(t, func(k *desk.Config) { k.Worker = worker(t) })
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	tenancy := anew(c.desk, caseworktest.Tenancy(t, c.desk.Snapshot().Policy, "", c.clock.now()))
	tenancy.ID, tenancy.Captures = c.desk.NewItemID(), nil
	do(t, c.desk.PutEvidence(c.ctx, id, tenancy))
	_ = must(c.desk.AddCapture(c.ctx, id, tenancy.ID, sheet(t, picture(t, 60, 40))))(t)
	if blobs(t, c.config.Dir) != 1 {
		t.Fatal("no image is kept")
	}
	do(t, c.desk.Park(c.ctx, id, comeBack()))
	c.clock.pass(29 * 24 * time.Hour)
	do(t, c.desk.Sync(c.ctx))
	c.swap(officer)
	if !c.row(id).Lapsed || blobs(t, c.config.Dir) != 0 {
		t.Errorf("row %+v, %d images on the disk", c.row(id), blobs(t, c.config.Dir))
	}
}

// blobs counts the sealed images on the disk.
func blobs(t *testing.T, dir string) (n int) {
	t.Helper()
	do(t, filepath.WalkDir(filepath.Join(dir, "blobs"), func(_ string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	}))
	return n
}

// TestWhatTheSlipCannotSet: ordinary text in any form is set; what the typeface
// lacks is refused while it can be written otherwise, and named.
func TestWhatTheSlipCannotSet(t *testing.T) {
	t.Parallel()
	p := &printer{}
	c := newTown(t, func(config *desk.Config) { config.Printer = p })
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	cl := comeBack()
	for _, letter := range []string{"☎", "✓", "☐"} {
		cl.Also = "carte d'identité\tor " + letter + " first"
		err := c.desk.Park(c.ctx, id, cl)
		code(t, err, "case-letter-not-set")
		if e := fault.All(err)[0]; e.Where != "also" || e.Params["letter"] != letter {
			t.Errorf("%s: at %q, %v", letter, e.Where, e.Params)
		}
	}
	cl.Also = "carte d'cafe\u0301\tone\u2011stop\u200b"
	do(t, c.desk.Park(c.ctx, id, cl))
	if got := c.shown().Case.Closing.Also; got != "carte d'café one-stop" {
		t.Errorf("kept as %q", got)
	}
	do(t, c.desk.PrintSlip(c.ctx, id, desk.SlipWish{Kind: desk.SlipVisit, Language: resident.Welsh}))
	if len(p.got) != 1 {
		t.Errorf("%d slips", len(p.got))
	}
}
