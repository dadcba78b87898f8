package gpg45

// verification is the highest reached against any piece that is valid at all.
//
// Rule: the highest counts, and a likeness to the photo on a document that was
// not found genuine is worth nothing (2019 prototype, verification-physical;
// One Login's in-person check sets 0 where validity is 0). A score that names
// no piece counts once some piece is valid.
func verification(c Claim) int {
	best := 0
	for _, p := range c.Evidence {
		if p.Validity < 1 {
			continue
		}
		best = max(best, c.Verification)
		if p.Verification != nil {
			best = max(best, *p.Verification)
		}
	}
	return best
}
