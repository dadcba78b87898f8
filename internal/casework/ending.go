package casework

import (
	"slices"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// Closing is how and why a visit ended: the case is parked, or closed without
// a vouch.
type Closing struct {
	Outcome Outcome `json:"outcome"`
	// Reason is a code of the policy's rule for the outcome, or, where a
	// supervisor refused, of its reasons to refuse.
	Reason string   `json:"reason"`
	Note   string   `json:"note,omitempty"`  // for whoever sees the case next, never for the resident
	Bring  []string `json:"bring,omitempty"` // document types to come back with
	Also   string   `json:"also,omitempty"`  // what else to bring, as the slip says it
	// Until is by when to come back, or by when the resident hears; zero where
	// nothing more happens.
	Until  time.Time      `json:"until,omitzero"`
	Kept   time.Time      `json:"kept,omitzero"`    // of a parked case: its evidence is destroyed after this
	Lapsed time.Time      `json:"lapsed,omitzero"`  // of a parked case: when that was done, as nobody had come back
	From   State          `json:"from,omitempty"`   // the state before, for [Case.Reopen]
	Policy int64          `json:"policy,omitempty"` // the version the case stood under then; a parked case moves on with the policy
	At     time.Time      `json:"at"`
	By     trust.PersonID `json:"by"`
}

// ReasonLapsed is the reason of a parked case that nobody came back to. It is
// ours, not the policy's.
const ReasonLapsed = "not_returned"

// UndoFor is how long whoever ended a visit can take that back. It is longer
// than a slip of the hand needs, because finding the button can take somebody
// who uses large text a while (WCAG 2.2.1).
const UndoFor = 10 * time.Minute

// Failures of ending a case and of taking that back.
var (
	ErrReasonUnknown = fault.New(fault.Malformed, "case-reason-unknown") // not one of the outcome's in the policy
	ErrBring         = fault.New(fault.Malformed, "case-bring-missing")  // come back with what?
	ErrBringUnknown  = fault.New(fault.Malformed, "case-bring-unknown")  // not a document of the policy
	ErrUntilPast     = fault.New(fault.Malformed, "case-until-past")
	ErrUntilLate     = fault.New(fault.Malformed, "case-until-late") // nothing would be kept by then
	ErrNotParked     = fault.New(fault.Conflict, "case-not-parked")
	ErrNotLapsed     = fault.New(fault.Conflict, "case-not-lapsed")
	ErrNotEnded      = fault.New(fault.Conflict, "case-not-ended")
	ErrUndo          = fault.New(fault.Conflict, "case-undo") // too late, or somebody else's to undo
)

// Close ends a case without a vouch: not verified or withdrawn by the resident,
// with a reason of the policy. Nobody refers a case alone: that is
// [Case.SetSecondLook]. A resident can withdraw at any time
// before the vouch is issued: while it is with a supervisor that voids the
// proposal. To come back with more is no end: see [Case.Park].
func (c *Case) Close(cl Closing, rules *policy.Policy, by By) error {
	switch cl.Outcome {
	case Withdrawn:
		if err := c.beforeIssue(); err != nil {
			return err
		}
	case NotVerified:
		if err := c.open(); err != nil {
			return err
		}
	default:
		return ErrOutcome
	}
	rule, err := ruled(cl, rules)
	if err != nil {
		return err
	}
	cl.Bring, cl.Also, cl.Kept, cl.Lapsed = nil, "", time.Time{}, time.Time{}
	cl.Until = time.Time{}
	if rule.Days > 0 {
		cl.Until = endOfDay(by.At, rule.Days)
	}
	c.endVisit(cl, by)
	c.State, c.Outcome = Closed, cl.Outcome
	c.act(by, "closed")
	return nil
}

// beforeIssue refuses what is no longer the officers' to end.
func (c *Case) beforeIssue() error {
	if c.Intent != nil {
		return ErrNotOpen.With("state", "being-signed")
	}
	switch c.State {
	case Open, Parked, WithSupervisor:
		return nil
	default:
		return ErrNotOpen.With("state", string(c.State))
	}
}

// Park keeps a case for another visit: what was seen and checked is kept until
// the policy's date, and the resident is told what to bring. Without a date of
// its own the closing gets the policy's.
func (c *Case) Park(cl Closing, rules *policy.Policy, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	if cl.Outcome != ComeBack {
		return ErrOutcome
	}
	rule, err := ruled(cl, rules)
	if err != nil {
		return err
	}
	if len(cl.Bring) == 0 && cl.Also == "" {
		return ErrBring.At("bring")
	}
	for _, id := range cl.Bring {
		if _, ok := rules.Document(id); !ok {
			return ErrBringUnknown.At("bring").With("type", id)
		}
	}
	cl.Kept, cl.Lapsed = endOfDay(by.At, rules.Keeps(policy.RecordParked)), time.Time{}
	switch {
	case cl.Until.IsZero():
		cl.Until = endOfDay(by.At, min(rule.Days, rules.Keeps(policy.RecordParked)))
	case !cl.Until.After(by.At):
		return ErrUntilPast.At("until")
	case cl.Until.After(cl.Kept):
		return ErrUntilLate.At("until")
	}
	c.endVisit(cl, by)
	c.State = Parked
	c.dropRemoved() // what was taken away is not what is kept
	c.act(by, "parked")
	return nil
}

// ruled is the policy's rule for an outcome, whose reason must be one of its.
func ruled(cl Closing, rules *policy.Policy) (policy.OutcomeRule, error) {
	rule, ok := rules.OutcomeOf(string(cl.Outcome))
	if !ok {
		return rule, ErrOutcome
	}
	if !slices.ContainsFunc(rule.Reasons, func(r policy.Coded) bool { return r.Code == cl.Reason }) {
		return rule, ErrReasonUnknown.At("reason")
	}
	return rule, nil
}

// endVisit records the closing. A proposal that nobody approved is void.
func (c *Case) endVisit(cl Closing, by By) {
	cl.From, cl.At, cl.By, cl.Policy = c.State, by.At, by.Person, c.Policy
	if c.Submission != nil {
		c.void(string(cl.Outcome))
		cl.From = Open // it would have to be submitted again
	}
	if c.State == Parked && c.Closing != nil { // what was asked of the resident stays on record
		c.Visits = append(c.Visits, Visit{Parked: *c.Closing})
	}
	c.Closing = &cl
}

// void puts the submission away as one that counts no more.
func (c *Case) void(why string) {
	gone := *c.Submission
	gone.Void = why
	c.Voided = append(c.Voided, gone)
	c.Submission = nil
}

// DayEnd is the end of a day as it is kept. The last hour is left out, so that
// it is the same day in British summer time.
func DayEnd(d resident.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 22, 59, 59, 0, time.UTC)
}

