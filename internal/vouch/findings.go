package vouch

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// What can be wrong with a vouch's assessment.
var (
	ErrPolicyVersion = fault.New(fault.Refused, "vouch-policy-version") // assessed under another policy than the one at hand
	ErrAssessed      = fault.New(fault.Refused, "vouch-assessment")     // computing it again gives something else
)

// Findings reads from a vouch what its assessment rests on, as the policy wants
// it. Documents' fields are not all there, so flags made from it are
// incomplete; scores are the same. Activity and fraud are what the vouch says
// the bound check gave: who has the check compares them. Training is what the
// list bears out ([Training]).
func Findings(p Payload, rules *policy.Policy, list *trust.List) (policy.Findings, error) {
	if wrong := append(ruleDesk(p, false), ruleReferees(p, false)...); len(wrong) > 0 {
		return policy.Findings{}, wrong[0]
	}
	f := policy.Findings{
		Trained: Training(p, list), Asked: p.Desk.Check != nil,
		Activity: p.Desk.Assessment.Scores.Activity, Fraud: p.Desk.Assessment.Scores.Fraud,
	}
	made := p.checkTimes()
	for _, e := range p.Desk.Evidence {
		f.Evidence = append(f.Evidence, evidence.Item{
			ID: itemID(e.Index), Type: e.Type, Conditions: maps.Clone(e.Conditions), Checks: asked(e.Checks, e.NotDone, made),
			Fields: fields(e, p.VerifiedClaims.Verification.Evidence[e.Index], rules),
		})
	}
	if l := p.Desk.Likeness; l != nil {
		f.Likeness = &evidence.Likeness{Against: itemID(l.Evidence), Checks: asked(l.Checks, l.NotDone, made)}
	}
	f.Referees = refereeFindings(p)
	if c := p.VerifiedClaims.Claims; c != nil {
		f.Name = resident.Name{Given: c.GivenName, Family: c.FamilyName}
		f.Birth, _ = resident.ParseISO(c.Birthdate) // withheld or not needed: then there is none
	}
	return f, nil
}

// fields gives back those fields that a score turns on: the dates, and a zone
// that cannot be read where the document's own did not fit.
func fields(e DeskEvidence, shown Evidence, rules *policy.Policy) map[string]string {
	doc, _ := rules.Document(e.Type)
	all := map[string]string{}
	d := Document{}
	if shown.Document != nil {
		d = *shown.Document
	}
	for _, f := range doc.Fields {
		switch {
		case f.Claim == policy.ExpiresOn && d.Expires != "":
			all[f.ID] = d.Expires
		case f.Claim == policy.IssuedOn && d.IssuedOn != "":
			all[f.ID] = d.IssuedOn
		case f.Kind == policy.MRZField && e.ZoneFailed:
			all[f.ID] = "?"
		}
	}
	return all
}

// itemID names evidence by its place, because the case's own ids stay at the desk.
func itemID(index int) evidence.ItemID { return evidence.ItemID(strconv.Itoa(index)) }

// checkTimes is when each check was made.
func (p Payload) checkTimes() map[evidence.CheckID]time.Time {
	made := map[evidence.CheckID]time.Time{}
	for _, e := range p.VerifiedClaims.Verification.Evidence {
		for _, c := range e.CheckDetails {
			made[evidence.CheckID(c.ID)], _ = parseTime(c.Time) // no time: made on the day of the vouch
		}
	}
	return made
}

func asked(done map[evidence.CheckID]DeskCheck, not []NotDone, made map[evidence.CheckID]time.Time) []evidence.Check {
	var all []evidence.Check
	for _, id := range slices.Sorted(maps.Keys(done)) {
		c := done[id]
		all = append(all, evidence.Check{Code: c.Check, CheckID: id, Answer: c.Answer, By: string(c.By), At: made[id]})
	}
	for _, n := range not {
		all = append(all, evidence.Check{Code: n.Check, Answer: evidence.CouldNot, Reason: n.Reason})
	}
	return all
}

// AssessmentOf is a score as a vouch states it.
func AssessmentOf(s policy.Scored) Assessment {
	a := Assessment{
		Profiles:   append([]string{}, s.Result.Profiles...),
		Confidence: s.Result.Confidence,
		Scores:     Scores{Evidence: []PieceScore{}, Verification: s.Verification, Activity: s.Activity, Fraud: s.Fraud},
	}
	for _, piece := range s.Pieces {
		a.Scores.Evidence = append(a.Scores.Evidence, PieceScore{Strength: piece.Strength, Validity: piece.Validity})
	}
	return a
}

// Reassess computes the assessment again, as of the day of the vouch, and
// refuses a vouch that states another, that rests on a referee whom the policy
// does not let vouch, that says somebody acted for the resident whom the policy
// does not let act, or that states an attribute or another name in a way the
// policy does not know, or that ends later or was told otherwise than the policy
// has it. whole is false where something may be withheld, as in [ValidateDisclosed].
func Reassess(p Payload, whole bool, rules *policy.Policy, list *trust.List) (policy.Scored, error) {
	if rules.Version != p.Desk.Policy.Version {
		return policy.Scored{}, ErrPolicyVersion.
			With("vouch", strconv.Itoa(p.Desk.Policy.Version)).With("policy", strconv.Itoa(rules.Version))
	}
	f, err := Findings(p, rules, list)
	if err != nil {
		return policy.Scored{}, err
	}
	s := rules.Score(f, policy.Training{}, resident.DateOf(p.IssuedAt.Time()))
	if !AssessmentOf(s).equal(p.Desk.Assessment) {
		return s, ErrAssessed
	}
	if err := eligible(p, rules, list, s); err != nil {
		return s, err
	}
	if err := mandated(p, whole, rules); err != nil {
		return s, err
	}
	return s, underPolicy(p, whole, rules)
}

func (a Assessment) equal(b Assessment) bool {
	return a.Confidence == b.Confidence && slices.Equal(a.Profiles, b.Profiles) &&
		slices.Equal(a.Scores.Evidence, b.Scores.Evidence) && a.Scores.Verification == b.Scores.Verification &&
		a.Scores.Activity == b.Scores.Activity && a.Scores.Fraud == b.Scores.Fraud
}
