package policy

import "vouchdesk/internal/resident"

// allowed is the most an officer may score with training last refreshed then.
//
// Rule (2019 prototype, verification-physical): a likeness of 3 needs training
// refreshed every year, 2 every three years; document checks alike. Training
// that is to come is no training.
func allowed(bands []TrainingBand, refreshed, on resident.Date) int {
	best := 0
	for _, b := range bands {
		current := !refreshed.IsZero() && !refreshed.After(on) && !on.After(refreshed.AddMonths(b.Months))
		if b.Months == 0 || current {
			best = max(best, b.Score)
		}
	}
	return best
}

// Allowed is the most this training lets an officer score, for documents and
// for likeness.
func (p *Policy) Allowed(training Training, on resident.Date) (document, likeness int) {
	return allowed(p.Training.Document, training.Document, on), allowed(p.Training.Likeness, training.Likeness, on)
}
