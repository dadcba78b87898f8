package returning_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/returning"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

const caseID = screentest.CaseID

type answered struct {
	Place  int
	Answer casework.ReturnAnswer
}

type office struct {
	err error
	got []answered
}

func (o *office) AnswerFlag(_ context.Context, _ casework.ID, place int, answer casework.ReturnAnswer) error {
	o.got = append(o.got, answered{place, answer})
	return o.err
}

type stand struct {
	*screentest.Visit[*returning.Screen]
	office *office
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot, off *office) *stand {
	t.Helper()
	return &stand{screentest.OnPage(t, o, route.Of(route.Returning, caseID), s, func(st *stage.Stage) *returning.Screen { return returning.New(st, off) }), off}
}

var now = screentest.Now()

// back is a case whose resident has come back; flags are answered as given.
func back(t testing.TB, answers ...casework.ReturnAnswer) desk.Snapshot {
	t.Helper()
	rules := trusttest.Policy(t)
	then := time.Date(2026, time.November, 3, 9, 0, 0, 0, time.UTC)
	passport := caseworktest.Passport(t, rules, "p-officer", then)
	passport.By, passport.At = "p-officer", then
	birth := caseworktest.BirthCertificate(t, rules, "p-officer", then)
	birth.By, birth.At = "p-officer", then
	likeness := caseworktest.Likeness(rules, passport.ID, "p-officer", then)
	likeness.By, likeness.At = "p-officer", then
	v := casework.Visit{
		At: now, By: "p-both", Likeness: &likeness,
		Parked: casework.Closing{Outcome: casework.ComeBack, At: then, By: "p-officer", Bring: []string{"tenancy_agreement"}, Also: "a referee"},
		Flags: []casework.ReturnFlag{
			{Code: casework.ReturnPolicy, Step: casework.StepReview, Params: map[string]string{"from": "1", "to": "2"}},
			{Code: casework.ReturnResident, Step: casework.StepResident},
			{Code: casework.ReturnExpired, Step: casework.StepEvidence, Item: passport.ID, Params: map[string]string{"date": "2026-11-20"}},
			{Code: casework.ReturnTraining, Step: casework.StepEvidence, Item: birth.ID},
			{Code: casework.ReturnLikeness, Step: casework.StepLikeness, Item: passport.ID},
		},
	}
	for i, a := range answers {
		v.Flags[i].Answer, v.Flags[i].At, v.Flags[i].By = a, now, "p-both"
	}
	c := &casework.Case{ID: caseID, Ref: "EB-0184", State: casework.Open, Opened: then, Resident: new(caseworktest.Rosa()), Visits: []casework.Visit{v}}
	c.Evidence = append(c.Evidence, passport, birth)
	return desk.Snapshot{
		Now: now, Policy: rules, Session: &desk.Session{Person: trust.Person{ID: "p-both", Name: "Mair Enghraifft"}},
		Staff: []desk.Staff{{ID: "p-officer", Name: "Idris Sampl"}},
		Open: &desk.OpenCase{Case: c, Steps: []desk.StepState{
			{Step: casework.StepEvidence, Status: desk.StepDone}, {Step: casework.StepLikeness, Status: desk.StepNotStarted},
		}},
	}
}

func TestEveryChangeIsToldWithWhoCheckedWhen(t *testing.T) {
	v := visit(t, uitest.Options{Height: 1900}, back(t), &office{})
	v.See("parked on 3 November 2026 by Idris Sampl", "Tenancy agreement, a referee", "under version 1 and is now under version 2",
		"Are name and address as they were?", "Rosa Mai Specimen", "Passport: it has expired since", "20 November 2026",
		"Checked on 3 November 2026 by Idris Sampl", "Birth certificate: the training of who checked it has ended",
		"Compare the likeness again", "5 questions are not answered yet")
}

