package policy

import (
	"slices"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/resident"
)

// A holding is a piece as coaching sees it: what it scores and what its open
// checks could still make of it at this desk.
type holding struct {
	document           string
	strength, validity int
	within             int
}

// reach is the most the officer's training allows.
type reach struct{ document, likeness int }

// catalogue is everything that could be added to what is held. It is cautious:
// a document counts for its strength without any condition and for the checks
// an officer can do at the desk; a likeness only beside a photo.
func (p *Policy) catalogue(held []holding, verification int, most reach) gpg45.Catalogue {
	var c gpg45.Catalogue
	for i, h := range held {
		// Alike ones are offered once: a hundred of them would be searched for nothing.
		if h.within > h.validity && !slices.Contains(held[:i], h) {
			c = append(c, gpg45.Option{
				Kind: gpg45.Ask, What: AddChecks + h.document,
				Piece: &gpg45.Piece{Type: h.document, Strength: h.strength, Validity: h.within},
			})
		}
	}
	best := 0
	for _, s := range p.Likeness.Scores {
		best = max(best, min(s.Score, most.likeness))
	}
	var photos []string
	for _, d := range p.Documents {
		if d.Photo {
			photos = append(photos, d.ID)
		}
	}
	if best > verification && len(photos) > 0 {
		c = append(c, gpg45.Option{Kind: gpg45.Ask, What: AddLikeness, Verification: best, Against: photos})
	}
	for _, w := range p.Coaching.Wait {
		c = append(c, gpg45.Option{Kind: gpg45.Wait, What: w.ID, Fraud: w.Fraud, Activity: w.Activity})
	}
	// The weakest first: of what would do, name what most people have.
	documents := slices.Clone(p.Documents)
	strength := func(d Document) int {
		score, _ := p.strength(d.ID, nil, func(s Strength) (bool, bool) { return len(s.Needs) == 0, false })
		return score
	}
	slices.SortStableFunc(documents, func(a, b Document) int { return strength(a) - strength(b) })
	for _, d := range documents {
		if slices.ContainsFunc(held, func(h holding) bool { return h.document == d.ID }) {
			continue
		}
		validity := p.validityOf(func(g Group) bool { return d.atDesk(p, g) }, most.document)
		if validity > 0 {
			c = append(c, gpg45.Option{
				Kind: gpg45.Bring, What: d.ID,
				Piece: &gpg45.Piece{Type: d.ID, Strength: strength(d), Validity: validity},
			})
		}
	}
	return c
}

// within is the validity an item has or can still get at this desk: 0 once a
// check said no.
func (p *Policy) within(item evidence.Item, trained int, on resident.Date) int {
	d, ok := p.Document(item.Type)
	if !ok || len(d.spoilt(item, on)) > 0 {
		return 0
	}
	return p.validityOf(func(g Group) bool {
		state := d.group(item, g)
		return state == groupDone || (state == groupOpen && slices.Contains(p.Validity.AtDesk, g))
	}, trained)
}

// atDesk reports whether the document has checks of a group that an officer
// can do here.
func (d Document) atDesk(p *Policy, g Group) bool {
	return slices.Contains(p.Validity.AtDesk, g) &&
		slices.ContainsFunc(d.Checks, func(c Check) bool { return c.Group == g })
}
