package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/letter"
)

func TestLetterStates(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	plain, recorded := c.letter(nil), c.letter(rosa())
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill(recorded) // before its record has come
	status := func() string { return c.desk.Snapshot().Open.Steps[0].Status }
	if got := status(); got != desk.StepSigned {
		t.Errorf("without a record: %s", got)
	}
	do(t, c.desk.Sync(c.ctx)) // now it is here, while the case is open
	if got := status(); got != desk.StepMatches {
		t.Errorf("with its record: %s", got)
	}
	other := caseworktest.Rosa()
	other.Address.Lines = []string{"13 Sample Row"}
	do(t, c.desk.SetResident(c.ctx, id, other))
	if got := status(); got != desk.StepMismatch {
		t.Errorf("another address: %s", got)
	}
	look := must(c.desk.ReadLetter(c.ctx, plain))(t)
	do(t, c.desk.SetLetter(c.ctx, id, look.Letter))
	if got := status(); got != desk.StepSigned {
		t.Errorf("a letter without record: %s", got)
	}
	do(t, c.desk.SetNoLetter(c.ctx, id))
	if got := status(); got != desk.StepNone {
		t.Errorf("no letter: %s", got)
	}
}

func TestLetterUsedHere(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	printed := c.letter(rosa())
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	first := c.fill(printed)
	again := must(c.desk.ReadLetter(c.ctx, printed))(t)
	if again.Fault != "" {
		t.Errorf("the same case may not scan it again: %s", again.Fault)
	}
	second := must(c.desk.NewCase(c.ctx))(t)
	look := must(c.desk.ReadLetter(c.ctx, printed))(t)
	if look.Fault != "letter-used" || look.Params["ref"] != c.row(first).Ref {
		t.Errorf("look: %s %v", look.Fault, look.Params)
	}
	code(t, c.desk.SetLetter(c.ctx, second, again.Letter), "letter-used")
	do(t, c.desk.SetNoLetter(c.ctx, first)) // gives it back
	look = must(c.desk.ReadLetter(c.ctx, printed))(t)
	if look.Fault != "" {
		t.Errorf("a letter given back: %s", look.Fault)
	}
	do(t, c.desk.SetLetter(c.ctx, second, look.Letter))
}

func TestLetterFaults(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	printed := c.letter(nil)
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	must(c.desk.NewCase(c.ctx))(t)
	forged := []byte(printed)
	for i := 90; i < 100; i++ {
		if forged[i] != 'A' {
			forged[i] = 'A'
			break
		}
	}
	stranger := "VLA" + strings.Repeat("A", 4) + printed[7:]
	for name, in := range map[string]struct{ text, want string }{
		"refused/forged":          {string(forged), "letter-forged"},
		"refused/another council": {stranger, "letter-other-council"},
		"refused/something else":  {"https://example.test/", "letter-not-a-code"},
		"refused/cut":             {printed[:80], "letter-damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			if look := must(c.desk.ReadLetter(c.ctx, in.text))(t); look.Fault != in.want {
				t.Errorf("got %s, want %s", look.Fault, in.want)
			}
		})
	}
	code(t, c.desk.SetLetter(c.ctx, c.desk.Snapshot().Open.Case.ID, casework.Letter{
		Path: casework.LetterScanned, JTI: "AAAAAAAAAAAAAAAAAAAAAA", State: letter.Matches,
	}), "letter-not-read")
	c.gate.shut()
	c.clock.pass(22 * 24 * time.Hour)
	if look := must(c.desk.ReadLetter(c.ctx, printed))(t); look.Fault != "letter-expired" || look.Params["until"] == "" {
		t.Errorf("three weeks on: %s", look.Fault)
	}
}

// TestLetterOfTooLongALife: a code states its own life, but the policy says how
// long any may live. Signing one that says more takes the council's key, such as
// of whoever stole it or printed under another policy.
func TestLetterOfTooLongALife(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	printed := c.letter(nil)
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := must(c.desk.NewCase(c.ctx))(t)
	look := must(c.desk.ReadLetter(c.ctx, printed))(t)
	if look.Fault != "" {
		t.Fatal(look.Fault)
	}
	do(t, c.desk.SetLetter(c.ctx, id, look.Letter))
	c.publish(2, func(p rules) { p["limits"].(rules)["letter_days"] = 10 })
	if got := must(c.desk.ReadLetter(c.ctx, printed))(t); got.Fault != "letter-life" || got.Letter.JTI != "" {
		t.Errorf("under a policy of ten days: %+v", got)
	}
	if !slices.ContainsFunc(c.opened(id).Missing, func(r desk.Reason) bool { return r.Code == "letter-life" }) {
		t.Error("the one that was taken may stay")
	}
	do(t, c.desk.SetNoLetter(c.ctx, id))
	if got := must(c.desk.ReadLetter(c.ctx, c.letter(nil)))(t); got.Fault != "" {
		t.Errorf("of ten days: %s", got.Fault)
	}
}

func TestLetterOfferedOnEveryScreen(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	printed := c.letter(nil)
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	look := must(c.desk.ReadLetter(c.ctx, printed))(t)
	do(t, c.desk.Offer(c.ctx, look))
	if got := c.desk.Snapshot().Offered; got == nil || got.Letter.JTI != look.Letter.JTI {
		t.Fatalf("offered: %+v", got)
	}
	id := must(c.desk.NewCase(c.ctx))(t)
	do(t, c.desk.SetLetter(c.ctx, id, look.Letter))
	if c.desk.Snapshot().Offered != nil {
		t.Error("a letter that was taken is still offered")
	}
}
