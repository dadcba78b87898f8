package referee

import (
	"slices"
	"strconv"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// entry is one referee in the list.
type entry struct {
	ID     casework.RefereeID
	Name   string
	State  string
	Tint   theme.Tint
	Detail string
	Open   string // the name of the button that opens it; empty where there is nothing to see
	Remove bool
	kept   bool // it is in the case, not typed only
}

// listView is what is drawn of all referees.
type listView struct {
	Closed  component.Notice
	What    []string         // what a referee is, and when one helps
	Worth   component.Notice // what a statement is worth under this policy
	Entries []entry
	Add     string // the name of the button; empty where none can be added
	GoOn    string
	Blocked string // why going on will not lead to sending
}

// lookList words the referees of the open case.
func lookList(s desk.Snapshot, w words.Words) listView {
	var v listView
	if s.Open == nil {
		return v
	}
	if s.Policy == nil {
		v.Closed = component.Note(theme.Warn, w.T("referee.no_policy"), w.T("referee.no_policy_detail"))
		return v
	}
	open := s.Open.Case.State == casework.Open
	if !open {
		v.Closed = component.Note(theme.Info, w.T("referee.closed"), w.T("referee.closed_detail"))
	}
	for _, r := range s.Open.Case.Referees {
		_, look, _ := find(s.Open, r.ID)
		v.Entries = append(v.Entries, entryOf(s, r, look, open, w))
	}
	if !open {
		return v
	}
	for _, id := range begun(s) {
		v.Entries = append(v.Entries, entry{
			ID: id, Name: w.T("referee.nameless"), State: w.T("referee.state.begun"), Tint: theme.Warn,
			Detail: w.T("referee.typed_only"), Open: w.T("referee.edit"), Remove: true,
		})
	}
	if len(v.Entries) == 0 { // with referees above, the page has to be short
		v.What = []string{w.N("referee.what", s.Policy.Referee.YearsKnown), w.T("referee.when")}
	}
	v.Worth = worth(s.Policy, w)
	v.Add, v.GoOn = w.T("referee.add"), w.T("referee.without")
	if len(s.Open.Case.Vouching()) > 0 {
		v.Add, v.GoOn = w.T("referee.add_another"), w.T("referee.to_review")
	}
	if len(s.Open.Case.Vouching()) >= casework.MaxReferees {
		v.Add = ""
	}
	if slices.ContainsFunc(v.Entries, func(e entry) bool { return e.kept && e.Tint == theme.Bad }) {
		v.Blocked = w.T("referee.blocked")
	}
	return v
}

func entryOf(s desk.Snapshot, r casework.Referee, look desk.RefereeLook, open bool, w words.Words) entry {
	st := casefile.StandingOf(s, r, look, w)
	e := entry{ID: r.ID, Name: r.Name.Full(), State: st.State, Tint: st.Tint, kept: true, Remove: open && r.Counts()}
	if e.Name == "" {
		e.Name = w.T("referee.nameless")
	}
	if !r.Counts() {
		e.Detail = st.Full.Title
		return e
	}
	e.Open = w.T("referee.edit")
	if !open {
		e.Open = w.T("frame.action.show")
	}
	lines := []string{present(casefile.Position(s.Policy, r.Position, w), r.Organisation)}
	switch {
	case len(casefile.Against(look)) > 0:
		lines = append(lines, casefile.Sentences(casefile.Against(look), w))
	case len(look.Missing) > 0:
		lines = append(lines, w.N("referee.so_far_detail", len(look.Missing)))
	}
	e.Detail = strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), "\n")
	return e
}

func present(texts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(texts), func(t string) bool { return t == "" }), ", ")
}

// begun are the referees of whom something is typed and nothing kept.
func begun(s desk.Snapshot) []casework.RefereeID {
	var all []casework.RefereeID
	for key := range s.Open.Drafts {
		rest, ok := strings.CutPrefix(key, draftPrefix)
		id, _, _ := strings.Cut(rest, ":")
		if !ok || slices.Contains(all, casework.RefereeID(id)) {
			continue
		}
		if _, there := s.Open.Case.Referee(casework.RefereeID(id)); !there {
			all = append(all, casework.RefereeID(id))
		}
	}
	slices.Sort(all)
	return all
}

// worth says what a statement scores, and where it scores nothing, why.
func worth(p *policy.Policy, w words.Words) component.Notice {
	score := p.Referee.Score
	if score == nil {
		return component.Note(theme.Info, w.T("referee.scores_nothing"), p.Referee.NoScore.In(w.Tongue()))
	}
	return component.Note(theme.Info,
		w.T("referee.scores", "Strength", strconv.Itoa(score.Strength), "Validity", strconv.Itoa(score.Validity)),
		w.T("referee.scores_detail"))
}
