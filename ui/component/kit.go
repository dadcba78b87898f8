package component

import (
	"slices"
	"time"
	"weak"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// Kit makes the controls of one window.
type Kit struct {
	// OnKey gets every key that neither the focused control nor an open modal
	// used: Enter to go on, Esc to go back, F1, F6. It tells whether it used it.
	OnKey func(*fyne.KeyEvent) bool

	canvas fyne.Canvas
	typist *Typist
	pages  []weak.Pointer[Page]
	modals []*Modal
	// arriving is true while a control gets the focus that a page begins with.
	arriving bool
	tabbed   bool // the last key that went down is Tab
	shifted  bool // Shift is held

	shortcuts fyne.ShortcutHandler
}

// NewKit returns the kit of a window's canvas and listens to the keys typed
// there while nothing has the focus. The clock times keystrokes.
func NewKit(c fyne.Canvas, clock func() time.Time) *Kit {
	k := &Kit{canvas: c, typist: NewTypist(clock)}
	c.SetOnTypedRune(func(r rune) { k.typist.Rune(r, nil) })
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if !k.typist.Key(ev.Name) {
			k.pass(ev, nil)
		}
	})
	if c, ok := c.(desktop.Canvas); ok {
		c.SetOnKeyDown(k.down)
		c.SetOnKeyUp(k.up)
	}
	k.AddShortcut(&fyne.ShortcutUndo{}, func() { k.step(func(a Ask) func() { return a.Undo }) })
	redo := func() { k.step(func(a Ask) func() { return a.Redo }) }
	k.AddShortcut(&fyne.ShortcutRedo{}, redo)
	k.AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: fyne.KeyModifierControl | fyne.KeyModifierShift}, redo)
	return k
}

// step goes back or on again in what lies over the window, where that can be.
func (k *Kit) step(way func(Ask) func()) {
	if n := len(k.modals); n > 0 {
		if act := way(k.modals[n-1].ask); act != nil {
			act()
		}
	}
}

// down hears every key before it is used: where Tab leads the focus, text is
// selected, as browsers do.
func (k *Kit) down(ev *fyne.KeyEvent) {
	k.tabbed = ev.Name == fyne.KeyTab && !k.typist.Scanning()
	k.shifted = k.shifted || isShift(ev)
}

// up hears every key that is let go.
func (k *Kit) up(ev *fyne.KeyEvent) { k.shifted = k.shifted && !isShift(ev) }

func isShift(ev *fyne.KeyEvent) bool {
	return ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight
}

// Typist is the window's scanner guard.
func (k *Kit) Typist() *Typist { return k.typist }

// Canvas is the window's canvas.
func (k *Kit) Canvas() fyne.Canvas { return k.canvas }

// AddShortcut makes a shortcut of the whole window, whatever has the focus.
func (k *Kit) AddShortcut(s fyne.Shortcut, act func()) {
	run := func(fyne.Shortcut) { act() }
	k.canvas.AddShortcut(s, run)
	k.shortcuts.AddShortcut(s, run)
}

// TypedShortcut does what a shortcut of the window does.
func (k *Kit) TypedShortcut(s fyne.Shortcut) {
	if window, ok := k.canvas.(fyne.Shortcutable); ok {
		window.TypedShortcut(s)
		return
	}
	k.shortcuts.TypedShortcut(s) // the test driver's canvas cannot be asked
}

// Asking tells whether a question or list lies over the window.
func (k *Kit) Asking() bool { return len(k.modals) > 0 }

// Focus moves the focus, and the page with it.
func (k *Kit) Focus(f fyne.Focusable) {
	if f != nil {
		k.tabbed = false
		k.canvas.Focus(f)
	}
}

// pass hands on a key that the control did not use.
func (k *Kit) pass(ev *fyne.KeyEvent, from fyne.CanvasObject) {
	if n := len(k.modals); n > 0 {
		k.modals[n-1].key(ev)
		return
	}
	if from != nil && k.turn(ev, from) {
		return
	}
	if k.OnKey != nil {
		k.OnKey(ev)
	}
}

// turns are the keys that page.
func turns(name fyne.KeyName) bool { return name == fyne.KeyPageDown || name == fyne.KeyPageUp }

// turn pages up and down where the focus is.
func (k *Kit) turn(ev *fyne.KeyEvent, from fyne.CanvasObject) bool {
	if !turns(ev.Name) {
		return false
	}
	for _, p := range k.live() {
		if p.Visible() && holds(p.content, from) {
			p.turn(ev.Name == fyne.KeyPageDown)
			return true
		}
	}
	return false
}

// Reveal brings an object into sight on its page.
func (k *Kit) Reveal(o fyne.CanvasObject) {
	if o != nil {
		k.reveal(o, fyne.Position{}, o.Size())
	}
}

