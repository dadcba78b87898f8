package ending_test

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
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/ending"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const caseID = screentest.CaseID

// office keeps what it is given.
type office struct {
	screentest.Office
	closed []casework.Closing
	parked []casework.Closing
}

func (o *office) SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error {
	if key != "ending" {
		return errors.New("another draft")
	}
	return o.Office.SaveDraft(ctx, id, key, fields)
}

func (o *office) Close(_ context.Context, _ casework.ID, cl casework.Closing) error {
	o.closed = append(o.closed, cl)
	return o.Call("close")
}

func (o *office) Park(_ context.Context, _ casework.ID, cl casework.Closing) error {
	o.parked = append(o.parked, cl)
	return o.Call("park")
}

type stand struct {
	*screentest.Visit[*ending.Screen]
	office *office
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot, off *office) *stand {
	t.Helper()
	return &stand{screentest.OnPage(t, o, route.Of(route.Ending, caseID), s, func(st *stage.Stage) *ending.Screen { return ending.New(st, off) }), off}
}

var now = screentest.Now()

func snapshot(t testing.TB) desk.Snapshot {
	return desk.Snapshot{
		Now: now, Policy: trusttest.Policy(t),
		Open: &desk.OpenCase{
			Case: &casework.Case{ID: caseID, Ref: "EB-0184", State: casework.Open, Opened: now, Resident: new(caseworktest.Rosa())},
			May:  desk.May{Close: true, Withdraw: true}, Bring: []string{"birth_certificate"},
		},
	}
}

// next answers a question as it stands and goes on.
func (v *stand) next(question string) {
	v.T.Helper()
	v.Key(fyne.KeyReturn)
	v.See(question)
}

