package letter_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/fault"
	code "vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

// vla is the shape of a letter's code, for the scanner guard.
const vla = "VLAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

func TestAPictureIsReadAndUsedByKeyboard(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{look: desk.LetterLook{Letter: signed(), Record: record()}})
	v.Picked = screentest.File(t, "letter.png")
	if got := v.Focused(); got != "Open a picture…" {
		t.Errorf("focus first on %q", got)
	}
	v.Key(fyne.KeyReturn)
	v.Rest()
	v.See("Signed by the council", "20 November 2026", "11 December 2026", "This one: Central Library", "Rosa Mai Specimen", "12 Sample Row, Exampleton, EX4 1AA", "confirmed at sync")
	if got := v.Focused(); got != "Use this letter and continue" {
		t.Errorf("focus after reading on %q", got)
	}
	v.Key(fyne.KeyReturn)
	v.Rest()
	if diff := cmp.Diff([]casework.Letter{signed()}, v.office.set); diff != "" {
		t.Errorf("set (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]route.Route{route.Of(route.Resident, caseID)}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

func TestAScanIsTakenWhereverTheFocusIs(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{look: desk.LetterLook{Letter: signed()}})
	v.Focus("There is no letter")
	v.Scan(vla)
	v.Rest()
	if len(v.office.read) != 1 || v.office.none != 0 {
		t.Fatalf("read %q, none %d", v.office.read, v.office.none)
	}
	v.See("The letter can be used", "is not at this desk")
	v.SeeNot("The council's letter record")
}

func TestADroppedPictureIsRead(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{look: desk.LetterLook{Letter: signed()}})
	v.Screen.Dropped(nil)
	v.Screen.Dropped([]string{screentest.File(t, "one.png"), screentest.File(t, "two.png")})
	v.Rest()
	if diff := cmp.Diff([]string{"one.png"}, v.office.read); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	if len(v.Nav.Said) != 1 {
		t.Errorf("said %q", v.Nav.Said)
	}
}

func TestNoLetterIsAPath(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.Tap("There is no letter")
	v.Rest()
	if v.office.none != 1 || len(v.Nav.Went) != 1 {
		t.Errorf("none %d, went %v", v.office.none, v.Nav.Went)
	}
}

func TestReadingCanBeStopped(t *testing.T) {
	for name, stop := range map[string]func(*stand){
		"ok/button": func(v *stand) { v.Tap("Stop") },
		"ok/escape": func(v *stand) { v.Key(fyne.KeyEscape) },
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, snapshot(t), &office{stuck: true})
			v.Picked = screentest.File(t, "letter.png")
			v.Tap("Open a picture…")
			v.See("Looking for the code")
			if got := v.Focused(); got != "Stop" {
				t.Errorf("focus while reading on %q", got)
			}
			v.Show(snapshot(t))
			v.See("Looking for the code")
			stop(v)
			v.Rest()
			v.See("Open a picture…")
			v.SeeNot("Looking for the code", "There is a problem")
			if got := v.Focused(); got != "Open a picture…" {
				t.Errorf("focus after Stop on %q", got)
			}
		})
	}
}

// TestEachFailureHasItsOwnWords also holds that another try is always there.
func TestEachFailureHasItsOwnWords(t *testing.T) {
	faults := map[string]*office{}
	for _, e := range []*fault.Error{
		code.ErrNotACode, code.ErrDamaged, code.ErrOtherCouncil, code.ErrUnknownKey, code.ErrForged,
		code.ErrExpired, code.ErrFuture, code.ErrOtherSite, code.ErrUsed, policy.ErrLetterLife,
	} {
		faults[e.Code] = &office{look: desk.LetterLook{Fault: e.Code, Params: map[string]string{
			"site": "8",
		}}}
	}
	faults[code.ErrExpired.Code].look.Params = map[string]string{"until": "2026-10-03T10:00:00Z"}
	faults[code.ErrUsed.Code].look.Params = map[string]string{"ref": "EB-0101"}
	for _, e := range []*fault.Error{
		capture.ErrQRNone, capture.ErrQROther, capture.ErrMissing, capture.ErrNotRegular, capture.ErrDenied, capture.ErrUnavailable,
		docrender.ErrNotAnImage, docrender.ErrImageTooLarge, docrender.ErrFileTooLarge, docrender.ErrFileEmpty,
		docrender.ErrUnreadable, docrender.ErrTimeout, docrender.ErrTooManyPages, docrender.ErrPageMissing, docrender.ErrWorker,
		desk.ErrNotReady,
	} {
		faults[e.Code] = &office{err: e}
	}
	said := map[string]string{}
	for name, off := range faults {
		for _, lang := range words.Langs() {
			t.Run(name+"/"+string(lang), func(t *testing.T) {
				v := visit(t, uitest.Options{Lang: lang}, snapshot(t), off)
				v.Picked = screentest.File(t, "letter.png")
				v.Screen.Dropped([]string{screentest.File(t, "letter.png")})
				v.Rest()
				title := v.Words.T("faults." + name + ".title")
				v.See(title, v.Words.T("letter.open"), v.Words.T("letter.no_letter"))
				v.SeeNot("[", "<no value>")
				if other := said[string(lang)+title]; other != "" {
					t.Errorf("says the same as %s", other)
				}
				said[string(lang)+title] = name
				if len(v.office.set) > 0 || v.Focused() != v.Words.T("letter.open") {
					t.Errorf("set %v, focus on %q", v.office.set, v.Focused())
				}
				if name == code.ErrExpired.Code && lang == words.English {
					v.See("3 October 2026")
				}
				if name == code.ErrUsed.Code {
					v.See("EB-0101")
				}
			})
		}
	}
}

