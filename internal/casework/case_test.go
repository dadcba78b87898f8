package casework_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
)

const (
	idris = trust.PersonID("p-idris")
	mair  = trust.PersonID("p-mair")
)

func clock() time.Time { return time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC) }

func by(who trust.PersonID) casework.By { return casework.By{Person: who, At: clock()} }

func opened() *casework.Case { return casework.New("c-1", "SB-1", "DESK07", 1, by(idris)) }

// submitted is a case that waits for a supervisor.
func submitted(t *testing.T) *casework.Case {
	t.Helper()
	c := opened()
	caseworktest.Do(t, c.Begin(casework.Intent{JTI: "j-1", Seq: 1}, by(idris)))
	caseworktest.Do(t, c.Propose(casework.Submission{JTI: "j-1", Token: "t~"}, by(idris)))
	return c
}

func TestCommands(t *testing.T) {
	issued := func(t *testing.T) *casework.Case {
		c := submitted(t)
		caseworktest.Do(t, c.Issue("a", "a-1", by(mair)))
		return c
	}
	tests := map[string]struct {
		from func(t *testing.T) *casework.Case
		do   func(c *casework.Case) error
		want error
		then casework.State
	}{
		"ok/submit":                        {submitted, func(*casework.Case) error { return nil }, nil, casework.WithSupervisor},
		"ok/return":                        {submitted, func(c *casework.Case) error { return c.Return("photo", "", by(mair)) }, nil, casework.Open},
		"ok/refuse":                        {submitted, func(c *casework.Case) error { return c.Refuse("doubt", "", by(mair)) }, nil, casework.Closed},
		"ok/issue":                         {submitted, func(c *casework.Case) error { return c.Issue("a", "a-1", by(mair)) }, nil, casework.BeingChecked},
		"ok/receipt":                       {issued, func(c *casework.Case) error { return c.Accept("r", clock()) }, nil, casework.Closed},
		"ok/receipt twice":                 {issued, func(c *casework.Case) error { return errors.Join(c.Accept("r", clock()), c.Accept("r2", clock())) }, nil, casework.Closed},
		"refused/change while submitted":   {submitted, func(c *casework.Case) error { return c.SetResident(casework.Resident{}, by(idris)) }, casework.ErrNotOpen, casework.WithSupervisor},
		"refused/submit twice":             {submitted, func(c *casework.Case) error { return c.Propose(casework.Submission{JTI: "j-1"}, by(idris)) }, casework.ErrNotOpen, casework.WithSupervisor},
		"refused/propose without intent":   {fresh, func(c *casework.Case) error { return c.Propose(casework.Submission{JTI: "j-1"}, by(idris)) }, casework.ErrNotOpen, casework.Open},
		"refused/propose another jti":      {begun, func(c *casework.Case) error { return c.Propose(casework.Submission{JTI: "j-2"}, by(idris)) }, casework.ErrNotOpen, casework.Open},
		"refused/propose another's intent": {begun, func(c *casework.Case) error { return c.Propose(casework.Submission{JTI: "j-1"}, by(mair)) }, casework.ErrNotOpen, casework.Open},
		"refused/change while signing":     {begun, func(c *casework.Case) error { return c.SetPurpose(casework.Purpose{}, by(idris)) }, casework.ErrNotOpen, casework.Open},
		"refused/sign twice at once":       {begun, func(c *casework.Case) error { return c.Begin(casework.Intent{JTI: "j-2"}, by(idris)) }, casework.ErrNotOpen, casework.Open},
		"ok/change after a void intent":    {begun, func(c *casework.Case) error { c.VoidIntent(); return c.SetPurpose(casework.Purpose{}, by(idris)) }, nil, casework.Open},
		"refused/issue by its officer":     {submitted, func(c *casework.Case) error { return c.Issue("a", "a-1", by(idris)) }, casework.ErrFourEyes, casework.WithSupervisor},
		"refused/return by its officer":    {submitted, func(c *casework.Case) error { return c.Return("x", "", by(idris)) }, casework.ErrFourEyes, casework.WithSupervisor},
		"refused/refuse by its officer":    {submitted, func(c *casework.Case) error { return c.Refuse("x", "", by(idris)) }, casework.ErrFourEyes, casework.WithSupervisor},
		"refused/return without reason":    {submitted, func(c *casework.Case) error { return c.Return("", "", by(mair)) }, casework.ErrNoReason, casework.WithSupervisor},
		"refused/issue what is open":       {fresh, func(c *casework.Case) error { return c.Issue("a", "a-1", by(mair)) }, casework.ErrNotWithSupervisor, casework.Open},
		"refused/issue twice":              {issued, func(c *casework.Case) error { return c.Issue("a", "a-2", by(mair)) }, casework.ErrNotWithSupervisor, casework.BeingChecked},
		"refused/receipt before approval":  {submitted, func(c *casework.Case) error { return c.Accept("r", clock()) }, casework.ErrNotIssued, casework.WithSupervisor},
		"refused/receipt of nothing":       {fresh, func(c *casework.Case) error { return c.Accept("r", clock()) }, casework.ErrNotIssued, casework.Open},
		"refused/remove what is not there": {fresh, func(c *casework.Case) error { return c.RemoveEvidence("x", by(idris)) }, casework.ErrNoItem, casework.Open},
		"refused/restore what was not":     {fresh, func(c *casework.Case) error { return c.RestoreEvidence("x", by(idris)) }, casework.ErrNoItem, casework.Open},
		"refused/compare with nothing":     {fresh, func(c *casework.Case) error { return c.SetLikeness(evidence.Likeness{Against: "x"}, by(idris)) }, casework.ErrNoItem, casework.Open},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := test.from(t)
			before := c.Clone()
			err := test.do(c)
			if !errors.Is(err, test.want) || c.State != test.then {
				t.Errorf("%v in state %s, want %v in %s", err, c.State, test.want, test.then)
			}
			if diff := cmp.Diff(before, c); test.want != nil && diff != "" {
				t.Errorf("a refused command changed the case:\n%s", diff)
			}
		})
	}
}

