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
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
)

func untrained(trust.PersonID) policy.Training { return policy.Training{} }

func comeBack() casework.Closing {
	return casework.Closing{Outcome: casework.ComeBack, Reason: "more_evidence", Bring: []string{"birth_certificate"}}
}

func withdrawn() casework.Closing {
	return casework.Closing{Outcome: casework.Withdrawn, Reason: "changed_mind"}
}

// later is an act of somebody some time after the others.
func later(who trust.PersonID, d time.Duration) casework.By {
	return casework.By{Person: who, At: clock().Add(d)}
}

const day = 24 * time.Hour

// every is a case in each state that a case can be in.
func every(t *testing.T, rules *policy.Policy) map[string]*casework.Case {
	t.Helper()
	c, with := trusttest.New(t, caseworktest.Now()), map[string]*casework.Case{}
	add := func(name string, do func(k *casework.Case) error) {
		k := caseworktest.WithPassport(t, c, rules)
		caseworktest.Do(t, do(k))
		with[name] = k
	}
	propose := func(k *casework.Case) error {
		return errors.Join(k.Begin(casework.Intent{JTI: "j-1"}, by(idris)), k.Propose(casework.Submission{JTI: "j-1", Token: "t~"}, by(idris)))
	}
	issue := func(k *casework.Case) error { return errors.Join(propose(k), k.Issue("a", "a-1", by(mair))) }
	add("open", func(*casework.Case) error { return nil })
	add("being signed", func(k *casework.Case) error { return k.Begin(casework.Intent{JTI: "j-1"}, by(idris)) })
	add("parked", func(k *casework.Case) error { return k.Park(comeBack(), rules, by(idris)) })
	add("lapsed", func(k *casework.Case) error {
		return errors.Join(k.Park(comeBack(), rules, by(idris)), k.Lapse(clock().Add(60*day)))
	})
	add("with supervisor", propose)
	add("being checked", issue)
	add("vouched", func(k *casework.Case) error { return errors.Join(issue(k), k.Accept("r", clock())) })
	add("refused", func(k *casework.Case) error { return errors.Join(propose(k), k.Refuse("not_shown", "", by(mair))) })
	add("not verified", func(k *casework.Case) error {
		return k.Close(casework.Closing{Outcome: casework.NotVerified, Reason: "not_enough"}, rules, by(idris))
	})
	add("referred", func(k *casework.Case) error {
		return errors.Join(k.RaiseConcern(casework.Concern{Kind: "document"}, by(idris)),
			k.SetSecondLook(casework.SecondLook{View: casework.ViewRefer}, rules, by(taliesin)))
	})
	add("withdrawn", func(k *casework.Case) error { return k.Close(withdrawn(), rules, by(idris)) })
	return with
}

