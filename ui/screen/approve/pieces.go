package approve

import (
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// pieces are the documents and the comparison, each with what was answered: the
// resident's, and then those of who vouches for them.
func pieces(s desk.Snapshot, w words.Words) []piece {
	c := s.Open.Case
	all := piecesOf(s, c.Evidence, c.Likeness, func(what string) string { return what }, w)
	for _, r := range c.Vouching() {
		all = append(all, piecesOf(s, r.Evidence, r.Likeness, func(what string) string {
			return w.T("approve.theirs", "Name", r.Name.Full(), "What", what)
		}, w)...)
	}
	return all
}

func piecesOf(s desk.Snapshot, items []evidence.Item, l *evidence.Likeness, name func(string) string, w words.Words) []piece {
	var all []piece
	against := ""
	for _, item := range items {
		d, _ := s.Policy.Document(item.Type)
		p := piece{Name: name(casefile.Document(s.Policy, item.Type, w)), Note: w.T("approve.handed_back"), Answers: answered(s, item.Checks, d.Checks, w)}
		if n := len(item.Captures); n > 0 {
			p.Note = w.N("approve.images", n)
		}
		all = append(all, p)
		if l != nil && l.Against == item.ID {
			against = casefile.Document(s.Policy, item.Type, w)
		}
	}
	if l != nil {
		all = append(all, piece{
			Name: name(w.T("casefile.likeness")), Note: w.T("approve.compared", "What", against),
			Answers: answered(s, l.Checks, s.Policy.Likeness.Checks, w),
		})
	}
	return all
}

func answered(s desk.Snapshot, given []evidence.Check, asked []policy.Check, w words.Words) []answer {
	var all []answer
	for _, q := range asked {
		yes, no := w.Answers(q.Question.In(w.Tongue()))
		a := answer{Question: q.Question.In(w.Tongue()), Said: w.T("approve.unanswered"), Tint: theme.Quiet}
		for _, c := range given {
			if c.Code != q.Code {
				continue
			}
			switch c.Answer {
			case evidence.Unanswered:
			case evidence.Yes:
				a.Said, a.Tint = yes, theme.Good
			case evidence.No:
				a.Said, a.Tint = no, theme.Bad
			case evidence.CouldNot:
				a.Said, a.Tint = w.T("frame.answer.could-not-check"), theme.Quiet
				for _, r := range s.Policy.CouldNot {
					if r.Code == c.Reason {
						a.Question += "\n" + r.Words.In(w.Tongue())
					}
				}
			}
		}
		all = append(all, a)
	}
	return all
}
