package referee

import (
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// notice is one banner.
type notice struct {
	Tint          theme.Tint
	Title, Detail string
}

// standing is how a referee stands, in a word and in full.
type standing struct {
	Tint  theme.Tint
	State string
	Full  notice
	Sync  string // what is checked at sync
}

// stands words how a referee stands.
func stands(s desk.Snapshot, r casework.Referee, look desk.RefereeLook, w words.Words) standing {
	if !r.Counts() {
		at := w.Moment(r.Withdrawn)
		return standing{theme.Quiet, w.T("referee.state.withdrawn"), notice{theme.Quiet, w.T("referee.withdrawn", "Time", at), w.T("referee.withdrawn_detail")}, ""}
	}
	v := standing{Sync: atSync(look.AtSync, w)}
	reasons := against(look)
	switch {
	case s.Policy == nil:
		v.Tint, v.State = theme.Warn, w.T("referee.state.begun")
		v.Full = notice{theme.Warn, w.T("referee.no_policy"), w.T("referee.no_policy_detail")}
	case len(reasons) > 0:
		v.Tint, v.State = theme.Bad, w.T("referee.state.barred")
		v.Sync = "" // that would change nothing
		v.Full = notice{theme.Bad, w.T("referee.barred"), sentences(reasons, w) + "\n" + w.T("referee.barred_next")}
	case !look.Eligible:
		v.Tint, v.State = theme.Warn, w.T("referee.state.begun")
		v.Full = notice{theme.Info, w.T("referee.so_far"), w.N("referee.so_far_detail", max(1, len(look.Missing)))}
	default:
		v.Tint, v.State = theme.Good, w.T("referee.state.ready")
		v.Full = notice{theme.Good, w.T("referee.eligible"), w.T("referee.eligible_detail")}
	}
	return v
}

// against is what speaks against a referee. That their identity is not checked
// well enough is not said while it is still being checked.
func against(look desk.RefereeLook) []desk.Reason {
	var all []desk.Reason
	for _, r := range look.Reasons {
		if r.Code != policy.ErrRefereeIdentity.Code || len(look.Missing) == 0 {
			all = append(all, r)
		}
	}
	return all
}

// sentences words reasons, each in a line.
func sentences(reasons []desk.Reason, w words.Words) string {
	var lines []string
	for _, r := range reasons {
		m := w.Fault(&fault.Error{Kind: fault.Refused, Code: r.Code, Params: r.Params})
		lines = append(lines, m.Title+". "+m.Detail)
	}
	return strings.Join(lines, "\n")
}

// atSync words what one desk alone cannot tell.
func atSync(codes []string, w words.Words) string {
	var all []string
	for _, code := range codes {
		all = append(all, w.T("casefile.at_sync."+code))
	}
	if len(all) == 0 {
		return ""
	}
	return w.T("referee.at_sync", "What", strings.Join(all, "; "))
}

// identity words what a referee's own identity is worth.
func identity(look desk.RefereeLook, w words.Words) notice {
	reached, needs := look.Scored.Result.Confidence, w.T("casefile.level."+look.Needs.String())
	if reached == gpg45.None {
		return notice{theme.Warn, w.T("referee.identity_none"), w.T("referee.identity_needs", "Level", needs)}
	}
	v := notice{
		theme.Good, w.T("referee.identity", "Level", w.T("casefile.level."+reached.String()), "Profiles", strings.Join(look.Scored.Result.Profiles, ", ")),
		w.T("referee.identity_needs", "Level", needs),
	}
	if reached < look.Needs {
		v.Tint = theme.Warn
	}
	return v
}

func position(p *policy.Policy, code string, w words.Words) string {
	for _, x := range p.Referee.Positions {
		if x.Code == code {
			return x.Names.In(tongue(w))
		}
	}
	if code == otherPosition {
		return w.T("referee.position_other")
	}
	return code
}

func relation(p *policy.Policy, code string, w words.Words) string {
	for _, x := range p.Referee.Relations {
		if x.Code == code {
			return x.Names.In(tongue(w))
		}
	}
	return code
}

func tongue(w words.Words) resident.Language { return resident.Language(w.Lang()) }
