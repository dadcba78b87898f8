package representative_test

import (
	"context"
	"maps"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/representative"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const caseID = casework.ID("case-1")

var now = time.Date(2026, time.November, 23, 10, 31, 0, 0, time.UTC)

// office keeps what it is given.
type office struct {
	mu     sync.Mutex
	drafts []map[string]string
	set    []casework.Representative
	calls  []string
	err    error
}

func (o *office) call(name string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls = append(o.calls, name)
	return o.err
}

func (o *office) SaveDraft(_ context.Context, _ casework.ID, key string, fields map[string]string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls = append(o.calls, "draft "+key)
	o.drafts = append(o.drafts, maps.Clone(fields))
	return nil
}

func (o *office) SetRepresentative(_ context.Context, _ casework.ID, r casework.Representative) error {
	err := o.call("set")
	if err == nil {
		o.set = append(o.set, r)
	}
	return err
}

func (o *office) RemoveRepresentative(context.Context, casework.ID) error { return o.call("remove") }

func (o *office) RestoreRepresentative(context.Context, casework.ID) error { return o.call("restore") }
func (o *office) NewItemID() evidence.ItemID                               { return "item-1" }

type navigator struct {
	went []route.Route
	back int
}

func (n *navigator) Go(to route.Route) { n.went = append(n.went, to) }
func (n *navigator) Back()             { n.back++ }
func (n *navigator) Announce(string)   {}

// stand is one visit on a stage, between the columns of a case.
type stand struct {
	*uitest.Stage
	office *office
	nav    *navigator
	screen *representative.Screen
	show   func(desk.Snapshot)
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot) *stand {
	t.Helper()
	v := &stand{Stage: uitest.Open(t, o), office: &office{}, nav: &navigator{}}
	run := foreground.NewTimed(v.Pump.Post, v.Clock.Timer())
	t.Cleanup(run.Close)
	st := &stage.Stage{Kit: v.Kit, Words: v.Words, Run: run, Nav: v.nav, At: route.Of(route.Representative, caseID), Now: v.Clock.Now}
	v.screen = representative.New(st, v.office)
	tasks, worth := casefile.NewTaskList(st), casefile.NewWorth(st)
	v.Kit.OnKey = func(ev *fyne.KeyEvent) bool {
		return ev.Name == fyne.KeyReturn && v.screen.Enter() || ev.Name == fyne.KeyEscape && v.screen.Escape()
	}
	v.show = func(s desk.Snapshot) {
		v.screen.Show(s)
		tasks.Show(s)
		worth.Show(s)
		v.Settle()
	}
	v.Show(v.Kit.Columns(tasks.Content(), v.screen.Content(), worth.Content()))
	v.show(s)
	v.Kit.Focus(v.screen.First())
	v.Settle()
	return v
}

func (v *stand) until(what string, holds func() bool) {
	v.T.Helper()
	v.Pump.Until(v.T, what, holds)
	v.Settle()
}

func snapshot(t testing.TB) desk.Snapshot {
	return desk.Snapshot{
		Now: now, Policy: trusttest.Policy(t),
		Open: &desk.OpenCase{
			Case:  &casework.Case{ID: caseID, Ref: "EB-0184", State: casework.Open, Opened: now, Resident: new(caseworktest.Rosa())},
			Steps: []desk.StepState{{Step: casework.StepLetter, Status: "signed"}, {Step: casework.StepResident, Status: "now"}},
		},
	}
}

func tomos(kind string) casework.Representative {
	return casework.Representative{
		Name: resident.Name{Given: "Tomos", Family: "Placeholder"}, Kind: kind, Seen: "Sealed by the court, each page", Number: "7000-0001",
		Limits: "No gifts over £100", Until: resident.Date{Year: 2028, Month: 1, Day: 31}, Agrees: evidence.CouldNot,
		Evidence: []evidence.Item{{ID: "rep-1", Type: "passport", Seen: evidence.Returned}},
	}
}

// with is a snapshot of a case with a representative, as the desk judges them.
func with(t testing.TB, r casework.Representative) desk.Snapshot {
	s := snapshot(t)
	s.Open.Case.Representative = &r
	m, _ := s.Open.Case.Mandate()
	s.Open.Standing = s.Policy.Standing(m, resident.DateOf(now))
	return s
}
