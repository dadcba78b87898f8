package outbox

import (
	"cmp"
	"slices"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	parcel "vouchdesk/internal/outbox"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// view is what is drawn.
type view struct {
	Rows    []component.Row
	Sending *sending         // nil while nothing is on its way
	Link    component.Notice // the broker cannot be reached
	Owes    int              // parcels that are not settled
}

// sending is how far the parcels on their way are.
type sending struct {
	Title, What string
	Fraction    float64
}

// line is one parcel in full.
type line struct {
	ID    parcel.ID
	Title string
	Body  string
	Try   bool        // a person can have it tried now
	Case  casework.ID // empty where there is none, or it is not listed
}

// look words the outbox: what needs a person first, then what waits, then what
// was accepted.
func look(s desk.Snapshot, w words.Words, now time.Time) view {
	var v view
	for _, p := range sorted(s.Outbox) {
		state, tint := stands(s.Outbox, p, w)
		v.Rows = append(v.Rows, component.Row{ID: string(p.ID), Cells: []component.Cell{
			{Text: named(s, p, w)}, {Text: state, Tag: true, Tint: tint}, {Text: why(s, p, w)}, {Text: next(s.Outbox, p, w, now)},
		}})
		if !p.Settled() {
			v.Owes++
		}
	}
	v.Sending = onTheWay(s, w)
	if s.Link.State == desk.LinkOffline {
		m := w.Fault(fault.New(fault.Unavailable, s.Link.Reason))
		v.Link = component.Note(theme.Info, m.Title, m.Detail+" "+m.Next+" "+w.T("outbox.link_next", "Time", at(s.Link.Next, w, now)))
	}
	return v
}

// sorted puts what needs a person first; the desk's order stays within.
func sorted(all []parcel.Parcel) []parcel.Parcel {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b parcel.Parcel) int { return cmp.Compare(rank(a), rank(b)) })
	return all
}

func rank(p parcel.Parcel) int {
	return slices.Index([]parcel.State{parcel.NeedsDecision, parcel.Sending, parcel.Waiting, parcel.Refused, parcel.Accepted}, p.State)
}

// named is what a parcel is: its kind, and its case or number.
func named(s desk.Snapshot, p parcel.Parcel, w words.Words) string {
	ref := p.Ref
	if p.Kind != parcel.Checkpoint {
		ref = ""
	}
	for _, r := range s.Cases {
		if p.Case != "" && string(r.ID) == p.Case {
			ref = r.Ref
		}
	}
	return w.T("outbox.kind."+string(p.Kind), "Ref", ref)
}

func stands(all []parcel.Parcel, p parcel.Parcel, w words.Words) (string, theme.Tint) {
	tint := map[parcel.State]theme.Tint{
		parcel.Waiting: theme.Info, parcel.Sending: theme.Info, parcel.NeedsDecision: theme.Warn,
		parcel.Refused: theme.Bad, parcel.Accepted: theme.Good,
	}[p.State]
	if p.State == parcel.Waiting && before(all, p) {
		return w.T("outbox.state.turn"), theme.Quiet
	}
	return w.T("outbox.state." + string(p.State)), tint
}

// why says why a parcel is where it is, and what helps.
func why(s desk.Snapshot, p parcel.Parcel, w words.Words) string {
	switch {
	case p.State == parcel.Accepted:
		return w.T("outbox.why.accepted." + string(p.Kind))
	case p.State == parcel.Sending:
		return w.T("outbox.why.sending")
	case p.Reason != parcel.Reason{}:
		m := w.Fault(fault.New(p.Reason.Kind, p.Reason.Code))
		return m.Title + ". " + m.Next
	case before(s.Outbox, p):
		return w.T("outbox.why.turn")
	default:
		return w.T("outbox.why.due")
	}
}

// before tells whether another parcel of the case has to go first.
func before(all []parcel.Parcel, p parcel.Parcel) bool {
	return slices.ContainsFunc(all, func(o parcel.Parcel) bool {
		return o.Case == p.Case && o.Seq < p.Seq && !o.Settled()
	})
}

// next words when a parcel is tried next.
func next(all []parcel.Parcel, p parcel.Parcel, w words.Words, now time.Time) string {
	if p.State != parcel.Waiting || before(all, p) {
		return w.T("outbox.next_none")
	}
	return at(p.Next, w, now)
}

// at is a moment ahead: now, a time today, or a day.
func at(t time.Time, w words.Words, now time.Time) string {
	t = t.In(now.Location())
	switch {
	case !t.After(now):
		return w.T("outbox.next_now")
	case t.YearDay() == now.YearDay() && t.Year() == now.Year():
		return w.Second(t)
	default:
		return w.Moment(t)
	}
}

// onTheWay is how far the parcels on their way are.
func onTheWay(s desk.Snapshot, w words.Words) *sending {
	going, left, done := 0, 0, 0
	var what string
	for _, p := range s.Outbox {
		switch p.State {
		case parcel.Sending:
			going++
			what = named(s, p, w)
		case parcel.Waiting:
			left++
		case parcel.Accepted:
			done++
		case parcel.NeedsDecision, parcel.Refused: // nothing of theirs is under way
		}
	}
	if going == 0 {
		return nil
	}
	total := going + left
	return &sending{
		Title: w.N("outbox.sending", total), What: what, Fraction: float64(done) / float64(done+total),
	}
}

// inFull words one parcel for the question that opens on its line.
func inFull(s desk.Snapshot, id string, w words.Words, now time.Time) (line, bool) {
	i := slices.IndexFunc(s.Outbox, func(p parcel.Parcel) bool { return string(p.ID) == id })
	if i < 0 {
		return line{}, false
	}
	p := s.Outbox[i]
	l := line{ID: p.ID, Title: named(s, p, w), Try: p.State == parcel.Waiting || p.State == parcel.NeedsDecision}
	l.Body = why(s, p, w)
	if p.State != parcel.Accepted && p.Reason != (parcel.Reason{}) {
		m := w.Fault(fault.New(p.Reason.Kind, p.Reason.Code))
		l.Body = m.Title + ". " + m.Detail + " " + m.Next
	}
	l.Body += "\n\n" + w.T("outbox.made", "Time", w.Moment(p.Made.In(now.Location())))
	if p.Attempts > 0 {
		l.Body += " " + w.N("outbox.tries", p.Attempts)
	}
	if slices.ContainsFunc(s.Cases, func(r desk.Row) bool { return string(r.ID) == p.Case }) {
		l.Case = casework.ID(p.Case)
	}
	return l, true
}
