package ui

import (
	"context"
)

// otherLanguage switches the desk between English and Welsh, from any screen
// and before anybody is signed in.
func (f *Frame) otherLanguage() {
	next := f.shown.Settings
	if next.Language == "cy" {
		next.Language = "en"
	} else {
		next.Language = "cy"
	}
	f.leave(func() {
		f.Run.Run("language", func(ctx context.Context) error {
			return f.Desk.SetSettings(ctx, next)
		}, func(err error) {
			if err != nil {
				f.Announce(f.words.Fault(err).Title)
			}
		})
	})
}