func TestAFailedCommitLosesNothing(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{look: desk.LetterLook{Letter: signed()}, setErr: code.ErrUsed})
	v.Scan(vla)
	v.Rest()
	v.Tap("Use this letter and continue")
	v.Rest()
	v.See(v.Words.T("faults.letter-used.title"), "Use this letter and continue", "20 November 2026")
	if len(v.Nav.Went) > 0 {
		t.Error("went on")
	}
	v.office.setErr = nil
	v.Key(fyne.KeyReturn)
	v.Rest()
	if len(v.Nav.Went) != 1 {
		t.Error("did not go on")
	}
}

func TestOneActAtATime(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{look: desk.LetterLook{Letter: signed()}})
	v.Scan(vla)
	v.Rest()
	v.Tap("Use this letter and continue")
	v.Tap("Use this letter and continue")
	v.Scan(vla)
	v.Rest()
	if len(v.office.set) != 1 || len(v.office.read) != 1 {
		t.Errorf("set %d times, read %d times", len(v.office.set), len(v.office.read))
	}
}

func TestAHeldLetterStandsUntilItIsChanged(t *testing.T) {
	s := snapshot(t)
	s.Open.Case.Letter, s.Open.Record = signed(), record()
	s.Open.Case.Letter.State = code.Matches
	v := visit(t, uitest.Options{}, s, &office{})
	v.See("The letter of this case", "Matches the record", "It counts for the address.")
	if got := v.Focused(); got != "Continue" {
		t.Errorf("focus first on %q", got)
	}
	v.Tap("Change")
	v.See("Open a picture…", "Keep what is recorded")
	v.Tap("Keep what is recorded")
	v.See("Matches the record")
	v.Key(fyne.KeyReturn)
	if len(v.Nav.Went) != 1 || len(v.office.set) > 0 {
		t.Errorf("went %v, set %v", v.Nav.Went, v.office.set)
	}
}

func TestAClosedCaseIsOnlyRead(t *testing.T) {
	s := snapshot(t)
	s.Open.Case.State, s.Open.Case.Letter = casework.WithSupervisor, signed()
	v := visit(t, uitest.Options{}, s, &office{look: desk.LetterLook{Letter: signed()}})
	v.See("cannot be changed now", "20 November 2026")
	v.SeeNot("Open a picture…", "Continue", "Change")
	v.Scan(vla)
	v.Screen.Dropped([]string{screentest.File(t, "one.png")})
	v.Rest()
	if len(v.office.offered) != 1 || len(v.office.read) != 1 {
		t.Errorf("offered %d, read %q", len(v.office.offered), v.office.read)
	}
	v.Tap("Back")
	if v.Nav.Backs != 1 {
		t.Error("did not go back")
	}
}

func TestWithoutAPolicyItSaysSo(t *testing.T) {
	s := snapshot(t)
	s.Policy = nil
	v := visit(t, uitest.Options{}, s, &office{})
	v.See("policy has not arrived yet")
	v.SeeNot("Open a picture…")
}

func TestTabFollowsReading(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{look: desk.LetterLook{Letter: signed()}})
	order := uitest.TabOrder(v.Canvas())
	i := slices.Index(order, "Open a picture…")
	if i < 0 || i+1 >= len(order) || order[i+1] != "There is no letter" {
		t.Errorf("order of Tab: %q", order)
	}
	v.Scan(vla)
	v.Rest()
	order = uitest.TabOrder(v.Canvas())
	if i = slices.Index(order, "Use this letter and continue"); i < 0 || order[i+1] != "Open another picture…" {
		t.Errorf("order of Tab after reading: %q", order)
	}
}

