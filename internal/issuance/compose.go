package issuance

import (
	"slices"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/vouch"
)

// compose writes the payload of an order that has been checked.
func compose(o Order, assessed Assessment) vouch.Payload {
	scored := assessed.Scored
	service, _ := o.Policy.Service(o.Case.Purpose.Service)
	iat := jose.SecondsOf(o.Now)
	p := vouch.Payload{
		Issuer:    o.List.Body.Issuer,
		Audience:  audience(o.List.Body.Broker, service.Audience),
		Subject:   vouch.Subject(string(o.Case.Chain())),
		JTI:       o.JTI,
		Txn:       o.Case.Ref,
		IssuedAt:  iat,
		NotBefore: iat,
		Expires:   jose.SecondsOf(o.Policy.Limits.VouchEnds(o.Now)),
		Status:    vouch.Status{StatusList: vouch.StatusRef{Index: o.Index, URI: o.StatusURI}},
		Desk:      deskClaim(o, scored),
	}
	shown := Attributes(o.Case, o.Policy, assessed, resident.DateOf(o.Now.UTC()))
	claims := claimsFor(shown, *o.Case.Resident)
	p.VerifiedClaims.Claims = &claims
	p.VerifiedClaims.Verification = vouch.Verification{
		TrustFramework:      vouch.TrustFramework(p.Issuer),
		AssuranceProcess:    vouch.AssuranceProcess{Policy: "gpg45"},
		Time:                vouch.Time(o.Now),
		VerificationProcess: o.Case.Ref,
	}
	v := &p.VerifiedClaims.Verification
	for i, item := range o.Case.Evidence {
		e, own, passed := documentEvidence(o, item, claims, shown)
		if l := o.Case.Likeness; l != nil && l.Against == item.ID {
			likeness := pictured(o, *l, i)
			e.CheckDetails = append(e.CheckDetails, likeness.details...)
			p.Desk.Likeness = &likeness.claim
			v.AssuranceProcess.Details = detail(v.AssuranceProcess.Details, vouch.AssureVerification, scored.Verification, likeness.passed)
		}
		v.Evidence = append(v.Evidence, e)
		own.Index = i
		own.ZoneFailed = slices.ContainsFunc(scored.Pieces[i].Reasons, func(r policy.Reason) bool { return r.Code == policy.ValidityMRZ })
		p.Desk.Evidence = append(p.Desk.Evidence, own)
		v.AssuranceProcess.Details = detail(v.AssuranceProcess.Details, vouch.AssureValidation, scored.Pieces[i].Validity, passed)
	}
	for i, r := range o.Case.Vouching() {
		e, own := refereeEvidence(o, r, assessed.Referees[i], claims)
		own.Index = len(v.Evidence)
		v.Evidence, p.Desk.Referees = append(v.Evidence, e), append(p.Desk.Referees, own)
	}
	if o.Case.Letter.State == letter.Matches {
		v.Evidence = append(v.Evidence, letterEvidence(o, claims))
	}
	v.AssuranceProcess.Details = detail(v.AssuranceProcess.Details, vouch.AssureFraud, scored.Fraud, nil)
	v.AssuranceProcess.Details = detail(v.AssuranceProcess.Details, vouch.AssureActivity, scored.Activity, nil)
	p.Desk.Attributes, p.Desk.Names = attributes(o.Case, shown, v.Evidence), names(o, scored)
	if p.Desk.Identity() {
		v.AssuranceLevel, v.AssuranceProcess.Procedure = level(scored, o.Policy)
	}
	return p
}

// audience is the broker and the service of the purpose.
func audience(broker, service string) []string {
	if service == "" || service == broker {
		return []string{broker}
	}
	return []string{broker, service}
}

// level is the best confidence and the first profile that gives it, or nothing:
// no level is asserted unless the whole of a profile was computed.
func level(scored policy.Scored, rules *policy.Policy) (confidence, profile string) {
	for _, p := range rules.Table().Profiles() {
		if p.Confidence == scored.Result.Confidence && slices.Contains(scored.Result.Profiles, p.Code) {
			return p.Confidence.String(), p.Code
		}
	}
	return "", ""
}

// detail adds a score, if it is one.
func detail(all []vouch.AssuranceDetail, kind string, score int, checks []vouch.CheckDetail) []vouch.AssuranceDetail {
	if score == 0 {
		return all
	}
	d := vouch.AssuranceDetail{Type: kind, Classification: vouch.Classification(score)}
	for _, c := range checks {
		d.Refs = append(d.Refs, vouch.EvidenceRef{CheckID: c.ID})
	}
	return append(all, d)
}

