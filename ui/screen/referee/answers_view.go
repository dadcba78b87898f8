package referee

import (
	"strconv"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/council"
	"vouchdesk/ui/person"
	"vouchdesk/ui/route"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// row is one line of the answers, and where it is changed.
type row struct {
	Key, Tag, Value, Note string
	Tint                  theme.Tint
	Part                  route.Part // empty where it cannot be changed
}

// answersView is what is drawn of everything recorded of one referee.
type answersView struct {
	Closed   component.Notice
	Name     string
	Tint     theme.Tint
	State    string
	Standing component.Notice
	Worth    component.Notice // what the statement of one who can be a referee is worth, where that is nothing
	Sync     string
	Rows     []row
	Identity component.Notice
	Check    council.View
	Asks     bool       // the check can be asked for
	Next     route.Part // the first part that is not done; empty when all are
	NextText string
	Withdraw bool
	Slip     bool
}

// lookAnswers words everything recorded of one referee.
func lookAnswers(s desk.Snapshot, id casework.RefereeID, w words.Words) answersView {
	v := answersView{Name: w.T("referee.nameless")}
	if s.Open == nil {
		return v
	}
	r, look, there := find(s.Open, id)
	if !there {
		v.Closed = component.Note(theme.Info, w.T("referee.gone"), w.T("referee.gone_detail"))
		return v
	}
	if name := r.Name.Full(); name != "" {
		v.Name = name
	}
	st := casefile.StandingOf(s, r, look, w)
	v.Tint, v.State, v.Standing, v.Sync = st.Tint, st.State, st.Full, st.Sync
	if !r.Counts() || s.Policy == nil {
		return v
	}
	open := s.Open.Case.State == casework.Open
	if !open {
		v.Closed = component.Note(theme.Info, w.T("referee.closed"), w.T("referee.closed_detail"))
	}
	v.Rows = rows(s, r, look, w)
	if look.Eligible && s.Policy.Referee.Score == nil {
		v.Worth = worth(s.Policy, w)
	}
	v.Identity = casefile.IdentityOf(look, w)
	v.Withdraw = open || s.Open.Case.State == casework.WithSupervisor
	for _, slip := range s.Open.Slips {
		v.Slip = v.Slip || slip.Wish.Kind == desk.SlipReferee && slip.Wish.Referee == id
	}
	if !open {
		for i := range v.Rows {
			v.Rows[i].Part = ""
		}
		return v
	}
	v.Check, v.Asks = checked(s, r, w), true
	v.Next = undone(s, r, look)
	switch {
	case v.Next != "":
		v.NextText = w.T("referee.next." + string(v.Next))
	case len(casefile.Against(look)) > 0:
		v.NextText = w.T("referee.to_remove")
	default:
		v.NextText = w.T("referee.finish")
	}
	return v
}

// undone is the first part that something is missing of, or that mends what
// speaks against a referee. Nothing more is asked of somebody who cannot be one
// whatever they show.
func undone(s desk.Snapshot, r casework.Referee, look desk.RefereeLook) route.Part {
	for _, why := range casefile.Against(look) {
		if part := mends(why.Code); part != "" {
			return part
		}
	}
	if len(casefile.Against(look)) > 0 {
		return ""
	}
	for _, part := range route.Parts() {
		for _, m := range look.Missing {
			if partOf(m) == part {
				return part
			}
		}
		if part == route.Told && r.Told != nil && r.Told.Notice != s.Policy.Referee.Notice.Version {
			return part
		}
	}
	return ""
}

// mends is the part where what speaks against a referee can be put right;
// empty where that takes another person or another answer.
func mends(code string) route.Part {
	switch code {
	case policy.ErrRefereeNotTold.Code:
		return route.Told
	case policy.ErrRefereeIdentity.Code:
		return route.Papers
	case policy.ErrRefereeExpired.Code, policy.ErrRefereeFuture.Code:
		return route.Statement
	}
	return ""
}

// partOf is the part that mends what is missing, by its place: "referee[0].born".
func partOf(m desk.Reason) route.Part {
	_, what, _ := strings.Cut(m.Where, "].")
	switch {
	case strings.HasPrefix(what, "told"):
		return route.Told
	case strings.HasPrefix(what, "evidence"):
		return route.Papers
	case strings.HasPrefix(what, "likeness"):
		return route.Face
	case strings.HasPrefix(what, "statement"):
		return route.Statement
	}
	return route.Who
}

func rows(s desk.Snapshot, r casework.Referee, look desk.RefereeLook, w words.Words) []row {
	missing := map[route.Part]bool{}
	for _, m := range look.Missing {
		missing[partOf(m)] = true
	}
	all := []row{}
	for i, line := range person.Rows(casework.Resident{Name: r.Name, Born: r.Born, Address: r.Address, Contact: r.Contact}, w.Of("referee.who.")) {
		one := row{Key: line.Key, Value: line.Value, Note: line.Note}
		if i == 0 {
			one.Part = route.Who
		}
		all = append(all, one)
	}
	all = append(all,
		row{Key: w.T("referee.position"), Value: casefile.Position(s.Policy, r.Position, w), Note: r.Organisation, Part: route.Who},
		row{Key: w.T("referee.relation_row"), Value: casefile.Relation(s.Policy, r.Relation, w), Note: years(r.Years, w)},
		row{Key: w.T("referee.ties"), Value: ties(r, w)},
		toldRow(r, w))
	for i, one := range papersRows(s, r, w) {
		if i == 0 {
			one.Key, one.Part = w.T("referee.papers"), route.Papers
		}
		all = append(all, one)
	}
	likeness := row{Key: w.T("casefile.likeness"), Value: w.T("referee.not_made"), Part: route.Face}
	if l := r.Likeness; l != nil {
		item, _ := r.Item(l.Against)
		likeness.Value = w.T("referee.compared", "Document", casefile.Document(s.Policy, item.Type, w))
		likeness.Note = answered(l.Checks, len(s.Policy.Likeness.Checks), w)
	}
	st := statementRow(s.Policy, r, w)
	all = append(all, likeness, row{Key: st.Key, Value: st.Value, Note: st.Note, Part: route.Statement})
	begun := map[route.Part]bool{
		route.Who: true, route.Papers: len(r.Evidence) > 0, route.Face: r.Likeness != nil, route.Statement: r.Statement != nil,
	}
	for i := range all {
		if part := all[i].Part; missing[part] && begun[part] {
			all[i].Tag, all[i].Tint = w.T("referee.lacks"), theme.Warn
		}
	}
	return all
}

func years(n int, w words.Words) string {
	if n == 0 {
		return ""
	}
	return w.N("referee.known_for", n)
}

// ties words the two questions that can only be asked.
func ties(r casework.Referee, w words.Words) string {
	var all []string
	for _, q := range []struct {
		answer  evidence.Answer
		yes, no string
	}{
		{r.OnlyVouched, "referee.only_yes", "referee.only_no"},
		{r.StaffTie, "referee.staff_tie_yes", "referee.staff_tie_no"},
	} {
		switch q.answer {
		case evidence.Yes:
			all = append(all, w.T(q.yes))
		case evidence.No:
			all = append(all, w.T(q.no))
		default:
		}
	}
	return strings.Join(all, "\n")
}

func toldRow(r casework.Referee, w words.Words) row {
	one := row{Key: w.T("referee.notice"), Value: w.T("referee.not_told"), Part: route.Told}
	if t := r.Told; t != nil {
		one.Value = w.T("purpose.told." + t.How)
		one.Note = w.T("purpose.told_when", "Language", w.T("frame.language."+t.Language), "Version", t.Notice, "Time", w.Moment(t.At))
	}
	return one
}

// papersRows is one row for each document.
func papersRows(s desk.Snapshot, r casework.Referee, w words.Words) []row {
	if len(r.Evidence) == 0 {
		return []row{{Value: w.T("referee.no_papers")}}
	}
	var all []row
	for _, item := range r.Evidence {
		doc, _ := s.Policy.Document(item.Type)
		all = append(all, row{Value: casefile.Document(s.Policy, item.Type, w), Note: answered(item.Checks, len(doc.Checks), w)})
	}
	return all
}

func answered(checks []evidence.Check, of int, w words.Words) string {
	return w.T("referee.answered", "Done", strconv.Itoa(len(checks)), "Total", strconv.Itoa(of))
}

// checked words the council's check of a referee.
func checked(s desk.Snapshot, r casework.Referee, w words.Words) council.View {
	v := council.View{
		Tint: theme.Quiet, Title: w.T("review.check.none"), Detail: w.T("referee.check_detail"),
		Ask: w.T("referee.check_ask"), May: !r.Name.IsZero() && !r.Born.IsZero() && s.Open.Case.Resident != nil,
	}
	if s.Link.State == desk.LinkOffline {
		v.Tint, v.Title = theme.Info, w.T("review.check.offline")
		v.Detail = w.T("referee.check_offline")
	}
	if got := r.Check; got != nil {
		v.Tint, v.Ask = theme.Good, w.T("review.check.again")
		v.Title = w.T("review.check.done", "Fraud", got.Fraud, "Activity", got.Activity)
		v.Detail = w.T("review.check.no_sources")
		if len(got.Sources) > 0 {
			v.Detail = w.T("review.check.sources", "Sources", strings.Join(got.Sources, ", "))
		}
		v.Detail += " " + w.T("review.check.when", "Time", w.Moment(got.At))
	}
	return v
}
