package referee

import (
	"strconv"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// statementView is what is drawn around what is chosen.
type statementView struct {
	Closed     component.Notice // why none can be made now
	Rows       []component.SummaryRow
	Form       bool
	Paragraphs []string
	Until      string // how long it will count
	Pictures   []evidence.Capture
	Paper      bool // pictures of a signed paper can be opened
}

// lookStatement words the statement, in the language it is read in.
func lookStatement(s desk.Snapshot, id casework.RefereeID, how string, in resident.Language, today resident.Date, w words.Words) statementView {
	var v statementView
	if s.Open == nil {
		return v
	}
	r, _, there := find(s.Open, id)
	v.Closed = closed(s, id, w)
	switch {
	case v.Closed.Title != "":
		if there && r.Statement != nil {
			v.Rows = []component.SummaryRow{statementRow(s.Policy, r, w)}
		}
		return v
	case !there || r.Years == 0:
		v.Closed = component.Note(theme.Info, w.T("referee.who_first"), w.T("referee.who_first_detail"))
		return v
	case s.Open.Case.Resident == nil:
		v.Closed = component.Note(theme.Info, w.T("referee.resident_first"), w.T("referee.resident_first_detail"))
		return v
	case r.Told == nil:
		v.Closed = component.Note(theme.Info, w.T("referee.told_first"), w.T("referee.told_first_detail"))
		return v
	}
	v.Form = true
	fill := strings.NewReplacer("{resident}", s.Open.Case.Resident.Name.Full(), "{years}", strconv.Itoa(r.Years))
	for _, p := range s.Policy.Referee.Statement {
		v.Paragraphs = append(v.Paragraphs, fill.Replace(p.In(in)))
	}
	v.Until = casefile.UntilOf(s.Policy, today, w)
	v.Paper = how == casework.StatementOnPaper
	if st := r.Statement; st != nil && v.Paper {
		v.Pictures = st.Captures
	}
	return v
}

// statementRow is how and when a statement was made.
func statementRow(p *policy.Policy, r casework.Referee, w words.Words) component.SummaryRow {
	row := component.SummaryRow{Key: w.T("referee.statement"), Value: w.T("referee.not_made")}
	if how, note := casefile.MadeOf(p, r, w); how != "" {
		row.Value, row.Note = how, note
	}
	return row
}

// made are the ways to make a statement.
func made(w words.Words) []component.Option {
	return []component.Option{
		{ID: casework.StatementOnScreen, Text: w.T("referee.how.screen"), Hint: w.T("referee.how_screen_hint")},
		{ID: casework.StatementOnPaper, Text: w.T("referee.how.paper"), Hint: w.T("referee.how_paper_hint")},
	}
}
