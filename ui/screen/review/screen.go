package review

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/council"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Office is what the screen asks of the desk.
type Office interface {
	AskBroker(ctx context.Context, id casework.ID) error
	Submit(ctx context.Context, id casework.ID, passphrase string, declared bool) error
	Leave(ctx context.Context, id casework.ID) error
}

// Screen is one visit.
type Screen struct {
	st     *stage.Stage
	office Office

	problems *component.ErrorSummary
	closed   *component.Banner
	missing  *fyne.Container
	lacking  *component.Card
	links    []*component.Button
	leave    *component.Button
	leaving  *fyne.Container
	rows     *component.Summary
	council  *council.Section
	worth    *component.Banner
	scores   *component.Summary
	declared *component.Tick
	pass     *component.Field
	send     *component.Button
	end      *component.Button
	back     *component.Button
	form     *fyne.Container
	content  *fyne.Container

	shown desk.Snapshot
	last  view
	busy  bool
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	s.problems = st.Kit.ErrorSummary(w.T("frame.problem"))
	s.problems.Set()
	s.closed = component.NewBanner(theme.Info, "", "")
	s.missing = component.VStack(theme.Gap8)
	s.leave = st.Kit.Button(component.Secondary, w.T("review.leave"), s.onLeave)
	s.leaving = component.VStack(theme.Gap8, component.NewHint(w.T("review.leave_hint")), component.HStack(0, s.leave))
	s.lacking = component.NewTintedCard(theme.Warn, component.NewStrong(w.T("review.missing")), s.missing, s.leaving)
	s.rows, s.scores = st.Kit.Summary(), st.Kit.Summary()
	s.council = council.New(st, s.onAsk)
	s.worth = component.NewBanner(theme.Info, "", "")
	s.declared = st.Kit.Tick("", func(bool) { s.declared.SetError("") }).Strong()
	s.pass = st.Kit.Field(component.Password, component.FieldText{
		Label: w.T("review.passphrase"), Hint: w.T("review.passphrase_hint"), Show: w.T("signin.show"), Hide: w.T("signin.hide"),
	}).Chars(32).OnEnter(s.onSend)
	s.send = st.Kit.Button(component.Primary, w.T("review.send"), s.onSend)
	s.end = st.Kit.Button(component.Secondary, w.T("review.end"), s.onEnd)
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.form = component.VStack(theme.Gap16,
		component.NewCard(component.VStack(theme.Gap16, s.declared, s.pass)),
		component.HStack(theme.Gap12, s.send, s.end))
	s.content = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("review.heading")), component.NewLead(w.T("review.lead"))),
		s.problems, s.closed, s.lacking, s.rows, s.council.Content(),
		component.VStack(theme.Gap12, component.NewSection(w.T("review.worth")), s.worth, s.scores),
		s.form, component.HStack(0, s.back))
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("review.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen: what has to be mended, else the first answer.
func (s *Screen) First() fyne.Focusable {
	if len(s.links) > 0 {
		return s.links[0]
	}
	return component.First(s.content)
}

// Flush implements stage.Screen: neither passphrase nor tick is ever kept.
func (s *Screen) Flush(then func()) { then() }

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	v := look(snapshot, s.st.Words)
	s.closed.Say(v.Closed)
	s.form.Hidden, s.back.Hidden = !v.Form, v.Form
	s.showMissing(v)
	s.leaving.Hidden = !v.Leave
	s.rows.SetRows(s.summary(v))
	s.council.Show(v.Check, v.Form)
	s.worth.Set(v.Worth.Tint, v.Worth.Title, v.Worth.Detail)
	s.scores.SetRows(v.Worth.Pieces)
	s.declared.SetText(v.Declare)
	s.last = v
	s.content.Refresh()
}

// showMissing makes the links anew only when they change, so that the focus
// stays on one that is still there.
func (s *Screen) showMissing(v view) {
	s.lacking.Hidden = len(v.Missing) == 0
	if slices.Equal(v.Missing, s.last.Missing) {
		return
	}
	s.missing.Objects, s.links = nil, nil
	for _, m := range v.Missing {
		link := s.st.Kit.Button(component.Link, m.Text, func() { s.mend(m) })
		s.links = append(s.links, link)
		s.missing.Objects = append(s.missing.Objects, link)
	}
	s.missing.Refresh()
}

