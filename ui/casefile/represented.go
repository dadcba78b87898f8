package casefile

import (
	"strings"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// Represented words who acts or speaks for the resident, for summaries; none
// where nobody does.
func Represented(s desk.Snapshot, w words.Words) []component.SummaryRow {
	if s.Open == nil || s.Open.Case.Representative == nil {
		return nil
	}
	r := s.Open.Case.Representative
	tongue := w.Tongue()
	kind := r.Kind
	if s.Policy != nil {
		if k, ok := s.Policy.Authority(r.Kind); ok {
			kind = k.Names.In(tongue)
		}
	}
	row := component.SummaryRow{
		Key: w.T("casefile.represented"), Value: r.Name.Full(), Tag: w.T("casefile.represented.neither"), Tint: theme.Warn,
	}
	switch st := s.Open.Standing; {
	case st.Acts:
		row.Tag, row.Tint = w.T("casefile.represented.acts"), theme.Good
	case st.Speaks:
		row.Tag, row.Tint = w.T("casefile.represented.speaks"), theme.Info
		if !speaksOnly(st.Why) {
			row.Tint = theme.Warn
		}
	}
	notes := []string{kind}
	if len(s.Open.Standing.Why) > 0 && !speaksOnly(s.Open.Standing.Why) {
		notes = append(notes, WhyNot(s.Open.Standing.Why, w)...)
	}
	add := func(key, text string) {
		if text != "" {
			notes = append(notes, w.T(key, "Text", text))
		}
	}
	add("casefile.represented.seen", r.Seen)
	add("casefile.represented.number", r.Number)
	add("casefile.represented.limits", r.Limits)
	switch u := s.Open.Standing.Until; {
	case !u.IsZero():
		add("casefile.represented.until", w.Date(u.Year, u.Month, u.Day))
	case r.Endless:
		notes = append(notes, w.T("casefile.represented.endless"))
	}
	notes = append(notes, w.T("casefile.represented.agrees."+answered(r.Agrees)))
	for _, item := range r.Evidence {
		add("casefile.represented.shown", Document(s.Policy, item.Type, w))
	}
	if r.Absent {
		notes = append(notes, w.T("casefile.represented.absent"))
	}
	row.Note = strings.Join(notes, "\n")
	return []component.SummaryRow{row}
}

func speaksOnly(why []string) bool { return len(why) == 1 && why[0] == "representative-speaks-only" }

// WhyNot words why a representative may not act.
func WhyNot(why []string, w words.Words) []string {
	var all []string
	for _, code := range why {
		all = append(all, w.T("casefile.represented.why."+code))
	}
	return all
}

func answered(a evidence.Answer) string {
	if a == evidence.Unanswered {
		return "unanswered"
	}
	return string(a)
}