// TestEveryCommandInEveryState is the table of DESIGN 5, States: what is allowed
// and with which code the rest is refused.
func TestEveryCommandInEveryState(t *testing.T) {
	rules := trusttest.Policy(t)
	states := []string{
		"open", "being signed", "parked", "lapsed", "with supervisor", "being checked", "vouched", "refused", "not verified", "referred", "withdrawn",
	}
	const (
		ok, no, ns, ni, np = "", "case-not-open", "case-not-with-supervisor", "case-not-issued", "case-not-parked"
		ne, nl, nv, un, rd = "case-not-ended", "case-not-lapsed", "case-not-vouched", "case-undo", "case-retry-decision"
	)
	notVerified := casework.Closing{Outcome: casework.NotVerified, Reason: "not_enough"}
	edit := []string{ok, no, no, no, no, no, no, no, no, no, no}
	for name, test := range map[string]struct {
		do   func(c *casework.Case) error
		want []string // by state, in the order above
	}{
		"letter": {func(c *casework.Case) error {
			return c.SetLetter(casework.Letter{Path: casework.LetterNone}, by(idris))
		}, edit},
		"resident": {func(c *casework.Case) error { return c.SetResident(caseworktest.Rosa(), by(idris)) }, edit},
		"purpose":  {func(c *casework.Case) error { return c.SetPurpose(casework.Purpose{}, by(idris)) }, edit},
		"evidence": {func(c *casework.Case) error { return c.PutEvidence(evidence.Item{ID: "x"}, by(idris)) }, edit},
		"remove":   {func(c *casework.Case) error { return c.RemoveEvidence("passport-1", by(idris)) }, edit},
		"likeness": {func(c *casework.Case) error {
			return c.SetLikeness(evidence.Likeness{Against: "passport-1"}, by(idris))
		}, edit},
		"check":    {func(c *casework.Case) error { return c.SetCheck(casework.Check{}, by(idris)) }, edit},
		"begin":    {func(c *casework.Case) error { return c.Begin(casework.Intent{}, by(idris)) }, edit},
		"park":     {func(c *casework.Case) error { return c.Park(comeBack(), rules, by(idris)) }, edit},
		"end":      {func(c *casework.Case) error { return c.Close(notVerified, rules, by(idris)) }, edit},
		"withdraw": {func(c *casework.Case) error { return c.Close(withdrawn(), rules, by(idris)) }, []string{ok, no, ok, no, ok, no, no, no, no, no, no}},
		"propose": {func(c *casework.Case) error {
			return c.Propose(casework.Submission{JTI: "j-1"}, casework.By{Person: idris, At: clock()})
		}, []string{no, ok, no, no, no, no, no, no, no, no, no}},
		"return":  {func(c *casework.Case) error { return c.Return("x", "", by(mair)) }, []string{ns, ns, ns, ns, ok, ns, ns, ns, ns, ns, ns}},
		"refuse":  {func(c *casework.Case) error { return c.Refuse("x", "", by(mair)) }, []string{ns, ns, ns, ns, ok, ns, ns, ns, ns, ns, ns}},
		"issue":   {func(c *casework.Case) error { return c.Issue("a", "a", by(mair)) }, []string{ns, ns, ns, ns, ok, ns, ns, ns, ns, ns, ns}},
		"receipt": {func(c *casework.Case) error { return c.Accept("r", clock()) }, []string{ni, ni, ni, ni, ni, ok, ok, ni, ni, ni, ni}},
		"resume":  {func(c *casework.Case) error { return c.Resume(rules, untrained, by(mair)) }, []string{np, np, ok, np, np, np, np, np, np, np, np}},
		"lapse":   {func(c *casework.Case) error { return c.Lapse(clock().Add(60 * day)) }, []string{nl, nl, ok, nl, nl, nl, nl, nl, nl, nl, nl}},
		"undo":    {func(c *casework.Case) error { return c.Reopen(by(idris)) }, []string{ne, ne, ok, un, ne, ne, ne, ne, ok, ne, ok}},
		"reopen refused by the broker": {
			func(c *casework.Case) error { return c.ReopenRefused(by(idris)) },
			[]string{ni, ni, ni, ni, ni, ok, ni, ni, ni, ni, ni},
		},
		"retry": {func(c *casework.Case) error {
			_, err := c.Retry("c-2", "SB-2", "DESK07", 1, by(idris))
			return err
		}, []string{ne, ne, ne, ok, ne, ne, ne, ok, ok, rd, ok}},
		"allow retry": {func(c *casework.Case) error { return c.AllowRetry(by(mair)) }, []string{ne, ne, ne, ne, ne, ne, ne, ne, ne, ok, ne}},
		"correct": {func(c *casework.Case) error {
			_, err := c.Correct("c-2", "SB-2", "DESK07", rules, "name_misspelt", "", by(idris))
			return err
		}, []string{nv, nv, nv, nv, nv, nv, ok, nv, nv, nv, nv}},
	} {
		for i, state := range states {
			t.Run(name+"/"+state, func(t *testing.T) {
				c := every(t, rules)[state]
				before := c.Clone()
				err := test.do(c)
				if fault.Code(err) != test.want[i] && (err != nil || test.want[i] != ok) {
					t.Fatalf("got %v, want %q", err, test.want[i])
				}
				if diff := cmp.Diff(before, c); err != nil && diff != "" {
					t.Errorf("a refused command changed the case:\n%s", diff)
				}
			})
		}
	}
}

