package approvals_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/approvals"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

type navigator struct{ went []route.Route }

func (n *navigator) Go(to route.Route) { n.went = append(n.went, to) }
func (n *navigator) Back()             {}
func (n *navigator) Announce(string)   {}

var _ stage.Screen = (*approvals.Screen)(nil)

func visit(t *testing.T, o uitest.Options, s desk.Snapshot) (*uitest.Stage, *approvals.Screen, *navigator) {
	t.Helper()
	u, nav := uitest.Open(t, o), &navigator{}
	run := foreground.NewTimed(u.Pump.Post, u.Clock.Timer())
	t.Cleanup(run.Close)
	screen := approvals.New(&stage.Stage{
		Kit: u.Kit, Words: u.Words, Run: run, Nav: nav, At: route.To(route.Approvals), Now: u.Clock.Now,
	}, nil)
	u.Show(u.Kit.Page(screen.Content()))
	screen.Show(s)
	u.Kit.Focus(screen.First())
	u.Settle()
	return u, screen, nav
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
	u, _, nav := visit(t, uitest.Options{}, two(t))
	u.See("2 cases wait for your decision", "Rosa Mai Specimen", "Blue Badge", "A. Specimen", "23 November 2026, 10:05", "officer-9")
	u.Key(fyne.KeyDown, fyne.KeyReturn)
	if diff := cmp.Diff([]route.Route{route.Of(route.Approve, "c2")}, nav.went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

func TestAnEmptyListSaysSo(t *testing.T) {
	u, _, nav := visit(t, uitest.Options{}, desk.Snapshot{})
	u.See("Nothing waits for your decision")
	u.SeeNot("Waiting since")
	u.Key(fyne.KeyReturn)
	if diff := cmp.Diff([]route.Route{route.To(route.Home)}, nav.went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

func TestEveryStateBearsEverySetting(t *testing.T) {
	for setting, o := range map[string]uitest.Options{
		"en":          {},
		"cy":          {Lang: words.Welsh},
		"cy-200-1024": {Lang: words.Welsh, TextScale: 2, Width: 1024, Height: 700},
		"contrast":    {Mode: theme.HighContrast},
	} {
		for state, s := range map[string]desk.Snapshot{"two": two(t), "empty": {}} {
			t.Run(state+"/"+setting, func(t *testing.T) {
				u, screen, _ := visit(t, o, s)
				uitest.AssertNoCutText(t, u.Canvas())
				uitest.AssertTargets(t, u.Canvas())
				u.SeeNot("[", "<no value>")
				u.Capture("approvals-" + state + "-" + setting)
				if setting == "en" {
					uitest.AssertMaster(t, state, screen.Content())
				}
			})
		}
	}
}
