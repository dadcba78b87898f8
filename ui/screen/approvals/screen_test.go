package approvals_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/approvals"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

func visit(t *testing.T, o uitest.Options, s desk.Snapshot) *screentest.Visit[*approvals.Screen] {
	t.Helper()
	return screentest.OnPage(t, o, route.To(route.Approvals), s, func(st *stage.Stage) *approvals.Screen { return approvals.New(st, nil) })
}

// two cases that wait.
func two(t testing.TB) desk.Snapshot {
	at := time.Date(2026, 11, 23, 10, 5, 0, 0, time.UTC)
	return desk.Snapshot{
		Policy: trusttest.Policy(t), Staff: []desk.Staff{{ID: "officer-1", Name: "A. Specimen"}},
		Approvals: []desk.Row{
			{ID: "c1", Ref: "EB-0184", Resident: "Rosa Mai Specimen", Service: "blue_badge", State: casework.WithSupervisor, Since: at, By: "officer-1"},
			{ID: "c2", Ref: "EB-0181", Resident: "Idris Sampl", Service: "gone", State: casework.WithSupervisor, Since: at, By: "officer-9"},
		},
	}
}

func TestACaseIsOpenedByKeyboard(t *testing.T) {
	v := visit(t, uitest.Options{}, two(t))
	v.See("2 cases wait for your decision", "Rosa Mai Specimen", "Blue Badge", "A. Specimen", "23 November 2026, 10:05", "officer-9")
	v.Key(fyne.KeyDown, fyne.KeyReturn)
	if diff := cmp.Diff([]route.Route{route.Of(route.Approve, "c2")}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

func TestACorrectionSaysSoInItsRow(t *testing.T) {
	s := two(t)
	s.Approvals[0].Corrects, s.Approvals[0].Wrong = "EB-0150", "address_wrong"
	v := visit(t, uitest.Options{}, s)
	v.See("Correction of EB-0150: The address is wrong")
	uitest.AssertNoCutText(t, v.Canvas())
}

func TestAnEmptyListSaysSo(t *testing.T) {
	v := visit(t, uitest.Options{}, desk.Snapshot{})
	v.See("Nothing waits for your decision")
	v.SeeNot("Waiting since")
	v.Key(fyne.KeyReturn)
	if diff := cmp.Diff([]route.Route{route.To(route.Home)}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

func TestEveryStateBearsEverySetting(t *testing.T) {
	for setting, o := range uitest.Settings(nil) {
		for state, s := range map[string]desk.Snapshot{"two": two(t), "empty": {}} {
			t.Run(state+"/"+setting, func(t *testing.T) {
				v := visit(t, o, s)
				v.AssertBears("approvals-" + state + "-" + setting)
				if setting == "en" {
					uitest.AssertMaster(t, state, v.Screen.Content())
				}
			})
		}
	}
}
