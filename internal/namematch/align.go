package namematch

import (
	"slices"
	"unicode/utf8"
)

// step is how far two names have been read, and what was met on the way.
type step struct {
	i, j         int
	leftA, leftB bool // a word was left out of this one
	family       bool // a family name agreed
	whole        bool // a whole word agreed, not an initial
}

type walk struct {
	a, b  arrangement
	seen  []set // by step, one more than it is; 0 is not met yet
	known *answers
}

// maxJoin is how many words are read as one.
const maxJoin = 4

// answer is what comparing two words gave, kept for the next arrangement.
type answer struct {
	why       set
	asked, ok bool
}

type answers struct {
	words            [maxTokens][maxTokens]answer
	joinedA, joinedB [maxTokens][maxJoin - 1][maxTokens]answer
}

func (w *walk) alike(a, b token) (set, bool) {
	k := &w.known.words[a.at][b.at]
	if !k.asked {
		k.why, k.ok = alike(a, b)
		k.asked = true
	}
	return k.why, k.ok
}

func (w *walk) place(s step) int {
	flags := 0
	for bit, on := range []bool{s.leftA, s.leftB, s.family, s.whole} {
		if on {
			flags |= 1 << bit
		}
	}
	return (s.i*(len(w.b.tokens)+1)+s.j)<<4 | flags
}

const never = ^set(0) - 1

// align reads two names word by word in their order. Words may be left out of
// one of them only: a middle name here and another there are two people.
func align(a, b arrangement, known *answers) (set, bool) {
	w := walk{a, b, make([]set, (len(a.tokens)+1)*(len(b.tokens)+1)<<4), known}
	why := w.from(step{})
	return why, why != never
}

func (w *walk) from(s step) set {
	if s.i == len(w.a.tokens) && s.j == len(w.b.tokens) {
		if !s.whole || !s.family && (s.leftA && w.a.hasFamily() || s.leftB && w.b.hasFamily()) {
			return never
		}
		return 0
	}
	place := w.place(s)
	if known := w.seen[place]; known != 0 {
		return known - 1
	}
	best := never
	offer := func(next step, why set) {
		rest := w.from(next)
		if rest == never {
			return
		}
		if all := rest | why; best == never || all.size() < best.size() || all.size() == best.size() && all < best {
			best = all
		}
	}
	w.match(s, offer)
	w.join(s, offer)
	w.pair(s, offer)
	w.leave(s, offer)
	w.seen[place] = best + 1
	return best
}

func (a arrangement) hasFamily() bool {
	return slices.ContainsFunc(a.tokens, func(t token) bool { return t.role == family })
}

// agreed is the step after words that agree. An initial is no word of a name: a
// name of initials alone agrees with nothing, and one that is an O' or a Y shows
// no family name, whose other words could then be left out.
func (s step) agreed(a, b token, i, j int, why set) step {
	s.i, s.j = s.i+i, s.j+j
	if why&of(Initial) == 0 {
		s.whole = true
		s.family = s.family || a.role == family || b.role == family
	}
	return s
}

// divided is the reason if a given name of the one is a family name of the
// other. Turned round, the places change by themselves.
func (w *walk) divided(a, b token) set {
	if a.role != unknown && b.role != unknown && a.role != b.role && w.a.why|w.b.why == 0 {
		return of(Division)
	}
	return 0
}

func (w *walk) match(s step, offer func(step, set)) {
	if s.i == len(w.a.tokens) || s.j == len(w.b.tokens) {
		return
	}
	a, b := w.a.tokens[s.i], w.b.tokens[s.j]
	if why, ok := w.alike(a, b); ok {
		offer(s.agreed(a, b, 1, 1, why), why|w.divided(a, b))
		return
	}
	if w.a.cut && cutOff(b, a) || w.b.cut && cutOff(a, b) {
		offer(s.agreed(a, b, 1, 1, 0), of(CutShort)|w.divided(a, b))
	}
}

// cutOff tells a word that was cut off, perhaps transliterated, from an
// initial: it has two letters at least.
func cutOff(long, short token) bool {
	if utf8.RuneCountInString(short.plain) < 2 {
		return false
	}
	for at := range long.text {
		if head := long.text[:at]; head != "" && (withoutMarks(head) == short.plain || transliterated(head, short.text)) {
			return true
		}
	}
	return false
}

