package desk

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// derived is what is computed of the case on screen. It is kept until something
// it rests on changes: typing does not assess a case again.
type derived struct {
	of      basis
	scored  policy.Scored
	needs   gpg45.Confidence
	next    []gpg45.Next
	others  []gpg45.Next
	instead policy.Instead
	noPhoto bool
	missing []Reason
	stands  policy.Standing
	shows   []Disclosed
	bring   []string
	judged  []issuance.Refereed
	lacks   []Reason // what the referees still lack
	states  []Attribute
	receipt *Receipt
	rules   *policy.Policy
	until   time.Time
}

// basis is what the derived parts rest on; two that are equal give the same.
type basis struct {
	current *casework.Case
	list    *trust.List
	policy  *policy.Policy
	seen    time.Time
	clock   string
	leased  bool
	unsent  int
	person  trust.PersonID
	hour    int64 // freshness grows old by itself
}

func (s *state) basis(now time.Time) basis {
	n, _ := s.unsent()
	return basis{
		current: s.current, list: s.list, policy: s.policy, seen: s.policySeen, clock: s.clock.reason,
		leased: len(s.lease.Indices) > 0, unsent: n, person: s.session.Person.ID, hour: now.Unix() / 3600,
	}
}

// openCase is the case on screen and all that is derived from it.
func (s *state) openCase(now time.Time) *OpenCase {
	c := s.current
	if c == nil {
		return nil
	}
	if of := s.basis(now); s.derived.of != of {
		s.derived = s.derive(c, of, now)
	}
	d := s.derived
	o := &OpenCase{
		Case: c.Clone(), From: s.refOf(c.From()), Drafts: copyDrafts(s.drafts), Steps: steps(c, s.policy, s.drafts, now),
		Scored: d.scored, Needs: d.needs, Next: slices.Clone(d.next), Others: slices.Clone(d.others), NoPhoto: d.noPhoto, Missing: slices.Clone(d.missing),
		Standing: d.stands, Discloses: slices.Clone(d.shows), Attributes: slices.Clone(d.states), Policy: d.rules, PolicyUntil: d.until,
	}
	for i, step := range o.Steps {
		switch {
		case step.Status == StepNow && slices.ContainsFunc(o.Missing, func(r Reason) bool { return r.Step != casework.StepReview }):
			o.Steps[i].Status = StepBlocked // what the service cannot do without is not shown
		case step.Status == StepNow && o.Below():
			o.Steps[i].Status = StepBelow
		}
	}
	o.Instead = policy.Instead{Of: d.instead.Of, Others: slices.Clone(d.instead.Others)}
	o.Standing.Why = slices.Clone(o.Standing.Why)
	o.Referees = refereeLooks(c, d)
	stopForReferees(o)
	if rec, here := s.records[c.Letter.JTI]; here {
		o.Record = copyRecord(&rec)
	}
	if d.receipt != nil {
		r := *d.receipt
		o.Receipt = &r
	}
	if c.State == casework.WithSupervisor {
		err := s.mayDecide(c.Actors())
		o.MayDecide = err == nil
		if err != nil {
			o.WhyNot = fault.Code(err)
		}
	}
	o.Slips = s.slips(c)
	o.May, o.Bring = s.may(c, now), d.bring
	if s.policy != nil {
		o.MayTell = c.MayTell(s.policy)
		o.Follows.Words, o.Follows.By = c.Following(s.policy)
	}
	for _, p := range s.parcelList() {
		if p.Case == string(c.ID) {
			o.Parcels = append(o.Parcels, p)
		}
	}
	return o
}

func (s *state) derive(c *casework.Case, of basis, now time.Time) derived {
	d := derived{of: of, receipt: receiptOf(c, s.list)}
	if s.policy == nil || s.list == nil {
		d.missing = []Reason{{Code: fault.Code(ErrNotReady), Step: casework.StepReview}}
		return d
	}
	rules, since := s.rulesFor(c)
	d.rules = rules
	if !since.IsZero() && c.State == casework.WithSupervisor {
		d.until = since.Add(former{rules: rules}.grace())
	}
	assessed := issuance.Assess(c, rules, s.list, s.session.Person.ID, s.histories(c, now), s.clock.earliest(now))
	d.scored, d.judged = assessed.Scored, assessed.Referees
	for _, e := range fault.All(c.Missing(rules, resident.DateOf(now.UTC()))) {
		if r := reasonOf(c, e); r.Referee != "" {
			d.lacks = append(d.lacks, r)
		}
	}
	d.next = d.scored.Result.Next
	if m, ok := c.Mandate(); ok {
		d.stands = rules.Standing(m, resident.DateOf(now.UTC()))
	}
	if c.Purpose != nil {
		if service, ok := rules.Service(c.Purpose.Service); ok {
			d.needs = service.Confidence
			d.next = upTo(d.next, d.needs)
		}
	}
	if near := nearest(d.next, d.needs, d.scored.Result.Confidence); near != nil {
		d.others = rules.Others(d.scored.Case, *near, otherWays)
		d.instead = rules.Instead(d.scored.Case, *near)
	}
	if c.State == casework.Open {
		d.missing = s.missing(c, now)
		d.bring = bring(d.next, rules)
		d.noPhoto = len(c.Evidence) > 0 && rules.OnlyWithPhoto(d.scored.Case)
	}
	d.states = attributes(c, rules, s.list, assessed, resident.DateOf(now.UTC()))
	if c.Submission != nil {
		d.shows = discloses(c.Submission.Token, s.list)
	}
	return d
}

