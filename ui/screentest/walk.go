package screentest

import (
	"testing"

	"vouchdesk/internal/desk"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

// Walk is a visit to the middle column of a case that goes where its screens
// want to go, as the frame does. What leads out of the step is remembered, and
// the screen stays.
type Walk struct {
	*Visit[stage.Screen]
	At     route.Route
	way    route.Way
	name   route.Name
	step   func(*stage.Stage) stage.Screen
	newest func() desk.Snapshot
}

// Along walks through a step of a case; newest is what the desk says.
func Along(t testing.TB, o uitest.Options, at route.Route, newest func() desk.Snapshot, step func(*stage.Stage) stage.Screen) *Walk {
	t.Helper()
	w := &Walk{Visit: &Visit[stage.Screen]{Frame: New(t, o)}, name: at.Screen, step: step, newest: newest, way: route.Start(at)}
	w.nav = w
	w.open()
	return w
}

// Go implements route.Navigator.
func (w *Walk) Go(to route.Route) {
	w.Nav.Go(to)
	w.Screen.Flush(func() {
		w.way.Go(to)
		w.open()
	})
}

// Back implements route.Navigator.
func (w *Walk) Back() {
	w.Nav.Back()
	w.Screen.Flush(func() {
		w.way.Back()
		w.open()
	})
}

// Announce implements route.Navigator.
func (w *Walk) Announce(text string) { w.Nav.Announce(text) }

func (w *Walk) open() {
	if w.At = w.way.At(); w.At.Screen != w.name {
		return
	}
	w.enter(w.Lend(w.At), w.step)
	w.arrive(w.newest())
}

// Renew shows what the desk says now.
func (w *Walk) Renew() { w.Show(w.newest()) }

// Rest waits until the desk has answered, and shows what it says.
func (w *Walk) Rest() {
	w.T.Helper()
	w.Visit.Rest()
	w.Renew()
}

// Pause lets a draft be kept, and shows what the desk says.
func (w *Walk) Pause() {
	w.T.Helper()
	w.Visit.Pause()
	w.Renew()
}
