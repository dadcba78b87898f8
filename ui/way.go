package ui

import (
	"context"

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
	f.leave(func() { f.arrive(to) })
}

// Back implements route.Navigator.
func (f *Frame) Back() {
	f.leave(func() { f.move(f.way.Back) })
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
			f.arrive(to)
		})
	})
}

func (f *Frame) arrive(to route.Route) { f.move(func() { f.way.Go(to) }) }

// move goes a step of the way, and shows where it leads. While nobody is signed
// in there is none.
func (f *Frame) move(step func()) {
	// What was just committed may not have been shown yet: a screen that began
	// with the snapshot before it would put the focus on what is about to go.
	f.shown = f.Desk.Snapshot()
	if f.shown.Session == nil {
		return
	}
	step()
	f.follow(f.At().Case, f.build)
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
			f.way = route.Start(route.To(route.Home))
		}
		f.shown = f.Desk.Snapshot()
		then()
	})
}

// Leave saves what is typed and then goes on: the window is about to close.
func (f *Frame) Leave(then func()) { f.leave(then) }
