package returning

import (
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/words"
)

// view is what is drawn.
type view struct {
	Case  string
	Lead  string
	None  string // why there is nothing to answer
	Cards []card
	Left  string // how many are still to be answered
	Done  bool
}

// card is one thing to look at.
type card struct {
	Place         int
	Title, Detail string
	Asks          bool // keep or look again; else it is only to be seen
	Answer        string
	Open          bool
	Change        bool // what was kept can still be looked at again
	Due           bool // it is to be looked at again, and has not been
}

// look words the return visit.
func look(s desk.Snapshot, w words.Words) view {
	if s.Open == nil || s.Open.Case.Visit() == nil {
		return view{None: w.T("returning.none")}
	}
	c := s.Open.Case
	visit := c.Visit()
	v := view{Case: w.T("casefile.case", "Ref", c.Ref), Lead: w.T("returning.lead", "Day", w.Day(visit.Parked.At), "By", nameOf(s, visit.Parked.By, w))}
	if len(visit.Parked.Bring) > 0 || visit.Parked.Also != "" {
		v.Lead += " " + w.T("returning.asked", "Bring", strings.Join(asked(s, visit.Parked, w), ", "))
	}
	for i, f := range visit.Flags {
		k := card{Place: i, Asks: f.Asks(), Open: !f.Answered(), Title: w.T("returning.flag."+f.Code+".title", params(s, f, w)), Detail: detail(s, f, w)}
		if f.Answer != "" {
			k.Due = k.Open
			k.Change = f.Asks() && f.Answer == casework.Keep && c.State == casework.Open
			k.Answer = w.T("returning.answered."+string(f.Answer), "Time", w.Moment(f.At))
		}
		if f.Step == casework.StepEvidence {
			if _, there := c.Item(f.Item); !there {
				continue // taken away since
			}
		}
		v.Cards = append(v.Cards, k)
	}
	left := 0
	for _, k := range v.Cards {
		if k.Open {
			left++
		}
	}
	v.Done = left == 0
	v.Left = w.N("returning.left", left)
	if v.Done {
		v.Left = w.T("returning.all")
	}
	return v
}

func asked(s desk.Snapshot, cl casework.Closing, w words.Words) []string {
	var all []string
	for _, id := range cl.Bring {
		all = append(all, casefile.Document(s.Policy, id, w))
	}
	if cl.Also != "" {
		all = append(all, cl.Also)
	}
	return all
}

// params are what a flag's words are filled with.
func params(s desk.Snapshot, f casework.ReturnFlag, w words.Words) map[string]string {
	out := map[string]string{"Document": "", "Date": "", "From": f.Params["from"], "To": f.Params["to"]}
	if item, ok := s.Open.Case.Item(f.Item); ok {
		out["Document"] = casefile.Document(s.Policy, item.Type, w)
	}
	if d, err := resident.ParseISO(f.Params["date"]); err == nil && !d.IsZero() {
		out["Date"] = w.Date(d.Year, d.Month, d.Day)
	}
	return out
}

// detail says what is kept: of evidence, when it was checked and by whom.
func detail(s desk.Snapshot, f casework.ReturnFlag, w words.Words) string {
	text := w.T("returning.flag."+f.Code+".detail", params(s, f, w))
	c := s.Open.Case
	switch f.Step {
	case casework.StepEvidence:
		if item, ok := c.Item(f.Item); ok {
			text += " " + w.T("returning.checked", "Day", w.Day(item.At), "By", checkers(s, item, w))
		}
	case casework.StepResident:
		if r := c.Resident; r != nil {
			text += "\n" + strings.Join(append([]string{r.Name.Full()}, lines(r.Address)...), "\n")
		}
	case casework.StepLikeness:
		if l := c.Visit().Likeness; l != nil {
			text += " " + w.T("returning.compared", "Day", w.Day(l.At), "By", nameOf(s, trust.PersonID(l.By), w))
		}
	default:
	}
	return text
}

func lines(a resident.Address) []string {
	all := append([]string{}, a.Lines...)
	for _, l := range []string{a.Town, a.Postcode} {
		if l != "" {
			all = append(all, l)
		}
	}
	return all
}

// checkers names who made the checks of a piece, each once.
func checkers(s desk.Snapshot, item evidence.Item, w words.Words) string {
	var all []string
	seen := map[string]bool{}
	for _, k := range item.Checks {
		if k.By != "" && !seen[k.By] {
			seen[k.By] = true
			all = append(all, nameOf(s, trust.PersonID(k.By), w))
		}
	}
	if len(all) == 0 {
		return nameOf(s, trust.PersonID(item.By), w)
	}
	return strings.Join(all, ", ")
}

// nameOf is a person's name, where this desk knows it.
func nameOf(s desk.Snapshot, id trust.PersonID, w words.Words) string {
	if s.Session != nil && s.Session.Person.ID == id {
		return s.Session.Person.Name
	}
	for _, p := range s.Staff {
		if p.ID == id {
			return p.Name
		}
	}
	return w.T("returning.somebody")
}
