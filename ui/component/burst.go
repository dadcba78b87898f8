package component

import (
	"strings"
	"time"
	"unicode"

	"vouchdesk/internal/mrz"
)

const (
	// burstGap is the slowest a wedge scanner types, key to key.
	burstGap = 50 * time.Millisecond
	// burstAfter is how long after the last key of a whole code others are still
	// the scanner's: what the code set off keeps the screen busy for a moment, and
	// its Enter or Tab comes late.
	burstAfter = 400 * time.Millisecond
	// burstEnd is the same once the scanner has sent its Enter or Tab: a second
	// key of its end, such as a line feed, comes with it.
	burstEnd = 120 * time.Millisecond
	// burstLead is how many keys a scanner may be set to send before the code,
	// such as the three of an AIM symbology identifier.
	burstLead = 8
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
	whole                  // swallow, and what was scanned is complete
)

// burst tells a wedge scanner from a person by pace and by what it sends: the
// code of a letter, or the machine-readable lines of a document. It is a pure
// state machine: keys and times go in, verdicts come out.
//
// Pace is measured over the whole run, not key by key: a screen that was busy
// for a moment delivers keys late and then together.
type burst struct {
	start, last time.Time
	typed       int    // keys of the run
	line        []rune // since its start, or since its last Enter
	code        bool   // it is a letter's code, and line begins with it
	rows        int    // it is a document's zone of so many lines
	lines       []string
	spent       bool // reported; what the scanner sends after it is still swallowed
	ended       bool // its Enter or Tab has come
}

func (b *burst) drop() { *b = burst{} }

func (b *burst) sure() bool { return b.code || b.rows > 0 }

// fast tells whether a key at that time still belongs to the run.
func (b *burst) fast(at time.Time) bool {
	switch {
	case b.typed == 0:
		return false
	case b.spent && b.ended:
		return at.Sub(b.last) <= burstEnd
	case b.spent:
		return at.Sub(b.last) <= burstAfter
	default:
		return at.Sub(b.last) <= burstGap || at.Sub(b.start) <= burstGap*time.Duration(b.typed)
	}
}

func (b *burst) hear(at time.Time) {
	if !b.fast(at) {
		b.drop()
		b.start = at
	}
	if !b.spent { // a person who types on is not held up by it
		b.last = at
	}
	b.typed++
}

// broken tells whether a burst that was sure ended before it was whole.
func (b *burst) broken(at time.Time) bool { return b.sure() && !b.spent && !b.fast(at) }

// rune judges one typed character.
func (b *burst) rune(r rune, at time.Time) verdict {
	b.hear(at)
	if b.spent {
		return swallow
	}
	b.line = append(b.line, r)
	switch {
	case b.typed == 1:
		return begins
	case b.code && len(b.line) >= burstFull:
		return b.finish()
	case b.rows > 0 && len(b.line) == len(b.lines[0]) && len(b.lines) == b.rows-1:
		b.lines = append(b.lines, string(b.line))
		return b.finish()
	case b.sure():
		return swallow
	case b.coded():
		return takes
	default:
		return keep
	}
}

func (b *burst) finish() verdict {
	b.spent = true
	return whole
}

// coded tells whether it is sure by now that a letter's code is typed, and
// takes what the scanner sent before it away.
func (b *burst) coded() bool {
	if len(b.line) > burstLead+burstSure {
		return false
	}
	// Of runes: a case that changes a character's length moves no index.
	for at := 0; at <= burstLead && len(b.line)-at >= burstSure; at++ {
		text := strings.ToUpper(string(b.line[at:]))
		if strings.HasPrefix(text, burstPrefix) && !strings.ContainsFunc(text, func(r rune) bool { return !alphanumeric(r) }) {
			b.line, b.code = b.line[at:], true
			return true
		}
	}
	return false
}

func alphanumeric(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// enter judges Enter, or Tab where a scanner is set to send that.
func (b *burst) enter(at time.Time) verdict {
	b.hear(at)
	v := b.endOf()
	if b.spent && !b.ended {
		b.ended, b.last = true, at
	}
	return v
}

func (b *burst) endOf() verdict {
	switch {
	case b.spent:
		return swallow
	case b.code:
		return b.finish()
	case b.rows > 0:
		return b.endLine()
	case b.zoned():
		if len(b.lines) == b.rows {
			return b.finish()
		}
		return takes
	default:
		b.drop()
		return keep
	}
}

// endLine ends a line of a zone. A line feed after a return ends none.
func (b *burst) endLine() verdict {
	if len(b.line) == 0 {
		return swallow
	}
	b.lines, b.line = append(b.lines, string(b.line)), nil
	if len(b.lines) == b.rows {
		return b.finish()
	}
	return swallow
}

// zoned tells whether what was typed before Enter is the first line of a
// document's zone, or all of one without breaks.
func (b *burst) zoned() bool {
	for at := 0; at <= burstLead && at < len(b.line); at++ {
		rest := b.line[at:]
		if rows := mrz.Rows(string(rest)); rows > 0 {
			b.rows, b.lines, b.line = rows, []string{string(rest)}, nil
			return true
		}
		for _, rows := range []int{2, 3} {
			width := len(rest) / rows
			if width*rows == len(rest) && mrz.Rows(string(rest[:width])) == rows {
				b.rows = rows
				for ; len(rest) > 0; rest = rest[width:] {
					b.lines = append(b.lines, string(rest[:width]))
				}
				return true
			}
		}
	}
	return false
}

// text is what was scanned, as printed: Caps Lock on the desk's keyboard turns
// a scanner's capitals small.
func (b *burst) text() string {
	if b.rows > 0 {
		return strings.ToUpper(strings.Join(b.lines, "\n"))
	}
	return strings.ToUpper(string(b.line))
}
