package representative_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/route"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

// TestByKeyboard records a deputy with keys alone.
func TestByKeyboard(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t))
	v.Type("Tomos")
	v.Key(fyne.KeyTab)
	v.Type("Placeholder")
	v.Key(fyne.KeyTab, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	v.See("sealed court order", "May act")
	v.Key(fyne.KeyTab)
	v.Type("Sealed by the court, each page")
	v.Key(fyne.KeyTab)
	v.Type("7000-0001")
	v.Key(fyne.KeyTab)
	v.Type("No gifts over £100")
	v.Key(fyne.KeyTab)
	for _, text := range []string{"31", "1", "2028"} {
		v.Type(text)
		v.Key(fyne.KeyTab)
	}
	v.Key(fyne.KeyTab) // past "It has no last day"
	v.Key(fyne.KeySpace)
	v.Key(fyne.KeyDown, fyne.KeyReturn)
	v.Key(fyne.KeyTab, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	v.Key(fyne.KeyTab, fyne.KeyDown)
	v.Capture("representative-keyboard")
	v.Key(fyne.KeyTab, fyne.KeyReturn)
	v.Until("it is kept", func() bool { return len(v.Nav.Went) > 0 })
	if len(v.office.set) != 1 {
		t.Fatalf("calls %q, in sight %q", v.office.Calls, uitest.Texts(v.Canvas()))
	}
	want := tomos("deputy")
	want.Evidence[0].ID = "item-1"
	got := v.office.set[0]
	if got.Evidence[0].Type == "" || v.Nav.Went[0] != route.Of(route.Purpose, caseID) {
		t.Errorf("kept %+v, went %v", got, v.Nav.Went)
	}
	got.Evidence[0].Type = want.Evidence[0].Type
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kept otherwise:\n%s", diff)
	}
}

func TestEverythingMissingIsToldAtOnce(t *testing.T) {
	v := visit(t, uitest.Options{}, with(t, casework.Representative{Kind: "deputy"}))
	v.Focus("Their given names")
	v.Tap("Continue")
	v.See("There is a problem", "Enter the name of who acts", "Write what you saw", "Enter the number", "Enter the last day",
		"Choose the document they showed", "Answer whether the resident agrees")
	if len(v.office.set) != 0 {
		t.Error("kept")
	}
}

func TestWhoMayOnlySpeakIsAskedLess(t *testing.T) {
	v := visit(t, uitest.Options{}, with(t, casework.Representative{Kind: "helper"}))
	v.SeeNot("Its last day", "Its number", "What did they show", "What did you see")
	v.See("May speak, not act", "The resident decides")
}

func TestWhatKeepsThemFromActingIsSaid(t *testing.T) {
	over, other, known := tomos("deputy"), tomos("appointee"), tomos("parent")
	over.Until = resident.Date{Year: 2026, Month: 11, Day: 22}
	known.Evidence, known.NoneShown = nil, true
	for name, c := range map[string]struct {
		r   casework.Representative
		say string
	}{
		"over":                 {over, "The authority has ended"},
		"not for this service": {other, "does not cover this service"},
		"an adult's parent":    {tomos("parent"), "of an age at which this authority has ended"},
		"nobody knows them":    {known, "No document with a photo of this person was seen"},
	} {
		t.Run(name, func(t *testing.T) {
			s := with(t, c.r)
			s.Open.Case.Purpose = &casework.Purpose{Service: "blue_badge"}
			v := visit(t, uitest.Options{}, s)
			v.See("May speak, not act", c.say)
		})
	}
	s := with(t, tomos("deputy"))
	s.Open.Case.Representative.Agrees, s.Open.Case.Representative.Absent = evidence.No, true
	v := visit(t, uitest.Options{}, s)
	v.See("May neither act nor speak", "does not agree", "Without the resident there is no likeness")
}

// TestTakenAwayAndPutBack: nothing is lost by a slip of the hand.
func TestTakenAwayAndPutBack(t *testing.T) {
	s := with(t, tomos("deputy"))
	v := visit(t, uitest.Options{}, s)
	v.Tap("Nobody acts or speaks")
	v.Until("the form is empty", func() bool { return !uitest.Sees(v.Canvas(), "Sealed by the court") })
	gone := snapshot(t)
	gone.Open.Case.FormerRep = s.Open.Case.Representative
	v.Show(gone)
	v.See("Nobody acts or speaks for the resident now")
	v.Capture("representative-away")
	v.Tap("Put them back")
	v.Show(s)
	v.Until("the form is filled again", func() bool { return uitest.Sees(v.Canvas(), "Sealed by the court") })
	v.See("May act")
	if strings.Join(v.office.Calls, " ") != "remove restore" {
		t.Errorf("calls %q", v.office.Calls)
	}
}

func TestTypedTextIsKeptAsADraft(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t))
	v.Type("Tom")
	v.Pause()
	if v.office.Calls[0] != "draft "+desk.DraftRepresentative || v.office.Drafts[0]["given"] != "Tom" {
		t.Errorf("calls %q, drafts %v", v.office.Calls, v.office.Drafts)
	}
	s := snapshot(t)
	s.Open.Drafts = map[string]map[string]string{desk.DraftRepresentative: {"given": "Tom", "kind": "parent", "here": "no"}}
	v = visit(t, uitest.Options{}, s)
	v.See("Parental", "18", "Without the resident")
}

func TestAClosedCaseIsOnlyRead(t *testing.T) {
	s := with(t, tomos("deputy"))
	s.Open.Case.State = casework.WithSupervisor
	v := visit(t, uitest.Options{}, s)
	v.See("cannot be changed now", "Tomos Placeholder", "May act", "7000-0001", "31 January 2028", "could not say")
	v.SeeNot("Continue")
}

// states are the screens to hold.
func states(t *testing.T) map[string]desk.Snapshot {
	t.Helper()
	over := tomos("deputy")
	over.Until, over.Absent = resident.Date{Year: 2026, Month: 11, Day: 22}, true
	return map[string]desk.Snapshot{
		"empty": snapshot(t), "deputy": with(t, tomos("deputy")), "over": with(t, over), "helper": with(t, casework.Representative{Kind: "helper"}),
	}
}

func TestMasters(t *testing.T) {
	for name, s := range states(t) {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{Height: 2000}, s)
			uitest.AssertTargets(t, v.Canvas())
			uitest.AssertReadingOrder(t, v.Canvas())
			v.AssertMaster(name)
		})
	}
}

func TestNothingIsCut(t *testing.T) {
	for look, o := range map[string]uitest.Options{
		"en":       {},
		"cy":       {Lang: words.Welsh, Height: 1600},
		"en-200":   {TextScale: 2, Height: 2400},
		"cy-200":   {Lang: words.Welsh, TextScale: 2, Width: 1024, Height: 2400},
		"contrast": {Mode: theme.HighContrast, Width: 1280, Height: 800},
		"small":    {Width: 1024, Height: 700},
	} {
		for _, name := range []string{"over", "helper"} { // the longest and the shortest
			s := states(t)[name]
			t.Run(look+"/"+name, func(t *testing.T) {
				v := visit(t, o, s)
				uitest.AssertNoCutText(t, v.Canvas())
				v.Capture("representative-" + name + "-" + look)
			})
		}
	}
}
