package vouch

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"time"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/namematch"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// RefereeReference is what stands for a referee in a vouch: a hash of who they
// are under the case's salt, which never stands there. Whoever has the salt,
// the name and the birth date can tell that it is them, and nobody else can.
func RefereeReference(salt, name string, born resident.Date) string {
	sum := sha256.Sum256([]byte("vouchdesk referee\n" + salt + "\n" + resident.Key(name, born)))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// DeskReferee is what is ours of one referee's statement. What tells of them,
// or of how they know the resident, stands behind digests.
type DeskReferee struct {
	Index       int              `json:"index"` // place in verification.evidence
	How         string           `json:"how"`   // "screen" or "paper"
	Told        Told             `json:"told"`  // of their own data
	OnlyVouched evidence.Answer  `json:"only_vouched"`
	StaffTie    evidence.Answer  `json:"staff_tie"`
	Limits      string           `json:"limits"`
	Position    string           `json:"position,omitempty"` // codes of the policy
	Relation    string           `json:"relation,omitempty"`
	Years       int              `json:"years,omitempty"`
	Identity    *RefereeIdentity `json:"identity,omitempty"`
}

// What the desk could know of a referee's other vouches.
const (
	LimitsChecked = "checked"         // the broker's signed check says so
	LimitsAtSync  = "checked_at_sync" // this desk alone; the broker looks at every desk's
)

// RefereeIdentity is how the referee's own identity was checked: enough to
// compute its assessment again, and no number, birth date or address.
type RefereeIdentity struct {
	Evidence   []RefereeEvidence                 `json:"evidence"`
	Likeness   *RefereeLikeness                  `json:"likeness,omitempty"`
	Training   map[trust.PersonID]trust.Training `json:"training"` // of who checked or compared
	Check      *CheckRef                         `json:"check,omitempty"`
	Assessment Assessment                        `json:"assessment"`
}

// RefereeEvidence is one document of a referee's own.
type RefereeEvidence struct {
	Type       string                  `json:"type"`
	By         []trust.PersonID        `json:"by"`
	Conditions map[string]string       `json:"conditions,omitempty"`
	Checks     map[string]RefereeCheck `json:"checks,omitempty"` // by the policy's code
	NotDone    []NotDone               `json:"not_done,omitempty"`
	IssuedOn   string                  `json:"issued,omitempty"`
	Expires    string                  `json:"expires,omitempty"`
	ZoneFailed bool                    `json:"zone_failed,omitempty"`
}

// RefereeCheck is one check of a referee's own, who made it and on which day.
type RefereeCheck struct {
	Answer evidence.Answer `json:"answer"`
	By     trust.PersonID  `json:"by"`
	On     string          `json:"on"`
}

// RefereeLikeness is the comparison of the referee with one of their documents.
type RefereeLikeness struct {
	Evidence int                     `json:"evidence"` // place in RefereeIdentity.Evidence
	By       []trust.PersonID        `json:"by"`
	Checks   map[string]RefereeCheck `json:"checks,omitempty"`
	NotDone  []NotDone               `json:"not_done,omitempty"`
}

// findings reads what the referee's own assessment rests on.
func (r RefereeIdentity) findings(rules *policy.Policy, list *trust.List, on resident.Date) policy.Findings {
	f := policy.Findings{
		Trained: borne(r.Training, list, on), Asked: r.Check != nil,
		Activity: r.Assessment.Scores.Activity, Fraud: r.Assessment.Scores.Fraud,
	}
	for i, e := range r.Evidence {
		own := DeskEvidence{Type: e.Type, ZoneFailed: e.ZoneFailed}
		f.Evidence = append(f.Evidence, evidence.Item{
			ID: itemID(i), Type: e.Type, Conditions: maps.Clone(e.Conditions), Checks: answered(e.Checks, e.NotDone),
			Fields: fields(own, Evidence{Document: &Document{IssuedOn: e.IssuedOn, Expires: e.Expires}}, rules),
		})
	}
	if l := r.Likeness; l != nil {
		f.Likeness = &evidence.Likeness{Against: itemID(l.Evidence), Checks: answered(l.Checks, l.NotDone)}
	}
	return f
}

func answered(done map[string]RefereeCheck, not []NotDone) []evidence.Check {
	var all []evidence.Check
	for _, code := range slices.Sorted(maps.Keys(done)) {
		c := done[code]
		all = append(all, evidence.Check{Code: code, Answer: c.Answer, By: string(c.By), At: dayOf(c.On)})
	}
	return append(all, asked(nil, not, nil)...)
}

// dayOf is the start of a day; the schema holds its form.
func dayOf(text string) time.Time {
	d, err := resident.ParseISO(text)
	if err != nil {
		return time.Time{}
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// NamesReferee reports whether one of the referees could have this name: nobody
// approves a case they vouch in. What is withheld names nobody.
func (p Payload) NamesReferee(name string) bool {
	return slices.ContainsFunc(p.VerifiedClaims.Verification.Evidence, func(e Evidence) bool {
		return e.Attestation != nil && e.Attestation.Voucher != nil && namematch.CouldBe(e.Attestation.Voucher.Name, name)
	})
}

// refereeFindings: a vouch names only referees whose statements count.
func refereeFindings(p Payload) []policy.RefereeFinding {
	var all []policy.RefereeFinding
	for _, r := range p.Desk.Referees {
		all = append(all, policy.RefereeFinding{ID: strconv.Itoa(r.Index), Eligible: true})
	}
	return all
}

// eligible asks the policy again of every referee, as far as the vouch says:
// birth date and home address stay at the desk, other vouches are the broker's
// to count. Of what is withheld the desk's word stands, as it does for a service.
func eligible(p Payload, rules *policy.Policy, list *trust.List, reached policy.Scored) error {
	on := resident.DateOf(p.IssuedAt.Time())
	for _, r := range p.Desk.Referees {
		if r.Identity == nil || r.Position == "" || r.Relation == "" || r.Years == 0 {
			continue
		}
		own := rules.Score(r.Identity.findings(rules, list, on), policy.Training{}, on)
		if !AssessmentOf(own).equal(r.Identity.Assessment) {
			return ErrAssessed.At("referees")
		}
		a := p.VerifiedClaims.Verification.Evidence[r.Index].Attestation
		f := policy.RefereeFacts{
			Position: r.Position, Relation: r.Relation, Years: r.Years, OnlyVouched: r.OnlyVouched, StaffTie: r.StaffTie,
			Notice: r.Told.Notice, Shown: len(r.Identity.Evidence) > 0,
			Identity: own.Result.Confidence, Case: reached.Result.Confidence,
			Known: policy.RefereeHistory{Whole: r.Limits == LimitsChecked},
		}
		f.Made, _ = resident.ParseISO(a.IssuedOn) // ruleReferees holds their form
		f.Until, _ = resident.ParseISO(a.Expires)
		if a.Voucher != nil {
			f.Name = a.Voucher.Name
		}
		for _, who := range p.Desk.Actors {
			if person, ok := list.Person(who); ok {
				f.Staff = append(f.Staff, person.Name)
			}
		}
		if e := rules.Eligible(f, on); !e.Eligible {
			return notEligible(e)
		}
	}
	return nil
}

func notEligible(e policy.Eligibility) error {
	why := "incomplete"
	if len(e.Reasons) > 0 {
		why = e.Reasons[0].Code
	}
	return ErrNotEligible.With("why", why)
}
