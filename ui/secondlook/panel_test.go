package secondlook_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/secondlook"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

const (
	caseID = screentest.CaseID
	idris  = trust.PersonID("p-officer")
	mair   = trust.PersonID("p-supervisor")
	tali   = trust.PersonID("p-other")
)

var now = screentest.Now()

type office struct {
	screentest.Office
	raised casework.Concern
	looked casework.SecondLook
}

func (o *office) RaiseConcern(_ context.Context, _ casework.ID, n casework.Concern) error {
	o.raised = n
	return o.Call("raise")
}

func (o *office) SetSecondLook(_ context.Context, _ casework.ID, k casework.SecondLook) error {
	o.looked = k
	return o.Call("look")
}

func (o *office) ClearConcern(context.Context, casework.ID) error { return o.Call("clear") }

type stand struct {
	*screentest.Frame
	office *office
	hidden int
}

// open shows the panel over a button, for whoever is signed in.
func open(t *testing.T, o uitest.Options, s desk.Snapshot) *stand {
	t.Helper()
	v := &stand{Frame: screentest.New(t, o), office: &office{}}
	v.Show(component.VStack(0, v.Kit.Button(component.Secondary, "Behind", func() {})))
	secondlook.Open(v.Lend(route.Of(route.Evidence, caseID)), v.office, s, func() { v.hidden++ })
	v.Settle()
	return v
}

// snapshot is a case with a passport, seen by a member of staff.
func snapshot(t testing.TB, who trust.PersonID, n *casework.Concern, roles ...trust.Role) desk.Snapshot {
	t.Helper()
	rules := trusttest.Policy(t)
	person := trust.Person{ID: who, Roles: roles, From: now.AddDate(-1, 0, 0).Unix(), Until: now.AddDate(1, 0, 0).Unix()}
	return desk.Snapshot{
		Now: now, Policy: rules, Session: &desk.Session{Person: person},
		Staff: []desk.Staff{{ID: idris, Name: "Idris Sampl"}, {ID: mair, Name: "Mair Enghraifft"}},
		Open: &desk.OpenCase{Case: &casework.Case{
			ID: caseID, Ref: "EB-0184", State: casework.Open, Concern: n, Resident: new(caseworktest.Rosa()),
			Evidence: []evidence.Item{caseworktest.Passport(t, rules, idris, now)},
		}},
	}
}

func asked() *casework.Concern {
	return &casework.Concern{Kind: "document", Item: "passport-1", Note: "edge looks lifted", Alone: evidence.No, At: now, By: idris}
}

func looked() *casework.Concern {
	n := asked()
	n.Second = &casework.SecondLook{View: casework.ViewUnsure, Note: "cannot say", At: now, By: mair}
	return n
}

func TestAskedByKeyboard(t *testing.T) {
	v := open(t, uitest.Options{}, snapshot(t, idris, nil, trust.Officer))
	v.See("Second look", "What is it about?", "Only a constable may keep one", "extension 0000")
	v.SeeNot("edge looks lifted")
	v.Key(fyne.KeyReturn)
	v.See("Choose what it is about")
	v.Key(fyne.KeyTab, fyne.KeyDown) // from the summary's link to the choice
	v.Key(fyne.KeyTab, fyne.KeyTab, fyne.KeyDown, fyne.KeyDown)
	v.Key(fyne.KeyTab)
	v.Type("edge looks lifted")
	v.Capture("secondlook-asking")
	v.Tap("Ask for a second look")
	v.Until("it is kept", func() bool { return v.hidden == 1 })
	if n := v.office.raised; n.Kind != "document" || n.Alone != evidence.No || n.Note != "edge looks lifted" {
		t.Errorf("raised %+v", n)
	}
	v.SeeNot("What is it about?")
	if len(v.Nav.Went) != 0 || len(v.Nav.Said) != 1 || v.Nav.Said[0] != "Kept" {
		t.Errorf("went %v, said %q", v.Nav.Went, v.Nav.Said)
	}
}

