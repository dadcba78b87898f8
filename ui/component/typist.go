package component

import (
	"time"

	"fyne.io/fyne/v2"
)

// Typist hears every key typed in a window and picks a wedge scanner's burst
// out of it: the text that the burst put in a field is taken back out, its
// Enter or Tab presses nothing, and OnScan or OnZone gets what was scanned.
type Typist struct {
	// OnScan gets the code of a scanned letter, in capitals.
	OnScan func(code string)
	// OnZone gets a document's machine-readable lines, in capitals.
	OnZone func(lines string)
	// OnTaken hears that what is typed is a scanner's from here on: [Typist.Broken]
	// says how it goes on.
	OnTaken func()
	// OnAct hears of every key, and of every move of the focus: somebody is there.
	OnAct func()

	clock   func() time.Time
	burst   burst
	restore func()
}

// NewTypist returns a guard that times keys by the clock.
func NewTypist(clock func() time.Time) *Typist { return &Typist{clock: clock} }

// Rune reports a typed character before it is used. The field, if it went to
// one, is remembered by calling mark, which answers how to put it back. It
// tells whether the character must not be used.
func (t *Typist) Rune(r rune, mark func() (restore func())) bool {
	t.Act()
	v := t.burst.rune(r, t.clock())
	if v == begins {
		t.restore = nil
		if mark != nil {
			t.restore = mark()
		}
	}
	return t.follow(v)
}

// Key reports a pressed key before it is used and tells whether it must not
// be. Only Enter and Tab matter: the driver reports each letter as a key, too.
func (t *Typist) Key(name fyne.KeyName) bool {
	t.Act()
	return ends(name) && t.follow(t.burst.enter(t.clock()))
}

// Broken tells whether a scanner stopped before its code was whole, and forgets
// what it typed, which is in no field any more; under way means that it may
// still go on.
func (t *Typist) Broken() (broken, underWay bool) {
	if t.burst.broken(t.clock()) {
		t.burst.drop()
		return true, false
	}
	return false, t.burst.sure() && !t.burst.spent
}

// Scanning tells whether a Tab that is pressed now is a scanner's. The driver
// asks before it moves the focus.
func (t *Typist) Scanning() bool {
	b := t.burst
	return b.enter(t.clock()) != keep
}

func ends(name fyne.KeyName) bool {
	return name == fyne.KeyReturn || name == fyne.KeyEnter || name == fyne.KeyTab
}

// follow does what a verdict says and tells whether the key is swallowed.
func (t *Typist) follow(v verdict) bool {
	switch v {
	case keep, begins:
		return false
	case takes, whole:
		if t.restore != nil {
			t.restore()
			t.restore = nil
		}
	case swallow:
	}
	switch {
	case v == whole:
		t.report()
	case v == takes && t.OnTaken != nil:
		t.OnTaken()
	}
	return true
}

// Act reports that somebody did something.
func (t *Typist) Act() {
	if t.OnAct != nil {
		t.OnAct()
	}
}

func (t *Typist) report() {
	on := t.OnScan
	if t.burst.rows > 0 {
		on = t.OnZone
	}
	if on != nil {
		on(t.burst.text())
	}
}
