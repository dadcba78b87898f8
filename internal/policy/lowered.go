package policy

import (
	"slices"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
)

// Part is one of the parts that are scored.
type Part string

// The parts.
const (
	PartStrength     Part = "strength"
	PartValidity     Part = "validity"
	PartVerification Part = "verification"
	PartActivity     Part = "activity"
	PartFraud        Part = "fraud"
)

// Parts lists every part.
func Parts() []Part {
	return []Part{PartStrength, PartValidity, PartVerification, PartActivity, PartFraud}
}

// Lowered says of one part why it is not higher: without what stands in Why,
// all of it, the score would be Could.
type Lowered struct {
	Part  Part            `json:"part"`
	Item  evidence.ItemID `json:"item,omitempty"`
	Score int             `json:"score"`
	Could int             `json:"could"`
	Why   []Reason        `json:"why"`
}

// LoweredReasons lists the code of every reason that can stand in [Lowered].
func LoweredReasons() []string {
	return []string{
		CheckOpen, CheckCouldNot, StrengthCondition, ValidityCheckNo, ValidityExpired, ValidityMRZ, ValidityTraining,
		LikenessNone, LikenessNoDocument, LikenessNoPhoto, LikenessNotValid, LikenessNo, LikenessConditions,
		LikenessInsufficient, LikenessTraining, SourcesNotAsked, SourcesSilent,
	}
}

// lowered looks one step up from each score: what the next higher one lacks, by
// each rule that gives it. It never says what somebody did wrong, only what was
// not there.
func (p *Policy) lowered(f Findings, s Scored, acts acts) []Lowered {
	all := []Lowered{}
	for i, item := range f.Evidence {
		d, ok := p.Document(item.Type)
		if !ok {
			continue // its reason says so
		}
		all = append(all, p.lowerStrength(d, item, s.Pieces[i].Strength)...)
		all = append(all, p.lowerValidity(d, item, s.Pieces[i].Validity, acts)...)
	}
	all = append(all, p.lowerLikeness(f, s, acts)...)
	return append(all, p.lowerSources(f, s)...)
}

func (p *Policy) lowerStrength(d Document, item evidence.Item, score int) []Lowered {
	var all []Lowered
	for _, s := range d.Strengths {
		if s.Score <= score {
			continue
		}
		l := Lowered{PartStrength, item.ID, score, s.Score, []Reason{}}
		for _, code := range s.Needs {
			if item.Answer(code) == evidence.No {
				l.Why = append(l.Why, why(ValidityCheckNo, "check", code))
			} else if r, left := unanswered(item, code); left {
				l.Why = append(l.Why, r)
			}
		}
		if len(l.Why) == 0 {
			l.Why = append(l.Why, why(StrengthCondition, whenParam(s.When)...))
		}
		all = append(all, l)
	}
	return all
}

func (p *Policy) lowerValidity(d Document, item evidence.Item, score int, acts acts) []Lowered {
	stood := p.standing(d, item, acts)
	if bad := d.spoilt(item, acts.on); len(bad) > 0 {
		if could := p.validityOf(stood); could > 0 {
			return []Lowered{{PartValidity, item.ID, 0, could, bad}}
		}
		return []Lowered{{PartValidity, item.ID, 0, p.validityOf(d.full()), bad}}
	}
	could := gpg45.MaxScore + 1
	full := d.full()
	for _, r := range p.Validity.Rules {
		if worth := r.worth(full); worth > score {
			could = min(could, worth)
		}
	}
	var all []Lowered
	for _, r := range p.Validity.Rules {
		if r.worth(full) != could {
			continue
		}
		l := Lowered{PartValidity, item.ID, score, could, p.shortOf(d, item, r, stood, could)}
		if !slices.ContainsFunc(all, func(had Lowered) bool { return within(had.Why, l.Why) }) {
			all = append(all, l)
		}
	}
	return all
}

// full is the standing of a document with every check it has.
func (d Document) full() standing {
	s := standing{}
	for _, c := range d.Checks {
		s[c.Group] = free()
	}
	return s
}

// shortOf is what keeps an item from a rule's score.
func (p *Policy) shortOf(d Document, item evidence.Item, r ValidityRule, stood standing, could int) []Reason {
	reasons := []Reason{}
	least := free()
	for _, g := range r.All {
		if c, done := stood[g]; done {
			least = least.or(c)
			continue
		}
		for _, c := range d.Checks {
			if c.Group != g {
				continue
			}
			if r, left := unanswered(item, c.Code); left {
				reasons = append(reasons, r)
			}
		}
	}
	if least.most < could {
		reasons = append(reasons, least.because(ValidityTraining, p.Training.Document, could))
	}
	return reasons
}

// within reports whether everything in a stands in b as well.
func within(a, b []Reason) bool {
	return !slices.ContainsFunc(a, func(r Reason) bool {
		return !slices.ContainsFunc(b, func(o Reason) bool { return r.Code == o.Code && r.Params["check"] == o.Params["check"] })
	})
}

func (p *Policy) lowerLikeness(f Findings, s Scored, acts acts) []Lowered {
	l := Lowered{Part: PartVerification, Score: s.Verification, Could: p.Likeness.top().Score}
	if f.Likeness == nil {
		if !slices.ContainsFunc(f.Evidence, func(item evidence.Item) bool { d, _ := p.Document(item.Type); return d.Photo }) {
			return nil // there is nothing to compare with
		}
		l.Why = s.VerificationReasons
		return []Lowered{l}
	}
	l.Item = f.Likeness.Against
	if s.Verification == 0 {
		l.Why = slices.DeleteFunc(slices.Clone(s.VerificationReasons), func(r Reason) bool { return r.Code == LikenessChecked })
		return []Lowered{l}
	}
	next := LikenessScore{Score: gpg45.MaxScore + 1}
	for _, score := range p.Likeness.Scores {
		if score.Score > s.Verification && score.Score < next.Score {
			next = score
		}
	}
	if next.Score > gpg45.MaxScore {
		return nil
	}
	l.Could = next.Score
	for _, code := range next.All {
		if f.Likeness.Answer(code) != evidence.Yes {
			l.Why = append(l.Why, why(LikenessConditions, "check", code))
		}
	}
	if trained := acts.likeness(*f.Likeness); trained.most < next.Score {
		l.Why = append(l.Why, trained.because(LikenessTraining, p.Training.Likeness, next.Score))
	}
	return []Lowered{l}
}

// lowerSources counts on what the policy says the council's check can give.
func (p *Policy) lowerSources(f Findings, s Scored) []Lowered {
	reason := why(SourcesNotAsked)
	if f.Asked {
		reason = why(SourcesSilent)
	}
	fraud, activity := 0, 0
	for _, w := range p.Coaching.Wait {
		fraud, activity = max(fraud, w.Fraud), max(activity, w.Activity)
	}
	var all []Lowered
	if fraud > s.Fraud {
		all = append(all, Lowered{Part: PartFraud, Score: s.Fraud, Could: fraud, Why: []Reason{reason}})
	}
	if activity > s.Activity {
		all = append(all, Lowered{Part: PartActivity, Score: s.Activity, Could: activity, Why: []Reason{reason}})
	}
	return all
}
