package resident_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/fault"
	person "vouchdesk/internal/resident"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/uitest"
)

// TestRosaIsWrittenDownByKeyboard types the whole step without a pointer.
func TestRosaIsWrittenDownByKeyboard(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.tab("Rosa Mai", "Specimen", "") // names, and past the tick
	v.tab("17", "4", "1988")
	v.tab("12 Sample Row", "", "Exampleton", "ex41aa", "", "")
	v.Key(fyne.KeyDown, fyne.KeyTab) // by post
	v.Key(fyne.KeyDown)              // in English
	v.Key(fyne.KeyReturn)
	v.Until("it is kept", func() bool { return len(v.Nav.Went) > 0 })
	if diff := cmp.Diff([]casework.Resident{caseworktest.Rosa()}, v.office.set); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]route.Route{route.Of(route.Purpose, caseID)}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
	if len(v.Nav.Said) > 0 {
		t.Errorf("said %q", v.Nav.Said)
	}
}

func TestTheRecordIsOfferedAndCanBePutBack(t *testing.T) {
	v := visit(t, uitest.Options{}, withRecord(t), &office{})
	v.See("Rosa Mai Specimen\n12 Sample Row, Exampleton, EX4 1AA")
	v.Focus("Given names")
	v.Type("Rose")
	v.Tap("Use name and address from the council's letter record")
	v.Pause()
	draft := v.office.Draft()
	if draft["given"] != "Rosa Mai" || draft["town"] != "Exampleton" || draft["before.given"] != "Rose" {
		t.Errorf("draft %q", draft)
	}
	v.Tap("Put back what I typed")
	v.Pause()
	draft = v.office.Draft()
	if draft["given"] != "Rose" || draft["town"] != "" || draft["before.given"] != "" {
		t.Errorf("draft after putting back %q", draft)
	}
	v.See("Use name and address")
}

func TestWithoutARecordNothingIsOffered(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.SeeNot("letter record", "Put back")
}

// TestADraftComesBackAfterAKill carries a draft from one visit to the next.
func TestADraftComesBackAfterAKill(t *testing.T) {
	v := visit(t, uitest.Options{}, withRecord(t), &office{})
	v.Tap("Use name and address from the council's letter record")
	v.Focus("Day")
	v.Type("31")
	v.Focus("By post")
	v.Key(fyne.KeyDown, fyne.KeyDown)
	v.Focus("Phone number")
	v.Type("01632")
	v.Pause()
	s := withRecord(t)
	s.Open.Case.Resident = new(caseworktest.Rosa()) // what is typed goes before what was recorded
	s.Open.Drafts = map[string]map[string]string{"resident": v.office.Draft()}
	again := visit(t, uitest.Options{}, s, &office{})
	again.See("Put back what I typed", "Phone number")
	again.Focus("Phone number")
	again.Type("9")
	again.Pause()
	draft := again.office.Draft()
	if draft["day"] != "31" || draft["given"] != "Rosa Mai" || !strings.Contains(draft["phone"], "01632") {
		t.Errorf("draft %q", draft)
	}
}

// TestASnapshotDoesNotTouchWhatIsTyped shows another snapshot mid-word.
func TestASnapshotDoesNotTouchWhatIsTyped(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.Type("Idr")
	before := v.Focused()
	s := snapshot(t)
	s.Open.Case.Resident = new(caseworktest.Rosa())
	v.Show(s)
	v.Type("is")
	v.Pause()
	if got := v.office.Draft()["given"]; got != "Idris" || v.Focused() != before {
		t.Errorf("given %q, focus on %q", got, v.Focused())
	}
}

