package component

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// matching is what is left of groups: the best match first, and the group with
// the best first, so that "bus" comes to a bus pass before any business, and
// "bl" to the Blue Badge before what is paid every year in Welsh (blynyddol).
func matching(groups []Group, typed []string) []Group {
	var left []Group
	best := map[string]int{}
	for _, g := range groups {
		kept, fits := Group{Text: g.Text}, map[string]int{}
		for _, o := range g.Options {
			if fit := fitOf(typed, words(o.Text), words(o.Text+" "+o.Also+" "+g.Text)); fit > 0 {
				kept.Options, fits[o.ID] = append(kept.Options, o), fit
				best[g.Text] = max(best[g.Text], fit)
			}
		}
		if len(kept.Options) > 0 {
			slices.SortStableFunc(kept.Options, func(a, b Option) int { return fits[b.ID] - fits[a.ID] })
			left = append(left, kept)
		}
	}
	slices.SortStableFunc(left, func(a, b Group) int { return best[b.Text] - best[a.Text] })
	return left
}

// fitOf is how well names fit what is typed, by the word that fits least: 4 a
// whole word, 2 the beginning of one, 1 within one, 0 not at all; 3 if the name
// that is shown begins with all of it. A single letter has to begin a word:
// anything else holds it somewhere.
func fitOf(typed []string, name, names string) int {
	fit := 4
	for _, word := range typed {
		switch {
		case strings.Contains(names, " "+word+" "):
		case strings.Contains(names, " "+word):
			fit = min(fit, 2)
		case len(word) > 1 && strings.Contains(names, word):
			fit = min(fit, 1)
		default:
			return 0
		}
	}
	if strings.HasPrefix(name, " "+strings.Join(typed, " ")) {
		return max(fit, 3)
	}
	return fit
}

// words is text folded, each word between single spaces.
func words(text string) string { return " " + strings.Join(strings.Fields(fold(text)), " ") + " " }

// fold is text without case, accents and punctuation.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		default:
			return ' '
		}
	}, norm.NFD.String(text))
}
