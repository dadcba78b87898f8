package casework_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
)

// FuzzCommands gives commands in any order by any of three people and holds
// what must be true of a case after each of them.
func FuzzCommands(f *testing.F) {
	rules := trusttest.Policy(f)
	f.Add([]byte{0, 4, 12, 24, 28, 37, 40})       // to a receipt
	f.Add([]byte{0, 12, 24, 28, 33, 24, 28, 38})  // returned, submitted again
	f.Add([]byte{24, 28, 36, 32, 45, 48, 12, 16}) // refused
	f.Add([]byte{12, 64, 68, 72, 72, 76, 48, 80, 84, 88})
	f.Add([]byte{24, 28, 37, 84, 24, 28, 37, 40, 92})
	f.Add([]byte{104, 120, 64, 117, 68, 104, 105, 109, 120}) // handed on while parked
	f.Fuzz(func(t *testing.T, program []byte) {
		if len(program) > 200 {
			return
		}
		c := opened()
		people := []trust.PersonID{idris, mair, "p-third"}
		for n, op := range program {
			who := by(people[int(op&3)%len(people)])
			before := c.Clone()
			err := command(c, rules, op>>2, n, who)
			if err != nil && !cmp.Equal(before, c, cmpopts.EquateEmpty()) {
				t.Fatalf("op %#x refused with %v, yet the case changed:\n%s", op, err, cmp.Diff(before, c, cmpopts.EquateEmpty()))
			}
			hold(t, before, c)
		}
	})
}

func command(c *casework.Case, rules *policy.Policy, op byte, n int, who casework.By) error {
	jti := string(rune('a' + n%26))
	item := evidence.Item{ID: "e-1", Type: "passport"}
	switch op {
	case 0:
		return c.SetLetter(casework.Letter{Path: casework.LetterNone}, who)
	case 1:
		return c.SetResident(casework.Resident{}, who)
	case 2:
		return c.SetPurpose(casework.Purpose{}, who)
	case 3:
		return c.PutEvidence(item, who)
	case 4:
		return c.RemoveEvidence("e-1", who)
	case 5:
		return c.RestoreEvidence("e-1", who)
	case 6:
		return c.Begin(casework.Intent{JTI: jti}, who)
	case 7:
		if c.Intent != nil {
			jti = c.Intent.JTI
		}
		return c.Propose(casework.Submission{JTI: jti}, who)
	case 8:
		return c.Return("reason", "", who)
	case 9:
		return c.Issue("approval", jti, who)
	case 10:
		return c.Accept("receipt", who.At)
	case 11:
		return c.Refuse("reason", "", who)
	case 12:
		return c.Close(casework.Closing{Outcome: casework.NotVerified, Reason: "not_enough"}, rules, who)
	case 13:
		c.VoidIntent()
		return nil
	case 14:
		return c.SetLikeness(evidence.Likeness{Against: "e-1"}, who)
	case 15:
		return c.SetCheck(casework.Check{JTI: jti}, who)
	default:
		return leave(c, rules, op, who)
	}
}

// leave is a command that ends a visit, or begins the next.
func leave(c *casework.Case, rules *policy.Policy, op byte, who casework.By) error {
	switch op {
	case 16:
		return c.Park(comeBack(), rules, who)
	case 17:
		return c.Resume(rules, untrained, who)
	case 18:
		return c.AnswerFlag(0, casework.Keep, who)
	case 19:
		return c.Close(casework.Closing{Outcome: casework.Withdrawn, Reason: "changed_mind"}, rules, who)
	case 20:
		return c.Reopen(who)
	case 21:
		return c.ReopenRefused(who)
	case 22:
		return c.AllowRetry(who)
	case 23:
		_, err := c.Correct("c-2", "SB-2", "DESK07", rules, "name_misspelt", "", who)
		return err
	case 24:
		_, err := c.Retry("c-3", "SB-3", "DESK07", 1, who)
		return err
	case 25:
		return c.Lapse(who.At.AddDate(1, 0, 0))
	default:
		return second(c, rules, op, who)
	}
}

// second is a command about a second look.
func second(c *casework.Case, rules *policy.Policy, op byte, who casework.By) error {
	switch op {
	case 26:
		return c.RaiseConcern(casework.Concern{Kind: "document"}, who)
	case 27:
		return c.ClearConcern(false, who)
	case 28:
		return c.SetSecondLook(casework.SecondLook{View: casework.ViewNothing}, rules, who)
	case 29:
		return c.SetSecondLook(casework.SecondLook{View: casework.ViewRefer}, rules, who)
	default:
		return c.Leave(who)
	}
}

func hold(t *testing.T, before, c *casework.Case) {
	t.Helper()
	s := c.Submission
	if s != nil && s.Approval != "" && c.Took(s.ApprovedBy) {
		t.Fatalf("approved by %s, who acted on it", s.ApprovedBy)
	}
	if (c.Outcome != casework.NoOutcome) != (c.State == casework.Closed) {
		t.Fatalf("state %s with outcome %q", c.State, c.Outcome)
	}
	if c.Outcome == casework.Vouched && (s == nil || s.Approval == "" || s.Receipt == "") {
		t.Fatal("vouched without approval and receipt")
	}
	if (c.State == casework.WithSupervisor || c.State == casework.BeingChecked) && s == nil {
		t.Fatalf("state %s without a submission", c.State)
	}
	if c.State == casework.Open && s != nil || c.State != casework.Open && c.Intent != nil {
		t.Fatalf("state %s: submission %v, intent %v", c.State, s, c.Intent)
	}
	if len(c.Acts) < len(before.Acts) || !cmp.Equal(before.Acts, c.Acts[:len(before.Acts)]) || len(c.Voided) < len(before.Voided) {
		t.Fatal("what was done is forgotten")
	}
	if before.State == casework.Closed && c.State != casework.Closed &&
		(before.Outcome == casework.Vouched || before.Closing.By != c.Acts[len(c.Acts)-1].By) {
		t.Fatal("a closed case is open again")
	}
	if s != nil && before.Submission != nil && s.Approval != before.Submission.Approval && before.Submission.Approval != "" {
		t.Fatal("an approval was replaced")
	}
	if n := before.Concern; n != nil && n.Second != nil && n.Second.View == casework.ViewRefer && c.Concern.Cleared.IsZero() &&
		(c.Concern.Second == nil || c.Concern.Second.View != casework.ViewRefer) && n.Cleared.IsZero() {
		t.Fatal("a referral was talked away")
	}
	if len(c.Evidence) > 1 || len(c.Removed) > 1 {
		t.Fatal("one item became several")
	}
}
