package representative

import (
	"slices"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// view is what is drawn around what is typed.
type view struct {
	Closed component.Notice       // why nothing can be typed here now
	Rows   []component.SummaryRow // who was recorded, where nothing can be typed
	Form   bool

	Kinds   []component.Option
	Papers  []component.Option // that show who somebody is
	Show    string             // what the chosen kind has to show
	Acts    bool               // the chosen kind can act: more is asked
	Number  bool
	Ends    bool
	Age     string           // when it ends by itself
	Stands  component.Notice // what they may do, by what is typed
	Absent  string           // what follows where the resident is not here
	Away    component.Notice // somebody was taken away
	Nobody  bool             // there is somebody to take away
	Recover bool
}

// look words the open case and what is typed.
func look(s desk.Snapshot, f form, w words.Words) view {
	var v view
	switch {
	case s.Open == nil:
		return v
	case s.Policy == nil:
		v.Closed = component.Note(theme.Warn, w.T("resident.no_policy"), w.T("resident.no_policy_detail"))
		return v
	case s.Open.Case.State != casework.Open:
		v.Closed = component.Note(theme.Info, w.T("resident.closed"), w.T("resident.closed_detail"))
		v.Rows = casefile.Represented(s, w)
		return v
	}
	v.Form = true
	tongue := w.Tongue()
	for _, k := range s.Policy.Representative.Kinds {
		o := component.Option{ID: k.Code, Text: k.Names.In(tongue)}
		if !k.Acts {
			o.Hint = w.T("representative.speaks_only")
		}
		v.Kinds = append(v.Kinds, o)
	}
	for _, d := range s.Policy.Documents {
		if d.Photo {
			v.Papers = append(v.Papers, component.Option{ID: d.ID, Text: d.Names.In(tongue)})
		}
	}
	v.Papers = append(v.Papers, component.Option{ID: noneShown, Text: w.T("representative.none_shown")})
	if k, ok := s.Policy.Authority(f.Kind); ok {
		v.Show, v.Acts, v.Number, v.Ends = k.Show.In(tongue), k.Acts, k.Number, asksEnd(k)
		if k.EndsAtAge > 0 {
			v.Age = w.T("representative.ends_at_age", "Age", k.EndsAtAge)
		}
		v.Stands = stands(s, f, w)
	}
	if f.Here == no {
		v.Absent = w.T("representative.absent_detail")
	}
	v.Nobody = s.Open.Case.Representative != nil
	if s.Open.Case.Representative == nil && s.Open.Case.FormerRep != nil {
		v.Away = component.Note(theme.Info, w.T("representative.away"), w.T("representative.away_detail"))
		v.Recover = true
	}
	return v
}

// stands tells what they may do, so that nobody finds out at the end.
func stands(s desk.Snapshot, f form, w words.Words) component.Notice {
	got := s.Policy.Standing(f.mandate(s.Open.Case), resident.DateOf(s.Now))
	why := slices.DeleteFunc(got.Why, func(code string) bool {
		return code == policy.RepUnidentified && f.Shown == "" // it is asked below
	})
	switch {
	case len(why) == 0:
		return component.Note(theme.Good, w.T("casefile.represented.acts"), w.T("representative.acts_detail"))
	case slices.Equal(why, []string{policy.RepSpeaksOnly}):
		return component.Note(theme.Info, w.T("casefile.represented.speaks"), w.T("representative.speaks_detail"))
	}
	title := w.T("casefile.represented.speaks")
	if !got.Speaks {
		title = w.T("casefile.represented.neither")
	}
	return component.Note(theme.Warn, title, strings.Join(casefile.WhyNot(why, w), "\n"))
}

// agreements are the answers to whether the resident agrees.
func agreements(w words.Words) []component.Option {
	affirm, deny := w.Answers(w.T("representative.agrees"))
	return []component.Option{
		{ID: yes, Text: affirm},
		{ID: no, Text: deny},
		{ID: "could_not", Text: w.T("representative.could_not"), Hint: w.T("representative.could_not_hint")},
	}
}

func heres(w words.Words) []component.Option {
	affirm, deny := w.Answers(w.T("representative.here"))
	return []component.Option{{ID: yes, Text: affirm}, {ID: no, Text: deny}}
}
