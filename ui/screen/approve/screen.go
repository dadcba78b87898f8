package approve

import (
	"context"
	picture "image"
	"reflect"

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
	Picture(ctx context.Context, id casework.ID, blob string) (*picture.RGBA, error)
	Approve(ctx context.Context, id casework.ID, passphrase string) error
	Return(ctx context.Context, id casework.ID, reason, note string) error
	Refuse(ctx context.Context, id casework.ID, reason, note string) error
	SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error
}

// Screen is one visit.
type Screen struct {
	st     *stage.Stage
	office Office

	problems *component.ErrorSummary
	heading  *component.Text
	lead     *component.Text
	whyNot   *component.Banner
	rows     *component.Summary
	pieces   *fyne.Container
	shows    *component.Table
	images   *images
	pass     *component.Field
	approve  *component.Button
	giveBack *component.Button
	refuse   *component.Button
	decision *fyne.Container
	back     *component.Button
	top      *component.Button
	page     *component.Page

	no    no
	draft *stage.Draft
	last  view
	busy  bool
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	s.draft = st.CaseDraft(draftKey, s.typed, office.SaveDraft)
	s.problems = st.Kit.ErrorSummary(w.T("frame.problem"))
	s.problems.Set()
	s.heading, s.lead = component.NewTitle(""), component.NewLead("")
	s.whyNot = component.NewBanner(theme.Info, "", "")
	s.rows = st.Kit.Summary()
	s.pieces = component.VStack(theme.Gap12)
	s.shows = st.Kit.Table([]component.Column{
		{Head: w.T("approve.detail")}, {Head: w.T("approve.value"), Share: 1}, {Head: w.T("approve.to")},
	}, nil)
	s.images = newImages(st, func(ctx context.Context, blob string) (*picture.RGBA, error) {
		return office.Picture(ctx, st.At.Case, blob)
	})
	s.pass = st.Kit.Field(component.Password, component.FieldText{
		Label: w.T("approve.passphrase"), Hint: w.T("approve.passphrase_hint"), Show: w.T("signin.show"), Hide: w.T("signin.hide"),
	}).Chars(32).OnEnter(s.onApprove)
	s.approve = st.Kit.Button(component.Primary, w.T("approve.approve"), s.onApprove)
	s.giveBack = st.Kit.Button(component.Secondary, w.T("approve.return"), func() { s.onNo(returning) })
	s.refuse = st.Kit.Button(component.Danger, w.T("approve.refuse"), func() { s.onNo(refusing) })
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.top = st.Kit.Button(component.Link, w.T("approve.list_title"), func() { st.Nav.Go(route.To(route.Approvals)) })
	s.decision = component.VStack(theme.Gap16,
		component.NewSection(w.T("approve.decide")), s.pass,
		component.HStack(theme.Gap12, s.approve, s.giveBack, s.refuse))
	s.page = st.Kit.Page(s.lay())
	return s
}

// lay is the page: what was done at the left, what was seen and what goes out
// at the right, and the decision where reading ends.
func (s *Screen) lay() fyne.CanvasObject {
	w := s.st.Words
	left := component.VStack(theme.Gap24, s.rows,
		component.VStack(theme.Gap12, component.NewSection(w.T("approve.checks")), s.pieces))
	right := component.VStack(theme.Gap24, s.images.content,
		component.VStack(theme.Gap8,
			component.NewSection(w.T("approve.discloses")), component.NewHint(w.T("approve.discloses_hint")), s.shows))
	return component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.HStack(0, s.top), s.heading, s.lead),
		s.problems, s.whyNot,
		component.Sides(theme.Gap32, 0.48, left, right),
		s.decision, component.HStack(0, s.back))
}

// Whole tells the frame that the screen scrolls itself.
func (s *Screen) Whole() bool { return true }

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("approve.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.page }

// First implements stage.Screen: reading begins on top.
func (s *Screen) First() fyne.Focusable { return s.top }

// Flush implements stage.Screen.
func (s *Screen) Flush(then func()) { s.draft.Flush(then) }

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	v := look(snapshot, s.st.Words)
	s.heading.SetText(v.Heading)
	s.lead.SetText(v.Lead)
	s.lead.Hidden = v.Lead == ""
	s.whyNot.Say(v.WhyNot)
	s.rows.SetRows(s.linked(snapshot, v.Rows))
	s.showPieces(v.Pieces)
	s.shows.SetRows(v.Shows)
	s.images.show(v.Images)
	s.decision.Hidden, s.back.Hidden = !v.Decide, v.Decide
	s.last = v
	s.load(snapshot)
	s.page.Refresh()
}

// linked gives the row of a correction its way to the case that it corrects.
func (s *Screen) linked(snapshot desk.Snapshot, rows []component.SummaryRow) []component.SummaryRow {
	for i := range rows {
		if rows[i].Change != "" {
			from := snapshot.Open.Case.From()
			rows[i].Act = func() { s.st.Nav.Go(route.Of(route.Outcome, from)) }
		}
	}
	return rows
}

func (s *Screen) showPieces(all []piece) {
	if reflect.DeepEqual(all, s.last.Pieces) {
		return
	}
	s.pieces.Objects = nil
	for _, p := range all {
		lines := []fyne.CanvasObject{component.NewStrong(p.Name), component.NewHint(p.Note)}
		for _, a := range p.Answers {
			lines = append(lines, component.NewRule(), component.Bar(component.NewBody(a.Question), component.NewTag(a.Tint, a.Said)))
		}
		s.pieces.Objects = append(s.pieces.Objects, component.NewCard(lines...))
	}
	s.pieces.Refresh()
}

// Enter implements stage.Keyed: only the passphrase field approves by Enter.
func (s *Screen) Enter() bool { return false }

// Escape implements stage.Keyed: it goes back, as everywhere.
func (s *Screen) Escape() bool { return false }
