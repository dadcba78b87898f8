package referee

import (
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// whoView is what is drawn around what is typed.
type whoView struct {
	Closed      component.Notice
	Form        bool
	Title, Lead string
	Judged      component.Notice // what the policy makes of what is typed so far
	Sync        string
}

// lookWho words the form of one referee.
func lookWho(s desk.Snapshot, id casework.RefereeID, f form, today resident.Date, w words.Words) whoView {
	v := whoView{Title: w.T("referee.who"), Lead: w.T("referee.who_lead")}
	if s.Open == nil {
		return v
	}
	if c := closed(s, id, w); c.Title != "" {
		v.Closed = c
		return v
	}
	v.Form = true
	if f.At == personHalf {
		return v
	}
	v.Title, v.Lead = w.T("referee.tie"), w.T("referee.tie_lead")
	v.Sync = casefile.AtSync(policy.AtSync(), w)
	if _, look, there := find(s.Open, id); there {
		v.Sync = casefile.AtSync(look.AtSync, w)
	}
	switch reasons := f.judged(s, id, today, w); {
	case len(reasons) > 0:
		v.Sync = "" // that would change nothing
		v.Judged = component.Note(theme.Bad, w.T("referee.barred"), casefile.Sentences(reasons, w)+"\n"+w.T("referee.barred_record"))
	case len(f.wrong(w)) == 0:
		v.Judged = component.Note(theme.Good, w.T("referee.nothing_against"), w.T("referee.nothing_against_detail"))
	}
	return v
}

// closed says why nothing can be recorded of a referee now.
func closed(s desk.Snapshot, id casework.RefereeID, w words.Words) component.Notice {
	r, _, there := find(s.Open, id)
	switch {
	case s.Policy == nil:
		return component.Note(theme.Warn, w.T("referee.no_policy"), w.T("referee.no_policy_detail"))
	case there && !r.Counts():
		return component.Note(theme.Quiet, w.T("referee.withdrawn", "Time", w.Moment(r.Withdrawn)), w.T("referee.withdrawn_detail"))
	case s.Open.Case.State != casework.Open:
		return component.Note(theme.Info, w.T("referee.closed"), w.T("referee.closed_detail"))
	}
	return component.Notice{}
}

// positions are those of the policy, and that it is none of them.
func positions(p *policy.Policy, w words.Words) []component.Option {
	var all []component.Option
	for _, x := range p.Referee.Positions {
		all = append(all, component.Option{ID: x.Code, Text: x.Names.In(w.Tongue())})
	}
	return append(all, component.Option{ID: casefile.OtherPosition, Text: w.T("referee.position_other")})
}

// relations are those of the policy, with what rules somebody out.
func relations(p *policy.Policy, w words.Words) []component.Option {
	var all []component.Option
	for _, x := range p.Referee.Relations {
		o := component.Option{ID: x.Code, Text: x.Names.In(w.Tongue())}
		if !x.Allowed {
			o.Hint = w.T("referee.relation_bars")
		}
		all = append(all, o)
	}
	return all
}
