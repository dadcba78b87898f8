package outcome

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/slip"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Office is what the screen asks of the desk.
type Office interface {
	slip.Office
	Sync(ctx context.Context) error
	Reopen(ctx context.Context, id casework.ID) error
	ReopenRefused(ctx context.Context, id casework.ID) error
	Leave(ctx context.Context, id casework.ID) error
	Resume(ctx context.Context, id casework.ID) error
	AllowRetry(ctx context.Context, id casework.ID) error
	Retry(ctx context.Context, id casework.ID) (casework.ID, error)
	Correct(ctx context.Context, id casework.ID, reason, note string) (casework.ID, error)
}

// Screen is one visit.
type Screen struct {
	st     *stage.Stage
	office Office

	heading *component.Text
	tag     *component.Tag
	lead    *component.Text
	rows    *component.Summary
	waiting *component.Banner
	slip    *slip.Section
	try     *component.Button
	decided *component.Button
	next    *fyne.Container // of who decided
	work    *component.Button
	home    *component.Button
	referee *component.Button
	content fyne.CanvasObject

	actions actions
	last    view
	policy  *policy.Policy
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	s.heading, s.lead = component.NewTitle(""), component.NewLead("")
	s.tag = component.NewTag(theme.Quiet, "")
	s.rows = st.Kit.Summary()
	s.try = st.Kit.Button(component.Secondary, w.T("outcome.try"), s.onTry)
	s.waiting = component.NewBanner(theme.Info, "", "", s.try)
	s.decided = st.Kit.Button(component.Primary, w.T("outcome.approvals"), func() { st.Nav.Go(route.To(route.Approvals)) })
	s.next = component.HStack(0, s.decided)
	s.work = st.Kit.Button(component.Primary, w.T("outcome.work"), func() {
		st.Nav.Go(route.ForStep(casework.StepReview, st.At.Case))
	})
	s.home = st.Kit.Button(component.Secondary, w.T("outcome.home"), func() { st.Nav.Go(route.To(route.Home)) })
	s.slip = slip.New(st, office, desk.SlipVisit, desk.SlipReceipt)
	s.newActions()
	s.referee = st.Kit.Button(component.Secondary, w.T("outcome.referee"), func() { st.Nav.Go(route.Of(route.Referee, st.At.Case)) })
	s.content = component.AtMost(900, component.VStack(theme.Gap24,
		s.actions.problems,
		component.VStack(theme.Gap8, s.heading, component.HStack(0, s.tag), s.lead),
		s.actions.tell, s.next, s.slip.Apart(), s.actions.area, component.HStack(theme.Gap12, s.work, s.home, s.referee),
		s.waiting, s.rows, s.slip.Content(),
	))
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("outcome.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable {
	if s.decided.Visible() {
		return s.decided
	}
	if first := s.slip.First(); s.last.Slip && first != nil {
		return first
	}
	if s.work.Visible() {
		return s.work
	}
	if first := s.actions.first(); first != nil {
		return first
	}
	return s.home
}

// Flush implements stage.Screen.
func (s *Screen) Flush(then func()) { then() }

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	v := look(snapshot, s.st.Words)
	s.heading.SetText(v.Heading)
	s.lead.SetText(v.Lead)
	s.tag.Set(v.Tint, v.State)
	s.tag.Hidden = v.State == ""
	s.rows.SetRows(v.Rows)
	title := ""
	if len(v.Waiting) > 0 {
		title = s.st.Words.T("outcome.waiting")
	}
	s.waiting.Set(theme.Info, title, strings.Join(v.Waiting, "\n"))
	s.work.Hidden, s.referee.Hidden, s.decided.Hidden = !v.Reopen, !v.Referees, !v.Decided
	s.next.Hidden = !v.Decided
	s.policy, s.last = snapshot.Policy, v
	s.showActions(lookNext(snapshot, s.st.Now(), s.st.Words))
	s.slip.Show(snapshot)
	s.weigh(v)
	s.content.Refresh()
}

// weigh gives the one thing to do now its weight: for a supervisor the next
// approval, for an officer the slip. What would begin the case again stands
// back, so that one Enter does not undo what has just ended.
func (s *Screen) weigh(v view) {
	s.slip.Lead(v.Slip)
	look := component.Primary
	if v.Slip || v.Decided {
		look = component.Secondary
	}
	a := &s.actions
	for _, b := range []*component.Button{s.work, a.resume, a.retry, a.allow, a.reopen} {
		b.SetLook(look)
	}
}

func (s *Screen) onTry() {
	s.try.Disable()
	s.st.Run.Run("sync", s.office.Sync, func(err error) {
		s.try.Enable()
		if err != nil {
			s.st.Nav.Announce(s.st.Words.Fault(err).Title)
		}
	})
}
