package main

import (
	"context"
	"errors"
	"os/exec"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"github.com/ncruces/zenity"

	"vouchdesk/ui/foreground"
)

// picker lets the officer choose a file in the system's own dialogue, which
// they know and which a screen reader can read. Where there is none (Linux
// without zenity) Fyne's stands in.
func picker(parent context.Context, run *foreground.Runner, w fyne.Window) func(string, func(string)) {
	return func(title string, chosen func(string)) {
		var path string
		//nolint:contextcheck // the runner ends its own context when the window closes
		run.Run("choose a file", func(ctx context.Context) (err error) {
			path, err = zenity.SelectFile(zenity.Context(ctx), zenity.Title(title))
			return err
		}, func(err error) {
			switch {
			case err == nil:
				chosen(path)
			case errors.Is(err, exec.ErrNotFound):
				fallback(w, chosen)
			case errors.Is(err, zenity.ErrCanceled), parent.Err() != nil:
			default:
				fallback(w, chosen)
			}
		})
	}
}

func fallback(w fyne.Window, chosen func(string)) {
	d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err != nil || f == nil {
			return
		}
		path := f.URI().Path()
		if f.Close() == nil {
			chosen(path)
		}
	}, w)
	d.Resize(w.Canvas().Size())
	d.Show()
}