// TestAWrongDateTakesTheFocusToItsBox: what is typed next mends the box that is
// wrong.
func TestAWrongDateTakesTheFocusToItsBox(t *testing.T) {
	for box, c := range map[string]struct{ day, month, year, link, right string }{
		"day":   {"30", "2", "1988", "The month of birth has no such day", "29"},
		"month": {"17", "", "1988", "Write the month of birth", "4"},
		"year":  {"17", "4", "88", "Write the year of birth in four figures, such as 1988", "1988"},
	} {
		t.Run(box, func(t *testing.T) {
			s := snapshot(t)
			s.Open.Drafts = map[string]map[string]string{"resident": {"day": c.day, "month": c.month, "year": c.year}}
			v := visit(t, uitest.Options{}, s, &office{})
			v.Tap("Continue")
			v.Tap(c.link)
			v.Key(fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyBackspace)
			v.Type(c.right)
			v.Pause()
			if got := v.office.Draft(); got[box] != c.right {
				t.Errorf("draft %v", got)
			}
		})
	}
}

func TestAnUntouchedFormSavesNothing(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	gone := false
	v.Screen.Flush(func() { gone = true })
	if !gone || len(v.office.Drafts) > 0 {
		t.Errorf("gone %v, drafts %q", gone, v.office.Drafts)
	}
}

func TestLeavingSavesAtOnce(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.Type("Mair")
	gone := false
	v.Screen.Flush(func() { gone = true })
	v.Until("it is saved", func() bool { return gone })
	if v.office.Drafts[0]["given"] != "Mair" {
		t.Errorf("drafts %q", v.office.Drafts)
	}
}

func TestEverythingWrongIsToldAtOnce(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.Type("Rosa\u202e")
	v.Key(fyne.KeyReturn)
	v.See("There is a problem",
		"Given names: it holds a sign that cannot be seen", "Write the family name", "Write the date of birth",
		"Write the first line of the address", "Write the postcode or the town", "Choose how they want to hear", "Choose the language")
	if !strings.HasPrefix(v.Focused(), "Given names: ") {
		t.Errorf("focus on %q", v.Focused())
	}
	v.Key(fyne.KeyReturn) // the link leads to the field
	if v.Focused() != "Given names" {
		t.Errorf("the link leads to %q", v.Focused())
	}
	if len(v.office.set) > 0 {
		t.Error("kept all the same")
	}
	v.Capture("resident-problems")
}

func TestAVeryLongNameIsAnswered(t *testing.T) {
	s := snapshot(t)
	s.Open.Drafts = map[string]map[string]string{"resident": {"given": strings.Repeat("Rosa ", 2000), "family": strings.Repeat("x", 900)}}
	v := visit(t, uitest.Options{}, s, &office{})
	v.Key(fyne.KeyReturn)
	v.See("Given names: it is longer than 1000 characters")
	v.SeeNot("Family name: it is longer")
	uitest.AssertNoCutText(t, v.Canvas())
}

func TestAnOddPostcodeStopsNobody(t *testing.T) {
	s := snapshot(t)
	rosa := caseworktest.Rosa()
	rosa.Address.Postcode = "NOWHERE"
	s.Open.Case.Resident = &rosa
	v := visit(t, uitest.Options{}, s, &office{})
	v.See("This does not look like a UK postcode.")
	v.Key(fyne.KeyReturn)
	v.Until("it is kept", func() bool { return len(v.Nav.Went) > 0 })
	if len(v.office.set) != 1 || len(v.Nav.Said) != 1 {
		t.Errorf("kept %d, said %q", len(v.office.set), v.Nav.Said)
	}
}

func TestARefusalLosesNothing(t *testing.T) {
	s := snapshot(t)
	s.Open.Case.Resident = new(caseworktest.Rosa())
	v := visit(t, uitest.Options{}, s, &office{Office: screentest.Office{Err: fault.New(fault.Conflict, "case-not-open")}})
	v.Focus("Town or city")
	v.Type("X")
	v.Key(fyne.KeyReturn)
	v.Key(fyne.KeyReturn) // busy: not twice
	v.Until("it is answered", func() bool { return uitest.Sees(v.Canvas(), "There is a problem") })
	v.See(v.Words.T("faults.case-not-open.title"), "Continue")
	if len(v.Nav.Went) > 0 {
		t.Error("went on")
	}
	v.Pause()
	if n := len(v.office.Calls); v.office.Calls[n-1] != "draft resident" || n != 2 {
		t.Errorf("calls %q", v.office.Calls)
	}
}