func TestAnsweredByKeyboardOneAfterAnother(t *testing.T) {
	v := visit(t, uitest.Options{Height: 1900}, back(t), &office{})
	if got := v.Focused(); got != "I have seen this" {
		t.Fatalf("focus on %q", got)
	}
	v.Key(fyne.KeyReturn)
	v.Until("it is kept", func() bool { return !uitest.Sees(v.Canvas(), "Keeping the answer") && len(v.office.got) == 1 })
	v.Show(back(t, casework.Seen))
	v.See("Seen, 23 November 2026, 10:31", "4 questions are not answered yet")
	v.Key(fyne.KeyReturn)
	v.Until("it is kept", func() bool { return !uitest.Sees(v.Canvas(), "Keeping the answer") && len(v.office.got) == 2 })
	v.Show(back(t, casework.Seen, casework.Keep))
	v.Key(fyne.KeyTab, fyne.KeyReturn)
	v.Until("it is kept", func() bool { return !uitest.Sees(v.Canvas(), "Keeping the answer") && len(v.office.got) == 3 })
	if diff := cmp.Diff([]answered{{0, casework.Seen}, {1, casework.Keep}, {2, casework.Again}}, v.office.got); diff != "" {
		t.Errorf("answered (-want +got):\n%s", diff)
	}
	v.Show(back(t, casework.Seen, casework.Keep, casework.Again, casework.Keep, casework.Seen))
	v.See("Everything is answered.", "To be looked at again")
	v.Tap("Go on with the case")
	if diff := cmp.Diff([]route.Route{route.Of(route.Likeness, caseID)}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

func TestLookingAtTheResidentAgainGoesThere(t *testing.T) {
	v := visit(t, uitest.Options{}, back(t, casework.Seen), &office{})
	v.Key(fyne.KeyTab, fyne.KeyReturn)
	v.Until("it went", func() bool { return len(v.Nav.Went) > 0 })
	if v.Nav.Went[0] != route.Of(route.Resident, caseID) {
		t.Errorf("went %v", v.Nav.Went)
	}
}

// TestTheFocusGoesOn to what is not answered yet, whether the answer is shown
// before or after it is known to be kept, and at last to what goes on.
func TestTheFocusGoesOn(t *testing.T) {
	one := []casework.ReturnAnswer{casework.Seen, "", casework.Keep, casework.Keep, casework.Seen}
	for name, early := range map[string]bool{"the answer is shown at once": true, "the answer is shown later": false} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{Height: 1900}, back(t, casework.Seen, "", casework.Keep, ""), &office{})
			next := func(want string, answers ...casework.ReturnAnswer) {
				t.Helper()
				before := len(v.office.got)
				v.Tap("Keep as recorded")
				if early {
					v.Show(back(t, answers...))
				}
				v.Until("it is kept", func() bool { return !uitest.Sees(v.Canvas(), "Keeping the answer") && len(v.office.got) > before })
				v.Show(back(t, answers...))
				if got := v.Focused(); v.Canvas().Focused() == nil || got != want {
					t.Errorf("the focus is on %q, not on %q", got, want)
				}
			}
			next("Keep as recorded", casework.Seen, casework.Keep, casework.Keep, "")
			next("I have seen this", casework.Seen, casework.Keep, casework.Keep, casework.Keep)
			v.Show(back(t, one...))
			next("Go on with the case", casework.Seen, casework.Keep, casework.Keep, casework.Keep, casework.Seen)
		})
	}
}

// TestWhatWasKeptCanBeLookedAtAfterAll, but not the other way round: what was
// taken back for it does not come again.
func TestWhatWasKeptCanBeLookedAtAfterAll(t *testing.T) {
	v := visit(t, uitest.Options{Height: 1900}, back(t, casework.Seen, casework.Keep, casework.Keep, casework.Again, casework.Seen), &office{})
	v.See("CASE EB-0184", "Everything is answered.")
	v.SeeNot("Keep as recorded")
	v.Kit.Focus(v.Screen.First())
	v.BackTab()
	v.Key(fyne.KeyReturn)
	v.Until("it is kept", func() bool { return len(v.office.got) > 0 })
	if diff := cmp.Diff([]answered{{2, casework.Again}}, v.office.got); diff != "" {
		t.Errorf("answered (-want +got):\n%s", diff)
	}
	v.Show(back(t, casework.Seen, casework.Seen, casework.Again, casework.Again, casework.Seen))
	v.SeeNot("Look again")
}

// TestTheResidentIsStillToBeLookedAt: said but not done, the way there has the
// focus.
func TestTheResidentIsStillToBeLookedAt(t *testing.T) {
	v := visit(t, uitest.Options{Height: 1900}, back(t, casework.Seen, casework.Again, casework.Keep, casework.Keep, casework.Seen), &office{})
	v.See("1 question is not answered yet")
	if got := v.Focused(); got != "Look again" {
		t.Fatalf("the focus is on %q", got)
	}
	v.Key(fyne.KeyReturn)
	if diff := cmp.Diff([]route.Route{route.Of(route.Resident, caseID)}, v.Nav.Went); diff != "" || len(v.office.got) > 0 {
		t.Errorf("answered %v, went (-want +got):\n%s", v.office.got, diff)
	}
}

func TestRefusedIsSaid(t *testing.T) {
	v := visit(t, uitest.Options{}, back(t), &office{err: casework.ErrNotOpen})
	v.Key(fyne.KeyReturn)
	v.Until("it is said", func() bool { return uitest.Sees(v.Canvas(), "This case is no longer open") })
	v = visit(t, uitest.Options{}, desk.Snapshot{Open: &desk.OpenCase{Case: &casework.Case{ID: caseID}}}, &office{})
	v.See("There is nothing to answer")
}

func TestEveryCodeHasWords(t *testing.T) {
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Langs() {
		for _, code := range casework.ReturnCodes() {
			for _, part := range []string{".title", ".detail"} {
				if !book.In(lang).Has("returning.flag." + code + part) {
					t.Errorf("%s: %s%s has no words", lang, code, part)
				}
			}
		}
	}
}

func TestEverySettingIsBorne(t *testing.T) {
	for setting, o := range uitest.Settings(map[string]uitest.Options{"en-1280": {Width: 1280, Height: 800}, "tall": {Height: 1500}}) {
		t.Run(setting, func(t *testing.T) {
			v := visit(t, o, back(t, casework.Seen), &office{})
			v.AssertBears("returning-" + setting)
			if setting == "tall" {
				uitest.AssertMaster(t, "returning", v.Screen.Content())
			}
		})
	}
}
