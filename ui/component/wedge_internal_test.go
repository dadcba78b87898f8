package component

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
)

// host types what a scanner sends as a desk's keyboard layout and Caps Lock
// make it arrive. A scanner sends keys, not characters: which key it holds a
// character to be on is a setting of its own, and seldom the desk's.
type host struct {
	scanner, desk layout
	capsLock      bool
}

type layout string

const (
	us layout = "US"
	uk layout = "UK"
)

// moved are the keys on which the two layouts differ: plain and with Shift.
var moved = map[layout][]string{
	us: {"2@", "3#", "'\"", "\\|", "`~"},
	uk: {"2\"", "3£", "'@", "#~", "`¬"},
}

func (h host) types(r rune) rune {
	for i, key := range moved[h.scanner] {
		for j, on := range []rune(key) {
			if r == on {
				return []rune(moved[h.desk][i])[j]
			}
		}
	}
	switch {
	case h.capsLock && unicode.IsUpper(r):
		return unicode.ToLower(r)
	case h.capsLock && unicode.IsLower(r):
		return unicode.ToUpper(r)
	default:
		return r
	}
}

func TestHostMixesLayoutsUp(t *testing.T) {
	if got := (host{scanner: us, desk: uk}).types('"'); got != '@' {
		t.Errorf(`a US scanner's " arrives on a UK desk as %q`, got)
	}
	if got := (host{scanner: uk, desk: us}).types('@'); got != '"' {
		t.Errorf(`a UK scanner's @ arrives on a US desk as %q`, got)
	}
}

// TestEveryWedgeScanner types a letter and three kinds of documents as every
// setting of a scanner makes it: its layout and the desk's, Caps Lock, what it
// sends before and after, and its pace. A field holds a name meanwhile.
func TestEveryWedgeScanner(t *testing.T) {
	letter := "VLA" + strings.Repeat("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5)[:burstFull-3]
	sent := map[string]string{
		"letter": letter,
		"TD3":    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
		"TD1":    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
		"TD2":    "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
	}
	for _, h := range []host{{us, us, false}, {us, uk, false}, {uk, us, false}, {uk, uk, false}, {us, uk, true}, {uk, us, true}} {
		for _, before := range []string{"", "]Q1", `"`, "~#", "@\\|2"} {
			for _, after := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab} {
				for _, gap := range []time.Duration{0, time.Millisecond, 20 * time.Millisecond, burstGap} {
					for what, text := range sent {
						name := fmt.Sprintf("%s/%s to %s/caps %t/%q/%s/%v", what, h.scanner, h.desk, h.capsLock, before, after, gap)
						if got, field := wedge(h, before+text, after, gap); got != text || field != "Rosa" {
							t.Errorf("%s: read %q, the field holds %q", name, got, field)
						}
					}
				}
			}
		}
	}
}

// TestAZoneWithoutBreaks: some readers send all lines in one.
func TestAZoneWithoutBreaks(t *testing.T) {
	text := "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
	got, field := wedge(host{us, uk, false}, strings.ReplaceAll(text, "\n", ""), fyne.KeyReturn, time.Millisecond)
	if got != text || field != "Rosa" {
		t.Errorf("read %q, the field holds %q", got, field)
	}
}

// TestOtherBarcodesAreTyped: a scanner may also be used to fill a field.
func TestOtherBarcodesAreTyped(t *testing.T) {
	for _, text := range []string{"SPECIMEN99712165AB9CD", "CODE128WITHTHIRTYCHARACTERS000", "I<UTOD231458908<<<<<<<<<<<<<<<"} {
		if got, field := wedge(host{us, us, false}, text, fyne.KeyReturn, time.Millisecond); got != "" || field != "Rosa"+text {
			t.Errorf("read %q, the field holds %q", got, field)
		}
	}
}

// wedge types text after a person typed a name, and tells what was scanned and
// what is in the field then.
func wedge(h host, text string, end fyne.KeyName, gap time.Duration) (got, field string) {
	now := time.Unix(0, 0)
	guard := NewTypist(func() time.Time { return now })
	guard.OnScan = func(code string) { got += code }
	guard.OnZone = func(lines string) { got += lines }
	key := func(r rune) {
		was := field
		if !guard.Rune(r, func() func() { return func() { field = was } }) {
			field += string(r)
		}
	}
	for _, r := range "Rosa" {
		now = now.Add(120 * time.Millisecond)
		key(r)
	}
	now = now.Add(time.Second)
	for line := range strings.SplitSeq(text, "\n") {
		for _, r := range line {
			now = now.Add(gap)
			key(h.types(r))
		}
		now = now.Add(gap)
		if end == fyne.KeyTab && !guard.Scanning() {
			return got, field + "\t"
		}
		guard.Key(end)
	}
	return got, field
}