// otherWays is how many ways are named besides the nearest.
const otherWays = 3

// Nearest is the step that reaches what the purpose needs, or else the lowest
// level above the present one; nil when nothing is to be reached.
func (o *OpenCase) Nearest() *gpg45.Next {
	return nearest(o.Next, o.Needs, o.Scored.Result.Confidence)
}

// Below reports whether the case reaches less than its purpose needs, with the
// council's check as far as it is there. Nothing is blocked by it.
func (o *OpenCase) Below() bool { return o.Scored.Result.Confidence < o.Needs }

func nearest(next []gpg45.Next, needs, reached gpg45.Confidence) *gpg45.Next {
	if needs != gpg45.None && reached >= needs {
		return nil
	}
	for i := range next {
		if needs == gpg45.None || next[i].Confidence >= needs {
			return &next[i]
		}
	}
	return nil
}

// upTo leaves out what the purpose does not ask for: nobody is sent home for a
// paper that is not needed.
func upTo(next []gpg45.Next, needs gpg45.Confidence) []gpg45.Next {
	var kept []gpg45.Next
	for _, n := range next {
		if n.Confidence <= needs {
			kept = append(kept, n)
		}
	}
	return kept
}

// missing is a dry run of submitting: the very checks that will be made, with
// the step that mends each. Nothing is burned and nothing can be signed by it.
func (s *state) missing(c *casework.Case, now time.Time) []Reason {
	kid, _ := s.staffKey(s.session.Person.ID, now)
	dry := c
	if c.Intent != nil { // one that is being signed right now is not what is missing
		dry = c.Clone()
		dry.Intent = nil
	}
	_, err := issuance.PrepareSubmission(s.order(dry, kid, true))
	var all []Reason
	for _, e := range fault.All(err) {
		all = append(all, reasonOf(c, e))
	}
	return all
}

func reasonOf(c *casework.Case, e *fault.Error) Reason {
	r := Reason{Code: e.Code, Where: e.Where, Params: e.Params, Step: casework.StepReview}
	if step := casework.StepOf(e); slices.Contains(casework.Steps(), step) {
		r.Step = step
	}
	rest := e.Where
	items := c.Evidence
	if i, after, ok := placed(rest, string(casework.StepReferee), len(c.Referees)); ok {
		r.Referee, items, rest = c.Referees[i].ID, c.Referees[i].Evidence, strings.TrimPrefix(after, ".")
	}
	if i, _, ok := placed(rest, string(casework.StepEvidence), len(items)); ok {
		r.Item = items[i].ID
	}
	return r
}

// may tells what else can be done with a case: what its commands would say.
func (s *state) may(c *casework.Case, now time.Time) May {
	var m May
	officer := s.session.Has(trust.Officer, now)
	person := s.session.Person.ID
	m.Close = officer && c.State == casework.Open && c.Intent == nil
	m.Leave = officer && c.Clone().Leave(casework.By{Person: person, At: now.UTC()}) == nil
	m.Withdraw = officer && c.Withdrawable()
	if cl := c.Closing; officer && cl != nil && c.Clone().Reopen(casework.By{Person: person, At: now.UTC()}) == nil {
		m.Undo = cl.At.Add(casework.UndoFor)
	}
	m.Resume = officer && c.State == casework.Parked && !c.Due(now)
	retry := c.RetryNow()
	m.Retry = officer && retry == nil
	m.RetryDecision = errors.Is(retry, casework.ErrRetryDecision)
	m.AllowRetry = m.RetryDecision && s.session.Has(trust.Supervisor, now) && !c.Took(person)
	m.Correct = officer && c.CorrectNow() == nil
	if c.State == casework.BeingChecked {
		refused, _ := s.refusedParcels(c.ID)
		m.Reopen = officer && refused
	}
	return m
}

// bring is the documents that the cheapest way to what is needed would have the
// resident bring.
func bring(next []gpg45.Next, rules *policy.Policy) []string {
	var all []string
	if len(next) > 0 {
		for _, a := range next[len(next)-1].Add {
			if _, document := rules.Document(a.What); a.Kind == gpg45.Bring && document {
				all = append(all, a.What)
			}
		}
	}
	return all
}

// placed reads a place such as "evidence[2].seen" in a list of so many.
func placed(where, list string, many int) (i int, after string, ok bool) {
	rest, ok := strings.CutPrefix(where, list+"[")
	if !ok {
		return 0, "", false
	}
	number, after, ok := strings.Cut(rest, "]")
	i, err := strconv.Atoi(number)
	return i, after, ok && err == nil && i >= 0 && i < many
}
