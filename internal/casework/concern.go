package casework

import (
	"slices"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
)

// What can be wrong with a second look. Their words are neutral: whoever reads
// over an officer's shoulder learns nothing from them.
var (
	ErrSecondMissing = fault.New(fault.Refused, "case-second-look-missing") // asked for and not made
	ErrSecondOpen    = fault.New(fault.Refused, "case-second-look-open")    // made, and it referred the case
	ErrSecondThere   = fault.New(fault.Conflict, "case-second-look-there")  // another asked for one already
	ErrSecondNone    = fault.New(fault.NotFound, "case-second-look-none")
	ErrSecondSame    = fault.New(fault.Unauthorised, "case-second-look-same") // by who asked for it
	// ErrSecondReferred is for who may not take back that a case was handed on:
	// an officer, and whoever handed it on.
	ErrSecondReferred = fault.New(fault.Unauthorised, "case-second-look-referred")
	ErrSecondView     = fault.New(fault.Malformed, "case-second-look-view")
)

// RaiseConcern asks for a second look. Until it is made, who asked may change
// what they said. What a look handed on is not asked anew: a milder answer would
// take its place.
func (c *Case) RaiseConcern(n Concern, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	if n.Kind == "" {
		return ErrNoReason.At("kind")
	}
	if _, ok := c.Item(n.Item); n.Item != "" && !ok {
		return ErrNoItem
	}
	switch old := c.Concern; {
	case old == nil:
	case old.refers():
		return ErrSecondOpen
	case !old.waits():
		c.FormerConcerns = append(c.FormerConcerns, *old)
	case old.By != by.Person:
		return ErrSecondThere
	}
	c.Concern = &Concern{Kind: n.Kind, Item: n.Item, Note: n.Note, Alone: n.Alone, At: by.At, By: by.Person}
	c.act(by, "second_look_asked")
	return nil
}

// SetSecondLook records what another person makes of it. Refer hands the case
// on: an open one ends as referred, to be heard of by the same day as any other;
// one that was parked or had ended keeps what the resident was told. A case with
// a supervisor stays as it was signed.
func (c *Case) SetSecondLook(look SecondLook, rules *policy.Policy, by By) error {
	if c.Intent != nil || !slices.Contains([]State{Open, Parked, Closed}, c.State) {
		return ErrNotOpen.With("state", string(c.State))
	}
	n := c.Concern
	switch {
	case n == nil || !n.waits():
		return ErrSecondNone
	case n.By == by.Person: // by person: a second key does not help
		return ErrSecondSame
	case look.View != ViewNothing && look.View != ViewUnsure && look.View != ViewRefer:
		return ErrSecondView
	}
	look.At, look.By = by.At, by.Person
	n.Second = &look
	c.act(by, "second_look")
	if look.View != ViewRefer {
		return nil
	}
	n.Referral = by.At
	if c.State != Open {
		return nil
	}
	cl := Closing{Outcome: Referred}
	if rule, ok := rules.OutcomeOf(string(Referred)); ok {
		if rule.Days > 0 {
			cl.Until = endOfDay(c.toldAt(by.At), rule.Days)
		}
		if len(rule.Reasons) > 0 {
			cl.Reason = rule.Reasons[0].Code
		}
	}
	c.endVisit(cl, by)
	c.Closing.From = "" // nobody takes it back
	c.State, c.Outcome = Closed, Referred
	return nil
}

// ClearConcern lets a concern rest. Only the second officer or a supervisor
// can, and never who raised it. What a look handed on only a supervisor can, who
// did not make that look; what ended by it is no longer the desk's.
func (c *Case) ClearConcern(supervisor bool, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	n := c.Concern
	switch {
	case n == nil || !n.Cleared.IsZero():
		return ErrSecondNone
	case n.By == by.Person:
		return ErrSecondSame
	case n.refers() && (!supervisor || n.Second.By == by.Person):
		return ErrSecondReferred
	case !supervisor && (n.Second == nil || n.Second.By != by.Person):
		return ErrSecondSame
	}
	n.Cleared, n.ClearedBy = by.At, by.Person
	c.act(by, "second_look_cleared")
	return nil
}

// stands reports whether there is something in it, for all that is known.
func (n *Concern) stands() bool {
	return n != nil && n.Cleared.IsZero() && (n.Second == nil || n.Second.View != ViewNothing)
}

// waits reports whether nobody has looked yet.
func (n *Concern) waits() bool { return n.Second == nil && n.Cleared.IsZero() }

// refers reports whether the look handed the case on, and nobody took that back.
func (n *Concern) refers() bool {
	return n.Cleared.IsZero() && n.Second != nil && n.Second.View == ViewRefer
}

// SecondLookWanted reports whether a person can make the second look that was
// asked for.
func (c *Case) SecondLookWanted(person trust.PersonID) bool {
	return c.Concern != nil && c.Concern.waits() && c.Concern.By != person &&
		slices.Contains([]State{Open, Parked, Closed}, c.State)
}

// Looked refuses to send or issue what still wants a second look, or what that
// look handed on.
func (c *Case) Looked() error {
	switch n := c.Concern; {
	case n == nil || !n.Cleared.IsZero():
		return nil
	case n.Second == nil:
		return ErrSecondMissing.At("review.second_look")
	case n.refers():
		return ErrSecondOpen.At("review.second_look")
	}
	return nil
}

// Leave ends the visit of a case that wants a second look before it can be sent:
// the resident goes home with the paper of a case that is with a supervisor, and
// the case stays with the officers until it can be. That the look is made is not
// the resident's to wait for, nor theirs to notice.
func (c *Case) Leave(by By) error {
	if err := c.open(); err != nil {
		return err
	}
	if c.Looked() == nil {
		return ErrSecondNone
	}
	if !c.Left.IsZero() {
		return ErrNotOpen.With("state", "left")
	}
	c.Left = by.At
	c.act(by, "left")
	return nil
}

// toldAt is from when the days count that the resident was told: from when they
// left, else from an act that ends the visit now.
func (c *Case) toldAt(act time.Time) time.Time {
	if c.Left.IsZero() {
		return act
	}
	return c.Left
}
