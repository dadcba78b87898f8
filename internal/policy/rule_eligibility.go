package policy

import (
	"slices"
	"strconv"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/namematch"
	"vouchdesk/internal/resident"
)

// Why somebody cannot be the referee of a case. [RefereeReasons] lists them.
var (
	ErrRefereePosition  = fault.New(fault.Refused, "referee-position")   // not in the policy's list
	ErrRefereeYears     = fault.New(fault.Refused, "referee-years")      // has, needs
	ErrRefereeLonger    = fault.New(fault.Refused, "referee-years-born") // longer than one of them has lived
	ErrRefereeRelation  = fault.New(fault.Refused, "referee-relation")   // relative, partner, household, or not in the list
	ErrRefereeHousehold = fault.New(fault.Refused, "referee-household")
	ErrRefereeStaff     = fault.New(fault.Refused, "referee-staff")     // could have the name of somebody who acted on the case
	ErrRefereeStaffTie  = fault.New(fault.Refused, "referee-staff-tie") // works on the case, or is close to somebody who does
	ErrRefereeResident  = fault.New(fault.Refused, "referee-resident")  // is the resident
	ErrRefereeTwice     = fault.New(fault.Refused, "referee-twice")     // stands in this case already
	ErrRefereeAge       = fault.New(fault.Refused, "referee-age")       // under 18
	ErrRefereeBorn      = fault.New(fault.Refused, "referee-born")      // a date that cannot be
	ErrRefereeIdentity  = fault.New(fault.Refused, "referee-identity")  // has, needs
	ErrRefereeChain     = fault.New(fault.Refused, "referee-chain")     // is known from a referee only
	ErrRefereeMutual    = fault.New(fault.Refused, "referee-mutual")    // the resident vouched for them
	ErrRefereeLimit     = fault.New(fault.Refused, "referee-limit")     // most
	ErrRefereeNotTold   = fault.New(fault.Refused, "referee-not-told")  // not by the notice in force
	ErrRefereeExpired   = fault.New(fault.Refused, "referee-expired")   // the statement counts no more
	ErrRefereeFuture    = fault.New(fault.Refused, "referee-future")    // a statement made or ending later than it can
)

// RefereeReasons lists every reason of [Policy.Eligible].
func RefereeReasons() []*fault.Error {
	return []*fault.Error{
		ErrRefereePosition, ErrRefereeYears, ErrRefereeLonger, ErrRefereeRelation, ErrRefereeHousehold, ErrRefereeStaff, ErrRefereeStaffTie,
		ErrRefereeResident, ErrRefereeTwice, ErrRefereeAge, ErrRefereeBorn, ErrRefereeIdentity, ErrRefereeChain,
		ErrRefereeMutual, ErrRefereeLimit, ErrRefereeNotTold, ErrRefereeExpired, ErrRefereeFuture,
	}
}

// The codes of what one desk alone cannot tell: "checked at sync".
const (
	AtSyncLimit  = "limit"  // whom else they vouched for this year
	AtSyncChain  = "chain"  // whether they are known from a referee only
	AtSyncMutual = "mutual" // whether the resident vouched for them
)

// AtSync lists those codes.
func AtSync() []string { return []string{AtSyncLimit, AtSyncChain, AtSyncMutual} }

// MinRefereeAge is the age of majority: a child cannot make the declaration.
const MinRefereeAge = 18

// RefereeFacts is what eligibility rests on. What is not known yet is zero; it
// is never taken for a reason, and never for a pass.
type RefereeFacts struct {
	Position    string
	Relation    string
	Years       int
	OnlyVouched evidence.Answer // is their own identity known from a referee only
	StaffTie    evidence.Answer // do they work on the case, or are they close to somebody who does
	Name        string          // whole
	Person      *RefereePerson  // nil where birth date and address are not at hand, as in a vouch
	Staff       []string        // names of everyone who acted on the case
	Resident    string          // whole name, "" for not known
	Notice      string          // version of the referee's notice they were told
	Made, Until resident.Date   // of the statement; zero for none
	Shown       bool            // some evidence of their own
	Identity    gpg45.Confidence
	Case        gpg45.Confidence // what the case reaches
	Known       RefereeHistory
}

// RefereePerson is what of a referee and the resident never leaves the desk.
type RefereePerson struct {
	Born          resident.Date
	Address       resident.Address
	ResidentBorn  resident.Date
	ResidentPlace resident.Address
	Twice         bool // another referee of the case is the same person
}

// RefereeHistory is what is known of a referee from other cases: of this desk
// alone, or, where Whole, of every desk, by the broker's signed answer.
type RefereeHistory struct {
	Vouched int // residents in the year before, without this one
	Chain   bool
	Mutual  bool
	Whole   bool
}

