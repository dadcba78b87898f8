// Package stage is what the frame lends a screen, and what it asks of one.
//
// A [Stage] carries the window's controls, the words of the language spoken,
// the runner for slow work and the navigator. A [Draft] keeps what is being
// typed: sealed to the vault half a second after the last key, at once before
// leaving. A [Form] is what the screens have in common that record something. Everything is called on the window's thread.
//
// A page begins at its heading. The frame sees to that on arrival; a screen that
// goes on to another part of itself, or back, says so by component.Kit.Arrive.
//
// A screen lives for one visit: the frame makes it from a route, shows it
// every new snapshot, and makes another when the officer comes again or the
// language changes. What must outlast it is in the snapshot or in a draft.
package stage

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/camera"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
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
	Lens  *Lens
	// Pick lets the officer choose a file; chosen is not called when they do not.
	Pick func(title string, chosen func(path string))
}

// Lens is the desk's way to look through a camera. Who looks says so by
// OnAway: the window may be put away meanwhile.
type Lens struct {
	Cameras *camera.Cameras
	// Wanted is the camera that was chosen last at this desk; Want is called
	// when another is.
	Wanted func() camera.ID
	Want   func(camera.ID)
	OnAway func(away bool)
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

// Zoned is a screen that takes a document's machine-readable lines from a
// reader that types them. The answer tells whether it could.
type Zoned interface {
	Zoned(lines string) bool
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

// Problem words a failure for an error summary; the link goes to at.
func (s *Stage) Problem(err error, at fyne.Focusable) component.Problem {
	m := s.Words.Fault(err)
	return component.Problem{Text: m.Title + ". " + m.Next, Target: at}
}

// Problems words every reason of a failure.
func (s *Stage) Problems(err error, at fyne.Focusable) []component.Problem {
	var all []component.Problem
	for _, e := range fault.All(err) {
		all = append(all, s.Problem(e, at))
	}
	if len(all) == 0 {
		all = []component.Problem{s.Problem(err, at)}
	}
	return all
}

// Unsigned words why something was not signed: what concerns the passphrase at
// its field, everything else at at.
func (s *Stage) Unsigned(err error, pass *component.Field, at fyne.Focusable) []component.Problem {
	all := s.Problems(err, at)
	for i, e := range fault.All(err) {
		if slices.Contains([]string{"passphrase-wrong", "slot-wait", "slot-locked"}, e.Code) {
			pass.SetError(all[i].Text)
			all[i] = component.Problem{Text: s.Words.Fault(e).Title, Target: pass.First()}
		}
	}
	return all
}
