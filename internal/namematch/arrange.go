package namematch

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// strip takes away what is no part of either name, and reports a clash of
// generations.
func strip(x, y *name) (why set, clash bool) {
	wx, sx := x.strip()
	wy, sy := y.strip()
	if sx != "" && sy != "" && sx != sy {
		return 0, true
	}
	if sx != sy {
		why |= of(Suffix)
	}
	if wx[0] != wy[0] {
		why |= of(Title)
	}
	if wx[1] != wy[1] {
		why |= of(Filler)
	}
	return why, false
}

// strip drops titles at the head, suffixes at the end and fillers anywhere, as
// long as something is left.
func (n *name) strip() (dropped [2]string, suffix string) {
	var kept []token
	for _, t := range n.tokens {
		if slices.Contains(fillers, t.plain) && len(n.tokens) > 1 {
			dropped[1] += t.plain + " "
			continue
		}
		kept = append(kept, t)
	}
	for len(kept) > 1 && slices.Contains(titles, kept[0].plain) {
		dropped[0] += kept[0].plain + " "
		kept = kept[1:]
	}
	for i := len(kept) - 1; i > 0; i-- {
		// At the end of the name or of a part of it, and never the whole of the part.
		last := i == len(kept)-1 || kept[i].role != kept[i+1].role
		if !last || kept[i].role != kept[i-1].role || kept[i].role == unknown && i < 2 {
			continue
		}
		switch s := suffixes[kept[i].plain]; {
		case s != "":
			suffix = strings.TrimSpace(s + " " + suffix)
		case slices.Contains(honours, kept[i].plain):
			dropped[0] += kept[i].plain + " "
		default:
			continue
		}
		kept = slices.Delete(slices.Clone(kept), i, i+1)
	}
	if len(kept) > 0 {
		n.tokens = kept
	}
	return dropped, suffix
}

// arrangement is one order in which the words of a name may be read, given
// names first.
type arrangement struct {
	tokens []token
	why    set
	parted bool
	cut    bool
	back   bool // read from its end, where no two words are one
}

// arrangements tries the ways to read both names and keeps the one that needs
// the fewest reasons.
func arrangements(x, y name) (best set, found bool) {
	if why, ok := single(x, y); ok {
		return why, true
	}
	var known answers
	try := func(a, b arrangement) {
		why, ok := align(a, b, &known)
		why |= a.why | b.why
		if ok && (!found || why.size() < best.size() || why.size() == best.size() && why < best) {
			best, found = why, true
		}
	}
	as, bs := x.orders(), y.orders()
	for _, a := range as {
		try(a, bs[0])
	}
	for _, b := range bs[1:] {
		try(as[0], b)
	}
	return best, found
}

// single compares where one name at least is a single word.
func single(x, y name) (set, bool) {
	if len(x.tokens) > 1 {
		x, y = y, x
	}
	if len(x.tokens) != 1 {
		return 0, false
	}
	for _, t := range y.tokens { // a single name that is written in both places
		if len(y.tokens) > 2 || !t.same(y.tokens[0]) {
			return 0, false
		}
	}
	why, ok := alike(x.tokens[0], y.tokens[0])
	if !ok || why&of(Initial) != 0 {
		return 0, false
	}
	if len(y.tokens) > 1 || x.parted && y.parted && x.tokens[0].role != y.tokens[0].role {
		why |= of(OneName)
	}
	return why, true
}

// orders are the ways to read a name: as it is, the family name first, and
// where nothing tells which that is, any turn and the reverse.
func (n name) orders() []arrangement {
	all := []arrangement{{n.tokens, 0, n.parted, n.cut, false}}
	turn := func(at int) {
		if at > 0 && at < len(n.tokens) {
			turned := slices.Concat(n.tokens[at:], n.tokens[:at])
			all = append(all, arrangement{turned, of(Order), n.parted, n.cut, false})
		}
	}
	if n.parted {
		turn(slices.IndexFunc(n.tokens, func(t token) bool { return t.role == family }))
		return all
	}
	for at := 1; at < len(n.tokens); at++ {
		turn(at)
	}
	if len(n.tokens) > 2 {
		reversed := slices.Clone(n.tokens)
		slices.Reverse(reversed)
		all = append(all, arrangement{reversed, of(Order), n.parted, n.cut, true})
	}
	return all
}

// alike compares two words.
func alike(a, b token) (set, bool) {
	switch {
	case a.same(b):
		return 0, true
	case a.plain == b.plain:
		return of(Marks), true
	case len(a.text) > maxWord || len(b.text) > maxWord:
		return 0, false
	case transliterated(a.text, b.text):
		return of(Transliterate), true
	case a.bare != "" && (a.bare == b.plain || transliterated(a.bare, b.text)),
		b.bare != "" && (b.bare == a.plain || transliterated(b.bare, a.text)):
		return of(Particle), true
	case spelt(a.plain, b.plain):
		return of(Romanised), true
	}
	if restA, ok := withoutMac(a.plain); ok {
		if restB, ok := withoutMac(b.plain); ok && restA == restB {
			return of(Mac), true
		}
	}
	// Of family names only: Martin and Martina are two people.
	if gendered(a.plain, b.plain) && a.role != given && b.role != given && (a.role == family || b.role == family) {
		return of(Gendered), true
	}
	if initial(a, b) || initial(b, a) {
		return of(Initial), true
	}
	return 0, false
}

func initial(short, long token) bool {
	r, size := utf8.DecodeRuneInString(short.plain)
	first, _ := utf8.DecodeRuneInString(long.plain)
	cased := unicode.ToUpper(r) != r // a Chinese character is a name, not the first letter of one
	return cased && size == len(short.plain) && size < len(long.plain) && r == first
}
