package gpg45

// Assess says which profiles the claim meets and what would reach more. Each
// entry of Next has the fewest things to bring, then to wait for, then to ask;
// a level is left out if nothing in the catalogue reaches it, or if a higher
// one costs less.
func (t *Table) Assess(claim Claim, catalogue Catalogue) Result {
	return Result{Profiles: []string{}, Next: []Next{}}
}
