package vouch

import (
	"maps"
	"slices"
	"strconv"

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
// the bound check gave: who has the check compares them.
func Findings(p Payload, rules *policy.Policy) (policy.Findings, error) {
	if wrong := append(ruleDesk(p, false), ruleReferees(p, false)...); len(wrong) > 0 {
		return policy.Findings{}, wrong[0]
	}
	f := policy.Findings{Activity: p.Desk.Assessment.Scores.Activity, Fraud: p.Desk.Assessment.Scores.Fraud}
	for _, e := range p.Desk.Evidence {
		f.Evidence = append(f.Evidence, evidence.Item{
			ID: itemID(e.Index), Type: e.Type, Conditions: maps.Clone(e.Conditions), Checks: asked(e.Checks, e.NotDone),
			Fields: fields(e, p.VerifiedClaims.Verification.Evidence[e.Index].Document, rules),
		})
	}
	if l := p.Desk.Likeness; l != nil {
		f.Likeness = &evidence.Likeness{Against: itemID(l.Evidence), Checks: asked(l.Checks, l.NotDone)}
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
func fields(e DeskEvidence, d *Document, rules *policy.Policy) map[string]string {
	doc, _ := rules.Document(e.Type)
	all := map[string]string{}
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

func asked(done map[evidence.CheckID]DeskCheck, not []NotDone) []evidence.Check {
	var all []evidence.Check
	for _, id := range slices.Sorted(maps.Keys(done)) {
		all = append(all, evidence.Check{Code: done[id].Check, CheckID: id, Answer: done[id].Answer})
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
// policy does not know.
func Reassess(p Payload, rules *policy.Policy, list *trust.List) (policy.Scored, error) {
	if rules.Version != p.Desk.Policy.Version {
		return policy.Scored{}, ErrPolicyVersion.
			With("vouch", strconv.Itoa(p.Desk.Policy.Version)).With("policy", strconv.Itoa(rules.Version))
	}
	f, err := Findings(p, rules)
	if err != nil {
		return policy.Scored{}, err
	}
	s := rules.Score(f, Training(p, list), resident.DateOf(p.IssuedAt.Time()))
	if !AssessmentOf(s).equal(p.Desk.Assessment) {
		return s, ErrAssessed
	}
	if err := eligible(p, rules, list, s); err != nil {
		return s, err
	}
	if err := mandated(p, rules); err != nil {
		return s, err
	}
	return s, underPolicy(p, rules)
}

func (a Assessment) equal(b Assessment) bool {
	return a.Confidence == b.Confidence && slices.Equal(a.Profiles, b.Profiles) &&
		slices.Equal(a.Scores.Evidence, b.Scores.Evidence) && a.Scores.Verification == b.Scores.Verification &&
		a.Scores.Activity == b.Scores.Activity && a.Scores.Fraud == b.Scores.Fraud
}
