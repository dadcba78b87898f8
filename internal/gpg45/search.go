package gpg45

import "slices"

// A search finds the cheapest plan for one profile, exactly. In a smallest
// plan each option is there for a part of the profile that would fail without
// it. So trying, part by part, either nothing or one option that reaches it,
// meets every smallest plan. Plans are judged by the same met as claims.
type search struct {
	*shelf
	claim   Claim
	profile Profile

	chosen   []int
	cost     cost
	best     []int
	bestCost cost
}

// run reports whether it found a cheaper plan than those before.
func (s *search) run() bool {
	before := s.bestCost
	s.scores(0)
	return s.bestCost < before
}

// The parts of a plan besides its slots and a photo.
const (
	partActivity = iota
	partFraud
	partVerification
	partLack
	partSlots
)

// scores settles activity, fraud, verification and what is lacking, one after
// the other.
func (s *search) scores(part int) {
	switch part {
	case partSlots:
		s.slots(0)
		return
	case partLack:
		s.lack()
		return
	}
	need := [...]int{s.profile.Activity, s.profile.Fraud, s.profile.Verification}[part]
	// A bare verification counts as had: the slots will bring a valid piece.
	had := [...]int{s.claim.Activity, s.claim.Fraud, max(s.claim.Verification, verification(s.claim))}[part]
	sure, hoped := had >= need, false
	for _, i := range s.chosen {
		if o := s.options[i]; o.raises(part) >= need {
			sure, hoped = sure || part != partVerification || len(o.Against) == 0, true
		}
	}
	if sure || hoped {
		s.scores(part + 1)
	}
	if sure {
		return
	}
	for i, o := range s.options {
		if o.raises(part) >= need {
			s.choose(i, func() { s.scores(part + 1) })
		}
	}
}

// lack brings what the claim lacks: by an option that is there for another part
// as well, which need not be known yet, or by the cheapest one for this alone.
func (s *search) lack() {
	s.scores(partSlots)
	if s.claim.Lacks && s.giver >= 0 {
		s.choose(s.giver, func() { s.scores(partSlots) })
	}
}

// raises is what the option brings activity, fraud or verification to.
func (o Option) raises(part int) int {
	switch part {
	case partActivity:
		return o.Activity
	case partFraud:
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
	var tried []int
	for _, i := range s.pieces {
		p := s.options[i].Piece
		if p.Strength < need.Strength || p.Validity < need.Validity || s.betters[i] > len(s.profile.Evidence)+s.besides ||
			s.cost+s.costs[i] >= s.bestCost || slices.Contains(tried, s.classes[i]) || slices.Contains(s.chosen, i) {
			continue
		}
		tried = append(tried, s.classes[i])
		s.choose(i, func() { s.slots(slot + 1) })
	}
}

// photo ends a plan, or adds the document whose photo its likeness needs.
func (s *search) photo() {
	if s.accept() {
		return
	}
	for _, like := range s.chosen {
		against := s.options[like].Against
		if len(against) == 0 || s.plan().holds(against) {
			continue
		}
		for _, i := range s.pieces {
			p := s.options[i].Piece
			if p.Validity > 0 && s.cost+s.costs[i] < s.bestCost && slices.Contains(against, p.Type) {
				s.choose(i, func() { s.accept() })
			}
		}
	}
}

func (s *search) choose(i int, then func()) {
	if slices.Contains(s.chosen, i) || s.cost+s.costs[i] >= s.bestCost {
		return
	}
	s.chosen, s.cost = append(s.chosen, i), s.cost+s.costs[i]
	then()
	s.chosen, s.cost = s.chosen[:len(s.chosen)-1], s.cost-s.costs[i]
}

func (s *search) plan() Claim {
	options := make([]Option, len(s.chosen))
	for n, i := range s.chosen {
		options[n] = s.options[i]
	}
	return s.claim.with(options)
}

// accept keeps the plan if it meets the profile and nothing is lacking.
func (s *search) accept() bool {
	if s.cost >= s.bestCost {
		return false
	}
	plan := s.plan()
	if plan.Lacks || !s.profile.met(partsOf(plan)) {
		return false
	}
	s.best, s.bestCost = slices.Clone(s.chosen), s.cost
	return true
}