// TestHiddenAtOnceAndNothingLost: Esc hides it whatever is typed, and the
// draft brings it back to that person, in that role only.
func TestHiddenAtOnceAndNothingLost(t *testing.T) {
	v := open(t, uitest.Options{}, snapshot(t, idris, nil, trust.Officer))
	v.Key(fyne.KeyDown)
	v.Focus("Note (optional)")
	v.Type("half a wo")
	v.Key(fyne.KeyEscape)
	v.SeeNot("What is it about?")
	v.Until("the draft is kept", func() bool { return v.office.Draft()["note"] == "half a wo" })
	if v.hidden != 1 || v.office.Calls[0] != "draft "+desk.DraftSecondLook {
		t.Errorf("hidden %d, calls %q", v.hidden, v.office.Calls)
	}
	s := snapshot(t, idris, nil, trust.Officer)
	s.Open.Drafts = map[string]map[string]string{desk.DraftSecondLook: v.office.Draft()}
	open(t, uitest.Options{}, s).See("half a wo")
	other := snapshot(t, mair, asked(), trust.Supervisor)
	other.Open.Drafts = s.Open.Drafts
	open(t, uitest.Options{}, other).SeeNot("half a wo")
}

func TestWhoSeesWhat(t *testing.T) {
	closed := func(s desk.Snapshot) desk.Snapshot { s.Open.Case.State = casework.WithSupervisor; return s }
	cleared := looked()
	cleared.Cleared, cleared.ClearedBy = now, mair
	handed := func(who trust.PersonID, roles ...trust.Role) desk.Snapshot { // while parked, and the resident is back
		n := looked()
		n.Second.View = casework.ViewRefer
		return snapshot(t, who, n, roles...)
	}
	for name, c := range map[string]struct {
		s           desk.Snapshot
		see, seeNot []string
	}{
		"who asked can say it otherwise": {snapshot(t, idris, asked(), trust.Officer), []string{"edge looks lifted", "Ask for a second look"}, []string{"What do you make of it?"}},
		"another makes the look":         {snapshot(t, mair, asked(), trust.Supervisor), []string{"Idris Sampl", "edge looks lifted", "Passport", "not seen alone", "What do you make of it?", "Hand it on"}, []string{"Ask for a second look"}},
		"who looked can let it rest":     {snapshot(t, mair, looked(), trust.Officer), []string{"Unsure", "cannot say", "Put to rest"}, nil},
		"who asked reads what was said":  {snapshot(t, idris, looked(), trust.Officer), []string{"Unsure", "Close"}, []string{"Put to rest", "Keep this"}},
		"a third officer reads":          {snapshot(t, tali, looked(), trust.Officer), []string{"Unsure"}, []string{"Put to rest"}},
		"a supervisor lets it rest":      {snapshot(t, tali, looked(), trust.Supervisor), []string{"Put to rest"}, nil},
		"who handed it on reads":         {handed(mair, trust.Officer, trust.Supervisor), []string{"Handed on to the council's team"}, []string{"Put to rest", "Ask for a second look"}},
		"an officer after that":          {handed(tali, trust.Officer), []string{"Handed on to the council's team"}, []string{"Put to rest", "Ask for a second look"}},
		"who asked, after that":          {handed(idris, trust.Officer, trust.Supervisor), []string{"Handed on to the council's team"}, []string{"Put to rest", "Ask for a second look"}},
		"another supervisor, after that": {handed(tali, trust.Supervisor), []string{"Put to rest"}, nil},
		"after that, asked anew":         {snapshot(t, tali, cleared, trust.Officer), []string{"Ask for a second look"}, []string{"edge looks lifted"}},
		"a supervisor asks nothing":      {snapshot(t, mair, nil, trust.Supervisor), []string{"No second look is asked for"}, []string{"Ask for a second look"}},
		"nothing of what was signed":     {closed(snapshot(t, idris, nil, trust.Officer)), []string{"No second look is asked for"}, []string{"Ask for a second look"}},
	} {
		t.Run(name, func(t *testing.T) {
			v := open(t, uitest.Options{Height: 1400}, c.s)
			v.See(c.see...)
			v.SeeNot(c.seeNot...)
			v.Key(fyne.KeyEscape)
			v.SeeNot("Second look")
		})
	}
}

