package ui

import (
	"context"

	"vouchdesk/internal/camera"
)

// Away tells that the window is not in front any more, or is again: nobody
// looks at what a camera sees meanwhile.
func (f *Frame) Away(away bool) {
	if f.lens.OnAway != nil {
		f.lens.OnAway(away)
	}
}

// camera is the one chosen last at this desk.
func (f *Frame) camera() camera.ID { return camera.ID(f.shown.Settings.Camera) }

// chooseCamera keeps the choice for the next time, and for everybody here.
func (f *Frame) chooseCamera(id camera.ID) {
	set := f.shown.Settings
	if set.Camera == string(id) {
		return
	}
	set.Camera = string(id)
	f.shown.Settings = set // the next look comes before the next snapshot
	f.Run.Run("choose camera", func(ctx context.Context) error { return f.Desk.SetSettings(ctx, set) }, func(err error) {
		if err != nil {
			f.Announce(f.words.Fault(err).Title)
		}
	})
}
