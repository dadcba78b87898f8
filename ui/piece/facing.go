package piece

import (
	"slices"
	"strings"

	"vouchdesk/internal/desk"
	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/check"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// facing is what is drawn of a comparison.
type facing struct {
	Closed   component.Notice
	Rows     []component.SummaryRow // what was recorded, where nothing can be changed
	Form     bool
	Lead     string
	Training component.Notice
	Photos   []component.Option // the documents with a photo
	None     component.Notice   // there is none
	Doubt    component.Notice   // the one chosen does not count
	Again    bool               // it can be compared anew by who is here now
}

// beside is a snapshot seen for one person's face.
type beside struct {
	sight
	recorded *record.Likeness
}

func (f Face) see(s desk.Snapshot) beside {
	v := beside{sight: sight{Snapshot: s}}
	if s.Open != nil {
		v.papers, v.recorded = f.Of(s.Open)
	}
	return v
}

// lookBeside words a comparison; chosen is the document whose photo is used.
func lookBeside(s beside, chosen record.ItemID, w words.Words) facing {
	v := facing{Lead: w.T("likeness.lead")}
	if s.Open == nil {
		return v
	}
	if s.Policy == nil {
		v.Closed = component.Note(theme.Warn, w.T("likeness.no_policy"), w.T("likeness.no_policy_detail"))
		return v
	}
	if s.papers.Closed {
		v.Closed = component.Note(theme.Info, w.T("likeness.closed"), w.T("likeness.closed_detail"))
		v.Rows = comparison(s, w)
		return v
	}
	for _, item := range s.papers.Items {
		if d, ok := s.Policy.Document(item.Type); ok && d.Photo {
			hint := w.T("likeness.counts")
			if why := doubt(s.sight, item, d, w); why != "" {
				hint = w.T("likeness.counts_not", "Why", why)
				if item.ID == chosen {
					v.Doubt = component.Note(theme.Warn, w.T("likeness.doubt"), w.T("likeness.doubt_detail"))
				}
			}
			v.Photos = append(v.Photos, component.Option{ID: string(item.ID), Text: named(s.sight, item, d, w), Hint: hint})
		}
	}
	if len(v.Photos) == 0 {
		v.Lead = ""
		v.None = component.Note(theme.Info, w.T("likeness.none"), w.T("likeness.none_detail"))
		return v
	}
	if s.papers.Away && s.recorded == nil {
		v.Lead, v.Photos, v.Doubt = "", nil, component.Notice{}
		v.None = component.Note(theme.Info, w.T("likeness.away"), w.T("likeness.away_detail"))
		return v
	}
	v.Form = true
	v.Training = training(s.Snapshot, w)
	v.Again = s.Session != nil && s.recorded != nil && slices.ContainsFunc(s.recorded.Checks, func(c record.Check) bool {
		return c.Answer != record.Unanswered && c.By != "" && c.By != string(s.Session.Person.ID)
	})
	return v
}

// named is the document's name, with its number where there are two alike.
func named(s sight, item record.Item, d policy.Document, w words.Words) string {
	name, alike := d.Names.In(w.Tongue()), 0
	for _, other := range s.papers.Items {
		if other.Type == item.Type {
			alike++
		}
	}
	if f, ok := d.States(policy.DocumentNumber); ok && alike > 1 && item.Fields[f.ID] != "" {
		return name + " · " + item.Fields[f.ID]
	}
	return name
}

// doubt is why a document's photo does not count; empty when it does.
func doubt(s sight, item record.Item, d policy.Document, w words.Words) string {
	for _, p := range s.papers.Scored.Pieces {
		if p.ItemID != item.ID {
			continue
		}
		if p.Validity > 0 {
			return ""
		}
		for _, r := range p.Reasons {
			switch r.Code {
			case policy.ValidityCheckNo:
				q, _ := d.Check(r.Params["check"])
				return w.T("likeness.why_no", "Question", q.Question.In(w.Tongue()))
			case policy.ValidityExpired:
				return w.T("likeness.why_expired")
			case policy.ValidityMRZ:
				return w.T("likeness.why_mrz")
			case policy.ValidityTraining:
				return w.T("likeness.why_training")
			}
		}
		return w.T("likeness.why_open")
	}
	return w.T("likeness.why_open")
}

// training is what the officer's own training lets a likeness be worth.
func training(s desk.Snapshot, w words.Words) component.Notice {
	if s.Session == nil {
		return component.Notice{}
	}
	own := s.Session.Person.Training
	_, most := s.Policy.Allowed(policy.Training(own), resident.DateOf(s.Now))
	best := 0
	for _, score := range s.Policy.Likeness.Scores {
		best = max(best, score.Score)
	}
	if most >= best {
		return component.Note(theme.Info, w.T("likeness.training", "Most", best), "")
	}
	if own.Likeness.IsZero() {
		return component.Note(theme.Warn, w.T("likeness.training_none", "Most", most), w.T("likeness.training_next"))
	}
	d := own.Likeness
	return component.Note(
		theme.Warn, w.T("likeness.training_old", "Most", min(most, best), "Date", w.Date(d.Year, d.Month, d.Day)),
		w.T("likeness.training_next"),
	)
}

// comparison are the rows of one that can no longer be changed.
func comparison(s beside, w words.Words) []component.SummaryRow {
	l := s.recorded
	if l == nil {
		return []component.SummaryRow{{Key: w.T("likeness.title"), Value: w.T("likeness.not_made")}}
	}
	against := string(l.Against)
	if item, ok := s.item(l.Against); ok {
		if d, ok := s.Policy.Document(item.Type); ok {
			against = d.Names.In(w.Tongue())
		}
	}
	return append([]component.SummaryRow{{Key: w.T("likeness.against"), Value: against}},
		check.Answers(s.Policy, s.Policy.Likeness.Checks, check.Recorded(l.Checks), w)...)
}

// answersOf begins the names in a draft of the answers about one document.
func answersOf(id record.ItemID) string { return string(id) + "/" }

// against is the draft's name of the document chosen.
const (
	against = "against"
	anew    = "anew"
)

// answers reads a draft: the document chosen, and the answers about each.
func answers(draft map[string]string, asked []policy.Check) (record.ItemID, map[record.ItemID]map[string]check.Said) {
	all := map[record.ItemID]map[string]check.Said{}
	for name := range draft {
		if id, _, ok := strings.Cut(name, "/"); ok && all[record.ItemID(id)] == nil {
			all[record.ItemID(id)] = check.Take(draft, answersOf(record.ItemID(id)), asked)
		}
	}
	return record.ItemID(draft[against]), all
}
