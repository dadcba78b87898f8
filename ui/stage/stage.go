// Package stage is what the frame lends a screen, and what it asks of one.
//
// A [Stage] carries the window's controls, the words of the language spoken,
// the runner for slow work and the navigator. A [Draft] keeps what is being
// typed: sealed to the vault half a second after the last key, at once before
// leaving. Everything is called on the window's thread.
//
// A screen lives for one visit: the frame makes it from a route, shows it
// every new snapshot, and makes another when the officer comes again or the
// language changes. What must outlast it is in the snapshot or in a draft.
package stage

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/route"
	"vouchdesk/ui/words"
)

// Stage is what a screen stands on.
type Stage struct {
	Kit   *component.Kit
	Words words.Words
	Run   *foreground.Runner
	Nav   route.Navigator
	At    route.Route
	Now   func() time.Time
	// Pick lets the officer choose a file; chosen is not called when they do not.
	Pick func(title string, chosen func(path string))
}

// Screen is one screen for one visit.
type Screen interface {
	// Title is the window's title without the program's name; no personal data.
	Title() string
	// Content is the screen's own part: for a step of a case the middle column.
	Content() fyne.CanvasObject
	// Show draws a snapshot. It is the only writer of widgets, may be called
	// at any time, and neither moves the focus nor touches what is being typed.
	Show(s desk.Snapshot)
	// First is what has the focus on arrival.
	First() fyne.Focusable
	// Flush saves what is typed and then goes on.
	Flush(then func())
}

// Scanned is a screen that takes a letter read by a wedge scanner itself.
type Scanned interface {
	Scanned(code string)
}

// Dropped is a screen that takes files dropped on the window.
type Dropped interface {
	Dropped(paths []string)
}

// Keyed is a screen with its own meaning for Enter and Esc where no control
// used them. The answer tells whether it had.
type Keyed interface {
	Enter() bool
	Escape() bool
}

// DraftWait is how long after the last key a draft is sealed (DESIGN 4);
// DraftMost is how long somebody can go on typing before it is sealed all the
// same, so that less than a second is ever lost.
const (
	DraftWait = 500 * time.Millisecond
	DraftMost = 250 * time.Millisecond
)

// Draft keeps one form's texts as they are typed.
type Draft struct {
	run   *foreground.Runner
	delay *foreground.Delay
	read  func() map[string]string
	save  func(context.Context, map[string]string) error
	fail  func(error)
	saved map[string]string
	now   func() time.Time
	since time.Time // the first key that is not sealed yet
	busy  bool
	again bool // what is in the form is newer than what is being sealed
	then  []func()
}

// NewDraft keeps what read answers by save. A save that fails is told to fail,
// and the texts stay in the form to be saved by the next key.
func (s *Stage) NewDraft(
	read func() map[string]string, save func(context.Context, map[string]string) error, fail func(error),
) *Draft {
	d := &Draft{run: s.Run, read: read, save: save, fail: fail, now: s.Now}
	d.delay = s.Run.After(DraftWait, d.write)
	return d
}

// Loaded says what the vault holds already, so that an untouched form is not
// saved again.
func (d *Draft) Loaded(fields map[string]string) { d.saved = fields }

// Touch is called after each key.
func (d *Draft) Touch() {
	now := d.now()
	switch {
	case d.since.IsZero():
		d.since = now
	case now.Sub(d.since) >= DraftMost:
		d.delay.Cancel()
		d.write()
		return
	}
	d.delay.Start()
}

// Drop forgets what is waiting: the form was committed or abandoned.
func (d *Draft) Drop() {
	d.delay.Cancel()
	d.since = time.Time{}
	d.saved, d.again = nil, false
}

// Flush saves what is waiting and goes on when it is sealed.
func (d *Draft) Flush(then func()) {
	d.delay.Flush()
	d.Settle(then)
}

// Settle goes on when nothing is being sealed any more.
func (d *Draft) Settle(then func()) {
	if !d.busy {
		then()
		return
	}
	d.then = append(d.then, then)
}

// write seals one state of the form at a time: of two on their way together the
// older could arrive last and stay.
func (d *Draft) write() {
	d.since = time.Time{}
	if d.busy {
		d.again = true
		return
	}
	fields := d.read()
	if same(fields, d.saved) {
		return
	}
	d.busy = true
	d.run.Run("draft", func(ctx context.Context) error { return d.save(ctx, fields) }, func(err error) {
		d.busy = false
		if err == nil {
			d.saved = fields
		} else if d.fail != nil {
			d.fail(err)
		}
		if d.again {
			d.again = false
			d.write()
		}
		if d.busy {
			return
		}
		waiting := d.then
		d.then = nil
		for _, then := range waiting {
			then()
		}
	})
}

func same(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}