func TestClosingRefused(t *testing.T) {
	rules := trusttest.Policy(t)
	park := func(change func(*casework.Closing)) func(*casework.Case) error {
		cl := comeBack()
		change(&cl)
		return func(c *casework.Case) error { return c.Park(cl, rules, by(idris)) }
	}
	end := func(o casework.Outcome, reason string) func(*casework.Case) error {
		return func(c *casework.Case) error {
			return c.Close(casework.Closing{Outcome: o, Reason: reason}, rules, by(idris))
		}
	}
	for name, test := range map[string]struct {
		do   func(*casework.Case) error
		want string
	}{
		"ok/park":                       {park(func(*casework.Closing) {}), ""},
		"ok/park for words only":        {park(func(cl *casework.Closing) { cl.Bring, cl.Also = nil, "somebody who knows you" }), ""},
		"ok/until the last day":         {park(func(cl *casework.Closing) { cl.Until = clock().Add(28 * day) }), ""},
		"refused/park unknown reason":   {park(func(cl *casework.Closing) { cl.Reason = "because" }), "case-reason-unknown"},
		"refused/park no reason":        {park(func(cl *casework.Closing) { cl.Reason = "" }), "case-reason-unknown"},
		"refused/park with nothing":     {park(func(cl *casework.Closing) { cl.Bring = nil }), "case-bring-missing"},
		"refused/park with papyrus":     {park(func(cl *casework.Closing) { cl.Bring = []string{"papyrus"} }), "case-bring-unknown"},
		"refused/park until yesterday":  {park(func(cl *casework.Closing) { cl.Until = clock().Add(-day) }), "case-until-past"},
		"refused/park until now":        {park(func(cl *casework.Closing) { cl.Until = clock() }), "case-until-past"},
		"refused/park longer than kept": {park(func(cl *casework.Closing) { cl.Until = clock().Add(29 * day) }), "case-until-late"},
		"refused/park not verified":     {park(func(cl *casework.Closing) { cl.Outcome = casework.NotVerified }), "case-outcome"},
		"ok/not verified":               {end(casework.NotVerified, "not_enough"), ""},
		"refused/reason of another":     {end(casework.NotVerified, "changed_mind"), "case-reason-unknown"},
		"refused/end as vouched":        {end(casework.Vouched, ""), "case-outcome"},
		"refused/end as come back":      {end(casework.ComeBack, "more_evidence"), "case-outcome"},
		"refused/end as nothing":        {end(casework.NoOutcome, "not_enough"), "case-outcome"},
	} {
		t.Run(name, func(t *testing.T) {
			c := opened()
			err := test.do(c)
			if fault.Code(err) != test.want && (err != nil || test.want != "") {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestParkedKeepsUntilThePolicysDate(t *testing.T) {
	rules := trusttest.Policy(t)
	c := every(t, rules)["parked"]
	end := time.Date(2026, 12, 18, 22, 59, 59, 0, time.UTC)
	if cl := c.Closing; !cl.Until.Equal(end) || !cl.Kept.Equal(end) || c.State != casework.Parked || c.Outcome != casework.NoOutcome {
		t.Fatalf("%+v", cl)
	}
	if c.Due(end) || !c.Due(end.Add(time.Second)) {
		t.Error("due on the wrong day")
	}
	if err := c.Lapse(end); !errors.Is(err, casework.ErrNotLapsed) || len(c.Evidence) != 1 {
		t.Errorf("destroyed too early: %v", err)
	}
	if err := c.Clone().Resume(rules, untrained, later(mair, 40*day)); !errors.Is(err, casework.ErrNotParked) {
		t.Errorf("resumed too late: %v", err)
	}
	caseworktest.Do(t, c.Lapse(end.Add(time.Second)))
	if c.Evidence != nil || c.Likeness != nil || c.Outcome != casework.ComeBack || c.Closing.Lapsed.IsZero() || c.Resident == nil {
		t.Errorf("after its date: %+v", c)
	}
}

func TestWithdrawnWhileWithSupervisor(t *testing.T) {
	rules := trusttest.Policy(t)
	c := every(t, rules)["with supervisor"]
	caseworktest.Do(t, c.Close(withdrawn(), rules, by(idris)))
	if c.Submission != nil || len(c.Voided) != 1 || c.Voided[0].Void != "withdrawn" || c.State != casework.Closed {
		t.Fatalf("the proposal still counts: %+v", c)
	}
	if err := c.Issue("a", "a-1", by(mair)); !errors.Is(err, casework.ErrNotWithSupervisor) {
		t.Errorf("approved all the same: %v", err)
	}
	caseworktest.Do(t, c.Reopen(later(idris, time.Minute)))
	if c.State != casework.Open || c.Submission != nil {
		t.Errorf("undone into %s with %v", c.State, c.Submission)
	}
}

func TestUndo(t *testing.T) {
	rules := trusttest.Policy(t)
	for name, test := range map[string]struct {
		by   casework.By
		want error
	}{
		"ok/at once":          {later(idris, time.Second), nil},
		"ok/to the end":       {later(idris, casework.UndoFor), nil},
		"refused/later":       {later(idris, casework.UndoFor+time.Second), casework.ErrUndo},
		"refused/by somebody": {later(mair, time.Second), casework.ErrUndo},
	} {
		for _, state := range []string{"parked", "not verified", "withdrawn"} {
			c := every(t, rules)[state]
			if err := c.Reopen(test.by); !errors.Is(err, test.want) {
				t.Errorf("%s, %s: %v", name, state, err)
			} else if err == nil && (c.State != casework.Open || c.Closing != nil || c.Outcome != casework.NoOutcome || c.Likeness == nil) {
				t.Errorf("%s, %s: %+v", name, state, c)
			}
		}
	}
	c := every(t, rules)["parked"]
	caseworktest.Do(t, c.Close(withdrawn(), rules, later(idris, time.Minute)))
	caseworktest.Do(t, c.Reopen(later(idris, 2*time.Minute)))
	if c.State != casework.Parked || c.Closing == nil || c.Closing.Outcome != casework.ComeBack || len(c.Visits) != 0 {
		t.Errorf("a withdrawal undone is parked again: %+v", c)
	}
	c = every(t, rules)["not verified"]
	_, err := c.Retry("c-2", "SB-2", "DESK07", 1, by(idris))
	caseworktest.Do(t, err)
	if err := c.Reopen(by(idris)); !errors.Is(err, casework.ErrUndo) {
		t.Errorf("both the case and its next try go on: %v", err)
	}
}

func TestRetryCarriesNothingChecked(t *testing.T) {
	rules := trusttest.Policy(t)
	for _, state := range []string{"not verified", "refused", "lapsed", "withdrawn"} {
		c := every(t, rules)[state]
		next, err := c.Retry("c-2", "SB-2", "DESK07", 1, by(mair))
		caseworktest.Do(t, err)
		if next.RetryOf != c.ID || c.RetriedBy != "c-2" || next.Resident == nil || next.Purpose == nil || next.Purpose.Service != "blue_badge" {
			t.Errorf("%s: %+v", state, next)
		}
		if next.Purpose.Told != "" || next.Purpose.Notice != "" || len(next.Evidence) != 0 || next.Likeness != nil || next.Letter.Path != "" || next.Check != nil {
			t.Errorf("%s: something of the failed check counts: %+v", state, next)
		}
		if _, err := c.Retry("c-3", "SB-3", "DESK07", 1, by(mair)); !errors.Is(err, casework.ErrRetried) {
			t.Errorf("%s: twice: %v", state, err)
		}
		if next.Resident.Name.Given = "Changed"; c.Resident.Name.Given == "Changed" {
			t.Error("the two cases share something")
		}
	}
}

func TestRetryWithAConcernIsASupervisors(t *testing.T) {
	rules := trusttest.Policy(t)
	c := every(t, rules)["not verified"]
	c.Concern = &casework.Concern{Kind: "document"}
	if _, err := c.Retry("c-2", "SB-2", "DESK07", 1, by(idris)); !errors.Is(err, casework.ErrRetryDecision) {
		t.Fatal(err)
	}
	if err := c.AllowRetry(by("p-officer")); !errors.Is(err, casework.ErrFourEyes) {
		t.Errorf("allowed by who acted on it: %v", err)
	}
	caseworktest.Do(t, c.AllowRetry(by(mair)))
	if _, err := c.Retry("c-2", "SB-2", "DESK07", 1, by(idris)); err != nil {
		t.Error(err)
	}
}

func TestToldAtTheCounter(t *testing.T) {
	rules := trusttest.Policy(t)
	var may, not string
	for _, s := range rules.Services {
		if s.TellAtCounter {
			may = s.ID
		} else {
			not = s.ID
		}
	}
	c := opened()
	tell := func(service string, concern *casework.Concern) bool {
		c.Purpose, c.Concern = &casework.Purpose{Service: service}, concern
		return c.MayTell(rules)
	}
	if may == "" || not == "" || !tell(may, nil) || tell(not, nil) || tell(may, &casework.Concern{}) || tell("gone", nil) {
		t.Errorf("may %q, not %q", may, not)
	}
	c.Purpose = nil
	if c.MayTell(rules) {
		t.Error("for no service")
	}
}

func TestWhatFollows(t *testing.T) {
	rules := trusttest.Policy(t)
	want := map[string]struct {
		outcome string
		days    int
	}{
		"parked": {"come_back", 28}, "lapsed": {"come_back", 28}, "with supervisor": {"with_supervisor", 5}, "being checked": {"with_supervisor", 5},
		"vouched": {"with_supervisor", 5}, "refused": {"not_verified", 5}, "not verified": {"not_verified", 5}, "referred": {"referred", 5},
		"withdrawn": {"withdrawn", 0},
	}
	for state, c := range every(t, rules) {
		w, ok := want[state]
		if !ok {
			continue
		}
		rule, _ := rules.OutcomeOf(w.outcome)
		text, at := c.Following(rules)
		if text != rule.Next || (w.days == 0) != at.IsZero() || w.days > 0 && resident.DateOf(at) != resident.DateOf(clock().Add(time.Duration(w.days)*day)) {
			t.Errorf("%s: %v, %s", state, text, at)
		}
	}
}

func flags(c *casework.Case) map[string]string {
	all := map[string]string{}
	for _, f := range c.Visit().Flags {
		all[f.Code] = string(f.Item)
	}
	return all
}

func TestReturnVisit(t *testing.T) {
	rules := trusttest.Policy(t)
	c := every(t, rules)["parked"]
	caseworktest.Do(t, c.Resume(rules, untrained, later(mair, 3*day)))
	if diff := cmp.Diff(map[string]string{
		casework.ReturnResident: "", casework.ReturnEvidence: "passport-1", casework.ReturnLikeness: "passport-1",
	}, flags(c)); diff != "" {
		t.Fatal(diff)
	}
	if c.Likeness != nil || c.Visit().Likeness == nil || c.Closing != nil || c.State != casework.Open || len(c.Evidence) != 1 {
		t.Errorf("%+v", c)
	}
	if e := c.Evidence[0]; e.By != "p-officer" || !e.At.Before(clock().Add(day)) {
		t.Errorf("who checked it then is forgotten: %s %s", e.By, e.At)
	}
	open := func() (codes []string) {
		for _, e := range fault.All(c.Missing(rules, resident.DateOf(clock()))) {
			if e.Code == "case-return-open" {
				codes = append(codes, e.Where)
			}
		}
		return codes
	}
	if got := open(); !slices.Equal(got, []string{"resident.return", "evidence[0].return", "likeness.return"}) {
		t.Errorf("open %v", got)
	}
	if err := c.AnswerFlag(0, casework.Seen, by(mair)); !errors.Is(err, casework.ErrAnswer) {
		t.Errorf("seen is no answer to a question: %v", err)
	}
	if err := c.AnswerFlag(9, casework.Keep, by(mair)); !errors.Is(err, casework.ErrNoFlag) {
		t.Error(err)
	}
	caseworktest.Do(t, c.AnswerFlag(0, casework.Again, by(mair)))
	caseworktest.Do(t, c.AnswerFlag(1, casework.Keep, by(mair)))
	caseworktest.Do(t, c.AnswerFlag(2, casework.Seen, by(mair)))
	if got := open(); !slices.Equal(got, []string{"resident.return"}) {
		t.Errorf("to be looked at again: %v", got)
	}
	caseworktest.Do(t, c.SetResident(caseworktest.Rosa(), by(mair)))
	if got := open(); len(got) != 0 || len(c.ToAnswer()) != 0 {
		t.Errorf("open %v", got)
	}
	if !c.Took(mair) || !c.Took("p-officer") {
		t.Error("both officers acted on it")
	}
}

func TestReturnFlagsWhatChanged(t *testing.T) {
	for name, test := range map[string]struct {
		change func(c *casework.Case, rules *policy.Policy)
		days   int
		code   string
		item   string
	}{
		"expired since":  {func(c *casework.Case, _ *policy.Policy) { c.Evidence[0].Fields["expires"] = "2026-11-22" }, 5, casework.ReturnExpired, "passport-1"},
		"expired before": {func(c *casework.Case, _ *policy.Policy) { c.Evidence[0].Fields["expires"] = "2026-11-01" }, 5, casework.ReturnEvidence, "passport-1"},
		"document gone":  {func(c *casework.Case, _ *policy.Policy) { c.Evidence[0].Type = "papyrus" }, 5, casework.ReturnGone, "passport-1"},
		"letter expired": {func(*casework.Case, *policy.Policy) {}, 25, casework.ReturnLetter, ""},
		"policy changed": {func(_ *casework.Case, p *policy.Policy) { p.Version = 2 }, 5, casework.ReturnPolicy, ""},
		"notice changed": {func(_ *casework.Case, p *policy.Policy) { p.Privacy.Version = "2" }, 5, casework.ReturnNotice, ""},
		"another check asked": {func(c *casework.Case, p *policy.Policy) {
			p.Version, c.Evidence[0].Checks = 2, c.Evidence[0].Checks[1:]
		}, 5, casework.ReturnChecks, "passport-1"},
		"training of who ended": {func(*casework.Case, *policy.Policy) {}, 26, casework.ReturnTraining, "passport-1"},
	} {
		t.Run(name, func(t *testing.T) {
			own := *trusttest.Policy(t)
			c := every(t, &own)["parked"]
			test.change(c, &own)
			trained := func(trust.PersonID) policy.Training {
				return policy.Training{Document: resident.Date{Year: 2025, Month: 12, Day: 10}}
			}
			caseworktest.Do(t, c.Resume(&own, trained, later(mair, time.Duration(test.days)*day)))
			if got, there := flags(c)[test.code]; !there || got != test.item {
				t.Errorf("%v", flags(c))
			}
		})
	}
}

func TestLookingAgainTakesAnswersBack(t *testing.T) {
	rules := trusttest.Policy(t)
	c := every(t, rules)["parked"]
	caseworktest.Do(t, c.Resume(rules, untrained, later(mair, day)))
	caseworktest.Do(t, c.AnswerFlag(1, casework.Again, later(mair, day)))
	for _, k := range c.Evidence[0].Checks {
		if k.Answer != evidence.Unanswered || k.By != "" || k.CheckID != "" {
			t.Errorf("%+v still stands", k)
		}
	}
	if c.Evidence[0].Fields["number"] == "" {
		t.Error("what is written on it need not be typed again")
	}
}

func TestCorrectionCarriesEverythingOver(t *testing.T) {
	rules := trusttest.Policy(t)
	c := every(t, rules)["vouched"]
	c.Submission.Receipt = "r"
	if _, err := c.Correct("c-2", "SB-2", "DESK07", rules, "because", "", by(idris)); !errors.Is(err, casework.ErrReasonUnknown) {
		t.Fatal(err)
	}
	next, err := c.Correct("c-2", "SB-2", "DESK07", rules, "name_misspelt", "two letters", by("p-third"))
	caseworktest.Do(t, err)
	if diff := cmp.Diff(c.Evidence, next.Evidence); diff != "" || !cmp.Equal(c.Likeness, next.Likeness) || !cmp.Equal(c.Resident, next.Resident) {
		t.Errorf("checks stand as made: %s", diff)
	}
	if next.Replaces != "j-1" || next.Correction.Of != c.ID || next.Chain() != c.ID || next.State != casework.Open || next.Submission != nil {
		t.Errorf("%+v", next)
	}
	if !next.Took("p-officer") || !next.Took(idris) || !next.Took("p-third") || next.Took(mair) {
		t.Errorf("four eyes hold over both: %v", next.Actors())
	}
	if _, err := c.Correct("c-3", "SB-3", "DESK07", rules, "name_misspelt", "", by(idris)); !errors.Is(err, casework.ErrCorrected) {
		t.Errorf("twice at once: %v", err)
	}
	if err := next.Missing(rules, resident.DateOf(clock())); err != nil {
		t.Errorf("nothing is missing of it: %v", err)
	}
	caseworktest.Do(t, next.Close(withdrawn(), rules, by("p-third")))
	if err := next.RetryNow(); !errors.Is(err, casework.ErrNotEnded) {
		t.Errorf("a correction is begun again from what it corrects: %v", err)
	}
	c.Uncorrect("c-2")
	third, err := c.Correct("c-3", "SB-3", "DESK07", rules, "name_misspelt", "", by(idris))
	caseworktest.Do(t, err)
	if err := c.Recorrect("c-2"); !errors.Is(err, casework.ErrCorrected) {
		t.Errorf("undone beside another: %v", err)
	}
	c.ReplacedBy("c-3", "j-3", clock())
	c.Uncorrect("c-3")
	if c.Corrected == nil || c.Corrected.JTI != "j-3" {
		t.Error("a vouch that was replaced is not good again")
	}
	third.State, third.Outcome, third.Submission = casework.Closed, casework.Vouched, &casework.Submission{JTI: "j-3", Receipt: "r"}
	fourth, err := third.Correct("c-4", "SB-4", "DESK07", rules, "name_misspelt", "", by(idris))
	caseworktest.Do(t, err)
	if fourth.Chain() != c.ID || fourth.Correction.Of != "c-3" {
		t.Errorf("the chain is %s", fourth.Chain())
	}
}