// Eligibility is what the policy makes of the facts. Eligible asks for every
// fact; while some are missing there may be no reason and no eligibility.
type Eligibility struct {
	Eligible bool
	Reasons  []*fault.Error
	AtSync   []string
}

// RefereeIdentity is the confidence that a referee's own identity must reach:
// a statement is never surer than who makes it.
func (p *Policy) RefereeIdentity(reached gpg45.Confidence) gpg45.Confidence {
	return max(p.Referee.Identity, reached)
}

// Eligible tells whether somebody can be a referee, as of a day. The list of
// positions, the years, the relations and the limit are the policy's, because
// the published guidance could not be compared (gpg45: "not confirmed"); that
// nobody vouches for themselves, or for a case they decide, is not for a
// policy to allow.
func (p *Policy) Eligible(f RefereeFacts, on resident.Date) Eligibility {
	e := Eligibility{AtSync: []string{}}
	because := func(holds bool, err *fault.Error) {
		if holds {
			e.Reasons = append(e.Reasons, err)
		}
	}
	r := p.Referee
	relation := slices.IndexFunc(r.Relations, func(x Relation) bool { return x.Code == f.Relation })
	because(f.Position != "" && !slices.ContainsFunc(r.Positions, func(x Position) bool { return x.Code == f.Position }), ErrRefereePosition)
	because(f.Years > 0 && f.Years < r.YearsKnown, ErrRefereeYears.With("has", strconv.Itoa(f.Years)).With("needs", strconv.Itoa(r.YearsKnown)))
	because(f.Relation != "" && (relation < 0 || !r.Relations[relation].Allowed), ErrRefereeRelation)
	because(slices.ContainsFunc(f.Staff, func(name string) bool { return namematch.CouldBe(name, f.Name) }), ErrRefereeStaff)
	because(f.StaffTie == evidence.Yes, ErrRefereeStaffTie)
	because(f.OnlyVouched == evidence.Yes || f.Known.Chain, ErrRefereeChain)
	because(f.Known.Mutual, ErrRefereeMutual)
	because(f.Known.Vouched >= r.PerYear, ErrRefereeLimit.With("most", strconv.Itoa(r.PerYear)))
	because(f.Notice != "" && f.Notice != r.Notice.Version, ErrRefereeNotTold)
	because(!f.Until.IsZero() && f.Until.Before(on), ErrRefereeExpired)
	because(f.Made.After(on) || !f.Made.IsZero() && f.Until.After(f.Made.AddDays(r.ValidDays)), ErrRefereeFuture)
	needs := p.RefereeIdentity(f.Case)
	because(f.Shown && f.Identity < needs, ErrRefereeIdentity.With("has", f.Identity.String()).With("needs", needs.String()))
	if f.Person != nil {
		e.Reasons = append(e.Reasons, f.personal(on)...)
	}
	if !f.Known.Whole {
		e.AtSync = AtSync()
	}
	e.Eligible = len(e.Reasons) == 0 && f.whole()
	return e
}

// personal are the reasons that need birth date and address.
func (f RefereeFacts) personal(on resident.Date) []*fault.Error {
	var why []*fault.Error
	p := *f.Person
	if !p.Born.IsZero() {
		switch {
		case p.Born.After(on) || p.Born.Before(on.AddMonths(-12*resident.MaxAge)):
			why = append(why, ErrRefereeBorn)
		case p.Born.Age(on) < MinRefereeAge:
			why = append(why, ErrRefereeAge)
		case p.Born == p.ResidentBorn && resident.SameName(f.Name, f.Resident):
			why = append(why, ErrRefereeResident)
		}
	}
	if resident.SamePlace(p.Address, p.ResidentPlace) {
		why = append(why, ErrRefereeHousehold)
	}
	for _, born := range []resident.Date{p.Born, p.ResidentBorn} {
		if !born.IsZero() && !born.After(on) && f.Years > born.Age(on) {
			why = append(why, ErrRefereeLonger)
			break
		}
	}
	if p.Twice {
		why = append(why, ErrRefereeTwice)
	}
	return why
}

// whole reports whether every fact is there.
func (f RefereeFacts) whole() bool {
	answered := func(a evidence.Answer) bool { return a == evidence.Yes || a == evidence.No }
	return f.Position != "" && f.Relation != "" && f.Years > 0 && f.Notice != "" &&
		answered(f.OnlyVouched) && answered(f.StaffTie) && !f.Made.IsZero() && !f.Until.IsZero() && f.Shown &&
		(f.Person == nil || !f.Person.Born.IsZero())
}
