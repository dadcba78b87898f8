package casework_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
)

const taliesin = trust.PersonID("p-taliesin")

func asked(t *testing.T) *casework.Case {
	t.Helper()
	c := opened()
	caseworktest.Do(t, c.RaiseConcern(casework.Concern{Kind: "document"}, by(idris)))
	return c
}

func looked(view casework.View) func(*testing.T) *casework.Case {
	return func(t *testing.T) *casework.Case {
		t.Helper()
		c := asked(t)
		caseworktest.Do(t, c.SetSecondLook(casework.SecondLook{View: view}, trusttest.Policy(t), by(mair)))
		return c
	}
}

func TestSecondLook(t *testing.T) {
	rules := trusttest.Policy(t)
	look := func(view casework.View, who trust.PersonID) func(*casework.Case) error {
		return func(c *casework.Case) error { return c.SetSecondLook(casework.SecondLook{View: view}, rules, by(who)) }
	}
	raise := func(who trust.PersonID) func(*casework.Case) error {
		return func(c *casework.Case) error { return c.RaiseConcern(casework.Concern{Kind: "worried"}, by(who)) }
	}
	clears := func(supervisor bool, who trust.PersonID) func(*casework.Case) error {
		return func(c *casework.Case) error { return c.ClearConcern(supervisor, by(who)) }
	}
	gone := func(t *testing.T) *casework.Case {
		c := asked(t)
		caseworktest.Do(t, c.Close(withdrawn(), rules, by(idris)))
		return c
	}
	parked := func(t *testing.T) *casework.Case {
		c := asked(t)
		caseworktest.Do(t, c.Park(comeBack(), rules, by(idris)))
		return c
	}
	resumed := func(t *testing.T) *casework.Case {
		c := parked(t)
		caseworktest.Do(t, c.SetSecondLook(casework.SecondLook{View: casework.ViewRefer}, rules, by(mair)))
		caseworktest.Do(t, c.Resume(rules, untrained, by(idris)))
		return c
	}
	rested := func(t *testing.T) *casework.Case {
		c := resumed(t)
		caseworktest.Do(t, c.ClearConcern(true, by(taliesin)))
		return c
	}
	for name, test := range map[string]struct {
		from    func(*testing.T) *casework.Case
		do      func(*casework.Case) error
		want    error
		state   casework.State
		outcome casework.Outcome
	}{
		"ok/nothing":                           {asked, look(casework.ViewNothing, mair), nil, casework.Open, ""},
		"ok/unsure":                            {asked, look(casework.ViewUnsure, mair), nil, casework.Open, ""},
		"ok/refer":                             {asked, look(casework.ViewRefer, mair), nil, casework.Closed, casework.Referred},
		"ok/refer after the resident left":     {gone, look(casework.ViewRefer, mair), nil, casework.Closed, casework.Withdrawn},
		"ok/refer while parked":                {parked, look(casework.ViewRefer, mair), nil, casework.Parked, ""},
		"ok/supervisor after the team's word":  {resumed, clears(true, taliesin), nil, casework.Open, ""},
		"refused/officer after that":           {resumed, clears(false, taliesin), casework.ErrSecondReferred, casework.Open, ""},
		"refused/who handed it on, after that": {resumed, clears(false, mair), casework.ErrSecondReferred, casework.Open, ""},
		"refused/the same, as a supervisor":    {resumed, clears(true, mair), casework.ErrSecondReferred, casework.Open, ""},
		"refused/who asked, after that":        {resumed, clears(true, idris), casework.ErrSecondSame, casework.Open, ""},
		"refused/asked anew by who asked":      {resumed, raise(idris), casework.ErrSecondOpen, casework.Open, ""},
		"refused/asked anew by another":        {resumed, raise(taliesin), casework.ErrSecondOpen, casework.Open, ""},
		"refused/looked at anew":               {resumed, look(casework.ViewNothing, taliesin), casework.ErrSecondNone, casework.Open, ""},
		"ok/asked anew once it rests":          {rested, raise(idris), nil, casework.Open, ""},
		"ok/say it otherwise":                  {asked, raise(idris), nil, casework.Open, ""},
		"ok/ask again after a look":            {looked(casework.ViewNothing), raise(taliesin), nil, casework.Open, ""},
		"ok/second officer lets it rest":       {looked(casework.ViewUnsure), clears(false, mair), nil, casework.Open, ""},
		"ok/supervisor lets it rest unseen":    {asked, clears(true, taliesin), nil, casework.Open, ""},
		"refused/look by who asked":            {asked, look(casework.ViewNothing, idris), casework.ErrSecondSame, casework.Open, ""},
		"refused/look at nothing":              {fresh, look(casework.ViewNothing, mair), casework.ErrSecondNone, casework.Open, ""},
		"refused/look twice":                   {looked(casework.ViewUnsure), look(casework.ViewNothing, taliesin), casework.ErrSecondNone, casework.Open, ""},
		"refused/no view":                      {asked, look("", mair), casework.ErrSecondView, casework.Open, ""},
		"refused/look at what is signed":       {submitted, look(casework.ViewRefer, mair), casework.ErrNotOpen, casework.WithSupervisor, ""},
		"refused/ask of what is signed":        {submitted, raise(idris), casework.ErrNotOpen, casework.WithSupervisor, ""},
		"refused/another asks meanwhile":       {asked, raise(mair), casework.ErrSecondThere, casework.Open, ""},
		"refused/without a kind":               {fresh, func(c *casework.Case) error { return c.RaiseConcern(casework.Concern{}, by(idris)) }, casework.ErrNoReason, casework.Open, ""},
		"refused/about what is not there": {fresh, func(c *casework.Case) error {
			return c.RaiseConcern(casework.Concern{Kind: "document", Item: "x"}, by(idris))
		}, casework.ErrNoItem, casework.Open, ""},
		"refused/who asked lets it rest":      {asked, clears(false, idris), casework.ErrSecondSame, casework.Open, ""},
		"refused/who asked, as a supervisor":  {asked, clears(true, idris), casework.ErrSecondSame, casework.Open, ""},
		"refused/an officer who never looked": {looked(casework.ViewUnsure), clears(false, taliesin), casework.ErrSecondSame, casework.Open, ""},
		"refused/what was referred":           {looked(casework.ViewRefer), clears(true, mair), casework.ErrNotOpen, casework.Closed, casework.Referred},
		"refused/an officer refers alone": {fresh, func(c *casework.Case) error {
			return c.Close(casework.Closing{Outcome: casework.Referred, Reason: "second_look"}, rules, by(idris))
		}, casework.ErrOutcome, casework.Open, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := test.from(t)
			before := c.Clone()
			err := test.do(c)
			if !errors.Is(err, test.want) || c.State != test.state || c.Outcome != test.outcome {
				t.Errorf("%v in state %s, outcome %q", err, c.State, c.Outcome)
			}
			if c.Outcome == casework.Referred && !errors.Is(c.Reopen(by(mair)), casework.ErrNotEnded) {
				t.Error("what was handed on can be taken back")
			}
			if diff := cmp.Diff(before, c); test.want != nil && diff != "" {
				t.Errorf("a refused command changed the case:\n%s", diff)
			}
		})
	}
}

