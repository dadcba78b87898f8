package gpg45

// A kind is one document type with the scores of every check made of it.
type kind struct {
	name   string
	checks []Slot
}

// kindsOf groups pieces by document type.
func kindsOf(evidence []Piece) []kind {
	kinds := make([]kind, 0, len(evidence))
	at := make(map[string]int, len(evidence))
	for _, p := range evidence {
		i, ok := at[p.Type]
		if !ok {
			i = len(kinds)
			at[p.Type] = i
			kinds = append(kinds, kind{name: p.Type})
		}
		kinds[i].checks = append(kinds[i].checks, Slot{p.Strength, p.Validity})
	}
	return kinds
}

// fits reports whether one of the kind's checks, by itself, fills the slot:
// the strength of one check never helps the validity of another.
func (k kind) fits(s Slot) bool {
	for _, c := range k.checks {
		if c.Strength >= s.Strength && c.Validity >= s.Validity {
			return true
		}
	}
	return false
}

// fill reports whether some assignment of documents to slots fills them all.
//
// Rule: every assignment counts, not only the strongest piece in the first
// slot (One Login, Gpg45Profile: 4/2 with 3/3 meets 3/3 + 2/2 only when the
// pair is swapped), and a document type counts once however often it was
// checked (Gpg45ProfileEvaluator.deduplicateEvidences). Seating slot after
// slot and moving those seated before finds an assignment if there is any.
func fill(slots []Slot, kinds []kind) bool {
	if len(slots) > len(kinds) {
		return false
	}
	seats := seating{slots: slots, kinds: kinds, holder: make([]int, len(kinds)), tried: make([]bool, len(kinds))}
	for s := range slots {
		clear(seats.tried)
		if !seats.seat(s) {
			return false
		}
	}
	return true
}

type seating struct {
	slots  []Slot
	kinds  []kind
	holder []int // for each kind the slot it fills, counted from 1; 0 is free
	tried  []bool
}

func (s *seating) seat(slot int) bool {
	for k := range s.kinds {
		if s.tried[k] || !s.kinds[k].fits(s.slots[slot]) {
			continue
		}
		s.tried[k] = true
		if s.holder[k] == 0 || s.seat(s.holder[k]-1) {
			s.holder[k] = slot + 1
			return true
		}
	}
	return false
}
