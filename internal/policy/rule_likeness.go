package policy

import (
	"slices"
	"strconv"

	"vouchdesk/internal/evidence"
)

// likeness is what the comparison with a photo is worth.
//
// Rule (2019 prototype, verification-physical-2a to 2c): the photo is on a
// document found genuine; 3 needs all six conditions and training within a
// year, 2 the first four and training within three years, otherwise at most 1.
// Against a document with validity 0 it is 0 (One Login in person).
func (p *Policy) likeness(f Findings, pieces []ScoredPiece, trained int) (int, []Reason) {
	if f.Likeness == nil {
		return 0, []Reason{why(LikenessNone)}
	}
	i := slices.IndexFunc(pieces, func(s ScoredPiece) bool { return s.ItemID == f.Likeness.Against })
	if i < 0 {
		return 0, []Reason{why(LikenessNoDocument)}
	}
	d, ok := p.Document(pieces[i].Type)
	if !ok || !d.Photo {
		return 0, []Reason{why(LikenessNoPhoto)}
	}
	if pieces[i].Validity == 0 {
		return 0, []Reason{why(LikenessNotValid)}
	}
	if no := p.Likeness.answeredNo(*f.Likeness); len(no) > 0 {
		return 0, no
	}
	return p.conditions(*f.Likeness, trained)
}

// conditions is the highest score all of whose conditions were met.
func (p *Policy) conditions(l evidence.Likeness, trained int) (int, []Reason) {
	met := func(s LikenessScore) bool {
		return !slices.ContainsFunc(s.All, func(code string) bool { return l.Answer(code) != evidence.Yes })
	}
	var best, top LikenessScore
	for _, s := range p.Likeness.Scores {
		if met(s) && s.Score > best.Score {
			best = s
		}
		if s.Score > top.Score {
			top = s
		}
	}
	reasons := []Reason{why(LikenessInsufficient)}
	if best.Score > 0 {
		reasons[0] = p.sourced(why(LikenessChecked, "score", strconv.Itoa(best.Score)), best.Source)
	}
	if best.Score < top.Score {
		for _, code := range top.All {
			if l.Answer(code) != evidence.Yes {
				reasons = append(reasons, why(LikenessConditions, "check", code))
			}
		}
	}
	if best.Score > trained {
		reasons = append(reasons, why(LikenessTraining, "allowed", strconv.Itoa(trained)))
	}
	return min(best.Score, trained), reasons
}

// answeredNo lists the decisive questions that were answered no.
func (r LikenessRule) answeredNo(l evidence.Likeness) []Reason {
	var no []Reason
	for _, code := range r.Decisive {
		if l.Answer(code) == evidence.No {
			no = append(no, why(LikenessNo, "check", code))
		}
	}
	return no
}

func (r LikenessRule) failed(l evidence.Likeness) bool { return len(r.answeredNo(l)) > 0 }