func TestParkedByKeyboard(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.See("How does this visit end?", "Not verified", "Withdrawn by the resident", "Case EB-0184 · Question 1")
	v.SeeNot("Question 1 of")
	v.SeeNot("Referred")
	v.Key(fyne.KeyDown)
	v.next("Why?")
	v.See("Question 2 of 5", "Another document is needed", "There was not enough time today")
	v.Key(fyne.KeyDown)
	v.next("What should the resident come back with?")
	v.See("Birth certificate", "Take off", "Add a document")
	v.Focus("Anything else to bring (optional)")
	v.Type("somebody who knows you")
	v.Screen.Enter()
	v.See("By when should the resident come back?", "kept until 21 December 2026")
	v.next("Is there anything the next officer should know?")
	v.Screen.Enter()
	v.See("Check your answers", "Come back with…", "Another document is needed", "Birth certificate", "somebody who knows you", "21 December 2026", "None", "Park the case")
	v.Screen.Enter()
	v.Until("it is parked", func() bool { return len(v.Nav.Went) > 0 })
	want := []casework.Closing{{
		Outcome: casework.ComeBack, Reason: "more_evidence", Bring: []string{"birth_certificate"}, Also: "somebody who knows you",
		Until: time.Date(2026, 12, 21, 22, 59, 59, 0, time.UTC),
	}}
	if diff := cmp.Diff(want, v.office.parked); diff != "" || len(v.office.closed) > 0 {
		t.Errorf("parked (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]route.Route{route.Of(route.Outcome, caseID)}, v.Nav.Went); diff != "" || len(v.Nav.Said) != 1 {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

// TestWhatTheSlipCannotShowIsToldAtItsField, before anything is parked.
func TestWhatTheSlipCannotShowIsToldAtItsField(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.Key(fyne.KeyDown)
	v.next("Why?")
	v.Key(fyne.KeyDown)
	v.next("What should the resident come back with?")
	v.Focus("Anything else to bring")
	v.Type("ring ☎ first")
	v.Screen.Enter()
	v.See("The slip cannot show ☎. Write it in another way.", "What should the resident come back with?")
	v.SeeNot("By when should the resident come back?")
}

func TestEndingAsksBeforeItEnds(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.Key(fyne.KeyDown, fyne.KeyDown)
	v.next("Why?")
	v.Key(fyne.KeyEnd)
	v.next("Is there anything the next officer should know?")
	v.Screen.Enter()
	v.Tap("End it: not verified")
	v.See("End this case as not verified?", "take this back for ten minutes")
	v.Tap("Keep it open")
	v.Settle()
	if len(v.office.closed) > 0 {
		t.Fatal("closed without a yes")
	}
	v.Screen.Enter()
	v.Settle()
	v.Tap("Yes, end it")
	v.Until("it has ended", func() bool { return len(v.Nav.Went) > 0 })
	if diff := cmp.Diff([]casework.Closing{{Outcome: casework.NotVerified, Reason: "likeness_unsure"}}, v.office.closed); diff != "" {
		t.Errorf("closed (-want +got):\n%s", diff)
	}
}

func TestNothingIsPresetAndEachQuestionIsAsked(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.Key(fyne.KeyReturn)
	v.See("There is a problem", "Choose how the visit ends")
	v.Kit.Focus(v.Screen.First()) // the summary has it
	v.Key(fyne.KeyHome)
	v.next("Why?")
	v.Key(fyne.KeyReturn)
	v.See("Choose a reason")
	v.Kit.Focus(v.Screen.First())
	v.Key(fyne.KeyDown, fyne.KeyDown)
	v.next("What should the resident come back with?")
	v.Tap("Take off")
	v.SeeNot("Take off")
	v.Screen.Enter()
	v.See("Choose a document, or write what else to bring")
	v.Key(fyne.KeyEscape)
	v.See("Why?")
	v.Key(fyne.KeyEscape, fyne.KeyEscape)
	if v.Nav.Backs != 1 {
		t.Errorf("back %d times from the first question", v.Nav.Backs)
	}
}

func TestDatesAreHeld(t *testing.T) {
	for name, c := range map[string]struct{ day, month, year, want string }{
		"refused/no day":    {"31", "11", "2026", "Enter a real day"},
		"refused/today":     {"23", "11", "2026", "Choose a day after today"},
		"refused/past":      {"1", "2", "2026", "Choose a day after today"},
		"refused/kept less": {"22", "12", "2026", "Choose a day up to 21 December 2026"},
	} {
		t.Run(name, func(t *testing.T) {
			s := snapshot(t)
			s.Open.Drafts = map[string]map[string]string{"ending": {
				"at": "when", "how": "come_back", "reason": "expired", "bring": "passport", "day": c.day, "month": c.month, "year": c.year,
			}}
			v := visit(t, uitest.Options{}, s, &office{})
			v.Key(fyne.KeyReturn)
			v.See(c.want, "By when should the resident come back?")
		})
	}
}

func TestADraftComesBackAfterAKill(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.Key(fyne.KeyDown)
	v.next("Why?")
	v.Key(fyne.KeyDown, fyne.KeyDown)
	v.Pause()
	s := snapshot(t)
	s.Open.Drafts = map[string]map[string]string{"ending": v.office.Draft()}
	again := visit(t, uitest.Options{}, s, &office{})
	again.See("Why?")
	again.next("What should the resident come back with?")
	again.See("Birth certificate")
}

func TestOnlyWithdrawingIsLeftWithASupervisor(t *testing.T) {
	s := snapshot(t)
	s.Open.Case.State, s.Open.May = casework.WithSupervisor, desk.May{Withdraw: true}
	v := visit(t, uitest.Options{}, s, &office{})
	v.See("Why?", "The resident does not want to go on")
	v.SeeNot("How does this visit end?")
	s.Open.May = desk.May{}
	v = visit(t, uitest.Options{}, s, &office{})
	v.See("This case cannot be ended now")
	v.SeeNot("Continue")
}

func TestWhatIsRefusedIsSaidAndNothingIsLost(t *testing.T) {
	s := snapshot(t)
	s.Open.Drafts = map[string]map[string]string{"ending": {
		"at": "check", "how": "come_back", "reason": "expired", "bring": "passport", "day": "1", "month": "12", "year": "2026", "note": "asked twice",
	}}
	v := visit(t, uitest.Options{}, s, &office{Office: screentest.Office{Err: casework.ErrUntilLate}})
	v.Screen.Enter()
	v.Until("it is refused", func() bool { return uitest.Sees(v.Canvas(), "Nothing would be kept by that day") })
	v.See("asked twice", "Park the case")
	if len(v.Nav.Went) > 0 {
		t.Error("went on")
	}
}

func TestEveryQuestionBearsEverySetting(t *testing.T) {
	for setting, o := range uitest.Settings(map[string]uitest.Options{"en-1280": {Width: 1280, Height: 800}}) {
		for _, at := range []string{"how", "why", "bring", "when", "note", "check"} {
			t.Run(at+"/"+setting, func(t *testing.T) {
				s := snapshot(t)
				s.Open.Drafts = map[string]map[string]string{"ending": {
					"at": at, "how": "come_back", "reason": "expired", "bring": "passport birth_certificate", "also": "somebody who knows you",
					"day": "1", "month": "12", "year": "2026",
				}}
				v := visit(t, o, s, &office{})
				v.AssertBears("ending-" + at + "-" + setting)
				if setting == "en" {
					uitest.AssertMaster(t, at, v.Screen.Content())
				}
			})
		}
	}
}

// TestEachQuestionBeginsAtItsHeading, however far down the one before was left.
func TestEachQuestionBeginsAtItsHeading(t *testing.T) {
	at := snapshot(t)
	at.Open.Bring = []string{"birth_certificate", "passport", "tenancy_agreement", "driving_licence"}
	v := visit(t, uitest.Options{TextScale: 2, Width: 1024, Height: 700}, at, &office{})
	v.Key(fyne.KeyDown)
	low := 0
	turn := func(key fyne.KeyName, want string) {
		t.Helper()
		v.Focus("Continue")
		if !uitest.HeadingInSight(v.Canvas()) {
			low++
		}
		v.Key(key)
		v.See(want)
		if !uitest.HeadingInSight(v.Canvas()) {
			t.Errorf("the heading of %q is out of sight", want)
		}
	}
	turn(fyne.KeyReturn, "Why?")
	v.Key(fyne.KeyDown)
	turn(fyne.KeyReturn, "What should the resident come back with?")
	turn(fyne.KeyReturn, "By when should the resident come back?")
	turn(fyne.KeyEscape, "What should the resident come back with?")
	turn(fyne.KeyEscape, "Why?")
	if low < 3 {
		t.Errorf("only %d pages were scrolled: the test tells little", low)
	}
}
