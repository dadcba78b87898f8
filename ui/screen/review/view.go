package review

import (
	"slices"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/council"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// view is what is drawn.
type view struct {
	Closed  component.Notice // why nothing can be sent from here now
	Form    bool
	Missing []lack
	Rows    []row
	Check   council.View
	Worth   worth
	Declare string
	Below   string // that it reaches less than is needed
}

// lack is one thing in the way, and where to mend it.
type lack struct {
	Text  string
	Step  casework.Step
	Item  evidence.ItemID
	Of    casework.RefereeID // whose it is; empty for the resident
	Check bool               // the council's check is asked for again
}

// row is one line of the answers.
type row struct {
	Key, Tag, Value, Note string
	Tint                  theme.Tint
	Step                  casework.Step
}

// worth is what the case comes to.
type worth struct {
	Tint          theme.Tint
	Title, Detail string
	Pieces        []component.SummaryRow
}

// look words the open case.
func look(s desk.Snapshot, w words.Words) view {
	if s.Open == nil {
		return view{}
	}
	c := s.Open.Case
	v := view{Rows: rows(s, w), Worth: assessed(s, w)}
	switch {
	case s.Policy == nil:
		v.Closed = component.Note(theme.Warn, w.T("review.no_policy"), w.T("review.no_policy_detail"))
		return v
	case c.State != casework.Open:
		v.Closed = component.Note(theme.Info, w.T("review.closed"), w.T("review.closed_detail"))
		return v
	}
	v.Form, v.Below = true, casefile.Below(s, w)
	v.Declare = s.Policy.Declare.Words.In(tongue(w))
	for _, m := range s.Open.Missing {
		v.Missing = append(v.Missing, lack{Text: lacking(s, m, w), Step: m.Step, Item: m.Item, Of: m.Referee, Check: m.Code == "order-check-stale"})
	}
	v.Check = checked(s, w)
	return v
}

func tongue(w words.Words) resident.Language { return resident.Language(w.Lang()) }

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
			r.Value = w.T("review.discloses", "Service", svc.Names.In(tongue(w)), "What", strings.Join(needs, ", "))
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
		r := row{Value: document(s, item.Type, w), Step: casework.StepEvidence}
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
		what = document(s, item.Type, w)
	}
	r.Value = w.T("review.compared", "What", what)
	total := 0
	if s.Policy != nil {
		total = len(s.Policy.Likeness.Checks)
	}
	r.Note = answers(l.Checks, total, w)
	return r
}

func document(s desk.Snapshot, kind string, w words.Words) string {
	if s.Policy != nil {
		if d, ok := s.Policy.Document(kind); ok {
			return d.Names.In(tongue(w))
		}
	}
	return kind
}

// checked words the council's check.
func checked(s desk.Snapshot, w words.Words) council.View {
	c := s.Open.Case
	v := council.View{
		Tint: theme.Quiet, Title: w.T("review.check.none"), Detail: w.T("review.check.none_detail"),
		Ask: w.T("review.check.ask"), May: c.Resident != nil,
	}
	if s.Link.State == desk.LinkOffline {
		v.Tint, v.Title = theme.Info, w.T("review.check.offline")
		v.Detail = w.T("review.check.offline_detail", "Time", w.Time(s.Link.Since))
	}
	if got := c.Check; got != nil {
		v.Tint, v.Ask = theme.Good, w.T("review.check.again")
		v.Title = w.T("review.check.done", "Fraud", got.Fraud, "Activity", got.Activity)
		asked := w.T("review.check.no_sources")
		if len(got.Sources) > 0 {
			asked = w.T("review.check.sources", "Sources", strings.Join(got.Sources, ", "))
		}
		v.Detail = asked + " " + w.T("review.check.when", "Time", w.Moment(got.At))
	}
	if c.Resident == nil {
		v.Detail = w.T("review.check.nobody")
	}
	return v
}

// assessed words what the case comes to, piece by piece.
func assessed(s desk.Snapshot, w words.Words) worth {
	sc := s.Open.Scored
	v := worth{Tint: theme.Warn, Title: w.T("review.worth.none"), Detail: w.T("review.worth.none_detail")}
	if r := sc.Result; r.Confidence != gpg45.None {
		v.Tint = theme.Good
		v.Title = w.T("review.worth.met", "Level", w.T("casefile.level."+r.Confidence.String()))
		v.Detail = w.N("review.worth.profiles", len(r.Profiles), "Profiles", strings.Join(r.Profiles, ", "))
		if s.Open.Needs > r.Confidence {
			v.Tint = theme.Warn
			v.Detail += " " + w.T("review.worth.needs", "Level", w.T("casefile.level."+s.Open.Needs.String()))
		}
	}
	if s.Policy == nil {
		return v
	}
	for _, p := range sc.Pieces {
		v.Pieces = append(v.Pieces, component.SummaryRow{
			Key:   document(s, p.Type, w),
			Value: w.T("review.worth.piece", "Strength", p.Strength, "Validity", p.Validity),
			Note:  note(s, p.Type, p.Reasons, casefile.OfItem(p.ItemID), w),
		})
	}
	v.Pieces = append(v.Pieces, component.SummaryRow{
		Key: w.T("casefile.likeness"), Value: w.T("review.worth.likeness", "Score", sc.Verification),
		Note: note(s, "", sc.VerificationReasons, casefile.OfParts(policy.PartVerification), w),
	}, component.SummaryRow{
		Key: w.T("casefile.fraud_activity"), Value: w.T("review.worth.fraud", "Fraud", sc.Fraud, "Activity", sc.Activity),
		Note: note(s, "", nil, casefile.OfParts(policy.PartFraud, policy.PartActivity), w),
	})
	v.Pieces = append(v.Pieces, referee(s, w)...)
	return v
}

// referee is what the statements count for, if there are any.
func referee(s desk.Snapshot, w words.Words) []component.SummaryRow {
	r := s.Open.Scored.Referee
	if len(r.Reasons) == 0 {
		return nil
	}
	return []component.SummaryRow{{
		Key: w.T("review.worth.referee"), Value: w.T("review.worth.piece", "Strength", r.Strength, "Validity", r.Validity),
		Note: reasons(s.Policy, "", r.Reasons, w),
	}}
}

// note is what a score rests on, and then what keeps it from a higher one.
func note(s desk.Snapshot, kind string, rests []policy.Reason, of func(policy.Lowered) bool, w words.Words) string {
	lines := casefile.Lowered(s, of, w)
	rests = slices.DeleteFunc(slices.Clone(rests), func(r policy.Reason) bool {
		return len(lines) > 0 && slices.Contains(policy.LoweredReasons(), r.Code)
	})
	if said := reasons(s.Policy, kind, rests, w); said != "" {
		lines = append([]string{said}, lines...)
	}
	return strings.Join(lines, "\n")
}
