package approvals

import (
	"vouchdesk/internal/desk"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

// view is what is drawn.
type view struct {
	Lead string
	Rows []component.Row
}

// look words the cases that the signed-in person may decide.
func look(s desk.Snapshot, w words.Words) view {
	v := view{Lead: w.T("approve.list_lead")}
	if len(s.Approvals) > 0 {
		v.Lead = w.N("approve.list_count", len(s.Approvals))
	}
	for _, r := range s.Approvals {
		service := r.Service
		if s.Policy != nil {
			if svc, ok := s.Policy.Service(r.Service); ok {
				service = svc.Names.In(w.Tongue())
			}
		}
		name := r.Resident
		if corrects := casefile.Corrects(s.Policy, r.Corrects, r.Wrong, w); corrects != "" {
			name += "\n" + corrects
		}
		v.Rows = append(v.Rows, component.Row{ID: string(r.ID), Cells: []component.Cell{
			{Text: r.Ref}, {Text: name}, {Text: service}, {Text: casefile.Staff(s, r.By)}, {Text: w.Moment(r.Since)},
		}})
	}
	return v
}