func TestTicksAndChoicesAskForWhatTheyNeed(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.SeeNot("Phone number", "E-mail address", "The one name")
	v.Tap("Only one name is on the documents")
	v.See("The one name on the documents")
	v.SeeNot("Family name")
	v.Tap("No fixed address")
	v.See("Where post reaches them")
	v.Focus("By post")
	v.Key(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	v.See("E-mail address")
}

func TestAClosedCaseIsOnlyRead(t *testing.T) {
	s := snapshot(t)
	s.Open.Case.State, s.Open.Case.Resident = casework.WithSupervisor, new(caseworktest.Rosa())
	v := visit(t, uitest.Options{}, s, &office{})
	v.See("cannot be changed now", "Rosa Mai Specimen", "17 April 1988", "12 Sample Row, Exampleton, EX4 1AA", "By post")
	v.SeeNot("Continue", "Family name")
	v.Key(fyne.KeyReturn) // on Back
	if v.Nav.Backs != 1 {
		t.Error("did not go back")
	}
}

func TestWithoutAPolicyItSaysSo(t *testing.T) {
	s := snapshot(t)
	s.Policy = nil
	v := visit(t, uitest.Options{}, s, &office{})
	v.See("policy has not arrived yet")
	v.SeeNot("Continue")
}

func TestTabFollowsReading(t *testing.T) {
	v := visit(t, uitest.Options{}, withRecord(t), &office{})
	want := []string{
		"Use name and address from the council's letter record",
		"Given names", "Family name", "Only one name is on the documents", "Day", "Month", "Year",
		"Address line 1", "Address line 2 (optional)", "Town or city", "Postcode", "Country (optional)", "No fixed address",
		"By post | By phone | By e-mail | They come back and ask", "English | Cymraeg", "No | Yes | Next you say who, and by what authority", "Continue",
	}
	order := uitest.TabOrder(v.Canvas())
	if len(order) < len(want) {
		t.Fatalf("order of Tab: %q", order)
	}
	if diff := cmp.Diff(want, order[1:len(want)+1]); diff != "" {
		t.Errorf("order of Tab (-want +got):\n%s", diff)
	}
}

// states are the screens to hold.
func states() map[string]func(*testing.T, uitest.Options) *stand {
	return map[string]func(*testing.T, uitest.Options) *stand{
		"empty":   func(t *testing.T, o uitest.Options) *stand { return visit(t, o, snapshot(t), &office{}) },
		"offered": func(t *testing.T, o uitest.Options) *stand { return visit(t, o, withRecord(t), &office{}) },
		"problems": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, snapshot(t), &office{})
			v.Key(fyne.KeyReturn)
			return v
		},
		"closed": func(t *testing.T, o uitest.Options) *stand {
			s := snapshot(t)
			s.Open.Case.State, s.Open.Case.Resident = casework.WithSupervisor, new(caseworktest.Rosa())
			return visit(t, o, s, &office{})
		},
		"filled": func(t *testing.T, o uitest.Options) *stand {
			s := snapshot(t)
			r := casework.Resident{
				Name: person.Name{Family: "Enghraifft"}, Born: person.Date{Year: 1951, Month: 2, Day: 28},
				Address: person.Address{NoFixed: true, Lines: []string{"c/o Sample Shelter"}, Town: "Exampleton", Postcode: "EX4 9"},
				Contact: person.Contact{How: person.Phone, Detail: "01632 960001", Language: person.Welsh},
			}
			s.Open.Case.Resident = &r
			return visit(t, o, s, &office{})
		},
	}
}

func TestEveryStateBearsEverySetting(t *testing.T) {
	for setting, o := range uitest.Settings(map[string]uitest.Options{"en-whole": {Width: 1366, Height: 1600}}) {
		for state, open := range states() {
			t.Run(state+"/"+setting, func(t *testing.T) {
				v := open(t, o)
				v.AssertBears("resident-" + state + "-" + setting)
			})
		}
	}
}

func TestMasters(t *testing.T) {
	for state, open := range states() {
		t.Run(state, func(t *testing.T) {
			uitest.AssertMaster(t, state, open(t, uitest.Options{}).Screen.Content())
		})
	}
}
