package home

import (
	"maps"
	"strings"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// view is what is drawn.
type view struct {
	Greeting  string
	Lead      string
	NoCases   string // said while there are none
	MayOpen   bool   // holds the officer's role
	Cases     []component.Row
	Approvals []component.Row
	Approver  bool
	Notices   []notice
}

// notice is one card under "Needs attention".
type notice struct {
	Title, Detail, Action string
	To                    route.Route
}

// look words the snapshot.
func look(s desk.Snapshot, w words.Words, now time.Time) view {
	v := view{
		Greeting: w.T("home.good." + partOfDay(now)),
		MayOpen:  s.Session.Has(trust.Officer, now),
		Approver: s.Session.Has(trust.Supervisor, now),
		NoCases:  w.T("home.no_cases_other"),
	}
	switch {
	case v.MayOpen:
		v.Lead, v.NoCases = w.T("home.lead"), w.T("home.no_cases")
	case v.Approver:
		v.Lead = w.T("home.lead_supervisor")
	}
	for _, r := range s.Cases {
		v.Cases = append(v.Cases, row(s, r, w))
	}
	for _, r := range s.Approvals {
		v.Approvals = append(v.Approvals, row(s, r, w))
	}
	for _, r := range s.Looks {
		v.Notices = append(v.Notices, notice{
			Title: w.T("casefile.second_look.asked"), Detail: w.T("home.second_look_detail", "Ref", r.Ref),
			Action: w.T("home.open_case"), To: route.Of(route.Review, r.ID),
		})
	}
	for _, n := range s.Notices {
		params := readable(n.Params, w)
		v.Notices = append(v.Notices, notice{
			Title:  w.T("home.notice."+n.Code+".title", params),
			Detail: w.T("home.notice."+n.Code+".detail", params),
			Action: action(n, w), To: target(s, n),
		})
	}
	return v
}

// readable writes a date among the particulars as the language does.
func readable(params map[string]string, w words.Words) map[string]string {
	out := maps.Clone(params)
	if d, err := resident.ParseISO(params["date"]); err == nil {
		out["date"] = w.Date(d.Year, d.Month, d.Day)
	}
	if reason := params["reason"]; reason != "" {
		out["reason"] = strings.TrimSuffix(w.Fault(fault.New(fault.Refused, reason)).Title, ".")
	}
	return out
}

func partOfDay(now time.Time) string {
	switch h := now.Hour(); {
	case h < 12:
		return "morning"
	case h < 18:
		return "afternoon"
	default:
		return "evening"
	}
}

func row(s desk.Snapshot, r desk.Row, w words.Words) component.Row {
	service := ""
	if s.Policy != nil {
		if svc, ok := s.Policy.Service(r.Service); ok {
			service = svc.Names.In(w.Tongue())
		}
	}
	name := r.Resident
	if name == "" {
		name = w.T("home.no_name_yet")
	}
	if corrects := casefile.Corrects(s.Policy, r.Corrects, r.Wrong, w); corrects != "" {
		name += "\n" + corrects
	}
	text, tint := Stands(r, w)
	return component.Row{ID: string(r.ID), Cells: []component.Cell{
		{Text: r.Ref}, {Text: name}, {Text: service}, {Text: text, Tag: true, Tint: tint},
	}}
}

// Stands words where a case stands.
func Stands(r desk.Row, w words.Words) (string, theme.Tint) {
	at := w.Time(r.Since)
	if r.Waits { // as any other, for whoever looks over a shoulder
		return w.T("home.stands.with_supervisor", "Time", at), theme.Info
	}
	switch r.State {
	case casework.Open:
		if r.Returned {
			return w.T("home.stands.returned", "Time", at), theme.Warn
		}
		return w.T("home.stands.open", "Step", w.T("casefile.step."+string(r.Step))), theme.Warn
	case casework.WithSupervisor:
		return w.T("home.stands.with_supervisor", "Time", at), theme.Info
	case casework.BeingChecked:
		return w.T("home.stands.being_checked", "Time", at), theme.Info
	case casework.Parked:
		return w.T("home.stands.parked", "Day", w.Day(r.Back)), theme.Quiet
	case casework.Closed: // its outcome says more
	}
	if r.Outcome == casework.Referred { // as any other, for whoever looks over a shoulder
		return w.T("home.stands.with_supervisor", "Time", at), theme.Info
	}
	if r.Lapsed {
		return w.T("home.stands.lapsed"), theme.Quiet
	}
	if r.Replaced {
		return w.T("home.stands.replaced"), theme.Warn
	}
	if r.Outcome == casework.Vouched {
		return w.T("home.stands.vouched", "Time", at), theme.Good
	}
	return w.T("home.stands." + string(r.Outcome)), theme.Quiet
}

func action(n desk.Notice, w words.Words) string {
	switch n.Where {
	case "":
		return ""
	case "outbox":
		return w.T("home.see_why")
	case "settings":
		return w.T("home.see_settings")
	default:
		return w.T("home.open_case")
	}
}

func target(s desk.Snapshot, n desk.Notice) route.Route {
	switch n.Where {
	case "outbox":
		return route.To(route.Outbox)
	case "settings":
		return route.To(route.Settings)
	default:
		for _, r := range s.Cases {
			if r.ID == casework.ID(n.Where) {
				return whereTo(r)
			}
		}
		return route.Of(route.Outcome, casework.ID(n.Where))
	}
}

// whereTo is the screen that a case of the list opens.
func whereTo(r desk.Row) route.Route {
	if r.State == casework.Open && !r.Waits {
		return route.ForStep(r.Step, r.ID)
	}
	return route.Of(route.Outcome, r.ID)
}