func TestSecondLookIsKeptAndIsAnAct(t *testing.T) {
	c := looked(casework.ViewNothing)(t)
	caseworktest.Do(t, c.RaiseConcern(casework.Concern{Kind: "person"}, by(taliesin)))
	if len(c.FormerConcerns) != 1 || c.FormerConcerns[0].Second == nil || c.Concern.Second != nil {
		t.Errorf("the look before is lost: %+v", c)
	}
	for _, who := range []trust.PersonID{idris, mair, taliesin} {
		if !c.Took(who) {
			t.Errorf("%s may approve what they looked at", who)
		}
	}
	if c.SecondLookWanted(taliesin) || !c.SecondLookWanted(mair) {
		t.Error("who can make the look is wrong")
	}
}

// TestSecondLookBeforeTheSupervisor: what still wants a look is not sent, and
// what a look handed on is not issued, whatever the case was made to say.
func TestSecondLookBeforeTheSupervisor(t *testing.T) {
	c := trusttest.New(t, caseworktest.Now())
	rules := trusttest.Policy(t)
	k := caseworktest.WithPassport(t, c, rules)
	day := resident.DateOf(c.Now)
	caseworktest.Do(t, k.Missing(rules, day))
	at := casework.By{Person: c.Officer.ID, At: c.Now}
	caseworktest.Do(t, k.RaiseConcern(casework.Concern{Kind: "worried", Alone: evidence.Yes}, at))
	if err := k.Missing(rules, day); !errors.Is(err, casework.ErrSecondMissing) ||
		casework.StepOf(fault.All(err)[0]) != casework.StepReview {
		t.Errorf("sent without a second look: %v", err)
	}
	caseworktest.Do(t, k.SetSecondLook(casework.SecondLook{View: casework.ViewUnsure}, rules, by(taliesin)))
	caseworktest.Do(t, k.Missing(rules, day))
	for view, want := range map[casework.View]error{casework.ViewUnsure: nil, casework.ViewRefer: casework.ErrSecondOpen} {
		s := submitted(t)
		s.Concern = &casework.Concern{Kind: "person", By: idris, Second: &casework.SecondLook{View: view, By: taliesin}}
		if err := s.Issue("a", "a-1", by(mair)); !errors.Is(err, want) {
			t.Errorf("issued with %s: %v", view, err)
		}
	}
}

