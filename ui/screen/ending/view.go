package ending

import (
	"slices"
	"strings"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/glyph"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

// phase is one question.
type phase string

// The questions, and what is asked last: whether it is all right.
const (
	how   phase = "how"
	why   phase = "why"
	bring phase = "bring"
	when  phase = "when"
	note  phase = "note"
	check phase = "check"
)

// typed is what has been answered.
type typed struct {
	at         phase
	how        casework.Outcome
	reason     string
	bring      []string
	also, note string
	date       [3]string // day, month, year
}

// fields is the draft of it.
func (t typed) fields() map[string]string {
	return map[string]string{
		"at": string(t.at), "how": string(t.how), "reason": t.reason, "bring": strings.Join(t.bring, " "), "also": t.also, "note": t.note,
		"day": t.date[0], "month": t.date[1], "year": t.date[2],
	}
}

func typedOf(f map[string]string) typed {
	return typed{
		at: phase(f["at"]), how: casework.Outcome(f["how"]), reason: f["reason"], bring: strings.Fields(f["bring"]),
		also: f["also"], note: f["note"], date: [3]string{f["day"], f["month"], f["year"]},
	}
}

// view is what is drawn.
type view struct {
	Closed   string // why nothing can be ended here
	Question string
	Lead     string
	Count    string
	Ways     []component.Option
	Reasons  []component.Option
	Bring    []component.SummaryRow // without what the links do
	Add      []component.Option
	DateHint string
	Rows     []answer
	Do       string // what the button does at the end
}

// answer is one line of the answers, with the question it belongs to.
type answer struct {
	Key, Value string
	Of         phase
}

// asked are the questions that an ending has.
func asked(s desk.Snapshot, of casework.Outcome) []phase {
	all := []phase{how, why}
	if s.Open != nil && !s.Open.May.Close {
		all = []phase{why} // only withdrawing is left
	}
	if of == casework.ComeBack {
		all = append(all, bring, when)
	}
	return append(all, note, check)
}

// outcome is how it ends; where there is no choice, by what is left.
func outcome(s desk.Snapshot, t typed) casework.Outcome {
	if s.Open != nil && !s.Open.May.Close {
		return casework.Withdrawn
	}
	return t.how
}

// look words the question that is asked.
func look(s desk.Snapshot, t typed, w words.Words) view {
	if s.Open == nil || s.Policy == nil || !s.Open.May.Close && !s.Open.May.Withdraw {
		return view{Question: w.T("ending.title"), Closed: w.T("ending.closed")}
	}
	of := outcome(s, t)
	all := asked(s, of)
	v := view{Question: w.T("ending.q." + string(t.at)), Lead: w.T("ending.lead." + string(t.at)), Do: w.T("ending.do." + orNone(of))}
	v.Count = w.T("outcome.heading", "Ref", s.Open.Case.Ref)
	switch at := slices.Index(all, t.at); {
	case at == 0: // how many there are turns on the answer
		v.Count = w.T("ending.count_first", "Ref", s.Open.Case.Ref)
	case t.at != check:
		v.Count = w.T("ending.count", "Ref", s.Open.Case.Ref, "Number", at+1, "Of", len(all)-1)
	}
	for _, o := range []casework.Outcome{casework.ComeBack, casework.NotVerified, casework.Withdrawn} {
		v.Ways = append(v.Ways, component.Option{ID: string(o), Text: w.T("ending.how." + string(o)), Hint: w.T("ending.how_hint." + string(o))})
	}
	lang := w.Tongue()
	rule, _ := s.Policy.OutcomeOf(string(of))
	for _, r := range rule.Reasons {
		v.Reasons = append(v.Reasons, component.Option{ID: r.Code, Text: r.Words.In(lang)})
	}
	for _, id := range t.bring {
		v.Bring = append(v.Bring, component.SummaryRow{Key: casefile.Document(s.Policy, id, w), Change: w.T("ending.take_off")})
	}
	for _, d := range s.Policy.Documents {
		if !slices.Contains(t.bring, d.ID) {
			v.Add = append(v.Add, component.Option{ID: d.ID, Text: d.Names.In(lang)})
		}
	}
	v.DateHint = w.T("ending.date_hint", "Latest", w.Day(latest(s)))
	v.Rows = answers(s, t, all, w)
	return v
}

func orNone(o casework.Outcome) string {
	if o == casework.NoOutcome {
		return string(casework.NotVerified)
	}
	return string(o)
}

// latest is the last day for which what was shown is kept.
func latest(s desk.Snapshot) time.Time {
	return casework.DayEnd(resident.DateOf(s.Now.UTC()).AddDays(s.Policy.Keeps(policy.RecordParked)))
}

// proposed is the day by which the policy would have the resident come back.
func proposed(s desk.Snapshot) resident.Date {
	rule, _ := s.Policy.OutcomeOf(string(casework.ComeBack))
	return resident.DateOf(s.Now.UTC()).AddDays(min(rule.Days, s.Policy.Keeps(policy.RecordParked)))
}

// answers is everything to check before it is done.
func answers(s desk.Snapshot, t typed, all []phase, w words.Words) []answer {
	lang, of := w.Tongue(), outcome(s, t)
	rows := []answer{{Key: w.T("ending.row.case"), Value: s.Open.Case.Ref}}
	for _, p := range all {
		row := answer{Key: w.T("ending.row." + string(p)), Of: p}
		switch p {
		case how:
			row.Value = w.T("ending.how." + orNone(of))
		case why:
			row.Value = reasonWords(s, of, t.reason, lang)
		case bring:
			var lines []string
			for _, id := range t.bring {
				lines = append(lines, casefile.Document(s.Policy, id, w))
			}
			if t.also != "" {
				lines = append(lines, t.also)
			}
			row.Value = strings.Join(lines, "\n")
		case when:
			if d, err := resident.ParseCalendarDate(t.date[0], t.date[1], t.date[2]); err == nil {
				row.Value = w.Date(d.Year, d.Month, d.Day)
			}
		case note:
			if row.Value = t.note; row.Value == "" {
				row.Value = w.T("ending.none")
			}
		case check:
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

func reasonWords(s desk.Snapshot, of casework.Outcome, code string, lang resident.Language) string {
	rule, _ := s.Policy.OutcomeOf(string(of))
	for _, r := range rule.Reasons {
		if r.Code == code {
			return r.Words.In(lang)
		}
	}
	return ""
}

// closing is what the answers come to.
func closing(s desk.Snapshot, t typed) casework.Closing {
	cl := casework.Closing{Outcome: outcome(s, t), Reason: t.reason, Note: strings.TrimSpace(t.note)}
	if cl.Outcome == casework.ComeBack {
		cl.Bring, cl.Also = slices.Clone(t.bring), strings.TrimSpace(t.also)
		if d, err := resident.ParseCalendarDate(t.date[0], t.date[1], t.date[2]); err == nil {
			cl.Until = casework.DayEnd(d)
		}
	}
	return cl
}

// wrong is what is missing of the answer to one question; empty when nothing is.
func wrong(s desk.Snapshot, t typed, w words.Words) string {
	switch t.at {
	case how:
		if outcome(s, t) == casework.NoOutcome {
			return w.T("ending.how_missing")
		}
	case why:
		if reasonWords(s, outcome(s, t), t.reason, resident.English) == "" {
			return w.T("ending.why_missing")
		}
	case bring:
		if len(t.bring) == 0 && strings.TrimSpace(t.also) == "" {
			return w.T("ending.bring_missing")
		}
		if letter, missing := glyph.Missing(t.also); missing {
			return w.T("ending.also_letter", "Letter", string(letter))
		}
	case when:
		d, err := resident.ParseCalendarDate(t.date[0], t.date[1], t.date[2])
		switch {
		case err != nil:
			return w.T("ending.when_missing")
		case !d.After(resident.DateOf(s.Now)):
			return w.T("ending.when_past")
		case casework.DayEnd(d).After(latest(s)):
			return w.T("ending.when_late", "Latest", w.Day(latest(s)))
		}
	case note, check:
	}
	return ""
}
