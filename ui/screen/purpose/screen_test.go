package purpose_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

const (
	inEnglish = "You can say no. Then we cannot check your identity here"
	inWelsh   = "Gallwch ddweud na."
)

func TestServiceAndNoticeAreChosenByKeyboard(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.See("Blue Badge", "Needs Medium · name, date of birth, address", "Needs Low · name, address", inEnglish, "Version 1")
	v.Type("badge")
	v.Key(fyne.KeyDown, fyne.KeyTab) // the Blue Badge
	v.See("Chosen: Blue Badge")
	v.Key(fyne.KeyTab)  // the language stays
	v.Key(fyne.KeyDown) // read aloud
	v.Key(fyne.KeyReturn)
	v.Until("it is kept", func() bool { return len(v.Nav.Went) > 0 })
	want := []casework.Purpose{{Service: "blue_badge", Notice: "1", Told: "read_aloud", Language: "en"}}
	if diff := cmp.Diff(want, v.office.set); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]route.Route{route.Of(route.Evidence, caseID)}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

func TestTheNoticeIsInTheResidentsLanguage(t *testing.T) {
	s := snapshot(t)
	s.Open.Case.Resident.Contact.Language = resident.Welsh
	v := visit(t, uitest.Options{}, s, &office{})
	v.See(inWelsh, "Privacy notice")
	v.SeeNot(inEnglish)
	v.Focus("English | Cymraeg")
	v.Key(fyne.KeyLeft)
	v.See(inEnglish)
	v.SeeNot(inWelsh)
	v.Pause()
	if got := v.office.Drafts[0]["language"]; got != "en" {
		t.Errorf("draft in %q", got)
	}
}

func TestNothingIsPresetButTheLanguage(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.Key(fyne.KeyReturn)
	v.See("There is a problem", "Choose the service the vouch is for", "Choose how you told the resident")
	if v.Focused() != "Choose the service the vouch is for" || len(v.office.set) > 0 {
		t.Errorf("focus on %q, kept %v", v.Focused(), v.office.set)
	}
}

func TestADraftComesBackAfterAKill(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.Type("tax support")
	v.Key(fyne.KeyDown)
	v.Pause()
	s := snapshot(t)
	s.Open.Drafts = map[string]map[string]string{"purpose": v.office.Drafts[0]}
	again := visit(t, uitest.Options{}, s, &office{})
	again.Focus("I read it aloud")
	again.Key(fyne.KeyDown, fyne.KeyReturn)
	again.Until("it is kept", func() bool { return len(again.Nav.Went) > 0 })
	if got := again.office.set[0]; got.Service != "council_tax_support" || got.Told != "read_aloud" {
		t.Errorf("kept %+v", got)
	}
}

// renewed is the policy with another version of the notice.
func renewed(p *policy.Policy) *policy.Policy {
	other := *p
	other.Privacy.Version = "2"
	return &other
}

func told(s desk.Snapshot) desk.Snapshot {
	s.Open.Case.Purpose = &casework.Purpose{Service: "blue_badge", Notice: "1", Told: "shown", Language: "en", At: now}
	return s
}

func TestANewNoticeIsToBeToldAgain(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *stand{
		"since the last visit": func(t *testing.T) *stand {
			s := told(snapshot(t))
			s.Policy = renewed(s.Policy)
			return visit(t, uitest.Options{}, s, &office{})
		},
		"while on screen": func(t *testing.T) *stand {
			s := told(snapshot(t))
			v := visit(t, uitest.Options{}, s, &office{})
			v.SeeNot("The notice is a new one")
			s.Policy = renewed(s.Policy)
			v.Show(s)
			return v
		},
		"since the draft": func(t *testing.T) *stand {
			s := told(snapshot(t))
			s.Open.Drafts = map[string]map[string]string{"purpose": {"service": "blue_badge", "language": "en", "told": "given", "notice": "1"}}
			s.Policy = renewed(s.Policy)
			return visit(t, uitest.Options{}, s, &office{})
		},
	} {
		t.Run(name, func(t *testing.T) {
			v := open(t)
			v.See("The notice is a new one")
			v.Key(fyne.KeyReturn)
			v.See("Choose how you told the resident")
			if len(v.office.set) > 0 {
				t.Errorf("kept %v", v.office.set)
			}
		})
	}
}

// inEnglishOnly is the policy of a council that serves nobody in Welsh.
func inEnglishOnly(p *policy.Policy) *policy.Policy {
	other := *p
	other.Languages = []resident.Language{resident.English}
	return &other
}

// TestOnlyThePolicysLanguagesAreOffered holds whatever the resident would
// rather read, and whatever was chosen under another policy.
func TestOnlyThePolicysLanguagesAreOffered(t *testing.T) {
	inCymraeg := func(s desk.Snapshot) desk.Snapshot {
		s = told(s)
		s.Open.Case.Purpose.Language = "cy"
		return s
	}
	for name, open := range map[string]func(*testing.T) *stand{
		"resident would rather have Welsh": func(t *testing.T) *stand {
			s := snapshot(t)
			s.Policy = inEnglishOnly(s.Policy)
			s.Open.Case.Resident.Contact.Language = resident.Welsh
			return visit(t, uitest.Options{}, s, &office{})
		},
		"screen is in Welsh": func(t *testing.T) *stand {
			s := snapshot(t)
			s.Policy = inEnglishOnly(s.Policy)
			return visit(t, uitest.Options{Lang: words.Welsh}, s, &office{})
		},
		"told in Welsh before": func(t *testing.T) *stand {
			s := inCymraeg(snapshot(t))
			s.Policy = inEnglishOnly(s.Policy)
			return visit(t, uitest.Options{}, s, &office{})
		},
		"since the draft": func(t *testing.T) *stand {
			s := snapshot(t)
			s.Policy = inEnglishOnly(s.Policy)
			s.Open.Drafts = map[string]map[string]string{"purpose": {"service": "blue_badge", "language": "cy", "told": "given", "notice": "1"}}
			return visit(t, uitest.Options{}, s, &office{})
		},
		"while on screen": func(t *testing.T) *stand {
			s := inCymraeg(snapshot(t))
			v := visit(t, uitest.Options{}, s, &office{})
			v.See(inWelsh)
			s.Policy = inEnglishOnly(s.Policy)
			v.Show(s)
			return v
		},
	} {
		t.Run(name, func(t *testing.T) {
			v := open(t)
			v.See(inEnglish)
			v.SeeNot(inWelsh, "Cymraeg")
			v.Focus("English")
			v.Key(fyne.KeyRight, fyne.KeyBackspace)
			v.See(inEnglish)
			v.Key(fyne.KeyReturn)
			v.See(v.Words.T("purpose.told_missing")) // what was told in Welsh was not told in English
			if len(v.office.set) > 0 {
				t.Errorf("kept %v", v.office.set)
			}
		})
	}
}

