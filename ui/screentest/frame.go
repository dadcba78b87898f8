// Package screentest is one visit of a screen in a test.
//
// A [Frame] stands in for the frame of the window: it lends what a screen
// stands on and remembers what was asked of it. A [Visit] shows one screen, as
// a page or between the columns of a case; a [Walk] follows the screens where
// they lead. [Office] and [Desk] are what fake offices have in common.
//
// What an office writes, it writes on the runner's goroutine. A test reads it
// after Rest, Until or Pause: all three wait until nothing is under way, which
// orders the two, so offices need no lock against the test. Only tests import
// this package.
package screentest

import (
	"testing"

	"vouchdesk/internal/camera"
	"vouchdesk/internal/camera/synthetic"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

// Navigator remembers where a screen wanted to go and what it announced.
type Navigator struct {
	Went  []route.Route
	Backs int
	Said  []string
}

// Go implements route.Navigator.
func (n *Navigator) Go(to route.Route) { n.Went = append(n.Went, to) }

// Back implements route.Navigator.
func (n *Navigator) Back() { n.Backs++ }

// Announce implements route.Navigator.
func (n *Navigator) Announce(text string) { n.Said = append(n.Said, text) }

// Last is what was announced last.
func (n *Navigator) Last() string {
	if len(n.Said) == 0 {
		return ""
	}
	return n.Said[len(n.Said)-1]
}

// Frame lends what the window's frame lends.
type Frame struct {
	*uitest.Stage
	Run    *foreground.Runner
	Nav    *Navigator
	Picked string            // what the officer would choose in the system's file dialogue
	Camera *synthetic.Driver // no cameras until some are plugged in
	Wanted camera.ID         // the one chosen last

	lens *stage.Lens
	nav  route.Navigator // Nav, or who goes where it is asked to
}

// New opens a window with nothing in it. It is closed with the test.
func New(t testing.TB, o uitest.Options) *Frame {
	t.Helper()
	nav := &Navigator{}
	f := &Frame{Stage: uitest.Open(t, o), Nav: nav, nav: nav}
	f.Camera = synthetic.New()
	f.lens = &stage.Lens{
		Cameras: f.Camera.Cameras(), Wanted: func() camera.ID { return f.Wanted }, Want: func(id camera.ID) { f.Wanted = id },
	}
	f.Run = foreground.NewTimed(f.Pump.Post, f.Clock.Timer())
	t.Cleanup(f.Run.Close)
	return f
}

// Lend is what a screen stands on.
func (f *Frame) Lend(at route.Route) *stage.Stage {
	return &stage.Stage{
		Kit: f.Kit, Words: f.Words, Run: f.Run, Nav: f.nav, At: at, Now: f.Clock.Now, Lens: f.lens,
		Pick: func(_ string, chosen func(string)) {
			if f.Picked != "" {
				chosen(f.Picked)
			}
		},
	}
}

// Away puts the window away, or brings it back.
func (f *Frame) Away(away bool) {
	if f.lens.OnAway != nil {
		f.lens.OnAway(away)
	}
}

// Rest waits until everything that was set going has come to its end, and
// draws.
func (f *Frame) Rest() {
	f.T.Helper()
	f.Idle(f.Run)
}

// Until waits until the condition holds, which it reads only at rest.
func (f *Frame) Until(what string, holds func() bool) {
	f.T.Helper()
	f.UntilIdle(f.Run, what, holds)
}
