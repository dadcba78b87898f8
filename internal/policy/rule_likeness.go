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
// The training is that of those who compared. Against a document with validity
// 0 it is 0 (One Login in person).
func (p *Policy) likeness(f Findings, pieces []ScoredPiece, acts acts) (int, []Reason) {
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
	return p.conditions(*f.Likeness, acts.likeness(*f.Likeness))
}

// conditions is the highest score all of whose conditions were met.
func (p *Policy) conditions(l evidence.Likeness, trained credit) (int, []Reason) {
	best, top := p.Likeness.met(l), p.Likeness.top()
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
	if best.Score > trained.most {
		reasons = append(reasons, trained.because(LikenessTraining, p.Training.Likeness, best.Score))
	}
	return min(best.Score, trained.most), reasons
}

// met is the highest score whose conditions were all answered yes.
func (r LikenessRule) met(l evidence.Likeness) LikenessScore {
	return r.highest(func(code string) bool { return l.Answer(code) == evidence.Yes })
}

func (r LikenessRule) top() LikenessScore { return r.highest(func(string) bool { return true }) }

func (r LikenessRule) highest(holds func(code string) bool) LikenessScore {
	var best LikenessScore
	for _, s := range r.Scores {
		if s.Score > best.Score && !slices.ContainsFunc(s.All, func(code string) bool { return !holds(code) }) {
			best = s
		}
	}
	return best
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

// again is what a comparison made once more could still score: nothing after
// one that failed, and nothing that rests on a condition which was not met or
// could not be judged.
func (r LikenessRule) again(l *evidence.Likeness) int {
	if l == nil {
		return r.top().Score
	}
	if len(r.answeredNo(*l)) > 0 {
		return 0
	}
	return r.highest(func(code string) bool {
		a := l.Answer(code)
		return a == evidence.Yes || a == evidence.Unanswered
	}).Score
}
