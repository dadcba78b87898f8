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
			if why := doubt(s.sight, item, d, w); why.code != "" {
				hint = w.T("likeness.counts_not", "Why", why.text)
				if item.ID == chosen {
					v.Doubt = component.Note(theme.Warn, w.T("likeness.doubt."+why.code), w.T("likeness.doubt_detail."+why.code))
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

// doubted is why a document's photo does not count, by the last part of its
// words' keys; the zero value where it counts.
type doubted struct{ code, text string }

// doubt is why a document's photo does not count.
func doubt(s sight, item record.Item, d policy.Document, w words.Words) doubted {
	said := func(code string, params ...any) doubted { return doubted{code, w.T("likeness.why."+code, params...)} }
	i := slices.IndexFunc(s.papers.Scored.Pieces, func(p policy.ScoredPiece) bool { return p.ItemID == item.ID })
	if i < 0 {
		return said("open")
	}
	p := s.papers.Scored.Pieces[i]
	if p.Validity > 0 {
		return doubted{}
	}
	for _, r := range p.Reasons {
		switch r.Code {
		case policy.ValidityCheckNo:
			q, _ := d.Check(r.Params["check"])
			return said("no", "Question", q.Question.In(w.Tongue()))
		case policy.ValidityExpired:
			return said("expired")
		case policy.ValidityMRZ:
			return said("mrz")
		case policy.ValidityTraining:
			return said("training")
		}
	}
	open := func(q policy.Check) bool { return item.Answer(q.Code) == record.Unanswered }
	if slices.ContainsFunc(d.Checks, open) || len(d.Checks) == 0 {
		return said("open")
	}
	return said("too_few")
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