// states are the screens to hold.
func states() map[string]func(*testing.T, uitest.Options) *stand {
	return map[string]func(*testing.T, uitest.Options) *stand{
		"ways": func(t *testing.T, o uitest.Options) *stand { return visit(t, o, snapshot(t), &office{}) },
		"reading": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, snapshot(t), &office{stuck: true})
			v.Screen.Dropped([]string{screentest.File(t, "letter.png")})
			v.Settle()
			return v
		},
		"failed": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, snapshot(t), &office{look: desk.LetterLook{Fault: "letter-expired", Params: map[string]string{"until": "2026-10-03T10:00:00Z"}}})
			v.Scan(vla)
			v.Rest()
			return v
		},
		"read": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, snapshot(t), &office{look: desk.LetterLook{Letter: signed(), Record: record()}})
			v.Scan(vla)
			v.Rest()
			return v
		},
		"scanner": func(t *testing.T, o uitest.Options) *stand {
			s := snapshot(t)
			s.Place.Scanner = true
			return visit(t, o, s, &office{})
		},
		"mismatch": func(t *testing.T, o uitest.Options) *stand {
			s := snapshot(t)
			s.Open.Case.Letter, s.Open.Record = signed(), record()
			s.Open.Case.Letter.State = code.Mismatch
			rosa := caseworktest.Rosa()
			rosa.Address.Lines = []string{"21 Sample Row"}
			s.Open.Case.Resident = &rosa
			return visit(t, o, s, &office{})
		},
		"closed": func(t *testing.T, o uitest.Options) *stand {
			s := snapshot(t)
			s.Open.Case.State, s.Open.Case.Letter = casework.WithSupervisor, casework.Letter{Path: casework.LetterNone}
			return visit(t, o, s, &office{})
		},
	}
}

func TestEveryStateBearsEverySetting(t *testing.T) {
	for setting, o := range uitest.Settings(nil) {
		for state, open := range states() {
			t.Run(state+"/"+setting, func(t *testing.T) {
				v := open(t, o)
				v.AssertBears("letter-" + state + "-" + setting)
			})
		}
	}
}

func TestMasters(t *testing.T) {
	for state, open := range states() {
		t.Run(state, func(t *testing.T) {
			v := open(t, uitest.Options{})
			uitest.AssertMaster(t, state, v.Screen.Content())
		})
	}
}

// TestTheLetterOfAParkedCaseResumesIt: the resident is back, and brought the
// letter along.
func TestTheLetterOfAParkedCaseResumesIt(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{look: desk.LetterLook{
		Fault: "letter-parked", Params: map[string]string{"ref": "EB-0150"}, Resume: "case-parked",
	}})
	v.Scan(vla)
	v.Rest()
	v.See("This letter belongs to a parked case", "case EB-0150")
	v.Tap("Resume that case")
	v.Rest()
	if diff := cmp.Diff([]route.Route{route.Of(route.Returning, "case-parked")}, v.Nav.Went); diff != "" || len(v.office.resumed) != 1 || len(v.office.set) > 0 {
		t.Errorf("went (-want +got):\n%s\nresumed %v", diff, v.office.resumed)
	}
}

// TestTheLetterOfAnEndedCaseTriesItAgain: the case is named, and tried again
// with the letter.
func TestTheLetterOfAnEndedCaseTriesItAgain(t *testing.T) {
	for name, c := range map[string]struct {
		retry bool
		tap   string
		want  route.Route
	}{
		"try again": {true, "Try again in a new case", route.Of(route.Letter, nextTry)},
		"open it":   {true, "Open case EB-0150", route.Of(route.Outcome, "case-ended")},
		"only open": {false, "Open case EB-0150", route.Of(route.Outcome, "case-ended")},
	} {
		t.Run(name, func(t *testing.T) {
			look := desk.LetterLook{Letter: casework.Letter{Path: casework.LetterScanned, JTI: "x"}, Before: &desk.Brought{Case: "case-ended", Ref: "EB-0150", Retry: c.retry}}
			v := visit(t, uitest.Options{Height: 1000}, snapshot(t), &office{look: look})
			v.Scan(vla)
			v.Rest()
			v.See("It was brought to case EB-0150, which ended without a vouch.", "Use this letter and continue")
			if !c.retry {
				v.SeeNot("Try again")
			}
			v.Tap(c.tap)
			v.Rest()
			if diff := cmp.Diff([]route.Route{c.want}, v.Nav.Went); diff != "" {
				t.Errorf("went (-want +got):\n%s", diff)
			}
			if name == "try again" && (len(v.office.retried) != 1 || len(v.office.set) != 1) {
				t.Errorf("retried %v, set %v", v.office.retried, v.office.set)
			}
		})
	}
}
