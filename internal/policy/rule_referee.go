package policy

import "slices"

// RefereeStatement is the type of the piece of evidence that a referee's
// statement is.
const RefereeStatement = "referee_statement"

// ScoredReferee is what the statements of the case's referees are worth
// together.
type ScoredReferee struct {
	Strength int      `json:"strength"`
	Validity int      `json:"validity"`
	Activity int      `json:"activity"`
	Reasons  []Reason `json:"reasons"`
}

// referees is what statements are worth.
//
// Rule: the guidance "How to create a vouch as evidence of someone's identity"
// 1.0 says which scores a vouch can be given; its text could not be read, so no
// score is written here: the policy gives one or none. A statement counts once
// however many referees there are, as any type of evidence does.
func (p *Policy) referees(f Findings) ScoredReferee {
	s := ScoredReferee{Reasons: []Reason{}}
	eligible := slices.ContainsFunc(f.Referees, func(r RefereeFinding) bool { return r.Eligible })
	switch score := p.Referee.Score; {
	case len(f.Referees) == 0:
	case !eligible:
		s.Reasons = append(s.Reasons, why(RefereeNotEligible))
	case score == nil:
		s.Reasons = append(s.Reasons, p.sourced(why(RefereeNoScore), p.Referee.Source))
	default:
		s.Strength, s.Validity, s.Activity = score.Strength, score.Validity, score.Activity
		s.Reasons = append(s.Reasons, p.sourced(why(RefereeScored), score.Source))
	}
	return s
}
