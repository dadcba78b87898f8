package namematch

import (
	"cmp"
	"math/bits"
	"slices"
)

// Parts is a name as one document writes it.
type Parts struct {
	Given  string
	Family string
	Full   string // the whole in one line, where the document does not part it
	Cut    bool   // the writer ran out of room, so that ends may be missing
}

// Verdict is how two names stand to each other.
type Verdict string

// The verdicts.
const (
	Same       Verdict = "same"
	Compatible Verdict = "compatible"
	Differs    Verdict = "differs"
)

// Code is why two names are compatible, or why they are not.
type Code string

// The reasons for which names are compatible.
const (
	Order         Code = "order"          // family name first
	Division      Code = "division"       // given and family name parted elsewhere
	Marks         Code = "marks"          // both have accents, not the same ones
	Transliterate Code = "transliterated" // other letters for the same, such as ue for ü or a Cyrillic name in Latin
	Romanised     Code = "romanised"      // two usual spellings of one name from another script: look
	Initial       Code = "initial"
	Joined        Code = "joined"        // Mac Specimen and MacSpecimen
	Middle        Code = "middle-names"  // some are left out
	SurnamePart   Code = "surname-part"  // one of two family names
	Particle      Code = "particle"      // van, de, bin, al, ap, O'
	Mac           Code = "mac"           // Mac and Mc
	Gendered      Code = "gendered-form" // Ó and Ní, -ov and -ova
	Patronymic    Code = "patronymic"    // a father's name left out
	Title         Code = "title"
	Suffix        Code = "suffix"   // Jr, II
	Filler        Code = "filler"   // XXX, FNU, LNU for a name there is not
	OneName       Code = "one-name" // a single name in the other place, or in both
	CutShort      Code = "cut-short"
	Invisible     Code = "invisible" // characters that cannot be seen
)

// The reasons for which names differ.
const (
	Different   Code = "different"
	OtherSuffix Code = "other-suffix" // Jr and Sr are two people
	TooMany     Code = "too-many"     // reasons at once to be one name
	Nothing     Code = "nothing"      // one of the names is empty
	TooLong     Code = "too-long"     // to be compared other than letter for letter
)

// inBits is the order of the codes in a set.
var inBits = [...]Code{
	Order, Division, Marks, Transliterate, Romanised, Initial, Joined, Middle, SurnamePart, Mac, Gendered, Particle,
	Patronymic, Title, Suffix, Filler, OneName, CutShort, Invisible,
}

// Codes lists every reason to be compatible.
func Codes() []Code { return slices.Clone(inBits[:]) }

// Result is a verdict with its reasons. A same has none.
type Result struct {
	Verdict Verdict
	Why     []Code
}

// set is some of inBits.
type set uint32

func of(c Code) set {
	return 1 << slices.Index(inBits[:], c)
}

func (s set) codes() []Code {
	var all []Code
	for i, c := range inBits {
		if s&(1<<i) != 0 {
			all = append(all, c)
		}
	}
	return all
}

func (s set) size() int { return bits.OnesCount32(uint32(s)) }

// most is how many reasons at once are still one name: a family name first,
// transliterated and with a middle name left out is an ordinary passport.
const most = 3

// CouldBe reports whether two names, each in one line, could be one person's:
// the same, or written differently. It is for keeping somebody out of a case that
// is their own, where another spelling must not let them in.
func CouldBe(a, b string) bool {
	return Compare(Parts{Full: a}, Parts{Full: b}).Verdict != Differs
}

// Compare tells how two names stand to each other.
func Compare(a, b Parts) Result {
	// One order for both ways of asking, so that there is one answer.
	order := cmp.Or(cmp.Compare(a.Family, b.Family), cmp.Compare(a.Given, b.Given), cmp.Compare(a.Full, b.Full))
	if order > 0 || order == 0 && a.Cut {
		a, b = b, a
	}
	if len(a.Given)+len(a.Family)+len(a.Full) > maxBytes || len(b.Given)+len(b.Family)+len(b.Full) > maxBytes {
		if a == b {
			return Result{Verdict: Same}
		}
		return Result{Differs, []Code{TooLong}}
	}
	x, y := read(a), read(b)
	if x.empty() || y.empty() {
		return Result{Differs, []Code{Nothing}}
	}
	if x.hidden == "" && y.hidden == "" && x.same(y) {
		return Result{Verdict: Same}
	}
	if len(x.tokens) > maxTokens || len(y.tokens) > maxTokens {
		return Result{Differs, []Code{TooLong}}
	}
	base := set(0)
	if x.hidden != y.hidden || x.hidden != "" {
		base |= of(Invisible)
	}
	trimmed, clash := strip(&x, &y)
	if clash {
		return Result{Differs, []Code{OtherSuffix}}
	}
	x.number()
	y.number()
	best, found := arrangements(x, y)
	if !found {
		return Result{Differs, []Code{Different}}
	}
	best |= base | trimmed
	if best.size() > most {
		return Result{Differs, []Code{TooMany}}
	}
	if best == 0 {
		best = of(Suffix) // one suffix in two abbreviations
	}
	return Result{Compatible, best.codes()}
}
