package review

import (
	"slices"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/council"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// view is what is drawn.
type view struct {
	Closed  component.Notice // why nothing can be sent from here now
	Form    bool
	Missing []lack
	Leave   bool // the visit can be ended before the case is sent
	Rows    []row
	Check   council.View
	Worth   worth
	Declare string
	Below   string // that it reaches less than is needed
}

// lack is one thing in the way, and where to mend it.
type lack struct {
	Text  string
	Step  casework.Step
	Item  evidence.ItemID
	Of    casework.RefereeID // whose it is; empty for the resident
	Check bool               // the council's check is asked for again
	Look  bool               // another officer makes it good
}

// row is one line of the answers.
type row struct {
	Key, Tag, Value, Note string
	Tint                  theme.Tint
	Step                  casework.Step
}

// worth is what the case comes to.
type worth struct {
	Tint          theme.Tint
	Title, Detail string
	Pieces        []component.SummaryRow
}

// look words the open case.
func look(s desk.Snapshot, w words.Words) view {
	if s.Open == nil {
		return view{}
	}
	c := s.Open.Case
	v := view{Rows: rows(s, w), Worth: assessed(s, w)}
	switch {
	case s.Policy == nil:
		v.Closed = component.Note(theme.Warn, w.T("review.no_policy"), w.T("review.no_policy_detail"))
		return v
	case c.State != casework.Open:
		v.Closed = component.Note(theme.Info, w.T("review.closed"), w.T("review.closed_detail"))
		return v
	}
	v.Form, v.Below = true, casefile.Below(s, w)
	v.Declare = s.Policy.Declare.Words.In(w.Tongue())
	v.Missing, v.Leave = lacks(s, w), s.Open.May.Leave
	v.Check = checked(s, w)
	return v
}

// checked words the council's check.
func checked(s desk.Snapshot, w words.Words) council.View {
	c := s.Open.Case
	v := council.View{
		Tint: theme.Quiet, Title: w.T("review.check.none"), Detail: w.T("review.check.none_detail"),
		Ask: w.T("review.check.ask"), May: c.Resident != nil,
	}
	if s.Link.State == desk.LinkOffline {
		v.Tint, v.Title = theme.Info, w.T("review.check.offline")
		v.Detail = w.T("review.check.offline_detail", "Time", w.Time(s.Link.Since))
	}
	if got := c.Check; got != nil {
		v.Tint, v.Ask = theme.Good, w.T("review.check.again")
		v.Title = w.T("review.check.done", "Fraud", got.Fraud, "Activity", got.Activity)
		asked := w.T("review.check.no_sources")
		if len(got.Sources) > 0 {
			asked = w.T("review.check.sources", "Sources", strings.Join(got.Sources, ", "))
		}
		v.Detail = asked + " " + w.T("review.check.when", "Time", w.Moment(got.At))
	}
	if c.Resident == nil {
		v.Detail = w.T("review.check.nobody")
	}
	return v
}

// assessed words what the case comes to, piece by piece.
func assessed(s desk.Snapshot, w words.Words) worth {
	sc := s.Open.Scored
	v := worth{Tint: theme.Warn, Title: w.T("review.worth.none"), Detail: w.T("review.worth.none_detail")}
	if r := sc.Result; r.Confidence != gpg45.None {
		v.Tint = theme.Good
		v.Title = w.T("review.worth.met", "Level", w.T("casefile.level."+r.Confidence.String()))
		v.Detail = w.N("review.worth.profiles", len(r.Profiles), "Profiles", strings.Join(r.Profiles, ", "))
		if s.Open.Needs > r.Confidence {
			v.Tint = theme.Warn
			v.Detail += " " + w.T("review.worth.needs", "Level", w.T("casefile.level."+s.Open.Needs.String()))
		}
	}
	if s.Policy == nil {
		return v
	}
	for _, p := range sc.Pieces {
		v.Pieces = append(v.Pieces, component.SummaryRow{
			Key:   casefile.Document(s.Policy, p.Type, w),
			Value: w.T("review.worth.piece", "Strength", p.Strength, "Validity", p.Validity),
			Note:  note(s, p.Type, p.Reasons, casefile.OfItem(p.ItemID), w),
		})
	}
	v.Pieces = append(v.Pieces, component.SummaryRow{
		Key: w.T("casefile.likeness"), Value: w.T("review.worth.likeness", "Score", sc.Verification),
		Note: note(s, "", sc.VerificationReasons, casefile.OfParts(policy.PartVerification), w),
	}, component.SummaryRow{
		Key: w.T("casefile.fraud_activity"), Value: w.T("review.worth.fraud", "Fraud", sc.Fraud, "Activity", sc.Activity),
		Note: note(s, "", nil, casefile.OfParts(policy.PartFraud, policy.PartActivity), w),
	})
	v.Pieces = append(v.Pieces, referee(s, w)...)
	return v
}

// referee is what the statements count for, if there are any.
func referee(s desk.Snapshot, w words.Words) []component.SummaryRow {
	r := s.Open.Scored.Referee
	if len(r.Reasons) == 0 {
		return nil
	}
	return []component.SummaryRow{{
		Key: w.T("review.worth.referee"), Value: w.T("review.worth.piece", "Strength", r.Strength, "Validity", r.Validity),
		Note: reasons(s.Policy, "", r.Reasons, w),
	}}
}

// note is what a score rests on, and then what keeps it from a higher one.
func note(s desk.Snapshot, kind string, rests []policy.Reason, of func(policy.Lowered) bool, w words.Words) string {
	lines := casefile.Lowered(s, of, w)
	rests = slices.DeleteFunc(slices.Clone(rests), func(r policy.Reason) bool {
		return len(lines) > 0 && slices.Contains(policy.LoweredReasons(), r.Code)
	})
	if said := reasons(s.Policy, kind, rests, w); said != "" {
		lines = append([]string{said}, lines...)
	}
	return strings.Join(lines, "\n")
}
