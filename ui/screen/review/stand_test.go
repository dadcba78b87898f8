package review_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/review"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

// sent is one submission as the office saw it.
type sent struct {
	Passphrase string
	Declared   bool
}

// office answers what the test lays ready and remembers what it was asked.
type office struct {
	stuck  bool // until it is stopped
	askErr error
	err    error
	asked  int
	sent   []sent
	left   int
	id     casework.ID
}

func (o *office) AskBroker(ctx context.Context, id casework.ID) error {
	o.asked++
	if id != o.id {
		return errors.New("another case")
	}
	if o.stuck {
		<-ctx.Done()
		return ctx.Err()
	}
	return o.askErr
}

func (o *office) Submit(_ context.Context, id casework.ID, passphrase string, declared bool) error {
	if id != o.id {
		return errors.New("another case")
	}
	o.sent = append(o.sent, sent{passphrase, declared})
	return o.err
}

func (o *office) Leave(context.Context, casework.ID) error {
	o.left++
	return o.err
}

// doubted is a whole case that waits for a second look.
func doubted(t testing.TB) desk.Snapshot {
	t.Helper()
	s := whole(t)
	s.Open.Case.Concern = &casework.Concern{Kind: "document", At: s.Now, By: "p-officer"}
	s = shot(s.Policy, s.Open.Case)
	s.Open.May.Leave = true
	s.Open.Missing = append(s.Open.Missing, desk.Reason{Code: casework.ErrSecondMissing.Code, Step: casework.StepReview, Where: "review.second_look"})
	return s
}

// stand is one visit, between the columns of a case.
type stand struct {
	*screentest.Visit[*review.Screen]
	office *office
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot, off *office) *stand {
	t.Helper()
	off.id = s.Open.Case.ID
	return &stand{screentest.InCase(t, o, route.Of(route.Review, off.id), s, func(st *stage.Stage) *review.Screen { return review.New(st, off) }), off}
}

// whole is a case with everything in it.
func whole(t testing.TB) desk.Snapshot {
	rules := trusttest.Policy(t)
	c := trusttest.New(t, caseworktest.Now())
	k := caseworktest.WithPassport(t, c, rules)
	k.Ref = "EB-0184"
	return shot(rules, k)
}

// vouchedFor is a whole case with a referee who can be one.
func vouchedFor(t testing.TB) desk.Snapshot {
	rules := trusttest.Policy(t)
	c := trusttest.New(t, caseworktest.Now())
	k := caseworktest.WithReferee(t, c, rules)
	k.Ref = "EB-0186"
	s := shot(rules, k)
	day := resident.Date{Year: 2026, Month: 11, Day: 1}
	trained := map[string]policy.Training{string(k.OpenedBy): {Document: day, Likeness: day}}
	r := k.Referees[0]
	s.Open.Referees = []desk.RefereeLook{{
		Referee: r, Needs: gpg45.Low, Eligible: true, AtSync: policy.AtSync(),
		Scored: rules.Score(policy.Findings{Evidence: r.Evidence, Likeness: r.Likeness, Trained: trained}, policy.Training{Document: day, Likeness: day}, resident.DateOf(s.Now)),
	}}
	return s
}

// shot scores a case as the desk does.
func shot(rules *policy.Policy, k *casework.Case) desk.Snapshot {
	day := resident.Date{Year: 2026, Month: 11, Day: 1}
	f := policy.Findings{Evidence: k.Evidence, Likeness: k.Likeness, Trained: map[string]policy.Training{string(k.OpenedBy): {Document: day, Likeness: day}}}
	if k.Check != nil {
		f.Asked, f.Fraud, f.Activity = true, k.Check.Fraud, k.Check.Activity
	}
	scored := rules.Score(f, policy.Training{Document: day, Likeness: day}, resident.DateOf(caseworktest.Now()))
	open := &desk.OpenCase{Case: k, Scored: scored, Needs: gpg45.Medium, Next: scored.Result.Next}
	for _, step := range casework.Steps() {
		open.Steps = append(open.Steps, desk.StepState{Step: step, Status: desk.StepDone})
	}
	return desk.Snapshot{Now: caseworktest.Now(), Policy: rules, Open: open, Link: desk.Link{State: desk.LinkOnline}}
}

// bare is a case that has hardly begun, with what it lacks.
func bare(t testing.TB) desk.Snapshot {
	rules := trusttest.Policy(t)
	c := trusttest.New(t, caseworktest.Now())
	k := caseworktest.New(t, c, rules)
	k.Ref, k.Letter, k.Resident, k.Purpose = "EB-0185", casework.Letter{Path: casework.LetterNone}, nil, nil
	item := caseworktest.Passport(t, rules, c.Officer.ID, caseworktest.Now())
	item.Checks = item.Checks[1:]
	k.Evidence = []evidence.Item{item}
	s := shot(rules, k)
	doc, _ := rules.Document("passport")
	s.Open.Missing = []desk.Reason{
		{Code: "case-resident-missing", Step: casework.StepResident, Where: "resident.name"},
		{Code: "case-purpose-missing", Step: casework.StepPurpose, Where: "purpose"},
		{Code: "case-check-unanswered", Step: casework.StepEvidence, Item: item.ID, Where: "evidence[0].checks." + doc.Checks[0].Code},
		{Code: "field-missing", Step: casework.StepEvidence, Item: item.ID, Where: "evidence[0].fields.number"},
		{Code: "order-unsent", Step: casework.StepReview, Where: "outbox"},
	}
	return s
}

func asked(s desk.Snapshot) desk.Snapshot {
	s.Open.Case.Check = &casework.Check{
		At: time.Date(2026, 11, 20, 10, 41, 0, 0, time.UTC), Fraud: 2, Activity: 1, Sources: []string{"specimen-register"},
	}
	return shot(s.Policy, s.Open.Case)
}
