package review

import (
	"slices"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

func rows(s desk.Snapshot, w words.Words) []row {
	c := s.Open.Case
	all := []row{letterRow(c, w), residentRow(c, w)}
	for _, r := range casefile.Represented(s, w) {
		all = append(all, row{Key: r.Key, Tag: r.Tag, Tint: r.Tint, Value: r.Value, Note: r.Note, Step: casework.StepResident})
	}
	all = append(all, purposeRow(s, w))
	all = append(all, evidenceRows(s, w)...)
	all = append(all, likenessRow(s, w))
	for _, r := range casefile.Referees(s, w) {
		all = append(all, row{Key: r.Key, Tag: r.Tag, Tint: r.Tint, Value: r.Value, Note: r.Note, Step: casework.StepReferee})
	}
	return append(all, saidRows(s, w)...)
}

// saidRows tell how everything the vouch says was checked, what it leaves out,
// and why a document has another name.
func saidRows(s desk.Snapshot, w words.Words) []row {
	var all []row
	if names := casefile.OtherNames(s, w); len(names) > 0 {
		all = append(all, row{Key: w.T("review.other_names"), Value: strings.Join(names, "\n"), Step: casework.StepEvidence})
	}
	checked := casefile.HowChecked(s, w)
	if len(checked.Lines) > 0 {
		all = append(all, row{Key: w.T("review.checked_how"), Value: strings.Join(checked.Lines, "\n"), Step: casework.StepEvidence})
	}
	if len(checked.Left) > 0 {
		all = append(all, row{Key: w.T("review.left_out"), Value: strings.Join(checked.Left, "\n"), Step: casework.StepEvidence})
	}
	return all
}

func letterRow(c *casework.Case, w words.Words) row {
	r := row{Key: w.T("casefile.step.letter"), Step: casework.StepLetter}
	switch c.Letter.Path {
	case casework.LetterNone:
		r.Value = w.T("review.letter.none")
	case casework.LetterScanned:
		state := string(c.Letter.State)
		r.Value, r.Note = w.T("review.letter."+state), w.T("review.letter_note."+state)
		if c.Letter.State == letter.Mismatch {
			r.Tag, r.Tint = w.T("casefile.state.mismatch"), theme.Warn
		}
	default:
		r.Value = w.T("review.not_done")
	}
	return r
}

func residentRow(c *casework.Case, w words.Words) row {
	r := row{Key: w.T("casefile.step.resident"), Step: casework.StepResident, Value: w.T("review.not_done")}
	who := c.Resident
	if who == nil {
		return r
	}
	r.Value = who.Name.Full()
	if b := who.Born; !b.IsZero() {
		r.Value = w.T("review.born", "Name", who.Name.Full(), "Day", w.Date(b.Year, b.Month, b.Day))
	}
	r.Note = address(who.Address, w)
	return r
}

func address(a resident.Address, w words.Words) string {
	parts := slices.Clone(a.Lines)
	for _, p := range []string{a.Town, a.Postcode, a.Country} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 && a.NoFixed {
		return w.T("review.no_fixed")
	}
	return strings.Join(parts, ", ")
}

func purposeRow(s desk.Snapshot, w words.Words) row {
	r := row{Key: w.T("casefile.step.purpose"), Step: casework.StepPurpose, Value: w.T("review.not_done")}
	p := s.Open.Case.Purpose
	if p == nil {
		return r
	}
	r.Value = p.Service
	if s.Policy != nil {
		if svc, ok := s.Policy.Service(p.Service); ok {
			var needs []string
			for _, a := range svc.Attributes {
				needs = append(needs, casefile.Needs(s.Policy, a, w))
			}
			r.Value = w.T("review.discloses", "Service", svc.Names.In(w.Tongue()), "What", strings.Join(needs, ", "))
		}
	}
	if p.Told != "" {
		r.Note = w.T("review.told", "How", w.T("purpose.done."+p.Told), "Language", w.T("purpose.notice_in."+p.Language), "Time", w.Moment(p.At))
		if rep := s.Open.Case.Representative; rep != nil && p.To == casework.ToldRepresentative {
			r.Note += "\n" + w.T("purpose.told_to", "Name", rep.Name.Full())
		}
	}
	return r
}

// evidenceRows is one row for each piece: what it is, how many of its checks
// were answered yes, and whether an image is kept.
func evidenceRows(s desk.Snapshot, w words.Words) []row {
	key := w.T("casefile.step.evidence")
	items := s.Open.Case.Evidence
	if len(items) == 0 {
		return []row{{Key: key, Value: w.T("review.no_evidence"), Step: casework.StepEvidence}}
	}
	var all []row
	for i, item := range items {
		r := row{Value: casefile.Document(s.Policy, item.Type, w), Step: casework.StepEvidence}
		if i == 0 {
			r.Key = key
		}
		notes := []string{answers(item.Checks, asked(s, item.Type), w)}
		switch {
		case len(item.Captures) > 0:
			notes = append(notes, w.N("review.images", len(item.Captures)))
		case item.Seen == evidence.Returned:
			notes = append(notes, w.T("review.handed_back"))
		}
		r.Note = strings.Join(notes, " ")
		all = append(all, r)
	}
	return all
}

func asked(s desk.Snapshot, kind string) int {
	if s.Policy == nil {
		return 0
	}
	d, _ := s.Policy.Document(kind)
	return len(d.Checks)
}

// answers counts the answers; what is not yet answered counts too.
func answers(given []evidence.Check, asked int, w words.Words) string {
	n := map[evidence.Answer]int{}
	for _, c := range given {
		n[c.Answer]++
	}
	parts := []string{w.T("review.answers", "Yes", n[evidence.Yes], "No", n[evidence.No], "CouldNot", n[evidence.CouldNot])}
	if n[evidence.Yes] == asked && asked == len(given) {
		parts = []string{w.N("review.all_yes", asked)}
	}
	if open := asked - n[evidence.Yes] - n[evidence.No] - n[evidence.CouldNot]; open > 0 {
		parts = append(parts, w.N("review.unanswered", open))
	}
	return strings.Join(parts, " ")
}

func likenessRow(s desk.Snapshot, w words.Words) row {
	r := row{Key: w.T("casefile.step.likeness"), Step: casework.StepLikeness, Value: w.T("review.not_done")}
	l := s.Open.Case.Likeness
	if l == nil {
		return r
	}
	what := ""
	if item, ok := s.Open.Case.Item(l.Against); ok {
		what = casefile.Document(s.Policy, item.Type, w)
	}
	r.Value = w.T("review.compared", "What", what)
	total := 0
	if s.Policy != nil {
		total = len(s.Policy.Likeness.Checks)
	}
	r.Note = answers(l.Checks, total, w)
	return r
}