// endOfDay is the end of the day that many days on.
func endOfDay(from time.Time, days int) time.Time {
	return DayEnd(resident.DateOf(from.UTC()).AddDays(days))
}

// Reopen takes back what ended the visit, within [UndoFor] and by whoever ended
// it. What a supervisor decided is not an officer's to take back.
func (c *Case) Reopen(by By) error {
	cl := c.Closing
	if c.State != Parked && c.State != Closed || cl == nil || cl.From == "" {
		return ErrNotEnded
	}
	if cl.By != by.Person || by.At.Sub(cl.At) > UndoFor || !cl.Lapsed.IsZero() || c.RetriedBy != "" {
		return ErrUndo
	}
	c.State, c.Outcome, c.Closing = cl.From, NoOutcome, nil
	if n := len(c.Visits); c.State == Parked && n > 0 {
		c.Closing = &c.Visits[n-1].Parked
		c.Visits = c.Visits[:n-1]
	}
	c.act(by, "reopened")
	return nil
}

// Due reports whether the evidence of a parked case may be kept no longer.
func (c *Case) Due(at time.Time) bool {
	return c.State == Parked && c.Closing != nil && at.After(c.Closing.Kept)
}

// Lapse closes a parked case that nobody came back to and destroys what was
// kept for it: evidence, likeness and the names on it. The images are the
// caller's to destroy with it.
func (c *Case) Lapse(at time.Time) error {
	if !c.Due(at) {
		return ErrNotLapsed
	}
	c.Evidence, c.Removed, c.Likeness, c.Names, c.Check = nil, nil, nil, nil, nil
	for i := range c.Visits {
		c.Visits[i].Likeness = nil
	}
	for i := range c.Referees {
		r := &c.Referees[i]
		r.Evidence, r.Removed, r.Likeness, r.Check, r.Statement = nil, nil, nil, nil, nil
	}
	c.RemovedReferees = nil
	if c.Representative != nil {
		c.Representative.Evidence = nil
	}
	c.State, c.Outcome = Closed, ComeBack
	c.Closing.Lapsed = at
	return nil
}

// Withdrawable reports whether the resident can still withdraw.
func (c *Case) Withdrawable() bool { return c.beforeIssue() == nil }

// ReopenRefused opens a case again whose vouch the broker refused for good. The
// vouch is void: mended, the case is submitted and approved anew. That the
// broker holds no accepted vouch of it is the caller's to know.
func (c *Case) ReopenRefused(by By) error {
	if c.State != BeingChecked || c.Submission == nil || c.Submission.Receipt != "" {
		return ErrNotIssued
	}
	c.void("broker")
	c.State, c.Left = Open, time.Time{}
	c.act(by, "reopened")
	return nil
}

// MayTell reports whether an outcome may be told at the counter: only where
// the policy lets the service do so, and never with a concern.
func (c *Case) MayTell(rules *policy.Policy) bool {
	if c.Purpose == nil || c.Concern != nil {
		return false
	}
	service, ok := rules.Service(c.Purpose.Service)
	return ok && service.TellAtCounter
}

// Following is what happens next, in words for the resident, and by when; zero
// where nothing more does. An issued vouch is followed by what follows a
// submitted one: the resident hears.
func (c *Case) Following(rules *policy.Policy) (policy.Text, time.Time) {
	outcome, from := "with_supervisor", time.Time{}
	switch {
	case c.Closing != nil && c.State != Open:
		outcome, from = string(c.Closing.Outcome), c.Closing.Until
	case c.State == Closed && c.Outcome != Vouched:
		outcome = string(c.Outcome)
	}
	rule, ok := rules.OutcomeOf(outcome)
	if !ok {
		return policy.Text{}, time.Time{}
	}
	if n := len(c.Acts); n > 0 && from.IsZero() && rule.Days > 0 {
		from = endOfDay(c.toldAt(c.Acts[n-1].At), rule.Days)
	}
	return rule.Next, from
}
