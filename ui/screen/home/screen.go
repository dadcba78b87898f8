package home

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Office is what the screen asks of the desk.
type Office interface {
	NewCase(ctx context.Context) (casework.ID, error)
}

// Screen is one visit.
type Screen struct {
	st     *stage.Stage
	office Office

	greeting  *component.Text
	lead      *component.Text
	start     *component.Button
	settings  *component.Button
	cases     *component.Table
	noCases   *component.Text
	approvals *fyne.Container
	toDecide  *component.Table
	noDecide  *component.Text
	notices   *fyne.Container
	quiet     *component.Text
	content   fyne.CanvasObject

	rows map[string]desk.Row
	last []notice
	made bool
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office, rows: map[string]desk.Row{}}
	s.greeting, s.lead = component.NewTitle(""), component.NewLead("")
	s.start = st.Kit.Button(component.Primary, w.T("home.new"), s.onNew).Keyed("Ctrl+N")
	s.settings = st.Kit.Button(component.Secondary, w.T("home.settings"), func() { st.Nav.Go(route.To(route.Settings)) })
	columns := []component.Column{
		{Head: w.T("home.case"), Share: 0},
		{Head: w.T("home.resident"), Share: 1},
		{Head: w.T("home.for"), Share: 1},
		{Head: w.T("home.stands"), Share: 1},
	}
	s.cases = st.Kit.Table(columns, func(id string) { st.Nav.Go(whereTo(s.rows[id])) })
	s.noCases = component.NewBody("")
	s.toDecide = st.Kit.Table(columns, func(id string) { st.Nav.Go(route.Of(route.Approve, casework.ID(id))) })
	s.noDecide = component.NewBody(w.T("home.no_approvals"))
	s.approvals = component.VStack(theme.Gap8, component.NewSection(w.T("home.approvals")), s.noDecide, s.toDecide)
	s.notices = component.VStack(theme.Gap12)
	s.quiet = component.NewHint(w.T("home.nothing_wants"))
	left := component.VStack(theme.Gap24,
		s.approvals,
		component.VStack(theme.Gap8, component.NewSection(w.T("home.cases")), s.noCases, s.cases),
	)
	right := component.VStack(theme.Gap8, component.NewSection(w.T("home.attention")), s.quiet, s.notices)
	s.content = component.VStack(theme.Gap24,
		component.Bar(
			component.VStack(theme.Gap4, s.greeting, s.lead),
			component.HStack(theme.Gap12, s.start, s.settings)),
		component.Sides(theme.Gap24, 0.62, left, right),
	)
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("home.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable {
	if !s.start.Visible() && s.toDecide.Visible() {
		return s.toDecide.First()
	}
	if s.start.Visible() {
		return s.start
	}
	return s.settings
}

// Flush implements stage.Screen.
func (s *Screen) Flush(then func()) { then() }

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	v := look(snapshot, s.st.Words, s.st.Now())
	for _, r := range snapshot.Cases {
		s.rows[string(r.ID)] = r
	}
	s.greeting.SetText(v.Greeting)
	s.lead.SetText(v.Lead)
	s.lead.Hidden = v.Lead == ""
	s.noCases.SetText(v.NoCases)
	s.start.Hidden = !v.MayOpen
	s.cases.SetRows(v.Cases)
	s.cases.Hidden, s.noCases.Hidden = len(v.Cases) == 0, len(v.Cases) > 0
	s.approvals.Hidden = !v.Approver
	s.toDecide.SetRows(v.Approvals)
	s.toDecide.Hidden, s.noDecide.Hidden = len(v.Approvals) == 0, len(v.Approvals) > 0
	s.showNotices(v.Notices)
	s.content.Refresh()
}

// showNotices makes the cards anew only when they change, so that the focus
// stays on a button that is still there.
func (s *Screen) showNotices(all []notice) {
	s.quiet.Hidden = len(all) > 0
	if s.made && slices.Equal(all, s.last) {
		return
	}
	s.made, s.last = true, all
	s.notices.Objects = nil
	for _, n := range all {
		objects := []fyne.CanvasObject{component.NewStrong(n.Title), component.NewHint(n.Detail)}
		if n.Action != "" {
			to := n.To
			objects = append(objects, component.HStack(0,
				s.st.Kit.Button(component.Secondary, n.Action, func() { s.st.Nav.Go(to) })))
		}
		s.notices.Objects = append(s.notices.Objects, component.NewCard(objects...))
	}
	s.notices.Refresh()
}

func (s *Screen) onNew() {
	s.start.Disable()
	var id casework.ID
	s.st.Run.Run("new case", func(ctx context.Context) (err error) {
		id, err = s.office.NewCase(ctx)
		return err
	}, func(err error) {
		s.start.Enable()
		if err != nil {
			s.st.Nav.Announce(s.st.Words.Fault(err).Title)
			return
		}
		s.st.Nav.Go(route.Of(route.Letter, id))
	})
}