func deskClaim(o Order, scored policy.Scored) vouch.DeskClaim {
	c := o.Case
	actors := c.Actors()
	if !slices.Contains(actors, o.Officer) {
		actors = append(actors, o.Officer)
	}
	d := vouch.DeskClaim{
		Desk: o.Desk, Site: o.Site, Officer: o.Officer, Actors: actors, Seq: o.Seq, Prev: o.Prev, Mode: o.Mode,
		Policy: vouch.PolicyRef{Version: o.Policy.Version}, Service: c.Purpose.Service,
		Evidence: []vouch.DeskEvidence{}, Replaces: o.Replaces, Assessment: vouch.AssessmentOf(scored),
		Training: trainingOf(c.Evidence, c.Likeness, o.List, o.Officer),
		Told: vouch.Told{
			Notice: c.Purpose.Notice, How: c.Purpose.Told, To: c.Purpose.To, At: vouch.Time(c.Purpose.At), Language: c.Purpose.Language,
		},
		Representative: representative(o),
	}
	if c.Letter.Path == casework.LetterScanned {
		d.Letter = &vouch.DeskLetter{JTI: c.Letter.JTI, State: string(c.Letter.State)}
	}
	if c.Check != nil {
		ref := vouch.RefCheck(vouch.CheckBody{JTI: c.Check.JTI}, c.Check.Token)
		d.Check = &ref
	}
	return d
}

// representative is who acted or spoke for the resident. Whether they act is
// the policy's to say, never the officer's. Nothing of theirs is evidence: it
// stands here and nowhere else.
func representative(o Order) *vouch.DeskRepresentative {
	m, ok := o.Case.Mandate()
	if !ok {
		return nil
	}
	r := o.Case.Representative
	s := o.Policy.Standing(m, resident.DateOf(o.Now.UTC()))
	said := vouch.DeskRepresentative{
		Kind: r.Kind, Acts: s.Acts, Agrees: r.Agrees, Absent: r.Absent, Documents: m.Shown, Endless: s.Until.IsZero(),
		Name: r.Name.Full(), Seen: r.Seen, Number: r.Number, Limits: r.Limits,
	}
	if !said.Endless {
		said.Until = s.Until.ISO()
	}
	return &said
}

// done sorts checks into those that were made, each with its answer under its
// own id, and those that could not be.
type done struct {
	details []vouch.CheckDetail
	passed  []vouch.CheckDetail // those a score can rest on
	checks  map[evidence.CheckID]vouch.DeskCheck
	not     []vouch.NotDone
}

func checksOf(o Order, checks []evidence.Check, by string, at time.Time, method func(code string) policy.Method) done {
	var d done
	for _, c := range checks {
		switch c.Answer {
		case evidence.Unanswered:
		case evidence.CouldNot:
			d.not = append(d.not, vouch.NotDone{Check: c.Code, Reason: c.Reason})
		case evidence.Yes, evidence.No:
			id := c.CheckID
			if id == "" {
				id = evidence.CheckID(o.NewID())
			}
			if d.checks == nil {
				d.checks = map[evidence.CheckID]vouch.DeskCheck{}
			}
			d.checks[id] = vouch.DeskCheck{Check: c.Code, Answer: c.Answer, By: maker(c, by, o.Officer)}
			detail := checkDetail(o, string(id), method(c.Code), made(c, at, o.Now))
			d.details = append(d.details, detail)
			if c.Answer == evidence.Yes {
				d.passed = append(d.passed, detail)
			}
		}
	}
	return d
}

// made is when a check was made; at stands for one that does not say.
func made(c evidence.Check, at, now time.Time) time.Time {
	switch {
	case !c.At.IsZero():
		return c.At
	case !at.IsZero():
		return at
	}
	return now
}

func checkDetail(o Order, id string, method policy.Method, at time.Time) vouch.CheckDetail {
	return vouch.CheckDetail{
		Method: string(method), ID: id, Organisation: o.Root.Body.Name.En, Time: vouch.Time(at),
	}
}

type picture struct {
	claim           vouch.DeskLikeness
	details, passed []vouch.CheckDetail
}

// pictured is the comparison with the photo of the document at this place.
func pictured(o Order, l evidence.Likeness, index int) picture {
	made := checksOf(o, l.Checks, l.By, l.At, func(code string) policy.Method {
		i := slices.IndexFunc(o.Policy.Likeness.Checks, func(c policy.Check) bool { return c.Code == code })
		if i < 0 {
			return ""
		}
		return o.Policy.Likeness.Checks[i].Method
	})
	return picture{
		vouch.DeskLikeness{Evidence: index, By: checkers(l.Checks, l.By, o.Officer), Checks: made.checks, NotDone: made.not},
		made.details, made.passed,
	}
}

// letterEvidence is the council's own record, which agreed with what the
// resident said (letter.Matches, and only that).
func letterEvidence(o Order, claims vouch.Claims) vouch.Evidence {
	shown := vouch.Claims{GivenName: claims.GivenName, FamilyName: claims.FamilyName, Address: claims.Address}
	e := vouch.Evidence{
		Type:         vouch.KindRecord,
		CheckDetails: []vouch.CheckDetail{checkDetail(o, o.NewID(), policy.MethodData, o.Case.Letter.At)},
		Record:       &vouch.Record{Type: vouch.RecordCouncil, Source: &vouch.Source{Name: o.Root.Body.Name.En, CountryCode: "GBR"}},
	}
	if shown != (vouch.Claims{}) {
		e.DerivedClaims = &shown
	}
	return e
}
