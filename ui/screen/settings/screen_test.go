package settings_test

import (
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/settings"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

// office answers what the test lays ready and remembers what it was asked.
type office struct {
	err     error
	set     []desk.Settings
	cleared []trust.PersonID
}

func (o *office) SetSettings(_ context.Context, s desk.Settings) error {
	o.set = append(o.set, s)
	return o.err
}

func (o *office) ClearSlot(_ context.Context, person trust.PersonID) error {
	o.cleared = append(o.cleared, person)
	return o.err
}

type stand struct {
	*screentest.Visit[*settings.Screen]
	office *office
}

var now = time.Date(2026, time.November, 23, 10, 31, 0, 0, time.Local)

// snapshot is a desk at which one person is barred, one has to wait and one
// has done nothing wrong, with the first of the roles signed in.
func snapshot(roles ...trust.Role) desk.Snapshot {
	mair := trust.Person{ID: "p-mair", Name: "Mair Enghraifft", Roles: roles, From: 1, Until: now.AddDate(1, 0, 0).Unix()}
	return desk.Snapshot{
		Now: now, Settings: desk.Settings{Language: "en", Text: 1, Theme: "light"},
		Place:   desk.Place{ID: "desk-7", Name: trust.Text{En: "Desk 7", Cy: "Desg 7"}, Protection: "machine"},
		Session: &desk.Session{Person: mair, Since: now},
		Staff: []desk.Staff{
			{ID: "p-idris", Name: "Idris Sampl", Barred: true},
			{ID: "p-mair", Name: "Mair Enghraifft", Barred: true},
			{ID: "p-rosa", Name: "Rosa Mai Specimen", WaitUntil: now.Add(-time.Minute)},
			{ID: "p-t", Name: "T. Placeholder", WaitUntil: now.Add(time.Minute)},
		},
	}
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot) *stand {
	t.Helper()
	off := &office{}
	return &stand{screentest.OnPage(t, o, route.To(route.Settings), s, func(st *stage.Stage) *settings.Screen { return settings.New(st, off) }), off}
}

// TestThePolicyIsNamedAsElsewhere: by its version, as where a case stands.
func TestThePolicyIsNamedAsElsewhere(t *testing.T) {
	s := snapshot()
	s.Policy = trusttest.Policy(t)
	v := visit(t, uitest.Options{}, s)
	v.See(s.Policy.ID + ", version " + strconv.FormatInt(int64(s.Policy.Version), 10))
}

// TestTheFolderForScansIsShown: where one is watched.
func TestTheFolderForScansIsShown(t *testing.T) {
	s := snapshot()
	visit(t, uitest.Options{}, s).SeeNot("Folder for scans")
	s.Place.Scans = "/srv/scans/desk-7"
	visit(t, uitest.Options{}, s).See("Folder for scans", "/srv/scans/desk-7")
}

func TestASupervisorLetsSomebodyTryAgain(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(trust.Supervisor))
	v.See("Sign-ins that are stopped", "Idris Sampl", "Stopped", "T. Placeholder", "10:32:00")
	v.SeeNot("Mair Enghraifft", "Rosa Mai Specimen")
	v.Tap("Clear")
	v.See("Let Idris Sampl try again?", "in the journal")
	v.Key(fyne.KeyReturn) // the safe answer has the focus
	v.Rest()
	if len(v.office.cleared) > 0 {
		t.Fatalf("cleared without a yes: %v", v.office.cleared)
	}
	v.Tap("Clear")
	v.Tap("Clear it")
	v.Rest()
	if !slices.Equal(v.office.cleared, []trust.PersonID{"p-idris"}) || !slices.Equal(v.Nav.Said, []string{"Idris Sampl can try again"}) {
		t.Errorf("cleared %v, said %q", v.office.cleared, v.Nav.Said)
	}
	s := snapshot(trust.Supervisor)
	s.Staff[0].Barred, s.Staff[3].WaitUntil = false, time.Time{}
	v.Show(s)
	v.SeeNot("Sign-ins that are stopped", "Clear")
}

func TestAClearThatFailsIsSaid(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(trust.Supervisor))
	v.office.err = fault.New(fault.Unauthorised, "role-missing")
	v.Tap("Clear")
	v.Tap("Clear it")
	v.Rest()
	if len(v.Nav.Said) != 1 || v.Nav.Said[0] == "Idris Sampl can try again" {
		t.Errorf("said %q", v.Nav.Said)
	}
	v.See("Idris Sampl")
}

func TestWhoIsNoSupervisorSeesNobodysSignIn(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(trust.Officer))
	v.SeeNot("Sign-ins that are stopped", "Idris Sampl", "Clear")
	s := snapshot()
	s.Session = nil
	v.Show(s)
	v.SeeNot("Sign-ins that are stopped", "Idris Sampl")
}

func TestEveryStateBearsEverySetting(t *testing.T) {
	for setting, o := range uitest.Settings(nil) {
		for _, protection := range []string{"machine", "file"} {
			t.Run(protection+"/"+setting, func(t *testing.T) {
				s := snapshot(trust.Supervisor)
				s.Place.Protection = protection
				v := visit(t, o, s)
				v.AssertBears("settings-" + protection + "-" + setting)
				v.SeeNot("settings.")
			})
		}
	}
}