// TestHandedOn goes to where every case goes that is sent on.
func TestHandedOn(t *testing.T) {
	v := open(t, uitest.Options{}, snapshot(t, mair, asked(), trust.Officer))
	v.Key(fyne.KeyReturn)
	v.See("Choose what you make of it")
	v.Focus("Nothing in it")
	v.Key(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	v.Tap("Keep this")
	v.Until("it is kept", func() bool { return len(v.Nav.Went) == 1 })
	if v.office.looked.View != casework.ViewRefer || v.Nav.Went[0] != route.Of(route.Outcome, caseID) || v.Nav.Said[0] != "Kept" {
		t.Errorf("looked %+v, went %v, said %q", v.office.looked, v.Nav.Went, v.Nav.Said)
	}
}

func TestRefusedStaysOpen(t *testing.T) {
	v := open(t, uitest.Options{}, snapshot(t, mair, looked(), trust.Officer))
	v.office.Err = fault.New(fault.Unauthorised, "case-second-look-same")
	v.Tap("Put to rest")
	v.Until("it is answered", func() bool { return uitest.Sees(v.Canvas(), "Somebody else has to make the second look") })
	if !slices.Contains(v.office.Calls, "clear") || v.hidden != 0 {
		t.Errorf("calls %q", v.office.Calls)
	}
}

func TestNothingIsCut(t *testing.T) {
	for name, o := range map[string]uitest.Options{
		"en": {}, "cy": {Lang: words.Welsh}, "cy-200": {Lang: words.Welsh, TextScale: 2, Width: 1024, Height: 1700},
		"contrast": {Mode: theme.HighContrast, Width: 1280, Height: 800}, "tall": {Height: 1300},
	} {
		for what, s := range map[string]desk.Snapshot{
			"ask": snapshot(t, idris, nil, trust.Officer), "look": snapshot(t, mair, asked(), trust.Officer),
		} {
			t.Run(name+"/"+what, func(t *testing.T) {
				v := open(t, o, s)
				uitest.AssertNoCutText(t, v.Canvas())
				uitest.AssertTargets(t, v.Canvas())
				v.Capture("secondlook-" + what + "-" + name)
			})
		}
	}
}

func TestMasters(t *testing.T) {
	for name, s := range map[string]desk.Snapshot{
		"ask": snapshot(t, idris, nil, trust.Officer), "look": snapshot(t, mair, asked(), trust.Officer),
		"rest": snapshot(t, mair, looked(), trust.Officer),
	} {
		t.Run(name, func(t *testing.T) { open(t, uitest.Options{Height: 1300}, s).AssertMaster(name) })
	}
}

// TestLabelsAreNeutral: nothing that stands on the panel itself, before the
// policy's and the officers' own words, accuses anybody.
func TestLabelsAreNeutral(t *testing.T) {
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	en, cy := book.In(words.English), book.In(words.Welsh)
	for _, key := range []string{
		"casefile.second_look", "casefile.second_look.asked", "home.second_look_detail", "secondlook.kept", "secondlook.ask", "outbox.kind.referral",
		"faults.case-second-look-missing.title", "faults.case-second-look-missing.detail", "faults.case-second-look-open.title",
	} {
		for _, text := range []string{en.T(key), cy.T(key)} {
			for _, word := range []string{"fraud", "suspect", "doubt", "concern", "worr", "fake", "refer", "twyll", "amheu", "pryder", "cyfeirio"} {
				if strings.Contains(strings.ToLower(text), word) {
					t.Errorf("%s says %q", key, text)
				}
			}
		}
	}
}