// join reads several words of one name as one of the other.
func (w *walk) join(s step, offer func(step, set)) {
	joinOne(&w.known.joinedA, w.a, w.b, s.i, s.j, func(i, j int, a, b token, why set) {
		offer(s.agreed(a, b, i, j, why), why|of(Joined)|w.divided(a, b))
	})
	joinOne(&w.known.joinedB, w.b, w.a, s.j, s.i, func(j, i int, b, a token, why set) {
		offer(s.agreed(a, b, i, j, why), why|of(Joined)|w.divided(a, b))
	})
}

func joinOne(seen *[maxTokens][maxJoin - 1][maxTokens]answer, many, one arrangement, i, j int, found func(i, j int, a, b token, why set)) {
	if j == len(one.tokens) || many.back {
		return
	}
	for n := 2; n <= maxJoin && i+n <= len(many.tokens); n++ {
		whole := token{role: many.tokens[i+n-1].role}
		for _, t := range many.tokens[i : i+n] {
			if t.role != whole.role {
				return // a given and a family name are not written in one
			}
			whole.text, whole.plain = whole.text+t.text, whole.plain+t.plain
		}
		k := &seen[many.tokens[i].at][n-2][one.tokens[j].at]
		if !k.asked {
			k.why, k.ok = alike(whole, one.tokens[j])
			k.asked = true
		}
		if why := k.why; k.ok && why&(of(Initial)|of(Gendered)) == 0 {
			found(n, 1, whole, one.tokens[j], why)
		}
	}
}

// pair reads two words of each: Ó Murchú and Ní Mhurchú.
func (w *walk) pair(s step, offer func(step, set)) {
	if s.i+2 > len(w.a.tokens) || s.j+2 > len(w.b.tokens) {
		return
	}
	a, b := w.a.tokens[s.i:s.i+2], w.b.tokens[s.j:s.j+2]
	for _, words := range irish {
		if a[1].role != given && b[1].role != given && slices.Contains(words, a[0].plain) && slices.Contains(words, b[0].plain) && a[0].plain != b[0].plain &&
			unlenited(a[1].plain) == unlenited(b[1].plain) {
			offer(s.agreed(a[1], b[1], 2, 2, 0), of(Gendered))
		}
	}
}

// leave leaves a word out of the name that has more.
func (w *walk) leave(s step, offer func(step, set)) {
	a, b := s, s
	a.i, b.j = s.i+1, s.j+1
	w.leaveOne(w.a, w.b, s.i, s.leftB, func(left bool, why set) {
		a.leftA = s.leftA || left
		offer(a, why)
	})
	w.leaveOne(w.b, w.a, s.j, s.leftA, func(left bool, why set) {
		b.leftB = s.leftB || left
		offer(b, why)
	})
}

func (w *walk) leaveOne(n, other arrangement, i int, otherLeft bool, offer func(left bool, why set)) {
	if i == len(n.tokens) {
		return
	}
	if particle(n, i) {
		// A single letter may be an initial as well, so it cannot go from both.
		letter := utf8.RuneCountInString(n.tokens[i].plain) == 1
		if !letter || !otherLeft {
			offer(letter, of(Particle))
		}
		return
	}
	if why, ok := without(n, i, other); ok && !otherLeft {
		offer(true, why)
	}
}

// particle tells Van before a family name from the family name Van.
func particle(n arrangement, i int) bool {
	if !slices.Contains(particles, n.tokens[i].plain) || i+1 >= len(n.tokens) {
		return false
	}
	if r := n.tokens[i].role; r != unknown {
		return n.tokens[i+1].role == r
	}
	return i > 0
}

// without is the reason for which a word may be missing from the other name,
// if there is one.
func without(n arrangement, i int, other arrangement) (set, bool) {
	t := n.tokens[i]
	why := of(Middle)
	switch {
	case other.cut:
		why = of(CutShort)
	case patronymic(t.plain):
		why = of(Patronymic)
	}
	switch t.role {
	case given:
		return why, i > 0 && n.tokens[i-1].role == given
	case family:
		if !other.cut {
			why = of(SurnamePart)
		}
		return why, true // one at least agrees: see from
	default:
		last := i == len(n.tokens)-1
		if last && other.parted && len(other.tokens) > 1 {
			return of(SurnamePart), true
		}
		return why, i > 0 && !last
	}
}
