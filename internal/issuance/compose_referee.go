package issuance

import (
	"slices"
	"strings"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/vouch"
)

// refereeEvidence is a referee's statement as OpenID identity assurance
// describes a vouch, and what of it is ours. Their birth date and home address
// are in neither (DESIGN 5).
func refereeEvidence(o Order, r casework.Referee, judged Refereed, claims vouch.Claims) (vouch.Evidence, vouch.DeskReferee) {
	s := *r.Statement
	e := vouch.Evidence{
		Type:         vouch.KindVouch,
		CheckDetails: []vouch.CheckDetail{checkDetail(o, o.NewID(), statementMethod(s.How), s.At)},
		Attestation: &vouch.Attestation{
			Type: vouch.AttestationOf(s.How), Reference: vouch.RefereeReference(r.Salt, r.Name.Full(), r.Born),
			IssuedOn: resident.DateOf(s.At.UTC()).ISO(), Expires: resident.DateOf(s.Until.UTC()).ISO(),
			Voucher: &vouch.Voucher{
				Name: r.Name.Full(), Occupation: occupation(o.Policy, r.Position), Organisation: strings.TrimSpace(r.Organisation),
			},
		},
	}
	if shown := (vouch.Claims{GivenName: claims.GivenName, FamilyName: claims.FamilyName}); shown != (vouch.Claims{}) {
		e.DerivedClaims = &shown
	}
	own := vouch.DeskReferee{
		How: s.How, OnlyVouched: r.OnlyVouched, StaffTie: r.StaffTie, Limits: vouch.LimitsAtSync,
		Position: r.Position, Relation: r.Relation, Years: r.Years, Identity: refereeIdentity(o, r, judged.Scored),
		Told: vouch.Told{Notice: r.Told.Notice, How: r.Told.How, At: vouch.Time(r.Told.At), Language: r.Told.Language},
	}
	if r.Check != nil && r.Check.Limits != nil {
		own.Limits = vouch.LimitsChecked
	}
	return e, own
}

// statementMethod is what the desk itself did with the statement: it looked at
// a signed paper, or took the words down as they were confirmed before it. No
// code of the standard means that the referee knows the resident; that is what
// the attestation says.
func statementMethod(how string) policy.Method {
	if how == casework.StatementOnPaper {
		return policy.MethodPhysical
	}
	return policy.MethodDigital
}

func occupation(rules *policy.Policy, code string) string {
	i := slices.IndexFunc(rules.Referee.Positions, func(p policy.Position) bool { return p.Code == code })
	if i < 0 {
		return code
	}
	return rules.Referee.Positions[i].Names.En
}

// refereeIdentity is how the referee's own identity was checked.
func refereeIdentity(o Order, r casework.Referee, scored policy.Scored) *vouch.RefereeIdentity {
	id := vouch.RefereeIdentity{
		Evidence: []vouch.RefereeEvidence{}, Assessment: vouch.AssessmentOf(scored),
		Training: trainingOf(r.Evidence, r.Likeness, o.List, o.Officer),
	}
	for i, item := range r.Evidence {
		doc, _ := o.Policy.Document(item.Type)
		stated := func(claim policy.Claim) string {
			f, _ := doc.States(claim)
			return strings.TrimSpace(item.Fields[f.ID])
		}
		e := vouch.RefereeEvidence{
			Type: item.Type, By: checkers(item.Checks, item.By, o.Officer), Conditions: chosen(item.Conditions),
			IssuedOn: stated(policy.IssuedOn), Expires: stated(policy.ExpiresOn),
			ZoneFailed: slices.ContainsFunc(scored.Pieces[i].Reasons, func(r policy.Reason) bool { return r.Code == policy.ValidityMRZ }),
		}
		e.Checks, e.NotDone = answersOf(o, item.Checks, item.By, item.At)
		id.Evidence = append(id.Evidence, e)
		if l := r.Likeness; l != nil && l.Against == item.ID {
			id.Likeness = &vouch.RefereeLikeness{Evidence: i, By: checkers(l.Checks, l.By, o.Officer)}
			id.Likeness.Checks, id.Likeness.NotDone = answersOf(o, l.Checks, l.By, l.At)
		}
	}
	if r.Check != nil {
		ref := vouch.RefCheck(vouch.CheckBody{JTI: r.Check.JTI}, r.Check.Token)
		id.Check = &ref
	}
	return &id
}

// answersOf sorts checks by their code; of contradicting answers the worst
// counts, as in scoring.
func answersOf(o Order, checks []evidence.Check, by string, at time.Time) (done map[string]vouch.RefereeCheck, not []vouch.NotDone) {
	all := evidence.Item{Checks: checks}
	for _, c := range checks {
		switch answer := all.Answer(c.Code); answer {
		case evidence.Yes, evidence.No:
			if done == nil {
				done = map[string]vouch.RefereeCheck{}
			}
			if c.Answer == answer {
				done[c.Code] = vouch.RefereeCheck{
					Answer: answer, By: maker(c, by, o.Officer), On: resident.DateOf(made(c, at, o.Now).UTC()).ISO(),
				}
			}
		case evidence.CouldNot:
			n := vouch.NotDone{Check: c.Code, Reason: c.Reason}
			if c.Answer == evidence.CouldNot && !slices.Contains(not, n) {
				not = append(not, n)
			}
		case evidence.Unanswered:
		}
	}
	return done, not
}
