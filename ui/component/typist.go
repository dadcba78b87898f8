package component

import (
	"time"

	"fyne.io/fyne/v2"
)

// Typist hears every key typed in a window and picks a wedge scanner's burst
// out of it: the text that the burst put in a field is taken back out, its
// Enter presses nothing, and OnScan gets the code.
type Typist struct {
	// OnScan gets the code of a scanned letter, in capitals.
	OnScan func(code string)
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
	switch t.burst.rune(r, t.clock()) {
	case begins:
		t.restore = nil
		if mark != nil {
			t.restore = mark()
		}
		return false
	case takes:
		if t.restore != nil {
			t.restore()
			t.restore = nil
		}
		return true
	case swallow:
		return true
	case whole:
		t.report()
		return true
	case keep:
	}
	return false
}

// Key reports a pressed key before it is used and tells whether it must not
// be. Only Enter matters: the driver reports each letter as a key, too.
func (t *Typist) Key(name fyne.KeyName) bool {
	t.Act()
	if name != fyne.KeyReturn && name != fyne.KeyEnter {
		return false
	}
	switch t.burst.enter(t.clock()) {
	case whole:
		t.report()
		t.burst.drop()
		return true
	case swallow:
		return true
	default:
		return false
	}
}

// Act reports that somebody did something.
func (t *Typist) Act() {
	if t.OnAct != nil {
		t.OnAct()
	}
}

func (t *Typist) report() {
	if t.OnScan != nil {
		t.OnScan(t.burst.code())
	}
}
