package screentest

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

// Visit is one visit of a screen of type S.
type Visit[S stage.Screen] struct {
	*Frame
	Screen S
	beside []interface{ Show(s desk.Snapshot) } // the columns of a case
}

// InCase shows a screen between the columns of a case.
func InCase[S stage.Screen](t testing.TB, o uitest.Options, at route.Route, s desk.Snapshot, enter func(*stage.Stage) S) *Visit[S] {
	t.Helper()
	v := &Visit[S]{Frame: New(t, o)}
	v.enter(v.Lend(at), enter)
	v.arrive(s)
	return v
}

// OnPage shows a screen by itself, on a page that scrolls.
func OnPage[S stage.Screen](t testing.TB, o uitest.Options, at route.Route, s desk.Snapshot, enter func(*stage.Stage) S) *Visit[S] {
	t.Helper()
	v := &Visit[S]{Frame: New(t, o)}
	v.keyed(enter(v.Lend(at)))
	v.Stage.Show(v.Kit.Page(v.Screen.Content()))
	v.arrive(s)
	return v
}

// Alone shows a screen that fills the window itself.
func Alone[S stage.Screen](t testing.TB, o uitest.Options, at route.Route, s desk.Snapshot, enter func(*stage.Stage) S) *Visit[S] {
	t.Helper()
	v := &Visit[S]{Frame: New(t, o)}
	v.keyed(enter(v.Lend(at)))
	v.Stage.Show(v.Screen.Content())
	v.arrive(s)
	return v
}

// enter makes the screen and puts it between the columns.
func (v *Visit[S]) enter(st *stage.Stage, enter func(*stage.Stage) S) {
	v.keyed(enter(st))
	tasks, worth := casefile.NewTaskList(st), casefile.NewWorth(st)
	v.beside = []interface{ Show(s desk.Snapshot) }{tasks, worth}
	v.Stage.Show(v.Kit.Columns(tasks.Content(), v.Screen.Content(), worth.Content()))
}

// keyed gives a screen the keys that no control used, and scans, as the frame
// does.
func (v *Visit[S]) keyed(screen S) {
	v.Screen = screen
	own, _ := any(screen).(stage.Keyed)
	nav := v.nav
	v.Kit.OnKey = func(ev *fyne.KeyEvent) bool {
		switch ev.Name {
		case fyne.KeyReturn:
			return own != nil && own.Enter()
		case fyne.KeyEscape:
			if own == nil || !own.Escape() {
				nav.Back()
			}
			return true
		default:
			return false
		}
	}
	if s, ok := any(screen).(stage.Scanned); ok {
		v.Kit.Typist().OnScan = s.Scanned
	}
	if s, ok := any(screen).(stage.Zoned); ok {
		v.Kit.Typist().OnZone = func(lines string) { s.Zoned(lines) }
	}
}

// arrive shows the first snapshot and puts the focus where the officer begins.
func (v *Visit[S]) arrive(s desk.Snapshot) {
	v.Show(s)
	v.Kit.Arrive(v.Screen.First())
	v.Settle()
}

// Show shows a snapshot.
func (v *Visit[S]) Show(s desk.Snapshot) {
	v.Screen.Show(s)
	for _, column := range v.beside {
		column.Show(s)
	}
	v.Settle()
}

// Pause lets the time pass after which a draft is kept, waits for it, and
// holds that nothing then keeps the officer from leaving.
func (v *Visit[S]) Pause() {
	v.T.Helper()
	v.Clock.Advance(stage.DraftWait)
	v.Rest()
	free := false
	v.Screen.Flush(func() { free = true })
	v.Until("the draft is kept", func() bool { return free })
}
