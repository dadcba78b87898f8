package ui

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
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
	var ask *component.Modal
	looking := false
	// A file that is not there is told beside what was typed: a long path is
	// corrected, not typed anew. It is kept nowhere else.
	find := func(name string) {
		if looking {
			return
		}
		looking = true
		f.Run.Run("look for a file", func(context.Context) error {
			_, err := os.Stat(name)
			return err
		}, func(err error) {
			looking = false
			switch {
			case !ask.Open():
			case errors.Is(err, fs.ErrNotExist):
				path.SetError(f.words.T("frame.path_not_there"))
				f.kit.Focus(path.First())
			default: // what else is wrong with it, who reads it says
				ask.Close()
				chosen(name)
			}
		})
	}
	ask = f.kit.Ask(component.Ask{
		Title: title, Content: path, First: path.First(),
		Yes: f.words.T("frame.open"), No: f.words.T("frame.action.cancel"),
		OnYes: func() (stay bool) {
			name := typedPath(path.Text(), runtime.GOOS)
			if name == "" {
				path.SetError(f.words.T("frame.path_missing"))
				return true
			}
			find(name)
			return true
		},
	})
}

// typedPath is the path that somebody typed, or copied from where they saw the
// file: file managers copy it in quotes, or as a URL.
func typedPath(text, goos string) string {
	text = strings.TrimSpace(text)
	if n := len(text); n >= 2 && text[0] == text[n-1] && (text[0] == '"' || text[0] == '\'') {
		text = strings.TrimSpace(text[1 : n-1])
	}
	const scheme = "file://"
	if len(text) < len(scheme) || !strings.EqualFold(text[:len(scheme)], scheme) {
		return text
	}
	host, rest, _ := strings.Cut(text[len(scheme):], "/")
	path, err := url.PathUnescape("/" + rest)
	if err != nil {
		path = "/" + rest // a % of its own
	}
	if strings.EqualFold(host, "localhost") {
		host = ""
	}
	if goos != "windows" {
		return path // a share elsewhere has no path here, whatever its host
	}
	path = strings.ReplaceAll(path, "/", `\`)
	if host != "" {
		return `\\` + host + path
	}
	return strings.TrimPrefix(path, `\`)
}
