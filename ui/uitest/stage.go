// Package uitest is the stage on which screens are tested: one window of a
// fixed size, theme, language and text scale on Fyne's own test driver, with
// a clock and a queue that only the test moves.
//
// A [Stage] drives the face as an officer does (by visible words and by
// keys) and looks at what is drawn: texts that are cut, targets too small, the
// order of Tab. Masters are Fyne's markup of an object, one file per state;
// MASTERS=1 writes them anew, and UITEST_PICTURES names a folder for pictures
// for a person to look at. There is one application per process, so tests on
// a stage are not parallel. Only tests import this package.
package uitest

import (
	"image/color"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"vouchdesk/ui/component"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// Options choose a stage. The zero value is 1366x768, light, 100 %, English.
type Options struct {
	Width, Height float32
	Mode          theme.Mode
	TextScale     float32
	Lang          words.Lang
	Brand         color.Color
}

// Stage is one window under test.
type Stage struct {
	T      testing.TB
	App    fyne.App
	Window fyne.Window
	Kit    *component.Kit
	Book   *words.Book
	Words  words.Words
	Clock  *Clock
	Pump   *Pump
}

// Open sets the stage. It is taken down with the test.
func Open(t testing.TB, o Options) *Stage {
	t.Helper()
	if o.Width == 0 {
		o.Width, o.Height = 1366, 768
	}
	if o.Lang == "" {
		o.Lang = words.English
	}
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Options{Mode: o.Mode, TextScale: o.TextScale, Brand: o.Brand}))
	book, err := words.Open()
	if err != nil {
		t.Fatalf("words: %v", err)
	}
	w := app.NewWindow("")
	w.SetPadded(false)
	w.Resize(fyne.NewSize(o.Width, o.Height))
	clock := NewClock()
	s := &Stage{T: t, App: app, Window: w, Book: book, Words: book.In(o.Lang), Clock: clock, Pump: NewPump()}
	s.Kit = component.NewKit(w.Canvas(), clock.Now)
	t.Cleanup(w.Close)
	return s
}

// Canvas is the window's.
func (s *Stage) Canvas() fyne.Canvas { return s.Window.Canvas() }

// Show puts an object on the stage.
func (s *Stage) Show(o fyne.CanvasObject) {
	size := s.Canvas().Size()
	s.Window.SetContent(o)
	s.Window.Resize(size)
	s.Settle()
}

// Settle lays everything out again until heights have followed widths, as the
// program's driver does frame by frame.
func (s *Stage) Settle() {
	for range 2 {
		if c := s.Canvas().Content(); c != nil {
			c.Resize(s.Canvas().Size())
			c.Refresh()
		}
		for _, o := range s.Canvas().Overlays().List() {
			o.Refresh()
		}
	}
}

// UntilIdle runs what is posted and draws, until the runner has nothing under
// way and the condition holds. The condition is read only while nothing is
// under way, so it may read what the work has written, without a lock.
func (s *Stage) UntilIdle(run *foreground.Runner, what string, holds func() bool) {
	s.T.Helper()
	s.Pump.Until(s.T, what, func() bool {
		s.Pump.Drain()
		if run.Busy() {
			return false
		}
		s.Settle()
		return holds()
	})
}

// Idle runs what is posted and draws, until the runner has nothing under way.
func (s *Stage) Idle(run *foreground.Runner) {
	s.T.Helper()
	s.UntilIdle(run, "nothing is under way", func() bool { return true })
}

// Key presses keys on whatever has the focus, one after another, slowly.
func (s *Stage) Key(names ...fyne.KeyName) {
	for _, name := range names {
		s.Clock.Advance(200 * time.Millisecond)
		s.press(name)
		s.Settle()
	}
}

// down tells what has the focus that a key goes down, as the driver does before
// it moves the focus.
func (s *Stage) down(name fyne.KeyName) {
	if f, ok := s.Canvas().Focused().(desktop.Keyable); ok {
		f.KeyDown(&fyne.KeyEvent{Name: name})
	}
}

// Shifted presses keys while Shift is held.
func (s *Stage) Shifted(names ...fyne.KeyName) {
	s.down(desktop.KeyShiftLeft)
	s.Key(names...)
	if f, ok := s.Canvas().Focused().(desktop.Keyable); ok {
		f.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
}

// Shortcut presses one as the driver does: a focused entry gets it first, and
// some have a name of their own.
func (s *Stage) Shortcut(key fyne.KeyName, with fyne.KeyModifier) {
	var shortcut fyne.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: with}
	switch {
	case with != fyne.KeyModifierControl:
	case key == fyne.KeyZ:
		shortcut = &fyne.ShortcutUndo{}
	case key == fyne.KeyY:
		shortcut = &fyne.ShortcutRedo{}
	}
	if f, ok := s.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(shortcut)
	} else {
		s.Kit.TypedShortcut(shortcut)
	}
	s.Settle()
}

// tab does as the driver: the focused control hears it go down, and may keep it.
func (s *Stage) tab() {
	s.down(fyne.KeyTab)
	if t, ok := s.Canvas().Focused().(fyne.Tabbable); ok && t.AcceptsTab() {
		s.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
		return
	}
	s.Canvas().FocusNext()
}

// BackTab is Shift and Tab.
func (s *Stage) BackTab() {
	s.down(fyne.KeyTab)
	s.Canvas().FocusPrevious()
	s.Settle()
}

// Type types on whatever has the focus, as a person does: 120 ms a key.
func (s *Stage) Type(text string) { s.typeAt(text, 120*time.Millisecond) }

// Scan types as a wedge scanner does, 5 ms a key, with Enter at the end.
func (s *Stage) Scan(code string) { s.ScanKeys(code, fyne.KeyReturn) }

// ScanPart types as a wedge scanner does that stops before its end.
func (s *Stage) ScanPart(code string) {
	s.Clock.Advance(time.Second)
	s.typeAt(code, 5*time.Millisecond)
}

// ScanKeys types lines as a wedge scanner does that ends each with a key of its own.
func (s *Stage) ScanKeys(lines string, end fyne.KeyName) {
	s.Clock.Advance(time.Second)
	for line := range strings.SplitSeq(lines, "\n") {
		s.typeAt(line, 5*time.Millisecond)
		s.Clock.Advance(5 * time.Millisecond)
		s.press(end)
	}
	// The guard takes an Enter soon after for the scanner's own.
	s.Clock.Advance(500 * time.Millisecond)
	s.Settle()
}

func (s *Stage) press(name fyne.KeyName) {
	if name == fyne.KeyTab {
		s.tab()
		return
	}
	ev := &fyne.KeyEvent{Name: name}
	if f := s.Canvas().Focused(); f != nil {
		f.TypedKey(ev)
	} else if on := s.Canvas().OnTypedKey(); on != nil {
		on(ev)
	}
}

func (s *Stage) typeAt(text string, gap time.Duration) {
	for _, r := range text {
		s.Clock.Advance(gap)
		if f := s.Canvas().Focused(); f != nil {
			f.TypedRune(r)
		} else if on := s.Canvas().OnTypedRune(); on != nil {
			on(r)
		}
	}
	s.Settle()
}
