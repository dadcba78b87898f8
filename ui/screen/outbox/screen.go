package outbox

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Office is what the screen asks of the desk.
type Office interface {
	Sync(ctx context.Context) error
	RetryParcel(ctx context.Context, id string) error
}

// Screen is one visit.
type Screen struct {
	st     *stage.Stage
	office Office

	failed   *component.Banner
	link     *component.Banner
	going    *component.Progress // what the desk sends by itself
	progress *component.Progress // what was asked for here, with Stop
	table    *component.Table
	empty    *component.Card
	try      *component.Button
	home     *component.Button
	hint     *component.Text
	content  *fyne.Container

	shown  desk.Snapshot
	cancel context.CancelFunc // nil while nothing is tried
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	s.failed, s.link = component.NewBanner(theme.Warn, "", ""), component.NewBanner(theme.Info, "", "")
	s.going = st.Kit.Progress("", nil)
	s.progress = st.Kit.Progress(w.T("frame.action.stop"), s.onStop)
	s.table = st.Kit.Table([]component.Column{
		{Head: w.T("outbox.what")},
		{Head: w.T("outbox.state")},
		{Head: w.T("outbox.why"), Share: 1},
		{Head: w.T("outbox.next")},
	}, s.onOpen)
	s.empty = component.NewCard(component.NewStrong(w.T("outbox.empty")), component.NewHint(w.T("outbox.empty_detail")))
	s.try = st.Kit.Button(component.Primary, w.T("outbox.try"), s.onTry)
	s.home = st.Kit.Button(component.Secondary, w.T("outbox.home"), func() { st.Nav.Go(route.To(route.Home)) })
	s.hint = component.NewHint(w.T("outbox.keys"))
	s.content = component.VStack(theme.Gap16,
		component.VStack(theme.Gap8, component.NewTitle(w.T("outbox.title")), component.AtMost(720, component.NewLead(w.T("outbox.lead")))),
		s.failed, s.link, s.going, s.progress, s.empty, s.table,
		component.HStack(theme.Gap12, s.try, s.home, s.hint))
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("outbox.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable { return s.try }

// Flush implements stage.Screen.
func (s *Screen) Flush(then func()) { then() }

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	s.draw()
}

func (s *Screen) draw() {
	w := s.st.Words
	v := look(s.shown, w, s.st.Now())
	s.table.SetRows(v.Rows)
	s.table.Hidden, s.empty.Hidden = len(v.Rows) == 0, v.Owes > 0
	s.hint.Hidden = len(v.Rows) == 0
	s.link.Say(v.Link)
	s.going.Hidden, s.progress.Hidden = v.Sending == nil || s.cancel != nil, s.cancel == nil
	s.progress.Set(w.T("outbox.trying"), "", w.T("outbox.trying_detail"), -1, true)
	if v.Sending != nil {
		s.going.Set(v.Sending.Title, "", v.Sending.What, v.Sending.Fraction, false)
		s.progress.Set(v.Sending.Title, "", v.Sending.What, v.Sending.Fraction, true)
	}
	if s.cancel == nil {
		s.try.Enable()
	} else {
		s.try.Disable()
	}
	s.content.Refresh()
}

// onOpen tells all about one line and offers to try it.
func (s *Screen) onOpen(id string) {
	w := s.st.Words
	l, ok := inFull(s.shown, id, w, s.st.Now())
	if !ok {
		return
	}
	ask := component.Ask{Title: l.Title, Body: l.Body, Yes: w.T("frame.close")}
	if l.Try {
		ask.Yes, ask.No = w.T("outbox.try_one"), w.T("frame.close")
		ask.OnYes = func() bool {
			s.run("retry", func(ctx context.Context) error { return s.office.RetryParcel(ctx, id) })
			return false
		}
	}
	var m *component.Modal
	if l.Case != "" {
		ask.Content = component.HStack(0, s.st.Kit.Button(component.Link, w.T("outbox.open_case"), func() {
			m.Close()
			s.st.Nav.Go(route.Of(route.Outcome, l.Case))
		}))
	}
	m = s.st.Kit.Ask(ask)
}

func (s *Screen) onTry() { s.run("sync", s.office.Sync) }

// run tries now. What the broker says of a parcel stands in its line; only
// that nothing could be tried is told on top.
func (s *Screen) run(title string, work func(context.Context) error) {
	if s.cancel != nil {
		return
	}
	s.failed.Set(theme.Warn, "", "")
	at := s.st.Kit.Canvas().Focused()
	s.cancel = s.st.Run.Run(title, work, func(err error) { s.onTried(err, at) })
	s.draw()
	s.st.Kit.Focus(component.First(s.progress))
}

func (s *Screen) onTried(err error, before fyne.Focusable) {
	w := s.st.Words
	stop := component.First(s.progress)
	on := s.st.Kit.Canvas().Focused() == stop
	s.cancel = nil
	m := w.Fault(err)
	if err != nil && s.shown.Link.State != desk.LinkOffline {
		s.failed.Set(theme.Warn, m.Title, m.Detail+" "+m.Next)
	}
	s.draw()
	if err == nil {
		s.st.Nav.Announce(w.T("outbox.tried"))
	}
	if !on {
		return
	}
	if before == fyne.Focusable(s.table) && s.table.Visible() {
		s.st.Kit.Focus(s.table)
		return
	}
	s.st.Kit.Focus(s.try)
}

func (s *Screen) onStop() {
	if s.cancel != nil {
		s.cancel()
	}
}

// Enter implements stage.Keyed: trying everything is what the screen is for.
func (s *Screen) Enter() bool {
	s.onTry()
	return true
}

// Escape implements stage.Keyed: it stops trying, else goes back.
func (s *Screen) Escape() bool {
	s.onStop()
	return s.cancel != nil
}
