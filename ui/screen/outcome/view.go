package outcome

import (
	"slices"
	"strconv"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/outbox"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// view is what is drawn.
type view struct {
	Heading, Lead string
	State         string
	Tint          theme.Tint
	Rows          []component.SummaryRow
	Waiting       []string // why parcels wait
	Reopen        bool     // a supervisor gave it back: it can be worked on
	Referees      bool     // somebody vouches, and can still take it back
	Decided       bool     // by whoever is signed in: the next case waits for them
	Slip          bool     // to be given to the resident is what to do now
}

// look words the open case.
func look(s desk.Snapshot, w words.Words) view {
	if s.Open == nil {
		return view{Heading: w.T("outcome.title")}
	}
	c := s.Open.Case
	v := view{Heading: w.T("outcome.heading", "Ref", c.Ref), Reopen: c.State == casework.Open}
	v.Referees = c.State == casework.WithSupervisor && len(c.Vouching()) > 0
	v.Decided = decided(s)
	v.Slip = !v.Decided && leaves(s)
	key := string(c.State)
	switch {
	case referred(c) || waits(c): // whoever looks over a shoulder sees a case like any other
		key = string(casework.WithSupervisor)
	case c.State == casework.Closed:
		key = "closed." + string(c.Outcome)
	}
	if c.Closing != nil && !c.Closing.Lapsed.IsZero() {
		key = "closed.lapsed"
	}
	if c.Corrected != nil && !c.Corrected.Received.IsZero() {
		key = "closed.replaced"
	}
	v.State, v.Lead = w.T("outcome.state."+key), w.T("outcome.lead."+key)
	v.Tint = tintOf(c)
	v.Rows = append(rows(s, w), closingRows(s, w)...)
	for _, p := range s.Open.Parcels {
		if p.State != outbox.Accepted && p.Kind != outbox.Referral {
			v.Waiting = append(v.Waiting, w.T("outcome.parcel."+string(p.Kind), "Time", w.Second(p.Next)))
		}
	}
	return v
}

func referred(c *casework.Case) bool {
	return c.State == casework.Closed && c.Outcome == casework.Referred
}

// decided reports whether the signed-in person has just decided the case, as a
// supervisor.
func decided(s desk.Snapshot) bool {
	c := s.Open.Case
	if s.Session == nil {
		return false
	}
	me := s.Session.Person.ID
	return c.Decision != nil && c.Decision.By == me || c.Submission != nil && c.Submission.ApprovedBy == me
}

// leaves reports whether a resident leaves with a slip: the visit is over, and
// nothing was issued. A referred case is no exception, nor told apart by it.
func leaves(s desk.Snapshot) bool {
	c := s.Open.Case
	over := waits(c) || c.State == casework.Parked || c.State == casework.WithSupervisor || c.State == casework.Closed && c.Outcome != casework.Vouched
	return over && !s.Open.May.AllowRetry && slices.ContainsFunc(s.Open.Slips, func(l desk.SlipLook) bool { return l.Wish.Kind == desk.SlipVisit })
}

// waits reports whether the resident has left and the case is not sent yet, as
// another officer looks at it first.
func waits(c *casework.Case) bool {
	return c.State == casework.Open && !c.Left.IsZero() && c.Looked() != nil
}

func tintOf(c *casework.Case) theme.Tint {
	switch {
	case c.Corrected != nil && !c.Corrected.Received.IsZero():
		return theme.Warn
	case c.State == casework.Closed && c.Outcome == casework.Vouched:
		return theme.Good
	case c.State == casework.WithSupervisor || c.State == casework.BeingChecked || referred(c) || waits(c):
		return theme.Info
	case c.State == casework.Open:
		return theme.Warn
	default:
		return theme.Quiet
	}
}

func rows(s desk.Snapshot, w words.Words) []component.SummaryRow {
	c := s.Open.Case
	var all []component.SummaryRow
	if c.Resident != nil {
		all = append(all, component.SummaryRow{Key: w.T("outcome.resident"), Value: c.Resident.Name.Full()})
	}
	if r := c.Representative; r != nil {
		all = append(all, component.SummaryRow{Key: w.T("casefile.represented"), Value: r.Name.Full()})
	}
	if c.Purpose != nil && s.Policy != nil {
		if svc, ok := s.Policy.Service(c.Purpose.Service); ok {
			all = append(all, component.SummaryRow{Key: w.T("outcome.for"), Value: svc.Names.In(w.Tongue())})
		}
	}
	if p := s.Open.Policy; p != nil {
		r := component.SummaryRow{Key: w.T("outcome.policy"), Value: w.T("casefile.policy_version", "Policy", p.ID, "Version", c.Policy)}
		if s.Policy != nil && int64(s.Policy.Version) != c.Policy {
			r.Note = w.T("outcome.policy_now", "Version", s.Policy.Version)
		}
		all = append(all, r)
	}
	if d := c.Decision; d != nil {
		all = append(all, component.SummaryRow{
			Key: w.T("outcome.decision"), Tag: w.T("outcome.decided." + d.Kind), Tint: theme.Warn,
			Value: reason(s, d, w), Note: d.Note,
		})
	}
	if sub := c.Submission; sub != nil {
		all = append(all, component.SummaryRow{Key: w.T("outcome.vouch"), Value: strings.TrimPrefix(sub.JTI, "urn:uuid:"), Note: w.T("outcome.submitted", "Time", w.Moment(sub.At))})
		if sub.Approval != "" {
			all = append(all, component.SummaryRow{Key: w.T("outcome.approved"), Value: w.Moment(sub.ApprovedAt)})
		}
	}
	if r := s.Open.Receipt; r != nil {
		all = append(all, receiptRows(r, w)...)
	}
	return all
}

func receiptRows(r *desk.Receipt, w words.Words) []component.SummaryRow {
	level := w.T("casefile.level." + r.Confidence.String())
	if r.Confidence == gpg45.None {
		level = w.T("outcome.no_level")
	}
	if len(r.Profiles) > 0 {
		level += " (" + strings.Join(r.Profiles, ", ") + ")"
	}
	return []component.SummaryRow{
		{Key: w.T("outcome.receipt"), Tag: w.T("outcome.accepted"), Tint: theme.Good, Value: w.Moment(r.ReceivedAt), Note: strings.TrimPrefix(r.JTI, "urn:uuid:")},
		{Key: w.T("outcome.confidence"), Value: level, Note: w.T("outcome.uplift." + r.Uplift)},
		{Key: w.T("outcome.log"), Value: w.T("outcome.log_place", "Index", strconv.FormatInt(r.Index+1, 10), "Size", strconv.FormatInt(r.Size, 10)), Note: w.T("outcome.log_note")},
	}
}

// reason words a supervisor's reason from the policy.
func reason(s desk.Snapshot, d *casework.Decision, w words.Words) string {
	if s.Policy == nil {
		return d.Reason
	}
	return casefile.Coded(slices.Concat(s.Policy.Returns, s.Policy.Refusals), d.Reason, w)
}
