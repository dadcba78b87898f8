package check

import (
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

// Answers are the rows of guided checks and what was said to them.
func Answers(p *policy.Policy, asked []policy.Check, said map[string]Said, w words.Words) []component.SummaryRow {
	var rows []component.SummaryRow
	for _, q := range asked {
		yes, no := w.Answers(q.Question.In(w.Tongue()))
		row := component.SummaryRow{Key: q.Question.In(w.Tongue()), Value: w.T("evidence.not_answered")}
		switch said[q.Code].Answer {
		case evidence.Yes:
			row.Value = yes
		case evidence.No:
			row.Value = no
		case evidence.CouldNot:
			row.Value = w.T("frame.answer.could-not-check")
			for _, c := range p.CouldNot {
				if c.Code == said[q.Code].Reason {
					row.Note = c.Words.In(w.Tongue())
				}
			}
		case evidence.Unanswered:
		}
		rows = append(rows, row)
	}
	return rows
}
