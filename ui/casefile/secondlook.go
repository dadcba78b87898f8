package casefile

import (
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// SecondLook words a second look for who decides: what was asked and what was
// made of it, plainly and without a colour that catches an eye across a desk.
func SecondLook(s desk.Snapshot, w words.Words) []component.SummaryRow {
	if s.Open == nil || s.Open.Case.Concern == nil {
		return nil
	}
	c, n := s.Open.Case, s.Open.Case.Concern
	asked := component.SummaryRow{Key: w.T("casefile.second_look"), Tint: theme.Quiet, Value: concerned(s, n, w)}
	lines := []string{w.T("casefile.second_look.by", "Name", Staff(s, n.By), "Time", w.Moment(n.At))}
	if item, ok := c.Item(n.Item); ok && s.Policy != nil {
		if d, ok := s.Policy.Document(item.Type); ok {
			lines = append(lines, d.Names.In(w.Tongue()))
		}
	}
	if n.Alone != evidence.Unanswered {
		lines = append(lines, w.T("casefile.second_look.alone."+string(n.Alone)))
	}
	if n.Note != "" {
		lines = append(lines, n.Note)
	}
	asked.Note = strings.Join(lines, "\n")
	all := []component.SummaryRow{asked}
	if k := n.Second; k != nil {
		made := component.SummaryRow{
			Key: w.T("casefile.second_look.view"), Value: w.T("casefile.second_look.view." + string(k.View)),
			Note: strings.TrimRight(w.T("casefile.second_look.by", "Name", Staff(s, k.By), "Time", w.Moment(k.At))+"\n"+k.Note, "\n"),
		}
		all = append(all, made)
	}
	if !n.Cleared.IsZero() {
		all = append(all, component.SummaryRow{
			Key: w.T("casefile.second_look.rests"), Value: w.T("casefile.second_look.by", "Name", Staff(s, n.ClearedBy), "Time", w.Moment(n.Cleared)),
		})
	}
	return all
}

func concerned(s desk.Snapshot, n *casework.Concern, w words.Words) string {
	if s.Policy != nil {
		if k, ok := s.Policy.ConcernKind(n.Kind); ok {
			return k.Words.In(w.Tongue())
		}
	}
	return n.Kind
}
