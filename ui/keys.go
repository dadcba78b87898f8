package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/secondlook"
	"vouchdesk/ui/stage"
)

// shortcuts are the keys that work everywhere (DESIGN 4).
func (f *Frame) shortcuts() {
	add := func(key fyne.KeyName, act func()) {
		s := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
		f.kit.AddShortcut(s, func() {
			f.Desk.Touch()
			act()
		})
	}
	add(fyne.KeyN, f.newCase)
	add(fyne.KeyH, f.home)
	add(fyne.KeyL, f.lockNow)
	add(fyne.KeyJ, f.secondLook)
}

// secondLook shows the quiet panel over a case, or hides it again.
func (f *Frame) secondLook() {
	open := f.shown.Open
	switch {
	case f.second != nil && f.kit.Asking():
		f.second.Hide()
	case f.shown.Session == nil || open == nil || open.Case.ID != f.At().Case || f.kit.Asking():
	default:
		f.second = secondlook.Open(f.stage, f.Desk, f.shown, func() { f.second = nil })
	}
}

// onKey gets what no control used.
func (f *Frame) onKey(ev *fyne.KeyEvent) bool {
	f.Desk.Touch()
	keyed, own := f.screen.(stage.Keyed)
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		return own && keyed.Enter()
	case fyne.KeyEscape:
		if own && keyed.Escape() {
			return true
		}
		if f.At().Screen != route.SignIn && f.At().Screen != route.Home {
			f.Back()
		}
		return true
	case fyne.KeyF1:
		f.help()
		return true
	case fyne.KeyF6:
		if f.cols != nil {
			f.cols.Next()
		}
		return true
	default:
		return false
	}
}

func (f *Frame) help() {
	name := string(f.At().Screen)
	f.kit.Ask(component.Ask{
		Title: f.words.T("frame.help", "Screen", f.screen.Title()),
		Body:  f.words.T("help."+name) + "\n\n" + f.words.T("help.keys"),
		Yes:   f.words.T("frame.close"),
	})
}

// home leaves whatever is on screen for Home; what is typed is kept as ever.
func (f *Frame) home() {
	if f.shown.Session == nil || f.At().Screen == route.Home || f.kit.Asking() {
		return
	}
	f.Go(route.To(route.Home))
}

func (f *Frame) newCase() {
	if f.shown.Session == nil || f.kit.Asking() {
		return
	}
	f.leaveBy("new case", func(ctx context.Context) (route.Route, error) {
		id, err := f.Desk.NewCase(ctx)
		return route.Of(route.Letter, id), err
	})
}

// lockNow locks whatever question is open: nobody waits for an answer to lock.
func (f *Frame) lockNow() {
	if f.second != nil {
		f.second.Flush(func() {})
	}
	f.kit.CloseAll()
	f.lock()
}

func (f *Frame) lock() {
	if f.shown.Session == nil {
		return
	}
	f.leave(func() {
		f.Run.Run("lock", f.Desk.Lock, func(err error) {
			if err != nil {
				f.Announce(f.words.Fault(err).Title)
			}
		})
	})
}

// scanned gets a wedge scanner's burst on any screen. A screen that takes
// letters gets it; elsewhere it is offered.
func (f *Frame) scanned(code string) {
	if f.shown.Session == nil {
		f.Announce(f.words.T("frame.scan_locked"))
		return
	}
	f.Desk.Touch()
	if taker, ok := f.screen.(stage.Scanned); ok {
		taker.Scanned(code)
		return
	}
	f.Run.Run("scan", func(ctx context.Context) error {
		look, err := f.Desk.ReadLetter(ctx, code)
		if err != nil {
			return err
		}
		return f.Desk.Offer(ctx, look)
	}, func(err error) {
		if err != nil {
			f.Announce(f.words.Fault(err).Title)
		}
	})
}

// breath is how often a scanner that types is looked after.
const breath = time.Second

// scanning tells the officer of a scan that broke off: its part was swallowed,
// and silence would look as if nothing had been scanned.
func (f *Frame) scanning() {
	switch broken, underWay := f.kit.Typist().Broken(); {
	case broken:
		f.Announce(f.words.T("frame.scan_broken"))
	case underWay:
		f.wedge.Start()
	}
}

// zoned gets a document's machine-readable lines that a reader typed.
func (f *Frame) zoned(lines string) {
	if f.shown.Session == nil {
		f.Announce(f.words.T("frame.zone_locked"))
		return
	}
	f.Desk.Touch()
	if taker, ok := f.screen.(stage.Zoned); !ok || !taker.Zoned(lines) {
		f.Announce(f.words.T("frame.zone_nowhere"))
	}
}

func (f *Frame) dropped(uris []fyne.URI) {
	taker, ok := f.screen.(stage.Dropped)
	if !ok {
		f.Announce(f.words.T("frame.drop_nowhere"))
		return
	}
	paths := make([]string, 0, len(uris))
	for _, u := range uris {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	taker.Dropped(paths)
}