func fresh(*testing.T) *casework.Case { return opened() }

func begun(t *testing.T) *casework.Case {
	t.Helper()
	c := opened()
	caseworktest.Do(t, c.Begin(casework.Intent{JTI: "j-1", Seq: 1}, by(idris)))
	return c
}

func TestReturnedAndSubmittedAgain(t *testing.T) {
	c := submitted(t)
	caseworktest.Do(t, c.Return("photo", "see page 2", by(mair)))
	if c.Submission != nil || len(c.Voided) != 1 || c.Voided[0].Void != "return" || c.Decision.Reason != "photo" {
		t.Errorf("after return: %+v", c)
	}
	caseworktest.Do(t, c.Begin(casework.Intent{JTI: "j-2", Seq: 2}, by(idris)))
	caseworktest.Do(t, c.Propose(casework.Submission{JTI: "j-2"}, by(idris)))
	if c.Decision != nil || c.Submission.JTI != "j-2" {
		t.Errorf("again: %+v", c)
	}
	caseworktest.Do(t, c.Issue("a", "a-1", by(mair))) // having returned it is not having acted on it
}

func TestRemovedAndRestored(t *testing.T) {
	c := opened()
	item := evidence.Item{ID: "e-1", Type: "passport", Fields: map[string]string{"number": "1"}}
	caseworktest.Do(t, c.PutEvidence(item, by(idris)))
	caseworktest.Do(t, c.RemoveEvidence("e-1", by(idris)))
	if len(c.Evidence) != 0 || len(c.Removed) != 1 {
		t.Fatalf("%d here, %d removed", len(c.Evidence), len(c.Removed))
	}
	caseworktest.Do(t, c.RestoreEvidence("e-1", by(mair)))
	got, ok := c.Item("e-1")
	if !ok || got.Fields["number"] != "1" || len(c.Removed) != 0 {
		t.Errorf("%v %v", got, ok)
	}
	item.Fields = map[string]string{"number": "2"}
	caseworktest.Do(t, c.RemoveEvidence("e-1", by(idris)))
	caseworktest.Do(t, c.PutEvidence(item, by(mair)))
	if err := c.RestoreEvidence("e-1", by(mair)); !errors.Is(err, casework.ErrItemThere) {
		t.Errorf("restored beside itself: %v", err)
	}
	if got, _ := c.Item("e-1"); got.Fields["number"] != "2" || got.By != string(mair) || len(c.Evidence) != 1 {
		t.Error("edited it is another")
	}
	if !slices.Equal(c.Actors(), []trust.PersonID{idris, mair}) || !c.Took(mair) || c.Took("p-other") {
		t.Errorf("actors %v", c.Actors())
	}
}

