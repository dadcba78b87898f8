package casefile

import (
	"slices"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// OtherPosition stands for a referee's position that is not in the policy's
// list, so that the refusal can be recorded and explained.
const OtherPosition = "other"

// RefereeStanding is how a referee stands, in a word and in full.
type RefereeStanding struct {
	Tint  theme.Tint
	State string
	Full  component.Notice
	Sync  string // what is checked at sync
}

// StandingOf words how a referee stands.
func StandingOf(s desk.Snapshot, r casework.Referee, look desk.RefereeLook, w words.Words) RefereeStanding {
	if !r.Counts() {
		at := w.Moment(r.Withdrawn)
		return RefereeStanding{theme.Quiet, w.T("referee.state.withdrawn"), component.Note(theme.Quiet, w.T("referee.withdrawn", "Time", at), w.T("referee.withdrawn_detail")), ""}
	}
	v := RefereeStanding{Sync: AtSync(look.AtSync, w)}
	reasons := Against(look)
	switch {
	case s.Policy == nil:
		v.Tint, v.State = theme.Warn, w.T("referee.state.begun")
		v.Full = component.Note(theme.Warn, w.T("referee.no_policy"), w.T("referee.no_policy_detail"))
	case len(reasons) > 0:
		v.Tint, v.State = theme.Bad, w.T("referee.state.barred")
		v.Sync = "" // that would change nothing
		v.Full = component.Note(theme.Bad, w.T("referee.barred"), Sentences(reasons, w)+"\n"+w.T("referee.barred_next"))
	case !look.Eligible:
		v.Tint, v.State = theme.Warn, w.T("referee.state.begun")
		v.Full = component.Note(theme.Info, w.T("referee.so_far"), w.N("referee.so_far_detail", max(1, len(look.Missing))))
	default:
		v.Tint, v.State = theme.Good, w.T("referee.state.ready")
		v.Full = component.Note(theme.Good, w.T("referee.eligible"), w.T("referee.eligible_detail"))
	}
	return v
}

// Against is what speaks against a referee. That their identity is not checked
// well enough is not said while it is still being checked.
func Against(look desk.RefereeLook) []desk.Reason {
	var all []desk.Reason
	for _, r := range look.Reasons {
		if r.Code != policy.ErrRefereeIdentity.Code || len(look.Missing) == 0 {
			all = append(all, r)
		}
	}
	return all
}

// Sentences words reasons, each in a line.
func Sentences(reasons []desk.Reason, w words.Words) string {
	var lines []string
	for _, r := range reasons {
		m := w.Fault(&fault.Error{Kind: fault.Refused, Code: r.Code, Params: r.Params})
		lines = append(lines, m.Title+". "+m.Detail)
	}
	return strings.Join(lines, "\n")
}

// AtSync words what one desk alone cannot tell.
func AtSync(codes []string, w words.Words) string {
	var all []string
	for _, code := range codes {
		all = append(all, w.T("casefile.at_sync."+code))
	}
	if len(all) == 0 {
		return ""
	}
	return w.T("referee.at_sync", "What", strings.Join(all, "; "))
}

// IdentityOf words what a referee's own identity is worth.
func IdentityOf(look desk.RefereeLook, w words.Words) component.Notice {
	reached, needs := look.Scored.Result.Confidence, w.T("casefile.level."+look.Needs.String())
	if reached == gpg45.None {
		return component.Note(theme.Warn, w.T("referee.identity_none"), w.T("referee.identity_needs", "Level", needs))
	}
	v := component.Note(theme.Good, w.T("referee.identity", "Level", w.T("casefile.level."+reached.String()), "Profiles", strings.Join(look.Scored.Result.Profiles, ", ")),
		w.T("referee.identity_needs", "Level", needs))
	if reached < look.Needs {
		v.Tint = theme.Warn
	}
	return v
}

// Position names a position of the policy.
func Position(p *policy.Policy, code string, w words.Words) string {
	for _, x := range p.Referee.Positions {
		if x.Code == code {
			return x.Names.In(w.Tongue())
		}
	}
	if code == OtherPosition {
		return w.T("referee.position_other")
	}
	return code
}

// Relation names a way of knowing somebody.
func Relation(p *policy.Policy, code string, w words.Words) string {
	for _, x := range p.Referee.Relations {
		if x.Code == code {
			return x.Names.In(w.Tongue())
		}
	}
	return code
}

// MadeOf words how and when a referee's statement was made; empty where none is.
func MadeOf(p *policy.Policy, r casework.Referee, w words.Words) (how, note string) {
	st := r.Statement
	if st == nil {
		return "", ""
	}
	until := resident.DateOf(st.Until)
	how = w.T("referee.made."+st.How, "Time", w.Moment(st.At))
	key := "referee.made_note"
	if nothing(p) {
		key = "referee.made_note_nothing"
	}
	note = w.T(key, "Language", w.T("frame.language."+st.Language), "Until", w.Date(until.Year, until.Month, until.Day))
	if st.How == casework.StatementOnPaper {
		note += " " + w.N("referee.paper_kept", len(st.Captures))
	}
	return how, note
}

// nothing reports that a statement scores nothing. It is good until a day then;
// to say that it counts would promise a score.
func nothing(p *policy.Policy) bool { return p != nil && p.Referee.Score == nil }

// UntilOf words how long a statement made today can be used.
func UntilOf(p *policy.Policy, today resident.Date, w words.Words) string {
	until := today.AddDays(p.Referee.ValidDays)
	key := "referee.counts_until"
	if nothing(p) {
		key = "referee.counts_until_nothing"
	}
	return w.T(key, "From", w.Date(today.Year, today.Month, today.Day), "Until", w.Date(until.Year, until.Month, until.Day))
}

// Referees words who vouches for the resident, for summaries: who they are, how
// they know the resident, what their own identity reaches, how they stand, and
// how the statement was made. None where nobody does.
func Referees(s desk.Snapshot, w words.Words) []component.SummaryRow {
	if s.Open == nil || s.Policy == nil {
		return nil
	}
	var all []component.SummaryRow
	for _, r := range s.Open.Case.Referees {
		look := desk.RefereeLook{Referee: r}
		for _, l := range s.Open.Referees {
			if l.Referee.ID == r.ID {
				look = l
			}
		}
		all = append(all, refereed(s, r, look, w))
	}
	return all
}

func refereed(s desk.Snapshot, r casework.Referee, look desk.RefereeLook, w words.Words) component.SummaryRow {
	st := StandingOf(s, r, look, w)
	row := component.SummaryRow{Key: w.T("casefile.step.referee"), Tag: st.State, Tint: st.Tint, Value: r.Name.Full()}
	if !r.Counts() {
		row.Note = st.Full.Title
		return row
	}
	how, note := MadeOf(s.Policy, r, w)
	lines := []string{
		joined(" · ", Position(s.Policy, r.Position, w), r.Organisation),
		joined(" · ", Relation(s.Policy, r.Relation, w), knownFor(r.Years, w)),
		joined(". ", IdentityOf(look, w).Title, shown(s, r, w)),
		joined(" · ", how, note),
		Sentences(Against(look), w),
	}
	if len(Against(look)) == 0 && len(look.Missing) > 0 {
		lines = append(lines, w.N("referee.so_far_detail", len(look.Missing)))
	}
	row.Note = joined("\n", append(lines, st.Sync)...)
	return row
}

func knownFor(years int, w words.Words) string {
	if years == 0 {
		return ""
	}
	return w.N("referee.known_for", years)
}

// shown names a referee's own documents.
func shown(s desk.Snapshot, r casework.Referee, w words.Words) string {
	var names []string
	for _, item := range r.Evidence {
		names = append(names, name(s.Policy, item.Type, w))
	}
	return joined(", ", names...)
}

// joined joins what is not empty.
func joined(by string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(texts), func(t string) bool { return t == "" }), by)
}
