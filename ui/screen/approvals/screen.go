package approvals

import (
	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Office is what the screen asks of the desk: nothing, it only reads.
type Office interface{}

// Screen is one visit.
type Screen struct {
	st      *stage.Stage
	lead    *component.Text
	table   *component.Table
	empty   *component.Card
	home    *component.Button
	content *fyne.Container
}

// New makes the screen.
func New(st *stage.Stage, _ Office) *Screen {
	w := st.Words
	s := &Screen{st: st, lead: component.NewLead("")}
	s.table = st.Kit.Table([]component.Column{
		{Head: w.T("approve.case")},
		{Head: w.T("approve.resident"), Share: 1},
		{Head: w.T("approve.for"), Share: 1},
		{Head: w.T("approve.by")},
		{Head: w.T("approve.since")},
	}, func(id string) { st.Nav.Go(route.Of(route.Approve, casework.ID(id))) })
	s.empty = component.NewCard(component.NewStrong(w.T("approve.list_empty")), component.NewHint(w.T("approve.list_empty_detail")))
	s.home = st.Kit.Button(component.Secondary, w.T("approve.home"), func() { st.Nav.Go(route.To(route.Home)) })
	s.content = component.VStack(theme.Gap16,
		component.VStack(theme.Gap8, component.NewTitle(w.T("approve.list_title")), s.lead),
		s.empty, s.table, component.HStack(theme.Gap12, s.home, component.NewHint(w.T("approve.list_keys"))))
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("approve.list_title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable {
	if s.table.Visible() {
		return s.table.First()
	}
	return s.home
}

// Flush implements stage.Screen.
func (s *Screen) Flush(then func()) { then() }

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	v := look(snapshot, s.st.Words)
	s.lead.SetText(v.Lead)
	s.table.SetRows(v.Rows)
	s.table.Hidden, s.empty.Hidden = len(v.Rows) == 0, len(v.Rows) > 0
	s.content.Refresh()
}
