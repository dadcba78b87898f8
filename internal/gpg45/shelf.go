package gpg45

import (
	"slices"
	"strconv"
)

// A shelf is a catalogue sorted out for searching, once for all profiles.
type shelf struct {
	options []Option
	costs   []cost
	pieces  []int // options that add evidence
	classes []int // options that are as good as each other have the same
	betters []int // how many options are at least as good and cheaper
	besides int   // pieces a plan can hold that fill no slot
	giver   int   // the cheapest option that gives what the claim lacks, or -1
}

func newShelf(claim Claim, catalogue Catalogue) *shelf {
	s := &shelf{options: catalogue, giver: catalogue.giver(), besides: 1} // the photo
	alone := alones(claim, catalogue)
	first := map[look]int{}
	for i, o := range catalogue {
		s.costs = append(s.costs, o.cost(i))
		class := i
		if o.Piece != nil {
			s.pieces = append(s.pieces, i)
			if o.raises(partActivity) > 0 || o.raises(partFraud) > 0 || o.raises(partVerification) > 0 || o.Gives {
				s.besides = 5 // one for each part, and the photo
			}
			if l := lookOf(catalogue, o); alone[o.Piece.Type] && o.Piece.Verification == nil && o.Against == nil {
				if n, ok := first[l]; ok {
					class = n
				} else {
					first[l] = i
				}
			}
		}
		s.classes = append(s.classes, class)
	}
	s.betters = make([]int, len(catalogue))
	for _, i := range s.pieces {
		for _, j := range s.pieces {
			if i != j && alone[catalogue[j].Piece.Type] && s.costs[j] < s.costs[i] && catalogue.better(j, i) {
				s.betters[i]++
			}
		}
	}
	return s
}

// alones are the document types that occur once: adding such a piece never
// takes the place of another of its type.
func alones(claim Claim, catalogue Catalogue) map[string]bool {
	count := map[string]int{}
	for _, p := range claim.Evidence {
		count[p.Type]++
	}
	for _, o := range catalogue {
		if o.Piece != nil {
			count[o.Piece.Type]++
		}
	}
	alone := make(map[string]bool, len(count))
	for kind, n := range count {
		alone[kind] = n == 1
	}
	return alone
}

// better reports whether option a does all that b does. A plan of k options
// with b holds at most k-1 such, so where there are k or more, one of them is
// free to take b's place, and b is never needed.
func (c Catalogue) better(a, b int) bool {
	x, y := c[a], c[b]
	if x.Piece.Strength < y.Piece.Strength || x.Piece.Validity < y.Piece.Validity ||
		x.Activity < y.Activity || x.Fraud < y.Fraud || y.Gives && !x.Gives {
		return false
	}
	if y.raises(partVerification) > 0 || y.Piece.Verification != nil {
		return false // rare, and bound up with photos: not worth comparing
	}
	for _, o := range c {
		if slices.Contains(o.Against, y.Piece.Type) && !slices.Contains(o.Against, x.Piece.Type) {
			return false
		}
	}
	return true
}

// look is all that a search sees of an option with a piece.
type look struct {
	kind                                       Kind
	strength, validity, activity, fraud, check int
	things, minutes                            int
	gives                                      bool
	photo                                      string
}

func lookOf(catalogue Catalogue, o Option) look {
	return look{
		o.Kind, o.Piece.Strength, o.Piece.Validity, o.Activity, o.Fraud, o.Verification,
		len(o.Also) + o.Hands, o.Minutes, o.Gives, photoOf(catalogue, o.Piece.Type),
	}
}

// photoOf names the likeness options that a document's photo serves.
func photoOf(catalogue Catalogue, document string) string {
	var serves []byte
	for i, o := range catalogue {
		if slices.Contains(o.Against, document) {
			serves = strconv.AppendInt(append(serves, ' '), int64(i), 10)
		}
	}
	return string(serves)
}
