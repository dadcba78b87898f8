package gpg45

import (
	"cmp"
	"slices"
	"strconv"
)

// What an addition costs the resident. A journey home outweighs any number of
// waits, a wait any number of minutes at the desk: a plan has at most MaxSlots
// pieces and four other parts, so ten never reach the next weight.
const (
	costAsk   = 1
	costWait  = 100
	costBring = 10_000
	tooMuch   = 1 << 40
)

func (k Kind) cost() int {
	switch k {
	case Ask:
		return costAsk
	case Wait:
		return costWait
	default:
		return costBring
	}
}

// next finds, for each confidence above from, the cheapest additions. Of equal
// ones the profile first in the table and the options first in the catalogue
// are named.
func (t *Table) next(claim Claim, catalogue Catalogue, from Confidence) []Next {
	var found []Next
	cheaper := tooMuch // of all higher levels
	classes := classesOf(claim, catalogue)
	everything := partsOf(claim.with(catalogue))
	for level := VeryHigh; level > from; level-- {
		s := search{claim: claim, catalogue: catalogue, classes: classes, bestCost: cheaper + 1}
		best := ""
		for _, p := range t.profiles {
			if p.Confidence != level || !p.met(everything) {
				continue // more never lowers: what everything does not reach, no plan does
			}
			if s.profile = p; s.run() {
				best = p.Code
			}
		}
		if best == "" {
			continue
		}
		cheaper = s.bestCost
		found = append(found, Next{level, best, s.adds()})
	}
	slices.Reverse(found)
	return found
}

// A search finds the cheapest plan for one profile, exactly. In a smallest
// plan each option is there for a part of the profile that would fail without
// it. So trying, part by part, either nothing or one option that reaches it,
// meets every smallest plan. Plans are judged by the same met as claims.
type search struct {
	claim     Claim
	catalogue Catalogue
	classes   []int
	profile   Profile

	chosen   []int
	cost     int
	best     []int
	bestCost int
}

// run reports whether it found a cheaper plan than those before.
func (s *search) run() bool {
	before := s.bestCost
	s.scores(0)
	return s.bestCost < before
}

// scores settles activity, fraud and verification, one after the other.
func (s *search) scores(part int) {
	if part == 3 {
		s.slots(0)
		return
	}
	need := [...]int{s.profile.Activity, s.profile.Fraud, s.profile.Verification}[part]
	// A bare verification counts as had: the slots will bring a valid piece.
	had := [...]int{s.claim.Activity, s.claim.Fraud, max(s.claim.Verification, verification(s.claim))}[part]
	sure, hoped := had >= need, false
	for _, i := range s.chosen {
		if o := s.catalogue[i]; o.raises(part) >= need {
			sure, hoped = sure || part != 2 || len(o.Against) == 0, true
		}
	}
	if sure || hoped {
		s.scores(part + 1)
	}
	if sure {
		return
	}
	for i, o := range s.catalogue {
		if o.raises(part) >= need {
			s.choose(i, func() { s.scores(part + 1) })
		}
	}
}

// raises is what the option brings activity, fraud or verification to.
func (o Option) raises(part int) int {
	switch part {
	case 0:
		return o.Activity
	case 1:
		return o.Fraud
	}
	if o.Piece != nil && o.Piece.Verification != nil && o.Piece.Validity > 0 {
		return max(o.Verification, *o.Piece.Verification)
	}
	return o.Verification
}

// slots settles each slot with what is there, or with one new piece.
func (s *search) slots(slot int) {
	if s.cost >= s.bestCost {
		return
	}
	if slot == len(s.profile.Evidence) {
		s.photo()
		return
	}
	s.slots(slot + 1)
	need := s.profile.Evidence[slot]
	tried := map[int]bool{}
	for i, o := range s.catalogue {
		if o.Piece == nil || o.Piece.Strength < need.Strength || o.Piece.Validity < need.Validity ||
			tried[s.classes[i]] || slices.Contains(s.chosen, i) {
			continue
		}
		tried[s.classes[i]] = true
		s.choose(i, func() { s.slots(slot + 1) })
	}
}

// photo ends a plan, or adds the document whose photo its likeness needs.
func (s *search) photo() {
	if s.accept() {
		return
	}
	for _, like := range s.chosen {
		against := s.catalogue[like].Against
		if len(against) == 0 || s.plan().holds(against) {
			continue
		}
		for i, o := range s.catalogue {
			if o.Piece != nil && o.Piece.Validity > 0 && slices.Contains(against, o.Piece.Type) {
				s.choose(i, func() { s.accept() })
			}
		}
	}
}

func (s *search) choose(i int, then func()) {
	cost := s.catalogue[i].Kind.cost()
	if slices.Contains(s.chosen, i) || s.cost+cost >= s.bestCost {
		return
	}
	s.chosen, s.cost = append(s.chosen, i), s.cost+cost
	then()
	s.chosen, s.cost = s.chosen[:len(s.chosen)-1], s.cost-cost
}

func (s *search) plan() Claim {
	options := make([]Option, len(s.chosen))
	for n, i := range s.chosen {
		options[n] = s.catalogue[i]
	}
	return s.claim.with(options)
}

// accept keeps the plan if it meets the profile.
func (s *search) accept() bool {
	if s.cost >= s.bestCost || !s.profile.met(partsOf(s.plan())) {
		return false
	}
	s.best, s.bestCost = slices.Clone(s.chosen), s.cost
	return true
}

// adds is the best plan, cheapest kind first, then in catalogue order.
func (s *search) adds() []Add {
	slices.SortFunc(s.best, func(a, b int) int {
		return cmp.Or(cmp.Compare(s.catalogue[a].Kind.cost(), s.catalogue[b].Kind.cost()), cmp.Compare(a, b))
	})
	adds := make([]Add, len(s.best))
	for n, i := range s.best {
		adds[n] = Add{s.catalogue[i].Kind, s.catalogue[i].What}
	}
	return adds
}

// classesOf numbers options that are as good as each other alike, so that a
// slot tries one of them and not forty. An option whose document type occurs
// elsewhere is in a class of its own.
func classesOf(claim Claim, catalogue Catalogue) []int {
	type look struct {
		kind                                       Kind
		strength, validity, activity, fraud, check int
		photo                                      string
	}
	count := map[string]int{}
	for _, p := range claim.Evidence {
		count[p.Type]++
	}
	for _, o := range catalogue {
		if o.Piece != nil {
			count[o.Piece.Type]++
		}
	}
	first := map[look]int{}
	classes := make([]int, len(catalogue))
	for i, o := range catalogue {
		classes[i] = i
		if o.Piece == nil || count[o.Piece.Type] > 1 || o.Piece.Verification != nil || o.Against != nil {
			continue
		}
		l := look{o.Kind, o.Piece.Strength, o.Piece.Validity, o.Activity, o.Fraud, o.Verification, photoOf(catalogue, o.Piece.Type)}
		if n, ok := first[l]; ok {
			classes[i] = n
		} else {
			first[l] = i
		}
	}
	return classes
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