// TestCheckFallsAway: the council's sources were asked about somebody else.
func TestCheckFallsAway(t *testing.T) {
	rosa := caseworktest.Rosa()
	for name, change := range map[string]func(*casework.Resident){
		"name":    func(r *casework.Resident) { r.Name.Given = "Rosa" },
		"birth":   func(r *casework.Resident) { r.Born.Day++ },
		"address": func(r *casework.Resident) { r.Address.Lines = []string{"13 Sample Row"} },
		"contact": func(r *casework.Resident) { r.Contact.How = resident.Collect },
	} {
		c := opened()
		caseworktest.Do(t, c.SetResident(rosa, by(idris)))
		caseworktest.Do(t, c.SetCheck(casework.Check{JTI: "k"}, by(idris)))
		changed := rosa
		change(&changed)
		caseworktest.Do(t, c.SetResident(changed, by(idris)))
		if kept := c.Check != nil; kept != (name == "contact") {
			t.Errorf("%s changed: check kept %v", name, kept)
		}
	}
}

func TestCloneIsDetached(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	k := caseworktest.WithPassport(t, c, rules)
	copied := k.Clone()
	if diff := cmp.Diff(k, copied); diff != "" {
		t.Error(diff)
	}
	copied.Evidence[0].Fields["number"] = "changed"
	copied.Resident.Name.Given = "changed"
	copied.Acts[0].By = "changed"
	if k.Evidence[0].Fields["number"] == "changed" || k.Resident.Name.Given == "changed" || k.Acts[0].By == "changed" {
		t.Error("the clone shares something with the case")
	}
}

func TestMissingInOrder(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	var got []string
	for _, e := range fault.All(opened().Missing(rules, resident.DateOf(clock()))) {
		got = append(got, string(casework.StepOf(e)))
	}
	want := []string{"letter", "resident", "purpose", "evidence"}
	if !slices.Equal(got, want) {
		t.Errorf("steps %v, want %v", got, want)
	}
	if err := caseworktest.WithPassport(t, c, rules).Missing(rules, resident.DateOf(c.Now)); err != nil {
		t.Errorf("a complete case lacks %v", err)
	}
	for _, e := range fault.All(caseworktest.New(t, c, rules).Missing(rules, resident.DateOf(c.Now))) {
		t.Errorf("a letter that matches is evidence, yet %v", e)
	}
	if !slices.Equal(casework.Steps(), []casework.Step{"letter", "resident", "purpose", "evidence", "likeness", "referee", "review"}) {
		t.Error(casework.Steps())
	}
}

// TestToldOnce: who goes over the notice again and changes nothing has told
// nothing again; anything else is a telling of its own.
func TestToldOnce(t *testing.T) {
	k := opened()
	later := casework.By{Person: mair, At: clock().Add(time.Hour)}
	told := casework.Purpose{Service: "blue_badge", Notice: "1", Told: "read_aloud", Language: "en"}
	caseworktest.Do(t, k.SetPurpose(told, by(idris)))
	caseworktest.Do(t, k.SetPurpose(told, later))
	if p := k.Purpose; !p.At.Equal(clock()) || p.By != idris || k.Took(mair) {
		t.Errorf("told at %v by %s", p.At, p.By)
	}
	told.Told = "given"
	caseworktest.Do(t, k.SetPurpose(told, later))
	if p := k.Purpose; !p.At.Equal(later.At) || p.By != mair || !k.Took(mair) {
		t.Errorf("told otherwise at %v by %s", p.At, p.By)
	}
}
