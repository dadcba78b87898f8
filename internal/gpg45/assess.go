package gpg45

// Assess says which profiles the claim meets and what would reach more. Each
// entry of Next has the fewest things to bring, then to wait for, then to ask,
// then the fewest minutes, then the options that come first; a level is left out
// if nothing in the catalogue reaches it, or if a higher one costs less.
func (t *Table) Assess(claim Claim, catalogue Catalogue) Result {
	r := Result{Profiles: []string{}, Next: []Next{}}
	have := partsOf(claim)
	for _, p := range t.profiles {
		if p.met(have) {
			r.Profiles = append(r.Profiles, p.Code)
			r.Confidence = max(r.Confidence, p.Confidence)
		}
	}
	if next := t.next(claim, catalogue, r.Confidence); next != nil {
		r.Next = next
	}
	return r
}
