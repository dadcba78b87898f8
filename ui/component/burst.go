package component

import (
	"strings"
	"time"
	"unicode"
)

const (
	// burstGap is the slowest a wedge scanner types, key to key.
	burstGap = 35 * time.Millisecond
	// burstPrefix begins every code printed on a letter.
	burstPrefix = "VLA"
	// burstSure is how many keys at that pace only a machine types. Two or
	// three fast ones also happen to people whose fingers roll.
	burstSure = 8
	// burstFull is the length of a whole letter code; some scanners send no Enter.
	burstFull = 152
)

// verdict says what becomes of a key.
type verdict uint8

const (
	keep    verdict = iota // ordinary typing: it goes where it was meant to
	begins                 // perhaps the first of a burst: remember the field as it is
	takes                  // now it is sure: put the field back, swallow the key
	swallow                // more of the same burst
	whole                  // swallow, and the code is complete
)

// burst tells a wedge scanner from a person by pace and prefix. It is a pure
// state machine: keys and times go in, verdicts come out.
//
// Pace is measured over the whole run, not key by key: a screen that was busy
// for a moment delivers keys late and then together.
type burst struct {
	start time.Time
	keys  []rune
	sure  bool
	spent bool // reported; a trailing Enter is still swallowed
	last  time.Time
}

func (b *burst) drop() { *b = burst{} }

// fast tells whether a key at that time still belongs to the run.
func (b *burst) fast(at time.Time) bool {
	if len(b.keys) == 0 {
		return false
	}
	if at.Sub(b.last) <= burstGap {
		return true
	}
	return at.Sub(b.start) <= burstGap*time.Duration(len(b.keys))
}

// rune judges one typed character.
func (b *burst) rune(r rune, at time.Time) verdict {
	if !b.fast(at) {
		b.drop()
	}
	if b.spent {
		b.last = at
		return swallow
	}
	n := len(b.keys)
	if !b.sure && n < len(burstPrefix) && unicode.ToUpper(r) != rune(burstPrefix[n]) {
		b.drop()
		n = 0
	}
	if n == 0 && unicode.ToUpper(r) != rune(burstPrefix[0]) {
		return keep
	}
	if n == 0 {
		b.start = at
	}
	b.keys, b.last = append(b.keys, r), at
	switch {
	case n == 0:
		return begins
	case b.sure && len(b.keys) >= burstFull:
		b.spent = true
		return whole
	case b.sure:
		return swallow
	case len(b.keys) >= burstSure:
		b.sure = true
		return takes
	default:
		return keep
	}
}

// enter judges the Enter key.
func (b *burst) enter(at time.Time) verdict {
	switch {
	case !b.sure || !b.fast(at):
		b.drop()
		return keep
	case b.spent:
		b.drop()
		return swallow
	default:
		b.spent = true
		return whole
	}
}

// code is what was scanned, as printed: Caps Lock on the desk's keyboard
// turns a scanner's capitals small.
func (b *burst) code() string { return strings.ToUpper(string(b.keys)) }
