package secondlook

import (
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

// mode is what the person can do here now.
type mode string

const (
	reads mode = "reads" // see what there is
	asks  mode = "asks"  // ask for a look, or say it otherwise
	looks mode = "looks" // make the look that another asked for
	rests mode = "rests" // put it to rest
)

// view is what is drawn.
type view struct {
	Mode    mode
	Lead    string
	Yes     string // the name of the button that does it; empty where there is nothing to do
	Rows    []component.SummaryRow
	Kinds   []component.Option
	Papers  []component.Option
	Advice  []string
	Contact string
}

// look words the open case for whoever is signed in.
func look(s desk.Snapshot, w words.Words) view {
	v := view{Mode: reads, Lead: w.T("secondlook.lead.nothing")}
	if s.Open == nil || s.Session == nil || s.Policy == nil {
		return v
	}
	tongue := w.Tongue()
	v.Mode = modeOf(s)
	switch v.Mode {
	case asks:
		v.Lead, v.Yes = w.T("secondlook.lead.asks"), w.T("secondlook.ask")
		for _, k := range s.Policy.Concern.Kinds {
			v.Kinds = append(v.Kinds, component.Option{ID: k.Code, Text: k.Words.In(tongue)})
		}
		for _, item := range s.Open.Case.Evidence {
			if d, ok := s.Policy.Document(item.Type); ok {
				v.Papers = append(v.Papers, component.Option{ID: string(item.ID), Text: d.Names.In(tongue)})
			}
		}
	case looks:
		v.Lead, v.Yes = w.T("secondlook.lead.looks"), w.T("secondlook.keep")
	case rests:
		v.Lead, v.Yes = w.T("secondlook.lead.rests"), w.T("secondlook.rest")
	case reads:
		if s.Open.Case.Concern != nil {
			v.Lead = w.T("secondlook.lead.reads")
		}
	}
	if v.Mode != asks {
		v.Rows = casefile.SecondLook(s, w)
	}
	if v.Mode != reads {
		for _, a := range s.Policy.Concern.Advice {
			v.Advice = append(v.Advice, a.In(tongue))
		}
		v.Contact = s.Policy.Concern.Contact.In(tongue)
	}
	return v
}

// modeOf offers what the desk would allow.
func modeOf(s desk.Snapshot) mode {
	c, n, me := s.Open.Case, s.Open.Case.Concern, s.Session.Person.ID
	officer, supervisor := s.Session.Has(trust.Officer, s.Now), s.Session.Has(trust.Supervisor, s.Now)
	open := c.State == casework.Open && c.Intent == nil
	switch {
	case n == nil:
		if open && officer {
			return asks
		}
	case c.SecondLookWanted(me):
		if officer || supervisor {
			return looks
		}
	case !n.Cleared.IsZero():
		if open && officer {
			return asks
		}
	case n.Second == nil && n.By == me && open && officer:
		return asks
	case open && s.Open.Case.Clone().ClearConcern(supervisor, casework.By{Person: me, At: s.Now}) == nil:
		return rests
	}
	return reads
}

// views are what a second officer can say.
func views(w words.Words) []component.Option {
	var all []component.Option
	for _, v := range []casework.View{casework.ViewNothing, casework.ViewUnsure, casework.ViewRefer} {
		all = append(all, component.Option{ID: string(v), Text: w.T("secondlook.view." + string(v)), Hint: w.T("secondlook.view_hint." + string(v))})
	}
	return all
}

func alone(w words.Words) []component.Option {
	yes, no := w.Answers(w.T("secondlook.alone"))
	return []component.Option{
		{ID: string(evidence.Yes), Text: yes},
		{ID: string(evidence.No), Text: no},
		{ID: string(evidence.CouldNot), Text: w.T("secondlook.alone_could_not")},
	}
}
