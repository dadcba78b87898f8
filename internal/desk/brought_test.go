package desk_test

import (
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/trust"
)

// TestTheLetterOfAnEndedCaseNamesIt: the resident is back with the letter of a
// visit that ended without a vouch.
func TestTheLetterOfAnEndedCaseNamesIt(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	printed := c.letter(rosa())
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill(printed)
	do(t, c.desk.Close(c.ctx, id, casework.Closing{Outcome: casework.NotVerified, Reason: "not_enough"}))
	for where, leave := range map[string]func(){
		"on its screen": func() { do(t, c.desk.OpenCase(c.ctx, id)) },
		"at home":       func() { do(t, c.desk.CloseCase(c.ctx)) },
	} {
		leave()
		look := must(c.desk.ReadLetter(c.ctx, printed))(t)
		if b := look.Before; look.Fault != "" || b == nil || b.Case != id || b.Ref != c.row(id).Ref || !b.Retry {
			t.Errorf("%s: %q, %+v", where, look.Fault, b)
		}
	}
	c.swap(supervisor)
	if b := must(c.desk.ReadLetter(c.ctx, printed))(t).Before; b == nil || b.Retry {
		t.Errorf("who may open no case: %+v", b)
	}
	c.swap(officer)
	look := must(c.desk.ReadLetter(c.ctx, printed))(t)
	next := must(c.desk.Retry(c.ctx, id))(t)
	if got := c.shown().From; got != c.row(id).Ref {
		t.Errorf("the next try comes from %q", got)
	}
	if again := must(c.desk.ReadLetter(c.ctx, printed))(t); again.Before != nil || again.Fault != "" {
		t.Errorf("in the next try itself: %+v", again)
	}
	do(t, c.desk.SetLetter(c.ctx, next, look.Letter))
	do(t, c.desk.CloseCase(c.ctx))
	if again := must(c.desk.ReadLetter(c.ctx, printed))(t); again.Fault != "letter-used" || again.Params["ref"] != c.row(next).Ref {
		t.Errorf("once it is taken: %+v", again)
	}
}

// TestTheLetterOfAReferredCaseTellsNothing: wherever it is scanned, and by
// whomever, the answer is that of a case that waits.
func TestTheLetterOfAReferredCaseTellsNothing(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	printed := map[string]string{"waits": c.letter(rosa()), "referred": c.letter(rosa())}
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	waits := c.fill(printed["waits"])
	do(t, c.desk.Submit(c.ctx, waits, phrase, true))
	referred := c.fill(printed["referred"])
	do(t, c.desk.RaiseConcern(c.ctx, referred, casework.Concern{Kind: "document", Item: c.shown().Case.Evidence[0].ID, Alone: evidence.No}))
	c.swap(both)
	do(t, c.desk.SetSecondLook(c.ctx, referred, casework.SecondLook{View: casework.ViewRefer}))
	other := must(c.desk.NewCase(c.ctx))(t)
	for _, who := range []trust.PersonID{officer, supervisor, both} {
		c.swap(who)
		for where, leave := range map[string]func(casework.ID) error{
			"at home":       func(casework.ID) error { return c.desk.CloseCase(c.ctx) },
			"on its screen": func(id casework.ID) error { return c.desk.OpenCase(c.ctx, id) },
			"in another":    func(casework.ID) error { return c.desk.OpenCase(c.ctx, other) },
		} {
			for name, id := range map[string]casework.ID{"waits": waits, "referred": referred} {
				do(t, leave(id))
				look := must(c.desk.ReadLetter(c.ctx, printed[name]))(t)
				if look.Fault != "letter-used" || look.Params["ref"] != c.row(id).Ref || look.Before != nil || look.Resume != "" || look.Record != nil || len(look.Params) != 1 {
					t.Errorf("%s, %s, by %s: %+v", name, where, who, look)
				}
				do(t, c.desk.Offer(c.ctx, look))
				code(t, c.desk.SetLetter(c.ctx, other, look.Letter), "letter-not-read")
			}
		}
	}
}
