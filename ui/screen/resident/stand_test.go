package resident_test

import (
	"context"
	"maps"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/resident"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const caseID = casework.ID("case-1")

// office keeps what it is given, in the order of the calls.
type office struct {
	mu     sync.Mutex
	setErr error
	drafts []map[string]string
	set    []casework.Resident
	calls  []string
}

func (o *office) SaveDraft(_ context.Context, _ casework.ID, key string, fields map[string]string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls = append(o.calls, "draft "+key)
	o.drafts = append(o.drafts, maps.Clone(fields))
	return nil
}

func (o *office) SetResident(_ context.Context, _ casework.ID, r casework.Resident) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls = append(o.calls, "set")
	if o.setErr == nil {
		o.set = append(o.set, r)
	}
	return o.setErr
}

// navigator remembers where the screen wanted to go and what it said.
type navigator struct {
	went []route.Route
	back int
	said []string
}

func (n *navigator) Go(to route.Route) { n.went = append(n.went, to) }
func (n *navigator) Back()             { n.back++ }
func (n *navigator) Announce(s string) { n.said = append(n.said, s) }

// stand is one visit on a stage, between the columns of a case.
type stand struct {
	*uitest.Stage
	office *office
	nav    *navigator
	screen *resident.Screen
	show   func(desk.Snapshot)
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot, off *office) *stand {
	t.Helper()
	v := &stand{Stage: uitest.Open(t, o), office: off, nav: &navigator{}}
	run := foreground.NewTimed(v.Pump.Post, v.Clock.Timer())
	t.Cleanup(run.Close)
	st := &stage.Stage{Kit: v.Kit, Words: v.Words, Run: run, Nav: v.nav, At: route.Of(route.Resident, caseID), Now: v.Clock.Now}
	v.screen = resident.New(st, off)
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

// until runs what is posted until the condition holds.
func (v *stand) until(what string, holds func() bool) {
	v.T.Helper()
	v.Pump.Until(v.T, what, holds)
	v.Settle()
}

// pause lets the time pass after which a draft is saved, and waits for it.
func (v *stand) pause() {
	v.T.Helper()
	v.Clock.Advance(stage.DraftWait)
	v.Pump.Drain()
	sealed := false
	v.screen.Flush(func() { sealed = true })
	v.until("the draft is saved", func() bool { return sealed })
}

// tab types into the boxes one after another, with Tab between.
func (v *stand) tab(texts ...string) {
	for _, text := range texts {
		v.Type(text)
		v.Key(fyne.KeyTab)
	}
}

var now = time.Date(2026, time.November, 23, 10, 31, 0, 0, time.UTC)

func snapshot(t testing.TB) desk.Snapshot {
	return desk.Snapshot{
		Now: now, Policy: trusttest.Policy(t),
		Open: &desk.OpenCase{
			Case:  &casework.Case{ID: caseID, Ref: "EB-0184", State: casework.Open, Opened: now},
			Steps: []desk.StepState{{Step: casework.StepLetter, Status: "signed"}, {Step: casework.StepResident, Status: "now"}},
		},
	}
}

func withRecord(t testing.TB) desk.Snapshot {
	s := snapshot(t)
	s.Open.Record = &letter.Record{Given: "Rosa Mai", Family: "Specimen", AddressLines: []string{"12 Sample Row", "Exampleton"}, Postcode: "EX4 1AA"}
	return s
}

func (o *office) RemoveRepresentative(context.Context, casework.ID) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls = append(o.calls, "remove representative")
	return nil
}