func TestARefusalLosesNothing(t *testing.T) {
	v := visit(t, uitest.Options{}, told(snapshot(t)), &office{Office: screentest.Office{Err: fault.New(fault.Conflict, "case-not-open")}})
	v.Key(fyne.KeyReturn)
	v.Key(fyne.KeyReturn) // busy: not twice
	v.Until("it is answered", func() bool { return uitest.Sees(v.Canvas(), "There is a problem") })
	v.See(v.Words.T("faults.case-not-open.title"))
	v.Pause()
	if len(v.Nav.Went) > 0 || len(v.office.Calls) != 2 || v.office.Drafts[0]["told"] != "shown" {
		t.Errorf("went %v, calls %q, drafts %q", v.Nav.Went, v.office.Calls, v.office.Drafts)
	}
}

func TestAnUntouchedFormSavesNothing(t *testing.T) {
	v := visit(t, uitest.Options{}, told(snapshot(t)), &office{})
	gone := false
	v.Screen.Flush(func() { gone = true })
	if !gone || len(v.office.Drafts) > 0 {
		t.Errorf("gone %v, drafts %q", gone, v.office.Drafts)
	}
}

func TestAClosedCaseIsOnlyRead(t *testing.T) {
	s := told(snapshot(t))
	s.Open.Case.State = casework.BeingChecked
	v := visit(t, uitest.Options{}, s, &office{})
	v.See("cannot be changed now", "Blue Badge", "I showed it", "English, version 1 · 23 November 2026, 10:31")
	v.SeeNot("Continue", inEnglish)
	v.Key(fyne.KeyReturn)
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
	v.Show(snapshot(t)) // it arrives
	v.See("Blue Badge", inEnglish, "Continue")
}

func TestTabFollowsReading(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	order := uitest.TabOrder(v.Canvas())
	want := []string{"English | Cymraeg", "I read it aloud | I showed it, on paper or on screen | I gave it to them on paper", "Continue"}
	at := slices.Index(order, want[0])
	if at < 2 || len(order) < at+3 || order[at-2] != "Type a part of its name" {
		t.Fatalf("order of Tab: %q", order)
	}
	if diff := cmp.Diff(want, order[at:at+3]); diff != "" {
		t.Errorf("order of Tab (-want +got):\n%s", diff)
	}
}

// A Welsh word finds a service on an English desk, and what finds nothing says
// what to do; neither loses the choice.
func TestAServiceIsFound(t *testing.T) {
	b := visit(t, uitest.Options{}, snapshot(t), &office{})
	b.Type("bus") // no business before the bus
	b.Key(fyne.KeyDown)
	b.See("Chosen: Older person's bus pass")
	v := visit(t, uitest.Options{}, snapshot(t), &office{})
	v.Type("bathodyn")
	v.Key(fyne.KeyDown)
	v.See("Chosen: Blue Badge")
	v.SeeNot("Missed bins")
	v.Key(fyne.KeyEscape)
	v.See("Missed bins", "Benefits, payments and claims")
	v.Type("swimming")
	v.See("No service matches “swimming”", "Clear what you typed to see all services", "Chosen: Blue Badge")
	v.Pause()
	if got := v.office.Draft()["service"]; got != "blue_badge" {
		t.Errorf("draft of %q", got)
	}
}

// states are the screens to hold.
func states() map[string]func(*testing.T, uitest.Options) *stand {
	return map[string]func(*testing.T, uitest.Options) *stand{
		"empty": func(t *testing.T, o uitest.Options) *stand { return visit(t, o, snapshot(t), &office{}) },
		"told":  func(t *testing.T, o uitest.Options) *stand { return visit(t, o, told(snapshot(t)), &office{}) },
		"problems": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, snapshot(t), &office{})
			v.Key(fyne.KeyReturn)
			return v
		},
		"found": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, snapshot(t), &office{})
			v.Type("bus")
			v.Key(fyne.KeyDown)
			return v
		},
		"nothing": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, snapshot(t), &office{})
			v.Type("swimming")
			return v
		},
		"closed": func(t *testing.T, o uitest.Options) *stand {
			s := told(snapshot(t))
			s.Open.Case.State = casework.WithSupervisor
			return visit(t, o, s, &office{})
		},
	}
}

func TestEveryStateBearsEverySetting(t *testing.T) {
	for setting, o := range uitest.Settings(map[string]uitest.Options{"en-whole": {Width: 1366, Height: 1300}}) {
		for state, open := range states() {
			t.Run(state+"/"+setting, func(t *testing.T) {
				v := open(t, o)
				v.AssertBears("purpose-" + state + "-" + setting)
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