// TestFailedChecksAccuseNobody: whatever was found of a document, no concern
// arises by itself and nothing but the answers changes.
func TestFailedChecksAccuseNobody(t *testing.T) {
	c := trusttest.New(t, caseworktest.Now())
	rules := trusttest.Policy(t)
	k := caseworktest.WithPassport(t, c, rules)
	item := k.Evidence[0].Clone()
	for i := range item.Checks {
		item.Checks[i].Answer = evidence.No
	}
	item.Fields["mrz"] = "P<GBRSPECIMEN<<ROSA<MAI<<<<<<<<<<<<<<<<<<<<<\n5000000010GBR8804170F3103020<<<<<<<<<<<<<<00"
	item.Conditions = map[string]string{"chip": "failed"}
	caseworktest.Do(t, k.PutEvidence(item, casework.By{Person: c.Officer.ID, At: c.Now}))
	if k.Concern != nil || k.State != casework.Open || k.Outcome != "" {
		t.Errorf("a failed check alone changed the case: %+v", k.Concern)
	}
	if err := k.Missing(rules, resident.DateOf(c.Now)); slices.ContainsFunc(fault.All(err), func(e *fault.Error) bool {
		return e.Code == casework.ErrSecondMissing.Code
	}) {
		t.Error("a failed check asks for a second look by itself")
	}
}

// TestLeave: who is doubted goes home like everybody else, once, and what they
// were told counts from then, whatever the look comes to.
func TestLeave(t *testing.T) {
	rules := trusttest.Policy(t)
	left := func(t *testing.T) *casework.Case {
		c := asked(t)
		caseworktest.Do(t, c.Leave(by(idris)))
		return c
	}
	referred := func(t *testing.T) *casework.Case { // while parked, and come back since
		c := asked(t)
		caseworktest.Do(t, c.Park(comeBack(), rules, by(idris)))
		caseworktest.Do(t, c.SetSecondLook(casework.SecondLook{View: casework.ViewRefer}, rules, by(mair)))
		caseworktest.Do(t, c.Resume(rules, untrained, by(idris)))
		return c
	}
	for name, test := range map[string]struct {
		from func(*testing.T) *casework.Case
		want error
	}{
		"ok/while the look waits":       {asked, nil},
		"ok/what was handed on":         {referred, nil},
		"refused/nobody asked":          {fresh, casework.ErrSecondNone},
		"refused/the look is made":      {looked(casework.ViewUnsure), casework.ErrSecondNone},
		"refused/twice":                 {left, casework.ErrNotOpen},
		"refused/it is with somebody":   {submitted, casework.ErrNotOpen},
		"refused/it ended by that look": {looked(casework.ViewRefer), casework.ErrNotOpen},
	} {
		t.Run(name, func(t *testing.T) {
			c := test.from(t)
			before := c.Clone()
			err := c.Leave(by(idris))
			if fault.Code(err) != fault.Code(test.want) {
				t.Fatalf("%v", err)
			}
			if err != nil {
				if diff := cmp.Diff(before, c); diff != "" {
					t.Errorf("a refused command changed the case:\n%s", diff)
				}
				return
			}
			if c.State != casework.Open || c.Left.IsZero() || c.Looked() == nil || c.Submission != nil || c.Closing != nil {
				t.Errorf("state %s, left %v, %+v", c.State, c.Left, c.Submission)
			}
		})
	}
	t.Run("the day counts from then", func(t *testing.T) {
		c := left(t)
		words, until := c.Following(rules)
		later := casework.By{Person: mair, At: c.Left.AddDate(0, 0, 3)}
		caseworktest.Do(t, c.SetSecondLook(casework.SecondLook{View: casework.ViewRefer}, rules, later))
		if w, u := c.Following(rules); w != words || !u.Equal(until) || !c.Closing.Until.Equal(until) || until.Before(later.At) {
			t.Errorf("by %v, and after the look by %v", until, u)
		}
	})
	t.Run("another visit is another visit", func(t *testing.T) {
		c := left(t)
		caseworktest.Do(t, c.Park(comeBack(), rules, by(idris)))
		caseworktest.Do(t, c.Resume(rules, untrained, by(idris)))
		if !c.Left.IsZero() {
			t.Error("who is here again has left")
		}
	})
}
