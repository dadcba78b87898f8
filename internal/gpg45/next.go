package gpg45

import (
	"cmp"
	"slices"
)

// A cost orders plans: things to bring, to wait for, to ask, minutes, and last
// the places in the catalogue, each in bits of its own. A journey home outweighs
// any number of waits, a wait any number of minutes at the desk. A plan has at
// most MaxSlots pieces, a photo and four other parts, so none overflows.
type cost int64

const (
	costPlace  cost = 1
	costMinute      = costPlace << 20
	costAsk         = costMinute << 14
	costWait        = costAsk << 12
	costBring       = costWait << 8
	tooMuch    cost = 1 << 62
)

func (o Option) cost(place int) cost {
	each := costBring
	switch o.Kind {
	case Ask:
		each = costAsk
	case Wait:
		each = costWait
	case Bring:
	}
	most := func(n, limit int) cost { return cost(min(max(n, 0), limit)) }
	return each + costAsk*most(len(o.Also)+o.Hands, 255) + costMinute*most(o.Minutes, 1023) + costPlace*most(place, 1<<16-1)
}

// next finds, for each confidence above from, the cheapest additions. Of equal
// ones the profile first in the table is named.
func (t *Table) next(claim Claim, catalogue Catalogue, from Confidence) []Next {
	var found []Next
	cheaper := tooMuch // of all higher levels
	shelf := newShelf(claim, catalogue)
	whole := claim.with(catalogue)
	everything := partsOf(whole)
	for level := VeryHigh; level > from && !whole.Lacks; level-- {
		s := search{claim: claim, shelf: shelf, bestCost: cheaper + 1}
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

// adds is the best plan, cheapest kind first, then in catalogue order.
func (s *search) adds() []Add {
	kinds := []Kind{Ask, Wait, Bring}
	slices.SortFunc(s.best, func(a, b int) int {
		x, y := slices.Index(kinds, s.options[a].Kind), slices.Index(kinds, s.options[b].Kind)
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	})
	adds := make([]Add, 0, len(s.best))
	for _, i := range s.best {
		adds = append(adds, s.options[i].Adds()...)
	}
	return adds
}