// Arrive puts the focus on a control of a page that begins here, and shows the
// page from its top: its heading says what is asked. A control that lies below
// the fold comes into sight with the first key pressed on it.
func (k *Kit) Arrive(f fyne.Focusable) {
	k.arriving = true
	k.Focus(f)
	k.arriving = false
	if o, ok := f.(fyne.CanvasObject); ok {
		if pages := k.holders(o); len(pages) > 0 {
			pages[len(pages)-1].begin() // the outermost
		}
	}
}

// wake brings a control into sight that a key was pressed on.
func (k *Kit) wake(o fyne.CanvasObject) {
	for _, p := range k.holders(o) {
		if !p.shows(o) {
			k.Reveal(o)
			return
		}
	}
}

// reveal scrolls whatever page holds the object so that the part of it at pos
// of that size is in sight (WCAG 2.4.7, 2.4.11; Fyne does not do it).
func (k *Kit) reveal(o fyne.CanvasObject, pos fyne.Position, size fyne.Size) {
	if k.arriving {
		return
	}
	for _, p := range k.holders(o) {
		p.reveal(o, pos, size)
	}
}

// holders are the pages that hold an object. A list that scrolls on a page that
// scrolls goes first: where its row is on the page follows from it.
func (k *Kit) holders(o fyne.CanvasObject) []*Page {
	var holders []*Page
	for _, p := range k.live() {
		if holds(p.content, o) {
			holders = append(holders, p)
		}
	}
	slices.SortStableFunc(holders, func(a, b *Page) int {
		switch {
		case holds(a.content, b):
			return 1
		case holds(b.content, a):
			return -1
		}
		return 0
	})
	return holders
}

func (k *Kit) live() []*Page {
	k.pages = slices.DeleteFunc(k.pages, func(w weak.Pointer[Page]) bool { return w.Value() == nil })
	all := make([]*Page, 0, len(k.pages))
	for _, w := range k.pages {
		if p := w.Value(); p != nil {
			all = append(all, p)
		}
	}
	return all
}

// control is what every focusable wrapper has in common.
type control struct {
	widget.BaseWidget
	kit      *Kit
	self     fyne.Widget
	focused  bool
	hovered  bool
	disabled bool
	ring     *canvas.Rectangle
}

func (c *control) begin(k *Kit, self fyne.Widget) {
	c.kit, c.self, c.ring = k, self, newRing()
	c.ExtendBaseWidget(self)
}

// FocusGained implements fyne.Focusable.
func (c *control) FocusGained() {
	c.kit.typist.Act()
	c.focused = true
	c.self.Refresh()
	c.kit.reveal(c.self, fyne.Position{}, c.self.Size())
}

// KeyDown implements desktop.Keyable.
func (c *control) KeyDown(ev *fyne.KeyEvent) { c.kit.down(ev) }

// KeyUp implements desktop.Keyable.
func (c *control) KeyUp(ev *fyne.KeyEvent) { c.kit.up(ev) }

// FocusLost implements fyne.Focusable.
func (c *control) FocusLost() {
	c.focused = false
	c.self.Refresh()
}

// TypedRune implements fyne.Focusable: what is typed on a control that takes
// no text still goes to the scanner guard.
func (c *control) TypedRune(r rune) { c.kit.typist.Rune(r, nil) }

// AcceptsTab implements fyne.Tabbable: only a scanner's Tab is kept.
func (c *control) AcceptsTab() bool { return c.kit.typist.Scanning() }

// swallowed tells whether the scanner guard took the key.
func (c *control) swallowed(ev *fyne.KeyEvent) bool {
	if c.kit.typist.Key(ev.Name) {
		return true
	}
	if !turns(ev.Name) && !leaves(ev.Name) {
		c.kit.wake(c.self)
	}
	return false
}

// MouseIn implements desktop.Hoverable.
func (c *control) MouseIn(*desktop.MouseEvent) { c.hover(true) }

// MouseMoved implements desktop.Hoverable.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *control) MouseOut() { c.hover(false) }

func (c *control) hover(on bool) {
	c.hovered = on
	c.self.Refresh()
}

// Disabled implements fyne.Disableable; the focus passes a disabled control by.
func (c *control) Disabled() bool { return c.disabled }

// Enable implements fyne.Disableable.
func (c *control) Enable() { c.setDisabled(false) }

// Disable implements fyne.Disableable.
func (c *control) Disable() { c.setDisabled(true) }

// SetEnabled enables or disables.
func (c *control) SetEnabled(on bool) { c.setDisabled(!on) }

func (c *control) setDisabled(off bool) {
	if c.disabled != off {
		c.disabled = off
		c.self.Refresh()
	}
}

func (c *control) take() {
	c.kit.tabbed = false
	if !c.disabled && c.kit.canvas.Focused() != c.self.(fyne.Focusable) { //nolint:forcetypeassert // every control is focusable
		c.kit.canvas.Focus(c.self.(fyne.Focusable)) //nolint:forcetypeassert // see above
	}
}

// paintRing shows the ring around size when the control has the focus.
func (c *control) paintRing() {
	tint(c.ring, "", theme.Focus, theme.RingWidth)
	c.ring.Hidden = !c.focused
}

func isEnter(ev *fyne.KeyEvent) bool { return ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter }
