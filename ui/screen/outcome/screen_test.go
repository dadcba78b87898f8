package outcome_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/paper"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/outcome"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const caseID = screentest.CaseID

// office fails what it is told to, and makes one case.
type office struct{ err error }

func (o office) Sync(context.Context) error                              { return o.err }
func (o office) Reopen(context.Context, casework.ID) error               { return o.err }
func (o office) ReopenRefused(context.Context, casework.ID) error        { return o.err }
func (o office) Leave(context.Context, casework.ID) error                { return o.err }
func (o office) Resume(context.Context, casework.ID) error               { return o.err }
func (o office) AllowRetry(context.Context, casework.ID) error           { return o.err }
func (o office) Retry(context.Context, casework.ID) (casework.ID, error) { return "case-2", o.err }
func (o office) Correct(context.Context, casework.ID, string, string) (casework.ID, error) {
	return "case-3", o.err
}
func (o office) PrintSlip(context.Context, casework.ID, desk.SlipWish) error { return o.err }

func visit(t *testing.T, o uitest.Options, s desk.Snapshot, off office) *screentest.Visit[*outcome.Screen] {
	t.Helper()
	return screentest.OnPage(t, o, route.Of(route.Outcome, caseID), s, func(st *stage.Stage) *outcome.Screen { return outcome.New(st, off) })
}

var now = screentest.Now()

func shown(t testing.TB, c casework.Case, may desk.May) desk.Snapshot {
	t.Helper()
	rules := trusttest.Policy(t)
	c.ID, c.Ref, c.Resident, c.Purpose = caseID, "EB-0184", new(caseworktest.Rosa()), &casework.Purpose{Service: "blue_badge"}
	c.Acts = []casework.Act{{By: "p-officer", At: now}}
	o := &desk.OpenCase{Case: &c, May: may, MayTell: c.MayTell(rules)}
	o.Follows.Words, o.Follows.By = c.Following(rules)
	if c.State != casework.Open {
		_, rows := paper.Slip{Ref: c.Ref, Day: now, Next: paper.Pair{En: "A second person looks at it.", Cy: "Bydd ail berson yn edrych arno."}}.Sheet()
		o.Slips = []desk.SlipLook{{Wish: desk.SlipWish{Kind: desk.SlipVisit}, Rows: rows}}
	}
	return desk.Snapshot{Now: now, Policy: rules, Open: o}
}

func states(t testing.TB) map[string]desk.Snapshot {
	closing := casework.Closing{Outcome: casework.NotVerified, Reason: "not_enough", Until: now.AddDate(0, 0, 5), At: now}
	parked := casework.Closing{
		Outcome: casework.ComeBack, Reason: "expired", Bring: []string{"birth_certificate", "tenancy_agreement"}, Also: "somebody who knows you",
		Note: "The passport ended last week.", Until: now.AddDate(0, 0, 28), Kept: now.AddDate(0, 0, 28), At: now,
	}
	return map[string]desk.Snapshot{
		"parked":       shown(t, casework.Case{State: casework.Parked, Closing: &parked}, desk.May{Resume: true, Withdraw: true, Undo: now.Add(time.Minute)}),
		"not-verified": shown(t, casework.Case{State: casework.Closed, Outcome: casework.NotVerified, Closing: &closing}, desk.May{Retry: true, Undo: now.Add(time.Minute)}),
		"supervisor":   shown(t, casework.Case{State: casework.Closed, Outcome: casework.NotVerified, Closing: &closing}, desk.May{RetryDecision: true}),
		"doubted":      shown(t, casework.Case{State: casework.Open, Concern: &casework.Concern{Kind: "document", By: "p-officer"}}, desk.May{Leave: true, Close: true, Withdraw: true}),
		"vouched": shown(t, casework.Case{
			State: casework.Closed, Outcome: casework.Vouched,
			Submission: &casework.Submission{JTI: "urn:uuid:0193a5c1-77d0-7b52-8c44-1f2e3d4c5b6a", At: now, Approval: "x", ApprovedAt: now},
		}, desk.May{Correct: true}),
	}
}

func TestWhatCanBeDoneIsDone(t *testing.T) {
	for name, test := range map[string]struct {
		state, press string
		want         route.Route
	}{
		"resume":   {"parked", "The resident is back: start the next visit", route.Of(route.Returning, caseID)},
		"withdraw": {"parked", "The resident withdraws…", route.Of(route.Ending, caseID)},
		"retry":    {"not-verified", "Try again in a new case", route.Of(route.Letter, "case-2")},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{Height: 1200}, states(t)[test.state], office{})
			v.Tap(test.press)
			v.Until("it went", func() bool { return len(v.Nav.Went) > 0 })
			if diff := cmp.Diff([]route.Route{test.want}, v.Nav.Went); diff != "" {
				t.Errorf("went (-want +got):\n%s", diff)
			}
		})
	}
	v := visit(t, uitest.Options{Height: 1200}, states(t)["doubted"], office{err: casework.ErrSecondNone})
	v.Focus("End the visit with the slip")
	v.Key(fyne.KeyReturn)
	v.Until("it is answered", func() bool { return uitest.Sees(v.Canvas(), "No second look is wanted here") })
	v = visit(t, uitest.Options{Height: 1200}, states(t)["not-verified"], office{err: casework.ErrUndo})
	v.Tap("Ended by mistake: undo that")
	v.Until("it is refused", func() bool { return uitest.Sees(v.Canvas(), "It cannot be taken back any more") })
	v = visit(t, uitest.Options{Height: 1200}, states(t)["supervisor"], office{err: errors.New("unused")})
	v.See("A supervisor opens the next try of this case.")
	v.SeeNot("Try again", "undo")
}

// TestTheSlipComesFirst: one Enter after the end of a visit prints the slip, and
// begins nothing again.
func TestTheSlipComesFirst(t *testing.T) {
	waiting := shown(t, casework.Case{State: casework.WithSupervisor, Submission: &casework.Submission{At: now}}, desk.May{})
	referred := shown(t, casework.Case{State: casework.Closed, Outcome: casework.Referred, Closing: &casework.Closing{Outcome: casework.Referred, At: now}}, desk.May{RetryDecision: true})
	for name, s := range map[string]desk.Snapshot{
		"parked": states(t)["parked"], "not verified": states(t)["not-verified"], "with supervisor": waiting, "referred": referred,
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, s, office{})
			v.Kit.Focus(v.Screen.First())
			if got := v.Focused(); got != "Print the slip" {
				t.Errorf("the focus is on %q", got)
			}
			v.Key(fyne.KeyReturn)
			v.Rest()
			v.See("Sent to the printer")
			if len(v.Nav.Went) > 0 {
				t.Errorf("went %v", v.Nav.Went)
			}
		})
	}
}

// TestWhoDecidedGoesOnToTheNext: a supervisor who gave a case back does not work
// on it.
func TestWhoDecidedGoesOnToTheNext(t *testing.T) {
	back := shown(t, casework.Case{State: casework.Open, Decision: &casework.Decision{Kind: "return", Reason: "check_again", By: "p-supervisor"}}, desk.May{})
	refused := shown(t, casework.Case{
		State: casework.Closed, Outcome: casework.NotVerified, Decision: &casework.Decision{Kind: "refuse", By: "p-supervisor"},
		Closing: &casework.Closing{Outcome: casework.NotVerified, At: now},
	}, desk.May{Retry: true})
	approved := shown(t, casework.Case{State: casework.BeingChecked, Submission: &casework.Submission{At: now, ApprovedBy: "p-supervisor", ApprovedAt: now}}, desk.May{})
	for name, s := range map[string]desk.Snapshot{"given back": back, "refused": refused, "approved": approved} {
		t.Run(name, func(t *testing.T) {
			s.Session = &desk.Session{Person: trust.Person{ID: "p-supervisor"}}
			v := visit(t, uitest.Options{}, s, office{})
			v.Kit.Focus(v.Screen.First())
			v.Key(fyne.KeyReturn)
			if diff := cmp.Diff([]route.Route{route.To(route.Approvals)}, v.Nav.Went); diff != "" {
				t.Errorf("went (-want +got):\n%s", diff)
			}
			v.Capture("outcome-decided-" + name)
			s.Session = &desk.Session{Person: trust.Person{ID: "p-officer"}}
			visit(t, uitest.Options{}, s, office{}).SeeNot("Back to approvals")
		})
	}
}

func TestEveryStateBearsEverySetting(t *testing.T) {
	for setting, o := range uitest.Settings(map[string]uitest.Options{"en-1280": {Width: 1280, Height: 800}}) {
		for state, s := range states(t) {
			t.Run(state+"/"+setting, func(t *testing.T) {
				v := visit(t, o, s, office{})
				v.AssertBears("outcome-" + state + "-" + setting)
				if setting == "en" {
					uitest.AssertMaster(t, state, v.Screen.Content())
				}
			})
		}
	}
}
