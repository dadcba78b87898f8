package component

import (
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
)

// typingPause is how long the letters typed into a drop-down belong together.
const typingPause = time.Second

// seeker is what is typed into a drop-down to find an option.
type seeker struct {
	typed string
	at    time.Time
}

// rune adds a letter, typed now, and finds the option; None if there is none,
// and then nothing changes.
func (s *seeker) rune(r rune, now time.Time, options []Option, chosen int) int {
	if now.Sub(s.at) > typingPause {
		s.typed = ""
	}
	if s.typed == "" && unicode.IsSpace(r) {
		return None
	}
	s.typed, s.at = s.typed+string(r), now
	return seek(options, s.typed, chosen)
}

// within tells whether a key is a space in what is being typed, and no command:
// an option goes on with one.
func (s *seeker) within(ev *fyne.KeyEvent, now time.Time, options []Option) bool {
	if ev.Name != fyne.KeySpace || s.typed == "" || now.Sub(s.at) > typingPause {
		return false
	}
	_, fit := bestFit(options, fold(s.typed)+" ", 0)
	return fit >= fitsWord
}

// How an option fits what is typed, worst first.
const (
	fitsNot = iota
	fitsInside
	fitsWord
	fitsStart
)

// seek is the option that what is typed begins, or else one of whose words it
// begins, or else that holds it; None if none does. One letter, however often,
// goes on from the chosen option to the next; more stay if they fit it.
func seek(options []Option, typed string, chosen int) int {
	sought := strings.TrimLeft(fold(typed), " ")
	if sought == "" {
		return None
	}
	first := string([]rune(sought)[:1])
	if strings.Trim(sought, first) != "" {
		i, _ := bestFit(options, sought, max(chosen, 0))
		return i
	}
	if i, fit := bestFit(options, sought, max(chosen, 0)); sought != first && fit >= fitsWord {
		return i // "llythyr"
	}
	i, _ := bestFit(options, first, chosen+1)
	return i
}

func bestFit(options []Option, sought string, from int) (best, fit int) {
	best = None
	for n := range options {
		i := (from + n) % len(options)
		text, of := strings.Join(strings.Fields(fold(options[i].Text)), " "), fitsNot
		switch {
		case strings.HasPrefix(text, sought):
			of = fitsStart
		case strings.Contains(text, " "+sought):
			of = fitsWord
		case len([]rune(sought)) > 1 && strings.Contains(text, sought): // one letter is in anything
			of = fitsInside
		}
		if of > fit {
			best, fit = i, of
		}
	}
	return best, fit
}
