package ui

import (
	"context"
	"slices"

	"vouchdesk/internal/casework"
	"vouchdesk/ui/route"
)

// leave saves what is typed and then goes on.
func (f *Frame) leave(then func()) {
	if f.screen == nil {
		then()
		return
	}
	f.screen.Flush(then)
}

// Go implements route.Navigator.
func (f *Frame) Go(to route.Route) {
	f.leave(func() { f.arrive(to, true) })
}

// Back implements route.Navigator.
func (f *Frame) Back() {
	f.leave(func() {
		to := route.To(route.Home)
		if n := len(f.past); n > 0 {
			to, f.past = f.past[n-1], f.past[:n-1]
		}
		f.arrive(to, false)
	})
}

// leaveBy leaves the screen, does an act and goes where that leads.
func (f *Frame) leaveBy(title string, act func(context.Context) (route.Route, error)) {
	f.leave(func() {
		var to route.Route
		f.Run.Run(title, func(ctx context.Context) (err error) {
			to, err = act(ctx)
			return err
		}, func(err error) {
			if err != nil {
				f.Announce(f.words.Fault(err).Title)
				return
			}
			f.arrive(to, true)
		})
	})
}

// mostPast bounds the way back.
const mostPast = 50

// arrive goes there. From where a case stands no way leads back to where it was
// worked on: it has left the officer's hands, and what they filled in is spent.
func (f *Frame) arrive(to route.Route, keep bool) {
	// What was just committed may not have been shown yet: a screen that began
	// with the snapshot before it would put the focus on what is about to go.
	f.shown = f.Desk.Snapshot()
	if f.shown.Session == nil && to.Screen != route.SignIn {
		return
	}
	if keep && f.at != to && f.at.Screen != route.SignIn {
		f.past = append(f.past, f.at)
	}
	if keep && to.Screen == route.Outcome {
		f.past = slices.DeleteFunc(f.past, func(r route.Route) bool { return r.Case == to.Case })
	}
	if len(f.past) > mostPast {
		f.past = f.past[1:]
	}
	f.at = to
	f.follow(to.Case, func() { f.build() })
}

// follow has the desk put the route's case on screen, or away.
func (f *Frame) follow(id casework.ID, then func()) {
	open := f.shown.Open
	if (open == nil && id == "") || (open != nil && open.Case.ID == id) {
		then()
		return
	}
	f.Run.Run("open", func(ctx context.Context) error {
		if id == "" {
			return f.Desk.CloseCase(ctx)
		}
		return f.Desk.OpenCase(ctx, id)
	}, func(err error) {
		if err != nil {
			f.Announce(f.words.Fault(err).Title)
			f.at = route.To(route.Home)
		}
		f.shown = f.Desk.Snapshot()
		then()
	})
}

// Leave saves what is typed and then goes on: the window is about to close.
func (f *Frame) Leave(then func()) { f.leave(then) }