// mend goes to what mends it: the step, the council's check on this very page,
// or, for what only a connection mends, the outbox. What another person mends
// needs nobody to wait for it: it leads to the end of the visit.
func (s *Screen) mend(m lack) {
	switch {
	case m.Check:
		s.st.Kit.Focus(s.council.First())
	case m.Look && s.last.Leave:
		s.st.Kit.Focus(s.leave)
	case m.Look:
		s.st.Nav.Go(route.Of(route.Outcome, s.st.At.Case))
	case m.Step == casework.StepReview:
		s.st.Nav.Go(route.To(route.Outbox))
	default:
		to := route.ForStep(m.Step, s.st.At.Case)
		if to.Item = m.Item; m.Of != "" { // their answers lead on to what is missing
			to.Item, to.Referee = "", m.Of
		}
		s.st.Nav.Go(to)
	}
}

func (s *Screen) summary(v view) []component.SummaryRow {
	all := make([]component.SummaryRow, 0, len(v.Rows))
	for _, r := range v.Rows {
		line := component.SummaryRow{Key: r.Key, Tag: r.Tag, Tint: r.Tint, Value: r.Value, Note: r.Note}
		if v.Form && r.Key != "" {
			line.Change = s.st.Words.T("frame.action.change")
			line.Act = func() { s.st.Nav.Go(route.ForStep(r.Step, s.st.At.Case)) }
		}
		all = append(all, line)
	}
	return all
}

func (s *Screen) onAsk() {
	if s.busy || s.council.Asking() || !s.last.Check.May {
		return
	}
	s.council.Begin(func(ctx context.Context) error { return s.office.AskBroker(ctx, s.st.At.Case) })
}

func (s *Screen) onSend() {
	if s.busy || s.form.Hidden {
		return
	}
	s.council.Stop() // signing does not wait for a check that is left out
	if len(s.links) > 0 {
		s.st.Nav.Announce(s.st.Words.T("review.missing_first"))
		s.st.Kit.Focus(s.links[0])
		return
	}
	w := s.st.Words
	var problems []component.Problem
	s.declared.SetError("")
	s.pass.SetError("")
	if !s.declared.On() {
		s.declared.SetError(w.T("review.declare_missing"))
		problems = append(problems, component.Problem{Text: w.T("review.declare_missing"), Target: s.declared})
	}
	if s.pass.Text() == "" {
		s.pass.SetError(w.T("review.passphrase_missing"))
		problems = append(problems, component.Problem{Text: w.T("review.passphrase_missing"), Target: s.pass.First()})
	}
	s.problems.Set(problems...)
	s.content.Refresh()
	if len(problems) > 0 {
		return
	}
	if s.last.Below == "" {
		s.sign()
		return
	}
	s.st.Kit.Ask(component.Ask{
		Title: w.T("review.below"), Body: s.last.Below, Yes: w.T("review.below_yes"), No: w.T("frame.back"), Careful: true,
		OnYes: func() bool {
			s.sign()
			return false
		},
	})
}

func (s *Screen) sign() {
	pass := s.pass.Text()
	s.settle(true)
	s.send.SetText(s.st.Words.T("review.sending"))
	s.st.Run.Run("submit", func(ctx context.Context) error {
		return s.office.Submit(ctx, s.st.At.Case, pass, true)
	}, s.onSent)
}

func (s *Screen) onSent(err error) {
	s.settle(false)
	s.pass.SetText("") // right or wrong, it does not stay on screen
	if err == nil {
		s.declared.SetOn(false)
		s.st.Nav.Go(route.Of(route.Outcome, s.st.At.Case))
		s.st.Nav.Announce(s.st.Words.T("review.sent"))
		return
	}
	s.problems.Set(s.st.Unsigned(err, s.pass, s.send)...)
	s.content.Refresh()
}

func (s *Screen) settle(busy bool) {
	s.busy = busy
	s.send.SetText(s.st.Words.T("review.send"))
	for _, b := range []*component.Button{s.send, s.end, s.leave} {
		b.SetEnabled(!busy)
	}
	s.council.Rest(busy)
	s.content.Refresh()
}

// Enter implements stage.Keyed: only the passphrase field sends by Enter.
func (s *Screen) Enter() bool { return false }

// Escape implements stage.Keyed: it stops the council's check, else goes back.
func (s *Screen) Escape() bool { return s.council.Stop() }
