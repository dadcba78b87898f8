package ui

import (
	"context"
	"runtime"
	"strings"

	"vouchdesk/internal/fault"
	"vouchdesk/ui/component"
)

// pick lets the officer choose a file: in the system's own dialogue, which they
// know and a screen reader can read, else by its path.
func (f *Frame) pick(title string, chosen func(path string)) {
	if f.Choose == nil {
		f.askPath(title, chosen)
		return
	}
	var path string
	f.Run.Run("choose a file", func(ctx context.Context) (err error) {
		path, err = f.Choose(ctx, title)
		return err
	}, func(err error) {
		switch {
		case err == nil:
			chosen(path)
		case fault.Of(err) == fault.Stopped:
		default:
			f.askPath(title, chosen)
		}
	})
}

// pathHint is how a path looks on a system.
func pathHint(goos string) string {
	if goos == "windows" {
		return "frame.path_hint.windows"
	}
	return "frame.path_hint.other"
}

func (f *Frame) askPath(title string, chosen func(path string)) {
	path := f.kit.Field(component.SingleLine, component.FieldText{
		Label: f.words.T("frame.path"), Hint: f.words.T(pathHint(runtime.GOOS)),
	})
	f.kit.Ask(component.Ask{
		Title: title, Content: path, First: path.First(),
		Yes: f.words.T("frame.open"), No: f.words.T("frame.action.cancel"),
		OnYes: func() (stay bool) {
			name := strings.TrimSpace(path.Text())
			if name == "" {
				path.SetError(f.words.T("frame.path_missing"))
				return true
			}
			chosen(name)
			return false
		},
	})
}
